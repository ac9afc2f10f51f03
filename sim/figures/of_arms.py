"""Figures of pairings and comparisons."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from sim.analysis.arms import Arms
from sim.arguments import instance_of, names_of, path_of
from sim.errors import one_named
from sim.figures.opening import Folder, opened
from sim.figures.registry import PAIRINGS, SWEEP, figure
from sim.figures.saving import marked
from sim.runs.at_tables import only_at
from sim.runs.sweep_results import Results
from sim.runs.variants import AT_TABLE

if TYPE_CHECKING:
    import pyarrow as pa
    from matplotlib.axes import Axes

    from sim.analysis.measures import Measure
    from sim.figures.showing import Panels

BESIDE = ("delivered_partner", "arrivals", "harm")
"""Outcomes that stand beside any other where arms are compared: arrivals never without harm."""


@figure(PAIRINGS, "what became of each pairing of strategies, on paper, in process, for people")
def pairings(result: "Folder | pa.Table") -> "Panels":
    """What became of each pairing of strategies: on paper, in process, for people.

    Args:
        result: folder of ``qpq pairings``, or its rows.

    Raises:
        StoreError: the folder cannot be read.
    """
    from sim.figures.pairings import pairings as draw

    return draw(_paired(result))


@figure(
    PAIRINGS,
    "one outcome by pair of strategies, with interval, at the table where they are paired",
)
def heatmap(
    result: "Folder | pa.Table",
    outcome: str = "agreement",
    *,
    scenario: str | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """One outcome for each pair of strategies, with its interval.

    Args:
        result: folder of ``qpq pairings``, or its rows.
        outcome: name of a measure, as ``agreement`` or ``arrivals``.
        scenario: one of those that were paired; by default the first.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such outcome or scenario.
        StoreError: the folder cannot be read.
    """
    from sim.figures.heat_map import pairing_heat_map
    from sim.figures.pairings import titled
    from sim.figures.style import in_words

    rows = _paired(result)
    measured = _measure(outcome)
    names = list(dict.fromkeys(rows["scenario"].to_pylist()))
    chosen = _named(scenario, names, "scenario") if scenario else (names or [""])[0]
    here = rows.filter(pc.equal(rows["scenario"], chosen))
    at = here[AT_TABLE][0].as_py() if AT_TABLE in here.column_names and len(here) else ""
    title = titled(in_words(chosen), {AT_TABLE: at})
    return pairing_heat_map(here, measured, title, ax)


@figure(
    SWEEP,
    "what each arm came to, outcome by outcome, with intervals",
    outcome="outcomes",
)
def arms(
    result: "Folder | Results | Arms",
    outcomes: str | Sequence[str] = (),
    *,
    table: str | None = None,
) -> "Panels":
    """What each arm of a comparison came to, with intervals.

    Args:
        result: what `sim.compare` gave, or a sweep whose points are arms, as ``qpq compare`` leaves
            one, or its folder.
        outcomes: names of measures; by default those that the comparison shows.
        table: a table of the scenario; by default all together.

    Raises:
        InputError: there is no such outcome or table.
        StoreError: the folder cannot be read.
    """
    from sim.figures.arms import arm_panels

    found, said = _arms_of(result, table)
    names = names_of(outcomes, "outcomes", "harm")
    return marked(arm_panels(found.only(*names) if names else found), *said)


@figure(
    SWEEP,
    "arms against the first one, run by run under the same shocks",
    outcome="outcomes",
)
def differences(
    result: "Folder | Results | pa.Table | Arms | Mapping[str, Arms]",
    outcomes: str | Sequence[str] = "agreement",
    *,
    table: str | None = None,
) -> "Panels":
    """How arms differ from the first one, run by run under the same shocks.

    Args:
        result: what `sim.compare` gave, or its runs, or several of these by name, one below the
            other; or a sweep whose points are arms, as ``qpq compare`` leaves one, or its folder.
        outcomes: names of measures; delivery, arrivals and harm stand beside them.
        table: a table of the scenario; by default all together.

    Raises:
        InputError: there is no such outcome or table.
        StoreError: the folder cannot be read.
    """
    from sim.analysis.comparison import compare
    from sim.figures.differences import difference_panels
    from sim.figures.pages import nothing
    from sim.figures.showing import Panels

    asked = names_of(outcomes, "outcomes", "harm")
    measures = [_measure(name) for name in dict.fromkeys((*asked, *BESIDE))]
    named = dict(result) if isinstance(result, Mapping) else {"": result}
    several, said = {}, ("", "")
    for name, each in named.items():
        several[name], said = _runs_of(each, table)
    lines = []
    for name, rows in several.items():
        for each in compare(rows, measures):
            against = f"against {each.baseline}"
            label = (name, f"{each.arm} {against}") if name else (each.arm, against)
            lines.append((*label, each.differences))
    if not lines:
        return Panels([nothing("No differences to show")])
    return marked(difference_panels(lines, measures), *said)


def _arms_of(result: object, table: str | None) -> tuple[Arms, tuple[str, str]]:
    """A comparison, and what to say beside whatever is made of it."""
    if isinstance(result, Arms):
        found = result if table is None else result.at(table)
        return found, ("", found.where)
    sweep = opened(result)  # type: ignore[arg-type]
    found = Arms.of_sweep(sweep, table)
    return found, (sweep.note(), found.where)


def _runs_of(result: object, table: str | None) -> "tuple[pa.Table, tuple[str, str]]":
    if isinstance(result, str | Path | Results | Arms):
        found, said = _arms_of(result, table)
        return found.runs, said
    rows = _table(result, "a comparison, its runs, or a sweep or its folder")
    return (rows if table is None else only_at(rows, table)), ("", "")


def _paired(result: "Folder | pa.Table") -> "pa.Table":
    """The runs of pairings, at the tables where they were paired.

    Raises:
        StoreError: they cannot be read, or are no pairings.
    """
    from sim.runs.variants import pairings_in

    if isinstance(result, str | Path):
        return pairings_in(path_of(result, "result", "the folder of pairings"))
    return _table(result, "the folder of pairings, or their rows")


def _table(result: object, expected: str) -> "pa.Table":
    import pyarrow as pa

    return instance_of(result, pa.Table, "result", expected)


def _measure(name: str) -> "Measure":
    from sim.analysis.measures import MEASURES, measure

    return measure(_named(name, [each.name for each in MEASURES], "outcome"))


def _named(name: str, valid: Sequence[str], what: str) -> str:
    """A name that is one of the valid ones.

    Raises:
        InputError: it is not.
    """
    return one_named(name, valid, f"no {what}")
