"""The empty sheet: every row that a case can have, with what it means beside it."""

import csv
import io
from pathlib import Path

from sim.coding.columns import COLUMNS, FIELDS, FRAME, FURTHER, GIVERS, OPEN, VARIABLES
from sim.errors import InputError, Problem
from sim.paths import standing_at
from sim.scenario import codebook, library


def write_template(path: str | Path, cases: int = 1, coders: tuple[str, ...] = ("A",)) -> None:
    """Write an empty sheet; nothing is overwritten.

    Args:
        path: file to write.
        cases: how many cases it has room for.
        coders: names of the coders.

    Raises:
        InputError: the file exists, or cannot be written.
    """
    path = Path(path)
    if standing_at(path) != "nothing":
        raise InputError(Problem("it exists already", str(path), expected="another name"))
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as stream:
            stream.write(template(cases, coders))
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise InputError(Problem(what, str(path), expected="a place to write to")) from None


def template(cases: int = 1, coders: tuple[str, ...] = ("A",)) -> str:
    """A sheet to fill in, as CSV: every row that a case can have, with what it means."""
    book = codebook.read(library.folder() / library.CODEBOOK)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, *FURTHER))
    for number in range(1, cases + 1):
        case = f"case_{number}"

        def write(
            coder: str, kind: str, name: str, field: str, says: str, case: str = case
        ) -> None:
            writer.writerow((coder, case, kind, name, field, "", "", "", "", says))

        for name, says in FRAME.items():
            write("", "case", name, "", says)
        for coder in coders:
            for name, variable in VARIABLES.items():
                says = variable.meaning or _in_words(book.scales[variable.scale or ""])
                write(coder, "var", name, "", says)
            for name, giver in GIVERS.items():
                for field, scale in FIELDS.items():
                    says = f"{name}, given by the {giver}. {_in_words(book.scales[scale])}"
                    write(coder, "prov", name, field, says)
                says = (
                    "1 on the table at the start, 0 only in force. Neither: leave all five empty."
                )
                write(coder, "prov", name, OPEN, f"{name}: {says}")
    return out.getvalue()


def _in_words(scale: codebook.Scale) -> str:
    """Meaning and anchors of a scale, in one line."""
    meaning = " ".join((scale.meaning or f"{scale.title}.").split())
    anchors = "; ".join(f"{code}: {step.anchor.rstrip('.')}" for code, step in scale.codes.items())
    return f"{meaning} {anchors}."
