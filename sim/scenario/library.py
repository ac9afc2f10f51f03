"""Where scenarios are found: at a path, or by name in the library that comes with the package."""

from pathlib import Path

from sim.arguments import path_of
from sim.errors import InputError, Problem, nearest, one_of
from sim.paths import standing_at

CODEBOOK = "codebook.yaml"
SOURCES = "sources.bib"


def folder() -> Path:
    """Return the library's folder: packed into the package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "_scenarios"
    return packed if packed.is_dir() else package.parent / "scenarios"


def names() -> list[str]:
    """Return the names of the library's scenarios, in alphabetical order."""
    return sorted(file.stem for file in folder().glob("*.yaml") if file.name != CODEBOOK)


A_SCENARIO = "a scenario, its name in the library, or the path of its file"


def find(name_or_path: str | Path) -> Path:
    """Return the file of a scenario given by library name or by path.

    A bare name means the library's scenario before a file of the same name.

    Raises:
        InputError: there is neither such a scenario nor such a file, or the path cannot be used.
    """
    known = names()
    if not isinstance(name_or_path, str):
        name_or_path = path_of(name_or_path, "scenario", A_SCENARIO)
    text = str(name_or_path)
    if isinstance(name_or_path, str) and text in known:
        return _short(folder() / f"{text}.yaml")
    path = Path(text)
    if text and standing_at(path) != "nothing":
        return path
    expected = f"a file, or a scenario of the library: {one_of(known)}"
    like = nearest(path.stem, known)
    raise InputError(Problem("no such scenario", text or "''", None, None, expected, like))


def beside(scenario: Path, name: str) -> list[Path]:
    """Return the files called `name` next to the scenario and in the library, in that order.

    Raises:
        InputError: what has this name is a device, a pipe or a loop of links.
    """
    places = dict.fromkeys((scenario.resolve().parent, folder().resolve()))
    return [place / name for place in places if standing_at(place / name) == "file"]


def _short(path: Path) -> Path:
    """Return a path as one would type it here, where that is shorter."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
