"""What many runs say: the findings of a sweep, and the catalogue of mechanisms."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from sim.analysis.findings import Findings
from sim.analysis.findings import analyse as analysed
from sim.analysis.material import Material
from sim.analysis.wishes import wishes_from
from sim.experiments.catalogue import Catalogue, catalogue
from sim.runs.sweep_results import Results, open_results


def analyse(
    results: Results | str | Path,
    outcomes: str | Sequence[str] = (),
    *,
    beats: str | None = None,
    by: str = "agreement",
    less: bool = False,
    where: str | None = None,
    arms: Sequence[str] = (),
    side: Literal["destination", "partner"] = "destination",
    precision: float | None = None,
) -> Findings:
    """Say what a finished sweep shows, as ``qpq analyse`` does; see ``docs/analysis.md``.

    A notebook shows it as a page: outcomes, which axes matter most, under which conditions
    something holds, and whether runs were enough. It plays nothing.

    Args:
        results: a sweep, or its folder.
        outcomes: outcomes to look at closely; arrivals bring exposure to harm along.
        beats: where does one choice do better than another, all else equal? Written as
            ``"actors.spain.strategy=coercive>cooperative"``; the end of a path is enough.
        by: the outcome in which it is to do better.
        less: whether less of that outcome is better.
        where: where does an outcome's mean lie above a value? Written as ``"harm>0.1"``.
        arms: arms of the threat estimands, as behind ``--arm``.
        side: whose threats.
        precision: half width asked of the intervals at each point.

    Raises:
        InputError: something that was asked for does not exist or cannot be read.
        StoreError: the folder holds no sweep.
    """
    names = [outcomes] if isinstance(outcomes, str) else outcomes
    wishes = wishes_from(
        names, beats=beats, by=by, less=less, where=where, arms=arms, side=side, precision=precision
    )
    sweep = results if isinstance(results, Results) else open_results(results)
    return analysed(Material.of(sweep), wishes)


def mechanisms() -> Catalogue:
    """The catalogue of mechanisms: what is claimed of migration diplomacy, and what comes of it.

    ``sim.mechanisms()["M31"]`` is one of them, ``.only(verdict="opposite")`` are some. Results are
    those that were stored when the catalogue was last written; `sim.compare` on an entry's
    ``world`` with its ``arm`` plays it again.

    Raises:
        InputError: its files are damaged.
    """
    return catalogue()
