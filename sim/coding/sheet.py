"""Reading sheets of codes: everything that is wrong is said at once, with its line and column."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.coding.columns import (
    COLUMNS,
    CONFIDENCE,
    FIELDS,
    FRAME,
    FURTHER,
    GIVERS,
    HIGHEST,
    KINDS,
    OPEN,
    OPTIONAL,
    ROLES,
    SIDES,
    VARIABLES,
)
from sim.errors import InputError, Problem, nearest, one_of
from sim.paths import read_text

_CASE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_ROW = "coder,case,kind,name,field,code,confidence,basis"


@dataclass(frozen=True)
class Code:
    """What one coder read."""

    coder: str
    code: int
    confidence: str
    basis: str
    sources: tuple[str, ...] = ()
    """Keys of the bibliography, where the sheet names them."""


@dataclass
class Case:
    """One case as coded: inputs alone."""

    name: str
    file: str
    line: int
    """Where it begins."""
    frame: dict[str, str] = field(default_factory=dict)
    """Rows of the kind ``case``."""
    variables: dict[str, list[Code]] = field(default_factory=dict)
    """Codes of each variable, one a coder."""
    provisions: dict[str, dict[str, list[Code]]] = field(default_factory=dict)
    """Codes of each provision by field."""

    @property
    def coders(self) -> list[str]:
        """Who coded it."""
        found = [code.coder for codes in self.variables.values() for code in codes]
        return sorted(set(found))

    def mean(self, variable: str) -> float:
        """Mean code of a variable."""
        return mean(self.variables[variable])

    @property
    def kept(self) -> dict[str, dict[str, list[Code]]]:
        """Provisions that all coders name, in the order of the codebook."""
        every = len(self.coders)
        return {
            name: self.provisions[name]
            for name in GIVERS
            if len(self.provisions.get(name, {}).get(OPEN, ())) == every
        }


def mean(codes: Sequence[Code]) -> float:
    """The mean of some codes."""
    return sum(each.code for each in codes) / len(codes)


@dataclass(frozen=True)
class _Row:
    file: str
    line: int
    cells: dict[str, str]

    def problem(
        self, column: str, what: str, expected: str | None = None, like: str | None = None
    ) -> Problem:
        return Problem(what, self.file, self.line, f"column {column}", expected, like)

    def named(self, column: str, valid: Sequence[str]) -> Problem | None:
        """What is wrong with a cell that must be one of some names."""
        given = self.cells[column]
        if given in valid:
            return None
        what = f"'{given}'" if given else "empty cell"
        return self.problem(column, what, one_of(valid), nearest(given, valid))


def read_sheets(*files: str | Path) -> dict[str, Case]:
    """Read sheets of codes, one file or one for each coder.

    Args:
        files: CSV files in UTF-8, with commas, semicolons or tabs between the cells.

    Returns:
        Cases by name, in the order in which they first stand.

    Raises:
        InputError: all that is wrong with them, each with its line, column and what would be right.
    """
    cases: dict[str, Case] = {}
    seen: dict[tuple[str, ...], _Row] = {}
    problems: list[Problem] = []
    for file in files:
        rows = _rows(Path(file), problems)
        for row in rows:
            wrong = _wrong_with(row)
            problems += wrong
            if not wrong:
                problems += _taken_in(row, cases, seen)
    for case in cases.values() if not problems else ():
        problems += _incomplete(case)
    if problems:
        raise InputError(*problems)
    if not cases:
        raise InputError(Problem("holds no codes", str(files[0]), None, None, f"rows {_ROW}"))
    return cases


def _rows(path: Path, problems: list[Problem]) -> Iterator[_Row]:
    """Rows with something in them; their cells trimmed."""
    text = read_text(path, "a sheet of codes (CSV)")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    head = [cell.strip() for cell in next(reader, [])]
    for name in COLUMNS:
        if name not in head:
            rest = [each for each in head if each not in COLUMNS + FURTHER]
            like = nearest(name, rest)
            what = f"no column '{name}'" + (f" (is it '{like}'?)" if like else "")
            problems.append(Problem(what, str(path), 1, None, one_of(COLUMNS)))
    for name in head:
        if name not in COLUMNS + FURTHER:
            what, valid = f"unknown column '{name}'", COLUMNS + FURTHER
            problems.append(Problem(what, str(path), 1, None, one_of(valid), nearest(name, valid)))
    if problems:
        return
    try:
        line = reader.line_num + 1
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
                what = f"{len(cells)} cells"
                expected = f"{len(head)}; put text that holds a '{delimiter}' in double quotes"
                problems.append(Problem(what, str(path), start, None, expected))
                continue
            given = [cell.strip() for cell in cells] + [""] * (len(head) - len(cells))
            yield _Row(str(path), start, dict(zip(head, given, strict=False)))
    except csv.Error as error:
        problems.append(Problem(f"no CSV ({error})", str(path), reader.line_num))


def _wrong_with(row: _Row) -> list[Problem]:
    """What is wrong with a row by itself."""
    cells = row.cells
    if wrong := row.named("kind", KINDS):
        return [wrong]
    kind = cells["kind"]
    names = {"case": tuple(FRAME), "var": tuple(VARIABLES), "prov": tuple(GIVERS)}[kind]
    found = [row.named("name", names)]
    fields = (*FIELDS, OPEN)
    if kind == "prov":
        found.append(row.named("field", fields))
    elif cells["field"]:
        found.append(row.problem("field", f"'{cells['field']}'", "nothing, outside provisions"))
    if not _CASE.fullmatch(cells["case"]):
        expected = "letters, digits and underscores, a letter first"
        found.append(row.problem("case", f"'{cells['case']}'", expected))
    if kind != "case":
        if not cells["coder"]:
            found.append(row.problem("coder", "empty cell", "who coded it, such as A"))
        if cells["code"]:
            found.append(_wrong_code(row))
            found.append(row.named("confidence", CONFIDENCE))
    elif not found[0]:
        found.append(_wrong_frame(row))
    return [each for each in found if each]


def _wrong_code(row: _Row) -> Problem | None:
    given = row.cells["code"]
    highest = 1 if row.cells["field"] == OPEN else HIGHEST
    valid = [str(code) for code in range(highest + 1)]
    if given in valid:
        return None
    meaning = "on the table (1) or only in force (0)" if highest == 1 else "a whole number 0 to 4"
    try:
        number = float(given.replace(",", "."))
    except ValueError:
        return row.problem("code", f"'{given}'", meaning)
    like = str(round(min(max(number, 0.0), highest))) if number == number else None
    return row.problem("code", f"'{given}'", meaning, like)


def _wrong_frame(row: _Row) -> Problem | None:
    name, given = row.cells["name"], row.cells["code"]
    if not given:
        return None
    if name == "opens" and not _MONTH.fullmatch(given):
        return row.problem("code", f"'{given}'", "a month as YYYY-MM, such as 2021-04")
    if name == "destination_role":
        return row.named("code", ROLES)
    return row.named("code", SIDES) if name == "initiator" else None


def _taken_in(
    row: _Row, cases: dict[str, Case], seen: dict[tuple[str, ...], _Row]
) -> list[Problem]:
    """Put a row where it belongs; what it contradicts."""
    cells = row.cells
    case = cases.setdefault(cells["case"], Case(cells["case"], row.file, row.line))
    kind, name, given = cells["kind"], cells["name"], cells["code"]
    if not given:
        return []
    coder = "" if kind == "case" else cells["coder"]
    key = (cells["case"], coder, kind, name, cells["field"])
    before = seen.setdefault(key, row)
    if kind == "case":
        if before.cells["code"] != given:
            what = f"'{given}', but '{before.cells['code']}' in line {before.line}"
            return [row.problem("code", what, "one answer for all coders of a case")]
        case.frame[name] = given
        return []
    if before is not row:
        what = f"coded twice by {coder}: first in line {before.line} of {before.file}"
        return [row.problem("code", what, "one code a coder")]
    sources = tuple(cells.get("source", "").replace(";", " ").split())
    code = Code(coder, int(given), cells["confidence"], cells["basis"], sources)
    if kind == "var":
        case.variables.setdefault(name, []).append(code)
    else:
        case.provisions.setdefault(name, {}).setdefault(cells["field"], []).append(code)
    return []


def _incomplete(case: Case) -> list[Problem]:
    """What a case lacks to become a scenario."""

    def problem(key: str, what: str, expected: str) -> Problem:
        return Problem(f"{case.name}: {what}", case.file, case.line, key, expected)

    found = []
    for name in FRAME:
        if name not in OPTIONAL and name not in case.frame:
            expected = f"a row case,{name}: {FRAME[name]}"
            found.append(problem("kind case", f"'{name}' is missing", expected))
    for name, variable in VARIABLES.items():
        who = [code.coder for code in case.variables.get(name, ())]
        missing = [coder for coder in case.coders if coder not in who] or (
            [] if who else ["anybody"]
        )
        if missing and variable.scale:
            what = f"'{name}' is not coded by {' and '.join(missing)}"
            found.append(problem("kind var", what, "a code 0 to 4 by each coder of the case"))
    for name, fields in case.provisions.items():
        coders = {code.coder for codes in fields.values() for code in codes}
        for coder in sorted(coders):
            has = {f for f, codes in fields.items() if any(c.coder == coder for c in codes)}
            if lacks := [each for each in (*FIELDS, OPEN) if each not in has]:
                what = f"'{name}' by {coder} lacks {', '.join(lacks)}"
                found.append(problem("kind prov", what, "all five fields, or none of them"))
    if not found:
        for side in SIDES:
            if not any(
                GIVERS[name] == side and mean(codes[OPEN]) >= 0.5
                for name, codes in case.kept.items()
            ):
                what = f"nothing that the {side} gives is on the table by all coders"
                found.append(problem("kind prov", what, "one provision of each side with on = 1"))
    return found
