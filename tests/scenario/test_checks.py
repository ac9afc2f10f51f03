"""Scenarios with something wrong inside: file, line, key, what was expected, the nearest name."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.scenario import Scenario, loads
from tests.scenario.compact import TEXT, Refuse, line_of


def test_the_compact_scenario_is_valid(small: Scenario) -> None:
    assert small.name == "small_case"
    assert small.actors["spain"].role.on_destination_side


def test_unknown_key(refuse: Refuse) -> None:
    error = refuse("patience: 0.95", "patiense: 0.95")
    line = line_of("patience: 0.95")
    assert str(error).startswith(str(error.file))
    assert f"edited.yaml:{line}: actors.morocco.patiense: unknown key" in str(error)
    assert "expected one of name, role, strategy, patience" in str(error)
    assert str(error).endswith("did you mean 'patience'?")


def test_a_former_key_names_the_new_one(refuse: Refuse) -> None:
    error = refuse("\nissues:\n", "\nfiles:\n")
    (problem,) = error.problems
    assert (problem.key, problem.nearest) == ("files", "issues")
    assert problem.line == line_of("issues:")


def test_missing_key(refuse: Refuse) -> None:
    error = refuse("    role: transit\n", "")
    assert "actors.morocco.role: missing key" in str(error)
    assert error.line == line_of("  morocco:")
    assert "transit" in str(error.expected)


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ("patience: 0.95", "patience: high", "actors.morocco.patience", "a number"),
        ("patience: 0.95", "patience: true", "actors.morocco.patience", "a number between 0 and 1"),
        ("patience: 0.95", "patience: [0.9]", "actors.morocco.patience", "a number between"),
        ("patience: 0.95", "patience:", "actors.morocco.patience", "a number between 0 and 1"),
        ("horizon: 24", "horizon: 24.5", "horizon", "a whole number between 1 and 600"),
        ("title: A small case", "title: 7", "title", "text"),
        ("inherited: 0.7", "divisible: 1\n        inherited: 0.7", "divisible", "true or false"),
        ("  learning: off\n", "", "treatments", "a block with the keys linkage"),
        ("tables:\n", "tables: 3\nx:\n", "tables", "a block of names"),
        ("source: [book2020]", "source: book2020", "record.rabat.source", "a list"),
        ("patience: 0.9\n", "patience: [1]\n", "overrides.eager.set", "a single value"),
    ],
)
def test_wrong_type(refuse: Refuse, old: str, new: str, key: str, expected: str) -> None:
    error = refuse(old, new)
    found = [p for p in error.problems if p.key and key in p.key and "wrong type" in p.what]
    assert found, str(error)
    assert str(found[0].expected).startswith(expected)
    assert found[0].line is not None


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ("inherited: 0.7", "inherited: 1.5", "inherited", "a number between -1 and 1"),
        ("inherited: 0.7", "inherited: -1.5", "inherited", "a number between -1 and 1"),
        ("patience: 0.95", "patience: 1", "patience", "between 0 and 1, ends excluded"),
        ("horizon: 24", "horizon: 0", "horizon", "a whole number between 1 and 600"),
        ("{value: 0.3, assumed", "{value: 3, assumed", "hosted_stock", "between 0 and 1"),
        ("uniform: [0.2, 0.6]", "uniform: [0.2, 1.6]", "fiscal_stress.uniform", "between 0 and 1"),
    ],
)
def test_out_of_range(refuse: Refuse, old: str, new: str, key: str, expected: str) -> None:
    error = refuse(old, new)
    assert "out of range" in str(error)
    assert str(error.key).endswith(key)
    assert error.line == line_of(old)
    assert expected in str(error.expected)


def test_not_a_number_in_a_level(refuse: Refuse) -> None:
    error = refuse("inherited: 0.7", "inherited: .nan")
    assert (error.line, error.expected) == (line_of("inherited: 0.7"), "a finite number")
    assert error.key == "issues.migration.provisions.border_control.inherited"


def test_no_such_choice(refuse: Refuse) -> None:
    error = refuse("sector: border_control", "sector: border_controls")
    assert error.nearest == "border_control"
    assert "readmission" in str(error.expected)


def test_date_of_the_wrong_form(refuse: Refuse) -> None:
    error = refuse("date: 2021-06", "date: 2021-13")
    assert error.key == "events.crisis.date"
    assert str(error.expected).startswith("a month such as 2021-05")


REFUSALS = {
    "undefined giver": ("giver: morocco", "giver: moroco", "unknown actor 'moroco'", "morocco"),
    "giver receives": ("receiver: morocco", "receiver: spain", "receives its own", None),
    "undefined table": ("rabat\n    prov", "rabt\n    prov", "unknown table", "rabat"),
    "undefined seat": ("{actor: spain}", "{actor: span}", "unknown actor 'span'", "spain"),
    "one actor twice": ("{actor: spain}", "{actor: morocco}", "both seats have one", None),
    "role of a seat": ("{actor: spain}", "{actor: morocco}", "cannot take the destination", None),
    "partner's role": ("role: transit", "role: member", "cannot take the partner seat", None),
    "strategy": ("strategy: hard", "strategy: had", "unknown strategy 'had'", "hard"),
    "seat's strategy": ("trust: 0.5}", "strategy: coerciv}", "unknown strategy", "coercive"),
    "role and strategy": (
        "role: member",
        "role: member\n    strategy: reverse_conditionality",
        "the role member cannot play 'reverse_conditionality'",
        None,
    ),
    "variant of nothing": ("play: coercive", "play: coercve", "unknown strategy", "coercive"),
    "variant's parameter": ("zeal: 0.8", "zeel: 0.8", "unknown parameter of coercive", "zeal"),
    "variant's range": ("zeal: 0.8", "zeal: 1.8", "1.8 is out of range", None),
    "variant's draw": ("zeal: 0.8", "zeal: {uniform: [0, 2]}", "2 is out of range", None),
    "name taken": ("hard: {play", "cooperative: {play", "has this name", None),
    "route to nowhere": ("to: spain}", "to: spin}", "unknown actor 'spin'", "spain"),
    "route to itself": ("to: spain}", "to: morocco}", "ends where it begins", None),
    "event's actor": ("morocco\n    table", "moroco\n    table", "unknown actor", "morocco"),
    "event's table": ("table: rabat\n    size", "table: rabta\n    size", "unknown table", "rabat"),
    "no date": ("    date: 2021-06\n", "", "has no date", None),
    "date and hazard": ("date: 2021-06", "date: 2021-06\n    hazard: 0.1", "both a date", None),
    "before month zero": ("date: 2021-06", "date: 2021-04", "before month zero", None),
    "after the horizon": ("date: 2021-06", "date: 2023-05", "after the horizon", None),
    "surge without route": ("kind: grievance", "kind: surge", "needs the route", None),
    "table of an election": ("kind: grievance", "kind: election", "not limited to a table", None),
    "above the cap": ("inherited: 0.3", "inherited: 0.3\n        cap: 0.2", "above the cap", None),
    "below the floor": ("floor: -0.2", "floor: 0.8", "below the floor", None),
    "draw above cap": ("inherited: 0.7", "inherited: {uniform: [0.5, 1]}\n        cap: 0.9", "1 is above the cap 0.9", None),  # noqa: E501
    "undefined source": ("source: book2020,", "source: book2012,", "unknown source", "book2020"),
    "record's source": ("[book2020]", "[own2020]", "unknown source 'own2020'", "own2021"),
    "undefined scale": ("coded: level", "coded: levels", "unknown scale 'levels'", "level"),
    "no step": ("value: 0.5, coded", "value: 0.6, coded", "0.6 is no step of the scale", None),
    "no mean": ("value: 0.5, coded", "value: 0.25, coded", "one of 0, 1, the mean of two", None),
    "draw off the scale": ("value: 0.5, coded", "uniform: [0, 0.6], coded", "uniform over 0, 0.6 does", None),  # noqa: E501
    "other draw": ("value: 0.5, coded", "triangular: [0, 1, 1], coded", "triangular over", None),
    "scale of another": ("vulnerability: {value: 0.5,", "hurdle: {value: 0.5,", "does not code Actor.hurdle; expected `assumed`", None),  # noqa: E501
    "coded block": ("evidence: {source: book2020, note", "evidence: {coded: level, source: book2020, note", "does not code Actor.patience", None),  # noqa: E501
    "coded alone": (", source: own2021}", "}", "coded without a source", None),
    "assumed and sourced": ("assumed: \"rounded\"", "assumed: x, source: own2021", "beside", None),
    "no reason": ("assumed: \"rounded\"", "assumed: \"\"", "without a reason", None),
    "evidence key": ("note: \"table 3\"", "notes: x", "unknown key", "note"),
    "no value": ("{value: 0.3, assumed", "{assumed", "gives no value", None),
    "two values": ("{value: 0.3,", "{value: 0.3, choice: [1],", "gives two values", None),
    "bad distribution": ("uniform: [0.2, 0.6]", "uniform: [0.6, 0.2]", "not a uniform", None),
    "uncertain horizon": ("horizon: 24", "horizon: {uniform: [1, 9]}", "not possible here", None),
    "capital name": ("  strait:", "  Strait:", "not a possible name", None),
    "override of nothing": ("actors.morocco.patience: 0.99", "actors.maroco.patience: 0.99", "nothing is named 'maroco'", "actors.morocco.patience"),  # noqa: E501
    "override out of range": ("patience: 0.99", "patience: 9", "out of range", None),
    "override of a block": ("actors.morocco.patience: 0.99", "actors.morocco: 1", "a block", None),
    "override's strategy": ("actors.morocco.patience: 0.99", "actors.morocco.strategy: hrad", "unknown strategy", "hard"),  # noqa: E501
    "record's table": ("agreement: none", "agreement: none\n    table: rab", "unknown table", None),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_parts_that_do_not_fit(refuse: Refuse, case: str) -> None:
    old, new, what, like = REFUSALS[case]
    error = refuse(old, new)
    found = [problem for problem in error.problems if what in str(problem)]
    assert found, str(error)
    assert found[0].nearest == like or like is None
    assert found[0].file and found[0].line and found[0].key and found[0].expected
    around = range(line_of(old) - 3, line_of(old) + 3)
    indirect = ("role of a seat", "partner's role", "two", "table of an", "no date", "surge")
    assert found[0].line in around or case.startswith(indirect), str(error)


def test_giver_away_from_the_table(folder: Path) -> None:
    text = TEXT.replace("  morocco:\n", "  france: {name: France, role: member}\n  morocco:\n")
    text = text.replace("giver: morocco", "giver: france")
    with pytest.raises(InputError) as caught:
        loads(text, "case.yaml")
    line = line_of("giver: france", text)
    assert str(caught.value) == (
        f"case.yaml:{line}: issues.migration.provisions.border_control.giver: "
        "the giver 'france' is not at the table; expected one of spain, morocco"
    )


def test_many_problems_make_one_message(folder: Path) -> None:
    many = "".join(f"  extra{n}: {{}}\n" for n in range(30))
    with pytest.raises(InputError) as caught:
        loads(TEXT.replace("actors:\n", f"actors:\n{many}"))
    lines = str(caught.value).splitlines()
    assert len(lines) == 11
    assert lines[-1] == "... and 50 more"


def test_messages_hold_no_control_characters(refuse: Refuse) -> None:
    error = refuse("title: A small case", 'title: x\n"\\e[31mred\\n": 1')
    assert "\x1b" not in str(error)
    assert len(str(error).splitlines()) == 1


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_damage_is_refused_or_harmless(folder: Path, data: st.DataObject) -> None:
    """Whatever is typed over a scenario, there is a scenario or a message, never a traceback."""
    start = data.draw(st.integers(0, len(TEXT)))
    length = data.draw(st.integers(0, 30))
    noise = data.draw(st.text(alphabet="ab09.-:{}[]&*!#'\"|>%@?, \n\t\x00\u00e9", max_size=8))
    try:
        loads(TEXT[:start] + noise + TEXT[start + length :])
    except InputError as error:
        assert error.problems
        assert str(error)
