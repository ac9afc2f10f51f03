"""A few of the shared cases, as sheets of their own, so that tests play little."""

import csv
from pathlib import Path

from sim.coding.encoding import SHARED as CODES
from sim.coding.encoding import shared_cases
from sim.validation.cases import Size
from sim.validation.observed import SHARED as OBSERVED
from sim.validation.setup import Setup, Sizes

FEW = ("C05", "C16", "C18")
TINY = Sizes(Size(2, 2, 1), 2, 2, 2, 1, 1, 2, 1, 2, 1, 1)


def sheets(folder: Path) -> tuple[Path, Path]:
    """Codes and record of a few cases."""
    written = []
    for name in (CODES, OBSERVED):
        rows = list(csv.DictReader((shared_cases() / name).read_text("utf-8").splitlines()))
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(row for row in rows if row["case"] in FEW)
        written.append(path)
    return written[0], written[1]


def setup(folder: Path, *parts: str) -> Setup:
    """A tiny validation of them."""
    codes, observed = sheets(folder)
    return Setup((str(codes),), str(observed), TINY, parts)
