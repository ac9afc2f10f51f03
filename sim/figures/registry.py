"""The register of figures: what each is drawn from, which options it takes, what it shows.

A figure says so itself, above its function in one of the modules ``of_*.py`` of this room.
`sim.plot`, ``qpq plot`` and the tables of ``docs/figures.md`` are made from it.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from sim.documents.blocks import Grid, Marked

SCENARIO, PAIRINGS, SWEEP = "scenario", "pairings", "sweep"
MADE_BY = {
    SCENARIO: "a scenario",
    PAIRINGS: "a folder of 'qpq pairings'",
    SWEEP: "a folder of 'qpq sweep' or 'qpq compare'",
}
"""What figures are drawn from, and how one comes by it."""
OPTIONS = (
    *("seed", "replication", "table", "month", "replications", "outcome", "x", "y", "by"),
    "scenario",
)
"""What ``qpq plot`` can be told about a figure."""

Drawing = TypeVar("Drawing", bound=Callable[..., Any])


@dataclass(frozen=True)
class Entry:
    """A figure: one name on the command line and in Python."""

    name: str
    source: str
    """One of `MADE_BY`."""
    shows: str
    """What it shows, in a line."""
    reads: str
    """How to read it; empty where that speaks for itself."""
    options: dict[str, str]
    """Those of `OPTIONS` that it takes, and the parameter of its function that each sets."""
    draw: Callable[..., Any]


_FIGURES: dict[str, Entry] = {}


def figure(
    source: str, shows: str, reads: str = "", **options: str
) -> Callable[[Drawing], Drawing]:
    """Register the function below as the figure of its name.

    Args:
        source: what it is drawn from, one of `MADE_BY`; its first parameter.
        shows: what it shows, in a line of Markdown.
        reads: how to read it.
        options: parameters that go by another name on the command line: the option's, then theirs.
    """

    def register(draw: Drawing) -> Drawing:
        parameters = inspect.signature(draw).parameters
        taken = {name: name for name in OPTIONS if name in parameters} | options
        found = Entry(draw.__name__, source, shows, reads, taken, draw)
        _FIGURES[found.name] = found
        return draw

    return register


@cache
def figures() -> dict[str, Entry]:
    """All figures by name, in the order of what they are drawn from."""
    for path in sorted(Path(__file__).parent.glob("of_*.py")):
        import_module(f"sim.figures.{path.stem}")
    order = list(MADE_BY)
    return dict(sorted(_FIGURES.items(), key=lambda each: order.index(each[1].source)))


def table_of(sources: Sequence[str]) -> Grid:
    """Figures from some sources as a table for readers."""
    rows = [
        (
            Marked(f"`{each.name}`"),
            Marked(MADE_BY[each.source].replace("'", "`")),
            Marked(", ".join(f"`{option_named(name)}`" for name in each.options)),
            Marked(each.shows),
            Marked(each.reads),
        )
        for each in figures().values()
        if each.source in sources
    ]
    return Grid(("kind", "drawn from", "options", "shows", "how to read it"), rows)


def option_named(name: str) -> str:
    """An option as it is written on the command line."""
    return "-n" if name == "replications" else f"--{name}"
