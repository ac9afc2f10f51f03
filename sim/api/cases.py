"""Cases: sheets of codes become scenarios, and the model is held against the record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.coding.encoding import encode as encode
from sim.documents.html import fragment
from sim.documents.markdown import markdown

if TYPE_CHECKING:
    from sim.validation.findings import Findings
    from sim.validation.work import Unit
    from sim.validation.writing import Draw

__all__ = ["Validation", "encode", "validate"]

RESULTS = Path("results/validation")


@dataclass(frozen=True)
class Validation:
    """What a validation found, and where its report stands."""

    found: "Findings"
    """Scores, patterns, calibration, screening and checks."""
    folder: Path
    """Folder of the report."""
    files: tuple[str, ...]
    """Files of the report."""

    def __repr__(self) -> str:
        """The report as text."""
        from sim.validation.report import report

        return markdown(report(self.found))

    def _repr_html_(self) -> str:
        """The report as a page of a notebook."""
        from sim.validation.report import report

        return fragment(report(self.found))


def validate(
    out: str | Path = RESULTS,
    *,
    parts: Sequence[str] = (),
    fast: bool = False,
    codes: Sequence[str | Path] = (),
    observed: str | Path | None = None,
    jobs: int = 2,
    progress: "Callable[[Unit], None] | None" = None,
    draw: "Draw | None" = None,
) -> Validation:
    """Hold the model against exact claims, patterns and cases, and write one report.

    What was done is kept in the folder unit by unit: the same call takes it up again.

    Args:
        out: folder of the report.
        parts: verification, cases, patterns, alternatives, calibration, screening; by default all.
        fast: a small subset that shows whether it works; its numbers say nothing.
        codes: sheets of codes of other cases; by default the shared ones.
        observed: table of what was observed of them; goes with `codes`.
        jobs: how many processes share the work; results do not depend on it.
        progress: called with each piece of work when it is done.
        draw: draws figures for the report, as ``qpq validate`` does; by default none.

    Raises:
        InputError: a part does not exist, or a sheet or table is not valid.
        StoreError: the folder holds something else, or cannot be written.
    """
    from sim.arguments import path_of
    from sim.errors import InputError, Problem
    from sim.paths import refuse_no_folder
    from sim.validation.findings import findings
    from sim.validation.setup import FAST, FULL, PARTS, Setup
    from sim.validation.units import done
    from sim.validation.writing import write

    if bool(codes) != (observed is not None):
        what = "codes without what was observed" if codes else "observed outcomes without codes"
        raise InputError(Problem(what, "observed", None, None, "both, or neither of them"))
    setup = Setup(sizes=FAST if fast else FULL, parts=tuple(parts) or PARTS)
    if observed is not None:
        chosen = tuple(str(sheet) for sheet in codes)
        setup = Setup(chosen, str(observed), setup.sizes, setup.parts)
    folder = path_of(out, "out", "a folder for the report")
    refuse_no_folder(folder)
    results = done(setup, folder / "work", jobs, progress or (lambda unit: None))
    found = findings(setup, results)
    return Validation(found, folder, tuple(write(folder, found, draw)))
