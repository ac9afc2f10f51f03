"""What was observed in cases that are scored: a table of its own, which no encoder reads."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sim.coding.encoding import shared_cases
from sim.errors import InputError, Problem, nearest, one_of
from sim.paths import read_text
from sim.scenario import library

SHARED = "observed.csv"
AMOUNTS = ("none", "low", "medium", "high")
THREATENING = ("coercive", "stick_after_carrot", "blackmail")
"""Coded strategies whose side is seen to threaten."""

_WORDS: dict[str, tuple[str, ...]] = {
    "agreement": ("none", "informal", "formal"),
    "concession_destination": AMOUNTS,
    "concession_partner": AMOUNTS,
    "executed": ("yes", "no"),
    "compliance_destination": AMOUNTS[1:],
    "compliance_partner": AMOUNTS[1:],
    "threat_by": ("none", "destination", "partner", "both"),
    "confidence": ("high", "medium", "low"),
}
_TEXT = ("strategy_destination", "strategy_partner", "scenario", "table", "override")
_REQUIRED = ("case", "agreement", "months")


@dataclass(frozen=True)
class Observed:
    """The record of one case; empty words are not coded."""

    case: str
    agreement: Literal["none", "informal", "formal"]
    months: float
    """Months to the agreement; without one, to the end of the episode."""
    concession_destination: str = ""
    concession_partner: str = ""
    executed: str = ""
    compliance_destination: str = ""
    compliance_partner: str = ""
    threat_by: str = ""
    confidence: str = ""
    strategy_destination: str = ""
    """Strategy read from how it went about it: it knows a little of the outcome."""
    strategy_partner: str = ""
    scenario: str = ""
    """Hand-written scenario of the library that tells the same episode."""
    table: str = ""
    override: str = ""


def read_observed(path: Path | None = None) -> dict[str, Observed]:
    """The observed outcomes by case.

    Args:
        path: the table; by default that of the shared cases.

    Raises:
        InputError: it cannot be read, or a cell is none of its words; with line and column.
    """
    path = path or shared_cases() / SHARED
    file = str(path)
    reader = csv.DictReader(io.StringIO(read_text(path, "a table of observed outcomes (CSV)")))
    head = reader.fieldnames or []
    problems = [
        Problem(f"no column '{name}'", file, 1, None, one_of((*_REQUIRED, *_WORDS, *_TEXT)))
        for name in _REQUIRED
        if name not in head
    ]
    found: dict[str, Observed] = {}
    for row in reader if not problems else ():
        cells = {name: (row.get(name) or "").strip() for name in (*_REQUIRED, *_WORDS, *_TEXT)}
        wrong = _wrong(cells, file, reader.line_num)
        if cells["case"] in found:
            what = f"'{cells['case']}' stands twice"
            wrong.append(Problem(what, file, reader.line_num, "column case", "each case once"))
        problems += wrong
        if not wrong:
            months = float(cells.pop("months"))
            found[cells["case"]] = Observed(months=months, **cells)  # type: ignore[arg-type]
    if problems:
        raise InputError(*problems)
    return found


def _wrong(cells: dict[str, str], file: str, line: int) -> list[Problem]:
    found = []
    for name, words in _WORDS.items():
        given = cells[name]
        if given not in words and (given or name in _REQUIRED):
            like = nearest(given, words)
            found.append(Problem(f"'{given}'", file, line, f"column {name}", one_of(words), like))
    try:
        good = 0.0 <= float(cells["months"]) <= 1200.0
    except ValueError:
        good = False
    if not good:
        what = f"'{cells['months']}'"
        found.append(Problem(what, file, line, "column months", "months, a number from 0"))
    known = library.names()
    if cells["scenario"] and cells["scenario"] not in known:
        like = nearest(cells["scenario"], known)
        what = f"no scenario '{cells['scenario']}'"
        found.append(Problem(what, file, line, "column scenario", "one of the library", like))
    return found
