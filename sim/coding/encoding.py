"""From sheets to scenarios: in memory, or as files in a folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from sim.arguments import path_of
from sim.coding.rule import scenario_of
from sim.coding.sheet import Case, read_sheets
from sim.errors import InputError, Problem
from sim.paths import standing_at
from sim.scenario import codebook, library
from sim.scenario.loading import loads
from sim.scenario.schema import Scenario

HEAD = (
    "# Written by `qpq encode` from a sheet of codes. Do not edit: change the codes, and write it\n"
    "# anew. Numbers say `coded`, with the coders' readings, or `assumed`, by rule.\n"
)
SHARED = "codes.csv"
"""Sheet of the cases that come with the package."""


@dataclass(frozen=True)
class Encoded:
    """One case, encoded."""

    case: Case
    """Its codes."""
    text: str
    """The scenario as a file holds it."""
    scenario: Scenario
    """The scenario, loaded."""

    @property
    def name(self) -> str:
        """Name of its file, without the ending."""
        return file_name(self.case)


class EncodedCases(dict[str, Encoded]):
    """Cases by name, encoded."""

    def __repr__(self) -> str:
        """One line a case."""
        return "\n".join(f"{name}: {each.scenario.title}" for name, each in self.items())


def shared_cases() -> Path:
    """The folder of the cases that come with the package: codes, and what was observed."""
    return library.folder() / "cases"


def file_name(case: Case) -> str:
    """Name of a case's scenario."""
    return case.name.lower()


def encode(*sheets: str | Path, out: str | Path | None = None) -> EncodedCases:
    """Turn sheets of codes into scenarios by the one rule of ``docs/encoding.md``.

    Args:
        sheets: CSV files, one or one for each coder; by default that of the shared cases.
        out: folder to write ``CASE.yaml`` files to, made if it is missing; files of these names
            that an earlier call wrote are replaced, any other stays. By default nothing is written.

    Raises:
        InputError: something is wrong with a sheet (all of it is said, with line, column and the
            nearest valid value), or the folder holds another file of such a name.
    """
    paths = [path_of(each, "sheet", "the path of a CSV file") for each in sheets]
    cases = read_sheets(*(paths or (shared_cases() / SHARED,)))
    book = codebook.read(library.folder() / library.CODEBOOK)
    found = EncodedCases()
    names: dict[str, str] = {}
    for name, case in cases.items():
        if (other := names.setdefault(file_name(case), name)) != name:
            what = f"cases '{other}' and '{name}' would have one file"
            raise InputError(Problem(what, case.file, case.line, "column case", "distinct names"))
        text = HEAD + yaml.safe_dump(
            scenario_of(case, book),
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,
            width=100,
        )
        found[name] = Encoded(case, text, loads(text, f"{file_name(case)}.yaml"))
    if out is not None:
        _write({f"{each.name}.yaml": each.text for each in found.values()}, Path(out))
    return found


def _write(files: Mapping[str, str], folder: Path) -> None:
    if standing_at(folder) == "file":
        raise InputError(Problem("is a file", str(folder), expected="a folder"))
    for name in files:
        path = folder / name
        if standing_at(path) != "nothing" and not path.read_text("utf-8").startswith(HEAD):
            what = "it exists, and was not written by `qpq encode`"
            raise InputError(Problem(what, str(path), expected="another folder"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise InputError(Problem(what, str(folder), expected="a place to write to")) from None
