"""One change has one effect: shocks are keyed by names, and nothing else reaches across."""

import re

import numpy as np
import pytest

from sim.model.readable import Negotiation
from sim.model.state import State
from sim.scenario import Scenario, load, loads
from tests.model.worlds import TWO_TABLES, log_of, model_of, played, world

RUNS = range(4)


def by_name(scenario: Scenario, model: Negotiation) -> dict[str, bytes]:
    """Final records and monthly ones by name, without row numbers."""
    s, names = model.state, model.assembly.names
    found = {}
    rows_and_places = (
        *("through", "to", "actor", "entity", "first", "last", "table", "issue", "talk"),
        *("cluster", "order", "route", "first_issue", "last_issue", "asked", "withdrawn"),
        *("origin", "first_border", "last_border", "member_of", "followed"),
    )
    for kind, labels in (
        ("actor", names.actors),
        ("provision", names.provisions),
        ("route", names.routes),
        ("issue", names.issues),
        ("seat", [f"{t}.{side}" for t in names.tables for side in "dp"]),
    ):
        rows = getattr(s, kind)
        for row, label in zip(rows, labels, strict=True):
            kept = [
                row[field].tobytes() for field in rows.dtype.names if field not in rows_and_places
            ]
            found[f"{kind} {label}"] = b"".join(kept)
    for kind, labels in (("table", names.tables), ("provision", names.provisions)):
        months = getattr(s, f"months_{kind}").reshape(scenario.horizon, len(labels))
        for index, label in enumerate(labels):
            found[f"months of {kind} {label}"] = months[:, index].tobytes()
    for index, label in enumerate(names.tables):
        found[f"outcome of {label}"] = s.outcome[1 + index].tobytes()
    return found


def shocks(state: State) -> list[bytes]:
    fields = ("benefit", "cost", "linear_cost")
    return [
        *(np.ascontiguousarray(state.provision[field]).tobytes() for field in fields),
        np.ascontiguousarray(state.months_route["attempts"]).tobytes(),
        np.ascontiguousarray(state.event["times"]).tobytes(),
        np.ascontiguousarray(state.table["mandate"]).tobytes(),
    ]


@pytest.mark.parametrize("case", ["ceuta_2021", "eu_tunisia_2023"])
def test_strategies_meet_the_same_shocks(case: str) -> None:
    scenario = load(case)
    first = next(iter(scenario.tables))
    paths = (f"tables.{first}.destination.strategy", f"tables.{first}.partner.strategy")
    for replication in RUNS:
        found = []
        for pair in (("cooperative", "cooperative"), ("coercive", "reverse_conditionality")):
            changed = scenario.with_changes(set=dict(zip(paths, pair, strict=True)))
            found.append(played(changed, 5, replication))
        assert shocks(found[0]) == shocks(found[1])
    assert log_of(found[0]).tobytes() != log_of(found[1]).tobytes()


def of_second(state: State, scenario: Scenario) -> list[bytes]:
    """All that is kept of the second of two tables."""
    first, last = state.table[1]["first"], state.table[1]["last"]
    months = state.months_provision.reshape(scenario.horizon, -1)
    log = log_of(state)
    return [
        log[log["table"] == 1].tobytes(),
        state.months_table.reshape(scenario.horizon, 2)[:, 1].tobytes(),
        months[:, first:last].tobytes(),
        state.months_route.reshape(scenario.horizon, 2)[:, 1].tobytes(),
        state.provision[first:last].tobytes(),
        state.seat[2:].tobytes(),
        state.outcome[2].tobytes(),
    ]


CHANGES = {
    "actors.alba.strategy": "cooperative",
    "actors.baran.empowerment": 0.1,
    "issues.border.provisions.money.benefit": 0.9,
    "tables.first.meet": 0.9,
    "routes.east.pressure": 2.5,
    "events.wave.hazard": 0.5,
    "tables.first.partner.trust": 0.1,
}


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_at_one_table_leaves_an_unlinked_one_alone(path: str) -> None:
    changed = world(TWO_TABLES, {path: CHANGES[path]})
    for replication in RUNS:
        before = played(world(TWO_TABLES), 6, replication)
        after = played(changed, 6, replication)
        assert of_second(before, world(TWO_TABLES)) == of_second(after, changed)
    assert log_of(before).tobytes() != log_of(after).tobytes()


def test_a_further_table_leaves_the_others_alone() -> None:
    alone = "\n".join(
        part
        for part in re.split(r"\n(?=  \w+:)", TWO_TABLES)
        if not re.match(r"  (alba|baran|first|border|status|east|insult|wave):", part)
    )
    # Splitting by blocks drops headings that follow a dropped block.
    for heading, block in (("tables", "  second:"), ("issues", "  return:"), ("routes", "  west:"),
                           ("events", "  vote:")):  # fmt: skip
        if f"\n{heading}:" not in alone:
            alone = alone.replace(f"\n{block}", f"\n{heading}:\n{block}", 1)
    one = loads(alone)
    assert list(one.tables) == ["second"]
    two = world(TWO_TABLES)
    for replication in RUNS:
        few, many = model_of(one, 7, replication), model_of(two, 7, replication)
        few.play()
        many.play()
        expected = by_name(two, many)
        for name, content in by_name(one, few).items():
            assert expected[name] == content, name


def reordered(text: str, *headings: str) -> str:
    """The same world with the blocks under these headings written in reverse order."""
    turned = []
    for part in re.split(r"\n(?=\w+:)", text):
        heading, *blocks = re.split(r"\n(?=  \w+:)", part)
        if heading.strip().rstrip(":") in headings:
            blocks = [block.rstrip("\n") for block in blocks[::-1]]
        turned.append("\n".join([heading, *blocks]))
    return "\n".join(turned)


def test_the_order_of_writing_does_not_matter() -> None:
    # Issues keep theirs: the first issue of a table leads when several are settled together.
    text = reordered(TWO_TABLES, "actors", "tables", "routes", "events")
    one, other = world(TWO_TABLES), loads(text)
    assert list(one.tables) == list(other.tables)[::-1]
    assert list(one.actors) == list(other.actors)[::-1]
    for replication in RUNS:
        first, second = model_of(one, 8, replication), model_of(other, 8, replication)
        first.play()
        second.play()
        ours, theirs = by_name(one, first), by_name(other, second)
        assert [name for name in ours if ours[name] != theirs[name]] == []


def test_the_order_of_provisions_does_not_matter() -> None:
    control, money = re.findall(
        r"      (?:control|money):\n?.*\n(?:        \{giver.*\n)?", TWO_TABLES
    )
    visas, goods = re.findall(r"      (?:visas|goods):.*\n", TWO_TABLES)
    text = TWO_TABLES.replace(control + money, money + control).replace(
        visas + goods, goods + visas
    )
    one, other = world(TWO_TABLES), loads(text)
    assert list(other.issues["border"].provisions) == ["money", "control"]
    assert list(other.issues["return"].provisions) == ["readmission", "goods", "visas"]
    for replication in RUNS:
        first, second = played(one, 8, replication), played(other, 8, replication)
        # Sums run in another order, so the last bits may differ, but nothing that happens does.
        for column in first.months_table.dtype.names:
            np.testing.assert_allclose(
                first.months_table[column], second.months_table[column], rtol=0, atol=1e-9
            )
        happened, also = log_of(first), log_of(second)
        for k in range(2):
            kinds = [np.sort(log["kind"][log["table"] == k]) for log in (happened, also)]
            assert np.array_equal(*kinds)
        for column in first.outcome.dtype.names:
            np.testing.assert_allclose(
                first.outcome[column], second.outcome[column], rtol=0, atol=1e-9
            )


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_the_order_of_acting_does_not_matter_between_unlinked_tables(order: str) -> None:
    one, other = world(TWO_TABLES), world(TWO_TABLES, {"treatments.table_order": order})
    for replication in RUNS:
        first, second = model_of(one, 9, replication), model_of(other, 9, replication)
        first.play()
        second.play()
        ours, theirs = by_name(one, first), by_name(other, second)
        assert [name for name in ours if ours[name] != theirs[name]] == []
        for k in range(2):
            logs = [log_of(m.state)[log_of(m.state)["table"] == k] for m in (first, second)]
            assert logs[0].tobytes() == logs[1].tobytes()


def test_seeds_and_replications_differ() -> None:
    logs = {
        log_of(played(world(TWO_TABLES), seed, replication)).tobytes()
        for seed in (0, 1, 2**40)
        for replication in (0, 1)
    }
    assert len(logs) == 6
