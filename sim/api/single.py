"""One scenario, one run: load, check, play it whole or step by step; strategies of one's own."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, overload

from sim.arguments import changes_of, names_of, path_of
from sim.model.assembly import assemble
from sim.runs.run import Run
from sim.scenario import Scenario
from sim.scenario import load as load_scenario
from sim.scenario.case_checks import check as check
from sim.scenario.drafting import new_scenario as new_scenario
from sim.scenario.overrides import Value
from sim.strategies import registry
from sim.strategies.protocol import Strategy

Added = TypeVar("Added", bound=type[Strategy])

if TYPE_CHECKING:
    from sim.interactive.game import Game


def load(name_or_path: str | Path) -> Scenario:
    """Load a scenario of the library by its name, or any scenario by its path.

    Raises:
        InputError: if the file is not a valid scenario; the message names file, line and key.
    """
    return load_scenario(name_or_path)


def run(
    scenario: Scenario | str | Path,
    seed: int = 0,
    replication: int = 0,
    set: Mapping[str, Value] | None = None,
    overrides: Iterable[str] | None = (),
) -> Run:
    """Play one run in the readable driver.

    Args:
        scenario: a loaded scenario, or the name or path of one.
        seed: key of all draws, in [0, 2**63).
        replication: number of the replication, in [0, 2**32).
        set: dotted paths and the values to put there.
        overrides: names of the scenario's overrides.

    Raises:
        InputError: if a path, a value or an override is not valid.
        QpqError: if the run fails on a value that is no number or out of its range.
    """
    from sim.model.readable import Negotiation

    chosen = changed(scenario, set, overrides)
    assembly = assemble(chosen)
    state = Negotiation(assembly, seed=seed, replication=replication).play()
    return Run(chosen, assembly.names, state, int(seed), int(replication)).checked()


def play(
    scenario: Scenario | str | Path,
    seed: int = 0,
    replication: int = 0,
    set: Mapping[str, Value] | None = None,
    overrides: Iterable[str] | None = (),
) -> "Game":
    """Set up one run to be played step by step, taken back, asked and branched.

    It takes what `run` takes.

    Raises:
        InputError: if a path, a value or an override is not valid.
    """
    from sim.interactive.game import Game

    return Game(changed(scenario, set, overrides), seed, replication)


def changed(
    scenario: Scenario | str | Path,
    set: Mapping[str, Value] | None,
    overrides: Iterable[str] | None,
) -> Scenario:
    """A scenario, loaded if it is not yet, with overrides and changes; as for `run`."""
    chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
    values, names = changes_of(set), names_of(overrides, "overrides")
    # Values that were drawn stay: where nothing is changed, nothing is read anew.
    return chosen.with_changes(set=values, overrides=names) if values or names else chosen


@overload
def add_strategy(source: Added) -> Added: ...
@overload
def add_strategy(source: str | Path) -> type[Strategy]: ...
def add_strategy(source: type[Strategy] | str | Path) -> type[Strategy]:
    """Add a strategy of one's own; scenarios then know it by its name.

    Adding it again replaces it, so that a class can be edited in a notebook and added anew. It may
    stand as a decorator above the class.

    Args:
        source: a class that derives from `sim.strategies.protocol.Strategy`, or the path of a
            Python file that defines one.

    Returns:
        The class.

    Raises:
        InputError: it cannot be read, departs from the protocol, or bears a name that is taken.
    """
    if isinstance(source, type):
        return registry.add(source)
    return registry.add(path_of(source, "source", "a class, or the path of a Python file"))
