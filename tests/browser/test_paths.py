"""A number set in the browser: the words that assembly would have written, or a refusal."""

import base64
from random import Random
from typing import Any

import numpy as np
import pytest

from sim.browser.paths import Entry, where
from sim.browser.words import words
from sim.errors import InputError
from sim.model.assembly import assemble
from sim.scenario import Scenario, library, load, settable
from sim.scenario.events import EFFECTS
from sim.scenario.schema import Scenario as Schema
from sim.scenario.schema_tree import shape_of
from tests.browser.conftest import Node

CASES = ("ceuta_2021", "eu_tunisia_2023")


def assembled(scenario: Scenario, setting: dict[str, Any]) -> str | None:
    """The words of a changed scenario, assembled anew; None if it is not valid."""
    try:
        changed = scenario.with_changes(set=setting)
    except InputError:
        return None
    return base64.b64encode(words(assemble(changed).template).tobytes()).decode()


def some(entry: Entry, rng: Random) -> Any:
    """A value within bounds."""
    if "closed" in entry:
        return 0.4375
    if "choices" in entry:
        return rng.choice(list(entry["choices"]))
    if "nothing" in entry and rng.random() < 0.3:
        return None
    low = -50.0 if entry["low"] is None else entry["low"]
    high = 50.0 if entry["high"] is None else entry["high"]
    if entry["kind"] == "whole":
        return rng.randint(low, min(high, low + 600))
    return (
        rng.choice((low, high))
        if not any(entry["open"]) and rng.random() < 0.2
        else (low + (high - low) * (0.001 + 0.998 * rng.random()))
    )


def check(browser: Node, scenario: Scenario, paths: dict[str, Entry], sets: list[Any]) -> int:
    """Compare settings one by one; how many of them were refused on both sides."""
    played = browser.run("templates", case="case", sets=sets)
    refused = 0
    for setting, found in zip(sets, played, strict=True):
        expected = assembled(scenario, setting)
        if expected is None:
            assert not isinstance(found, str), setting
            refused += 1
        elif isinstance(found, str):
            assert found == expected, setting
        else:
            # Only where several are set may the browser know less than assembly does.
            assert len(setting) > 1, found
            assert "it depends on" in found["message"]
    return refused


@pytest.mark.parametrize("name", CASES)
def test_every_path(browser: Node, name: str) -> None:
    scenario = load(name)
    paths = browser.case("case", scenario, changes=True)["paths"]
    assert list(paths) == settable(scenario.provenance.plain, shape_of(Schema))
    rng = Random(1)
    plain = [path for path, entry in paths.items() if "cells" in entry]
    derived = {path for path, entry in paths.items() if "derived" in entry}
    closed = {path for path, entry in paths.items() if "closed" in entry}
    assert set(plain) | derived | closed == set(paths)
    # Sizes are shares of all routes.
    assert {path for path in derived if paths[path]["kind"] in ("number", "whole")} == {
        path for path in paths if path.startswith("routes.") and path.endswith(".size")
    }
    assert all(path.startswith(("actors.eu.", "events.")) for path in closed)
    assert not any(assembled(scenario, {path: some(paths[path], rng)}) for path in closed)
    assert {path for path in paths if path.startswith("treatments.")} <= set(plain)
    assert {path for path in paths if path.endswith(".strategy")} <= set(plain)
    sets = [{path: some(paths[path], rng)} for path in plain]
    sets += [{p: choice} for p in plain for choice in paths[p].get("choices", ())]
    refused = check(browser, scenario, paths, sets)
    assert refused < len(sets) / 10
    (message,) = {
        found["message"].rpartition("=")[0]
        for found in browser.run("templates", case="case", sets=[{min(derived): 1}])
    }
    assert message.endswith(f"the command qpq with --set {min(derived)}")


def joint(paths: dict[str, Entry], rng: Random) -> dict[str, Any]:
    """A few settings at once."""
    plain = [path for path, entry in paths.items() if "cells" in entry]
    chosen = [path for path in plain if "choices" in paths[path]]
    picked = {*rng.sample(plain, 6), *rng.sample(chosen, 3)}
    return {path: some(paths[path], rng) for path in sorted(picked)}


@pytest.mark.parametrize("name", CASES)
def test_several_paths_at_once(browser: Node, name: str) -> None:
    scenario, rng = load(name), Random(2)
    paths = browser.case("case", scenario, changes=True)["paths"]
    sets = [joint(paths, rng) for _ in range(60)]
    assert check(browser, scenario, paths, sets) < len(sets)


@pytest.mark.slow
def test_every_choice_can_be_made_in_every_case() -> None:
    for name in library.names():
        scenario = load(name)
        paths = where(scenario, assemble(scenario))
        assert [path for path, e in paths.items() if e.get("choices") == {}] == [], name
        for path in paths:
            if path.startswith("events.") and path.endswith(".size"):
                lowers = EFFECTS[scenario.events[path.split(".")[1]].kind].lowered
                assert bool(lowers) == (paths[path].get("low", 0.0) < 0.0), path


@pytest.mark.slow
@pytest.mark.parametrize("name", [*CASES, "eu_turkiye_2016", "libya_central_mediterranean_2017"])
def test_many_settings(browser: Node, name: str) -> None:
    scenario, rng = load(name), Random(3)
    paths = browser.case("case", scenario, changes=True)["paths"]
    sets = [{p: some(e, rng)} for p, e in paths.items() if "cells" in e for _ in range(5)]
    sets += [joint(paths, rng) for _ in range(500)]
    check(browser, scenario, paths, sets)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({"actors.morocco.patience": 1.0}, "a number from 0 to 1"),
        ({"actors.morocco.patience": "high"}, "a number from 0 to 1"),
        ({"horizon": 12.5}, "a whole number from 1 to 600"),
        ({"treatments.exit": "maybe"}, "on, off"),
        ({"actors.maroc.patience": 0.5}, "a path of the case"),
        ({"events.court.hazard": 0.1}, "one of date, hazard"),
        ({"routes.western.size": 2.0}, "the command qpq with --set routes.western.size=2"),
        ({"issues.trade.provisions.market_access.cap": 0.5}, "inherited <= issues"),
        (
            {"actors.morocco.strategy": "blackmail", "tables.rabat.partner.strategy": "stalling"},
            "one of the two",
        ),
    ],
)
def test_refusals_name_the_path_and_what_is_possible(
    browser: Node, setting: dict[str, Any], expected: str
) -> None:
    browser.case("case", load("ceuta_2021"), changes=True)
    (found,) = browser.run("templates", case="case", sets=[setting])
    assert found["path"] in setting
    assert expected in found["message"]


def test_words_are_all_that_a_run_starts_from() -> None:
    template = assemble(load("ceuta_2021")).template
    whole = np.concatenate(
        [np.frombuffer(array.tobytes(), np.int64) for array in template if array.size]
    )
    assert len(words(template)) < len(whole)
    assert words(template).tobytes() in whole.tobytes()
