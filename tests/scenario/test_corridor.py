"""Unions, routes and instruments: what loads, what layers can set, what is refused."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sim.errors import InputError
from sim.scenario import Scenario, loads, parse_assignment, settable
from sim.scenario.actors import Role
from sim.scenario.checks_shared import circles
from sim.scenario.editor_schema import json_schema
from sim.scenario.provisions import Sector
from sim.scenario.reading import parse
from sim.scenario.schema_tree import shape_of
from tests.scenario.corridor import TEXT
from tests.scenario.corridor_refusals import REFUSALS


@pytest.fixture
def corridor(folder: object) -> Scenario:
    return loads(TEXT)


def refused(old: str, new: str, text: str = TEXT) -> InputError:
    assert old in text, f"nothing to replace: {old}"
    with pytest.raises(InputError) as caught:
        loads(text.replace(old, new, 1), "corridor.yaml")
    return caught.value


def test_lists_of_plain_words_load(corridor: Scenario) -> None:
    memorandum = corridor.instruments["memorandum"]
    assert memorandum.users == [Role.SUPRANATIONAL]
    assert memorandum.carries == [Sector.BORDER_CONTROL, Sector.FUNDS]
    assert corridor.routes["central"].via == ["niger"]


def test_numbers_of_instruments_have_evidence(corridor: Scenario) -> None:
    evidence = corridor.provenance.evidence
    assert evidence["instruments.memorandum.bindingness"].reason == "soft law"
    assert evidence["instruments.trust_fund.budget"].reason == "made up for tests"
    assert evidence["actors.eu.attention"].word == "assumed"
    assert corridor.provenance.distributions["actors.malta.population"].ends == (0.4, 0.6)
    assert corridor.actors["malta"].population == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("routes.central.via=[]", []),
        ("routes.central.via=[tunisia, niger]", ["tunisia", "niger"]),
        ("tables.tripoli.instruments=['treaty', declaration]", ["treaty", "declaration"]),
        ("instruments.visas.users=[supranational,member]", ["supranational", "member"]),
        ("tables.rome.open=true", True),
        ("tables.rome.destination.dependence=null", None),
        ("actors.eu.attention=null", None),
        ("actors.eu.voting=unanimity", "unanimity"),
        ("actors.malta.norm_appeal=false", False),
        ("instruments.trust_fund.budget=", None),
        ("instruments.treaty.after=null", None),
        ("routes.desert.open=true", True),
        ("issues.union_border.provisions.money.fund=null", None),
        ("events.vote.every=12", 12),
        ("treatments.learning=ewa", "ewa"),
        ("parameters.union.majority_states=0.7", 0.7),
    ],
)
def test_layers_reach_the_new_fields(corridor: Scenario, text: str, value: object) -> None:
    path, given = parse_assignment(text)
    assert path in settable(corridor.provenance.document.tree, shape_of(Scenario))
    changed = corridor.with_changes(set={path: given})
    found: object = changed.model_dump(mode="json")
    for key in path.split("."):
        found = found[key]  # type: ignore[index]
    assert found == value
    assert changed.provenance.layer(path) == "set"


def test_an_override_sets_lists_and_nothing(corridor: Scenario) -> None:
    changed = corridor.with_changes(overrides=["northern"])
    assert changed.routes["central"].via == []
    assert changed.routes["island"].saturation is None
    assert changed.instruments["visas"].users == [Role.SUPRANATIONAL, Role.MEMBER]
    assert corridor.routes["central"].via == ["niger"]


def test_every_settable_path_is_taken_back(corridor: Scenario) -> None:
    dumped = corridor.model_dump(mode="json")
    values: dict[str, object] = {}
    for path in settable(corridor.provenance.document.tree, shape_of(Scenario)):
        found: object = dumped
        for key in path.split("."):
            found = found[key]  # type: ignore[index]
        values[path] = found
    assert "instruments.memorandum.carries" in values
    again = corridor.with_changes(set=values)  # type: ignore[arg-type]
    assert again.model_dump() == corridor.model_dump()


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("routes.central.via", "niger", "text 'niger' cannot be set; expected a list of names"),
        ("routes.central.via", [["niger"]], "a list cannot be set; expected a list of names"),
        ("routes.central.via", ["nigr"], "unknown actor 'nigr'"),
        ("routes.central.via.0", "libya", "the path goes on below a list"),
        ("instruments.visas.users", ["membre"], "did you mean 'member'?"),
        ("actors.eu.attention", [1], "a list cannot be set; expected a whole number"),
        ("actors.eu.attention", 1.5, "expected a whole number between 0 and 1000 or null"),
    ],
)
def test_lists_that_do_not_fit(corridor: Scenario, path: str, value: object, message: str) -> None:
    with pytest.raises(InputError) as caught:
        corridor.with_changes(set={path: value})  # type: ignore[dict-item]
    assert str(caught.value).startswith("--set: ")
    assert message in str(caught.value)


@pytest.mark.parametrize("case", REFUSALS)
def test_parts_that_do_not_fit(folder: object, case: str) -> None:
    old, new, key, what, like = REFUSALS[case]
    error = refused(old, new)
    found = [problem for problem in error.problems if problem.key == key and what in str(problem)]
    assert found, str(error)
    assert found[0].nearest == like or like is None
    assert found[0].file == "corridor.yaml"
    assert found[0].line and found[0].expected


def test_a_problem_in_a_list_names_its_line(folder: object) -> None:
    text = TEXT.replace("  central: {origin: sahel, via: [niger],", "  central: {origin: sahel,")
    text = text.replace(
        "through: libya, to: italy, size: 3}",
        "through: libya, to: italy, via:\n  [niger,\n  nigr]}",
    )
    with pytest.raises(InputError) as caught:
        loads(text)
    assert caught.value.key == "routes.central.via.1"
    assert caught.value.line == text[: text.index("nigr]")].count("\n") + 1


def test_an_origin_that_nobody_can_leave(folder: object) -> None:
    alone = TEXT.replace("desert: {origin: sahel", "desert: {origin: chad")
    assert loads(alone).routes["desert"].origin == "chad"
    error = refused("kind: route_opens", "kind: surge", alone)
    assert error.key == "routes.desert.open"
    assert "every route from 'chad' is closed, and no event opens one" in str(error)


def test_a_guard_on_no_way_to_those_who_ask(folder: object) -> None:
    text = TEXT.replace("through: libya, to: malta", "through: niger, to: malta")
    error = refused("via: [niger], through: libya", "through: niger", text)
    assert error.key == "issues.libyan_border.provisions.guard.giver"
    assert "no route passes 'libya' on its way to 'italy'" in str(error)
    assert error.expected == "a route through or via libya, to one of eu, italy"


def test_a_shared_act_stands_once_at_a_table(folder: object) -> None:
    second = "  more:\n    table: brussels\n    provisions:\n      guard: *guard\nroutes:\n"
    error = refused("routes:\n", second)
    assert error.key == "issues.more.provisions.guard.shared"
    assert "'tunisian_border' stands twice at table 'brussels'" in str(error)


@pytest.mark.parametrize(
    ("old", "what"),
    [
        ("voice", "'eu' has no members"),
        ("pooling", "'eu' has no members"),
        ("discipline", "'eu' has no members"),
        ("members", "no union has members that could vote"),
    ],
)
def test_a_union_without_members(folder: object, old: str, what: str) -> None:
    text = TEXT.replace("member_of: eu, ", "").replace("    member_of: eu\n", "")
    with pytest.raises(InputError) as caught:
        loads(text, "corridor.yaml")
    found = [p for p in caught.value.problems if str(p.key).endswith(f".{old}")]
    assert [p.what for p in found] == [what]
    assert found[0].expected.startswith("an actor with `member_of")
    line = 1 + [row.split(":")[0].strip() for row in text.splitlines()].index(old)
    assert found[0].line == line


def test_unions_that_belong_to_each_other(folder: object) -> None:
    text = TEXT.replace("    voice: 0.2", "    voice: 0.2\n    member_of: nato\n    population: 1")
    nato = "  nato: {name: Alliance, role: supranational, member_of: eu, population: 1}\n"
    error = refused("  italy: {", f"{nato}  italy: {{", text)
    assert [problem.what for problem in error.problems] == ["circular membership: eu -> nato -> eu"]


def test_other_votes_need_no_population(folder: object) -> None:
    text = TEXT.replace(", population: 59", "").replace("qualified_majority", "unanimity")
    assert loads(text).actors["italy"].population is None


def test_what_members_have_is_allowed_elsewhere(folder: object) -> None:
    text = TEXT.replace("control_capacity: 0.5", "population: 12, burden: 2, exposure: 2")
    assert loads(text).actors["tunisia"].burden == 2


def test_no_instrument_that_can_be_signed(folder: object) -> None:
    text = TEXT.replace("[memorandum, trust_fund]", "[trust_fund]")
    for actor in ("tunisia", "libya"):
        seat = f"{{actor: italy}}\n    partner: {{actor: {actor}}}"
        seat = seat.replace("italy}", "italy, dependence: 0.7}") if actor == "tunisia" else seat
        assert seat in text
        text = text.replace(seat, f"{seat}\n    instruments: [mission]")
    error = refused("horizon: 36", "horizon: 48", text)
    assert error.key == "treatments.instruments"
    assert "no table has an instrument at hand that can be signed" in str(error)
    assert loads(text.replace("instruments: on", "instruments: off"))


def test_without_displacement_routes_may_stand_alone(folder: object) -> None:
    text = TEXT.replace("  displacement: on\n", "").replace("origin: sahel, ", "")
    text = text.replace("through: libya, to: malta", "through: niger, to: malta")
    scenario = loads(text.replace("via: [niger], through: libya", "through: niger"))
    with pytest.raises(InputError) as caught:
        scenario.with_changes(set={"treatments.displacement": "on"})
    keys = [problem.key for problem in caught.value.problems]
    assert keys[:4] == [f"routes.{name}.origin" for name in scenario.routes]
    assert keys[4:] == ["issues.libyan_border.provisions.guard.giver"]


def test_learning_needs_no_adaptive_strategy(corridor: Scenario) -> None:
    changed = corridor.with_changes(set={"treatments.learning": "roth_erev"})
    assert changed.treatments.learning == "roth_erev"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_damage_is_refused_or_harmless(folder: object, data: st.DataObject) -> None:
    """Names swapped for other names: there is a scenario or a message, never a traceback."""
    words = list(re.finditer(r"\b[a-z_]+\b", TEXT))
    text = TEXT
    for _ in range(data.draw(st.integers(1, 3))):
        old, new = data.draw(st.sampled_from(words)), data.draw(st.sampled_from(words))
        text = text[: old.start()] + new.group() + text[old.end() :]
    try:
        loads(text)
    except InputError as error:
        assert error.problems
        assert str(error)


def test_circles() -> None:
    assert circles({"a": "b", "b": "c", "c": "b", "d": None, "e": "e", "f": "away"}) == [
        ["b", "c", "b"],
        ["e", "e"],
    ]


def test_the_editor_takes_the_corridor() -> None:
    validator = Draft202012Validator(json_schema())
    assert [e.message for e in validator.iter_errors(parse(TEXT, "corridor.yaml").tree)] == []
    for old, new in (
        ("carries: [border_control,", "carries: [border_controls,"),
        ("users: [supranational]", "users: supranational"),
        ("kind: envoy", "kind: envoi"),
        ("members: on", "members: often"),
        ("kind: route_opens", "kind: route_open"),
    ):
        assert not validator.is_valid(parse(TEXT.replace(old, new, 1), "corridor.yaml").tree)
