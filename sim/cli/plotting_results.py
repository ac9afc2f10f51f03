"""Figures that ``qpq plot`` draws from results: of pairings, of a comparison, of a sweep."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.cli.plotting_source import Source, Wish, whole

if TYPE_CHECKING:
    import pyarrow as pa
    from matplotlib.figure import Figure

    from sim.analysis.material import Material


def _rows(source: Source) -> "pa.Table":
    """The runs of pairings, at the tables where they were paired."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from sim.results.store import StoreError

    try:
        rows = pq.read_table(source.path / "tables.parquet")
        return rows.filter(pc.equal(rows["table"], rows["paired_at"]))
    except (OSError, KeyError, pa.ArrowException) as error:
        raise StoreError(f"{source.path}: cannot be read ({error})") from None


def draw_pairings(source: Source, wish: Wish) -> "Figure":
    """Draw the figure of this kind."""
    from sim.figures.pairings import pairings

    return whole(pairings(_rows(source)))


def draw_heat_map(source: Source, wish: Wish) -> "Figure":
    """Draw the figure of this kind."""
    from sim.figures.heat_map import pairing_heat_map
    from sim.figures.style import in_words

    rows = _rows(source)
    names = list(dict.fromkeys(rows["scenario"].to_pylist()))
    chosen = _one_of(wish.table, names, "scenario") if wish.table else (names or [""])[0]
    import pyarrow.compute as pc

    here = rows.filter(pc.equal(rows["scenario"], chosen))
    return whole(pairing_heat_map(here, _measure(wish.outcome), in_words(chosen)))


def draw_differences(source: Source, wish: Wish) -> "Figure":
    """Draw the figure of this kind."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from sim.analysis.comparison import compare
    from sim.figures.differences import difference_panels
    from sim.figures.pages import nothing
    from sim.results.store import StoreError

    try:
        rows = pq.read_table(source.path / "runs.parquet")
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{source.path}: cannot be read ({error})") from None
    # Arrivals never stand without harm.
    names = dict.fromkeys((wish.outcome, "delivered_partner", "arrivals", "harm"))
    measures = [_measure(name) for name in names]
    found = compare(rows, measures)
    if not found:
        return whole(nothing("No differences to show"))
    lines = [(each.arm, f"against {each.baseline}", each.differences) for each in found]
    return whole(difference_panels(lines, measures))


def _material(source: Source) -> "Material":
    from sim.analysis.material import Material
    from sim.cli.analysing import opened

    return Material.of(opened(source.path))


def draw_phase(source: Source, wish: Wish) -> "Figure":
    """Draw the figure of this kind."""
    from sim.errors import InputError, Problem
    from sim.figures.phases import phase_diagram

    material = _material(source)
    names = [axis.name for axis in material.axes]
    given = [material.axis(each).name for each in (wish.x, wish.y) if each is not None]
    free = [name for name in names if name not in given]
    x = wish.x or (free.pop(0) if free else None)
    y = wish.y or (free.pop(0) if free else None)
    if x is None or y is None:
        what = "this sweep has one axis; a phase diagram needs two"
        raise InputError(Problem(what, str(source.path), None, None, "two axes"))
    return whole(phase_diagram(material, x, y, material.outcome(wish.outcome)))


def draw_sensitivity(source: Source, wish: Wish) -> "Figure":
    """Draw the figure of this kind."""
    from sim.analysis.sensitivity import fitting, sensitivity
    from sim.figures.sensitivity import sensitivity_bars

    material = _material(source)
    measure = material.outcome(wish.outcome)
    method = fitting(material.design) or "pawn"
    found = sensitivity(method, material.design, material.by_point(measure).mean)
    return whole(sensitivity_bars(found, measure.says))


def draw_survival(source: Source, wish: Wish) -> "Figure":
    """Draw the figure of this kind."""
    from sim.analysis.survival import to_agreement
    from sim.figures.survival import survival_curves

    return whole(survival_curves({"all runs": to_agreement(_material(source).runs)}))


def _measure(name: str) -> Any:
    from sim.analysis.measures import MEASURES, measure

    return measure(_one_of(name, [each.name for each in MEASURES], "outcome"))


def _one_of(name: str, valid: Sequence[str], what: str) -> str:
    from sim.errors import InputError, Problem, nearest, one_of

    if name not in valid:
        place = "--outcome" if what == "outcome" else "--table"
        raise InputError(
            Problem(f"no {what} '{name}'", place, None, None, one_of(valid), nearest(name, valid))
        )
    return name
