"""What figures of results are drawn from, and what to say beside them."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.api.many import open_results
from sim.runs.at_tables import where
from sim.runs.sweep_results import Results

if TYPE_CHECKING:
    from sim.analysis.material import Material

Folder = str | Path


def opened(result: Folder | Results) -> Results:
    """A sweep, or the one in a folder."""
    return result if isinstance(result, Results) else open_results(result)


def material_of(result: Folder | Results, table: str | None) -> "tuple[Material, tuple[str, str]]":
    """A sweep as analyses start from it, and what to say beside whatever is made of it."""
    from sim.analysis.material import Material

    sweep = opened(result)
    found = Material.of(sweep, table)
    return found, (sweep.note(), where(found.tables, table))
