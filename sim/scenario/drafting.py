"""A new case: the commented template, and which of its lines still wait to be filled in."""

import re
from importlib.resources import files
from pathlib import Path

from sim.arguments import instance_of, path_of, truth_of
from sim.errors import InputError, Problem
from sim.paths import standing_at
from sim.scenario import codebook, library

TEMPLATE = "template.yaml"
SCHEMA = "schema.json"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CODED = re.compile(r"\{value: FIXME, coded: (\w+), source: FIXME\}")
_UNFILLED = re.compile(r"\bFIXME\b")


def new_scenario(name: str, folder: str | Path = ".", *, practice: bool = False) -> Path:
    """Write the commented template of a case, to be filled in; nothing is overwritten.

    Args:
        name: name of the case, as ``ceuta_2021``; its file's too.
        folder: where to write it; by default here.
        practice: fill it in with the middle of every scale, so that it can be played at once. Such
            a case is made up and says so at every number.

    Returns:
        The file.

    Raises:
        InputError: the name is not one that a scenario can have or is taken, or the folder is none.
    """
    out = path_of(folder, "folder", "a folder that exists")
    truth_of(practice, "practice")
    expected = "small letters, digits and underscores, a letter first"
    if not _NAME.fullmatch(instance_of(name, str, "name", expected)):
        raise InputError(Problem("not a possible name", name or "''", expected=expected))
    if standing_at(out) != "folder":
        raise InputError(Problem("no such folder", str(out), expected="a folder that exists"))
    path = out / f"{name}.yaml"
    if standing_at(path) != "nothing":
        expected = "another name, or another folder"
        raise InputError(Problem("it exists already", str(path), expected=expected))
    if name in library.names() or path.name == library.CODEBOOK:
        what = "the library has a file of this name"
        raise InputError(Problem(what, name, expected="another name"))
    text = files("sim.scenario").joinpath(TEMPLATE).read_text("utf-8")
    if not (out / SCHEMA).is_file():
        # Editors look for the schema beside the file; a line that leads nowhere is an error there.
        text = text.split("\n", 1)[1]
    if practice:
        text = _made_up(text)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise InputError(Problem(what, str(path), expected="a place to write to")) from None
    return path


def _made_up(text: str) -> str:
    """The template with the middle of every scale, and without a record: nothing was observed."""
    scales = codebook.read(library.folder() / library.CODEBOOK).scales

    def middle(found: re.Match[str]) -> str:
        codes = scales[found[1]].codes
        value = codes[len(codes) // 2].value
        return f'{{value: {value}, assumed: "For practice: the middle of {found[1]}."}}'

    told, _, _ = _CODED.sub(middle, text).partition("# ---- What was observed")
    dated = told.replace('month_zero: "FIXME"', 'month_zero: "2024-01"')
    dated = dated.replace('date: "FIXME"', 'date: "2024-10"')
    for side in ("Northland", "Southland"):
        dated = dated.replace('name: "FIXME"', f'name: "{side}"', 1)
    lines = (
        line if line.lstrip().startswith("#") else line.replace("FIXME", "Made up")
        for line in dated.splitlines(keepends=True)
    )
    return "".join(lines)


def unfilled(text: str) -> list[int]:
    """Lines of a scenario, counted from 1, that still wait to be filled in; comments do not."""
    return [
        line
        for line, content in enumerate(text.splitlines(), 1)
        if _UNFILLED.search(content) and not content.lstrip().startswith("#")
    ]
