"""Overrides and values set by the user: what they change, and what is refused."""

import pickle
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.scenario import Scenario, load, parse_assignment, parse_assignments, settable
from tests.scenario.compact import line_of


def test_an_override_changes_what_it_names(small: Scenario) -> None:
    eager = small.with_changes(overrides=["eager"])
    assert eager.actors["morocco"].patience == 0.9
    assert eager.treatments.linkage == "none"
    assert small.actors["morocco"].patience == 0.95
    assert eager.provenance.overrides == ("eager",)


def test_what_is_set_wins_over_an_override(small: Scenario) -> None:
    changed = small.with_changes(overrides=["eager"]).with_changes(
        set={"actors.morocco.patience": 0.5}
    )
    assert changed.actors["morocco"].patience == 0.5
    assert changed.treatments.linkage == "none"


def test_an_override_beside_or_after_what_is_set_would_have_no_effect(small: Scenario) -> None:
    says = r"--set: actors.morocco.patience: the override 'eager' sets it too; expected one of"
    with pytest.raises(InputError, match=says):
        small.with_changes(overrides=["eager"], set={"actors.morocco.patience": 0.5})
    with pytest.raises(InputError, match=says):
        small.with_changes(set={"actors.morocco.patience": 0.5}).with_changes(overrides=["eager"])


def test_each_value_knows_its_layer(small: Scenario) -> None:
    changed = small.with_changes(overrides=["eager"], set={"horizon": 12})
    layer = changed.provenance.layer
    assert layer("actors.morocco.patience") == "override eager"
    assert layer("horizon") == "set"
    assert layer("actors.morocco.role") == "scenario"
    assert layer("actors.morocco.coherence") == "default"


def test_a_number_that_is_set_loses_its_evidence(small: Scenario) -> None:
    path = "actors.morocco.patience"
    before = small.provenance.evidence[path]
    after = small.with_changes(set={path: 0.9}).provenance.evidence[path]
    assert (before.word, before.sources) == ("source", ("book2020",))
    assert (after.word, after.layer, after.sources) == ("set", "set", ())


def test_setting_an_uncertain_number_makes_it_certain(small: Scenario) -> None:
    path = "actors.morocco.fiscal_stress"
    assert path in small.provenance.distributions
    assert path not in small.with_changes(set={path: 0.3}).provenance.distributions


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("actors.spain.patience", 0.9),
        ("actors.morocco.outside_option", None),
        ("treatments.linkage", "forced"),
        ("parameters.threats.noise", 0.2),
        ("tables.rabat.partner.trust", 0.1),
        ("issues.migration.provisions.border_control.benefit", 1),
        ("issues.migration.provisions.border_control.divisible", False),
        ("strategies.hard.parameters.zeal", 0.1),
        ("horizon", 12),
        ("actors.spain.strategy", "hard"),
    ],
)
def test_paths_reach_every_part(small: Scenario, path: str, value: object) -> None:
    found: object = small.with_changes(set={path: value})  # type: ignore[dict-item]
    for key in path.split("."):
        found = found[key] if isinstance(found, dict) else getattr(found, key)
    assert found == value


def test_every_settable_path_is_taken_back(small: Scenario) -> None:
    from sim.scenario.schema_tree import shape_of

    paths = settable(small.provenance.document.tree, shape_of(Scenario))
    values: dict[str, object] = {}
    for path in paths:
        found: object = small.model_dump(mode="json")
        for key in path.split("."):
            found = found[key]  # type: ignore[index]
        values[path] = found
    again = small.with_changes(set=values)  # type: ignore[arg-type]
    assert again.model_dump() == small.model_dump()


@pytest.mark.parametrize(
    ("path", "what", "nearest"),
    [
        ("actors.moroco.patience", "nothing is named 'moroco'", "actors.morocco.patience"),
        ("actors.morocco.patiense", "nothing is named 'patiense'", "actors.morocco.patience"),
        ("actor.morocco.patience", "nothing is named 'actor'", "actors.morocco.patience"),
        ("threats.noise", "nothing is named 'threats'", "parameters.threats.noise"),
        ("actors.morocco", "names a block, not a value", None),
        ("actors", "names a block, not a value", None),
        ("horizon.months", "below a single value", None),
        ("actors.morocco.hosted_stock.value", "below a single value", None),
        ("overrides.eager.description", "nothing under 'overrides' can be set", None),
        ("", "nothing is named ''", None),
        ("strategies.hard.parameters.zeel", "unknown parameter", "zeal"),
    ],
)
def test_a_path_that_names_nothing(
    small: Scenario, path: str, what: str, nearest: str | None
) -> None:
    with pytest.raises(InputError) as caught:
        small.with_changes(set={path: 0.5})
    assert what in str(caught.value)
    assert str(caught.value).startswith("--set: ")
    assert caught.value.nearest == nearest


def test_an_unknown_override(small: Scenario) -> None:
    with pytest.raises(InputError, match="no override is named 'patent'") as caught:
        small.with_changes(overrides=["patent"])
    assert caught.value.nearest == "patient"
    assert caught.value.expected == "one of patient, eager"


def test_two_overrides_that_set_one_key(small: Scenario) -> None:
    with pytest.raises(InputError) as caught:
        small.with_changes(overrides=["patient", "eager"])
    assert "'patient' and 'eager' both set actors.morocco.patience" in str(caught.value)
    assert caught.value.line == line_of("actors.morocco.patience: 0.9\n")
    with pytest.raises(InputError, match="both set"):
        small.with_changes(overrides=["patient"]).with_changes(overrides=["eager"])


@pytest.mark.parametrize("value", [2, -0.1, float("nan"), float("inf"), "high", None, True, [1]])
def test_a_value_that_does_not_fit(small: Scenario, value: object) -> None:
    with pytest.raises(InputError) as caught:
        small.with_changes(set={"actors.morocco.patience": value})  # type: ignore[dict-item]
    assert str(caught.value).startswith("--set: actors.morocco.patience: ")
    assert caught.value.expected


def test_a_level_that_contradicts_another(small: Scenario) -> None:
    path = "issues.migration.provisions.funds.cap"
    with pytest.raises(InputError) as caught:
        small.with_changes(set={path: 0.1})
    assert (caught.value.file, caught.value.key) == ("--set", path)
    assert "the inherited level 0.3 is above the cap 0.1" in str(caught.value)


def test_a_shorter_horizon_may_drop_events(small: Scenario) -> None:
    assert small.with_changes(set={"horizon": 1}).horizon == 1


def test_load_takes_layers(folder: Path) -> None:
    loaded = load(folder / "small_case.yaml", set={"horizon": 6}, overrides=["patient"])
    assert (loaded.horizon, loaded.actors["morocco"].patience) == (6, 0.99)


def test_layers_survive_pickling(small: Scenario) -> None:
    again = pickle.loads(pickle.dumps(small.with_changes(set={"horizon": 6})))
    assert again.with_changes(overrides=["eager"]).horizon == 6
    error = pickle.loads(pickle.dumps(InputError(*_problems(small))))
    assert "nothing is named" in str(error)


def _problems(small: Scenario) -> tuple:  # type: ignore[type-arg]
    with pytest.raises(InputError) as caught:
        small.with_changes(set={"nowhere": 1})
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.9", 0.9),
        ("3", 3),
        ("off", "off"),
        ("true", True),
        ("null", None),
        ("'3'", "3"),
        ("", None),
    ],
)
def test_assignments(text: str, value: object) -> None:
    assert parse_assignment(f"a.b = {text}") == ("a.b", value)


def test_assignments_that_are_none() -> None:
    for text in ("a.b", "=3", "a.b=.nan", "a.b=1e999"):
        with pytest.raises(InputError, match="--set"):
            parse_assignment(text)
    with pytest.raises(InputError, match="set twice"):
        parse_assignments(["a.b=1", "a.b=2"])
