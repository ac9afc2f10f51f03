"""`qpq teach`: prepare a room with one command."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

OUT = typer.Argument(metavar="OUT", help="Folder to write, on this machine or a memory stick.")
SCENARIOS = typer.Argument(
    metavar="[SCENARIO]...", help="Cases on the page; without any, those of the lessons."
)
GUIDE = "teaching.md"
HANDOUTS = ("Role-play sheet", "Quiz")
"""Parts of the guide that students get."""
TITLE = "Teaching with Quid Pro Quo"
CASES = ("ceuta_2021", "eu_tunisia_2023")
NEEDED = {
    "jupyterlab": ("the notebooks open in JupyterLab", "notebooks"),
    "matplotlib": ("figures can be drawn", "plots"),
}
"""What some lessons use, by package: what it does, and the extra that brings it."""


def teach(
    out: Annotated[Path, OUT],
    scenarios: Annotated[list[str] | None, SCENARIOS] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out the solutions of the day.")
    ] = False,
) -> None:
    """Prepare a room: check this machine, write the page, the handouts and the teacher's guide.

    What does not work is told with what to do about it. Takes some minutes the first time.
    """
    from sim.cli.page import _made, _write
    from sim.documents.markdown import markdown
    from sim.page.building import notices

    known = parts(guide().read_text("utf-8"))
    _works()
    _write(out / "index.html", _made(list(scenarios or CASES), None, None, None, "en"))
    _write(out / "LICENSES.txt", notices())
    _ok(f"the page: {(out / 'index.html').as_posix()}")
    teacher = [text for name, text in known.items() if name not in HANDOUTS]
    sheets = ["\n\n".join(teacher)]
    if not quick:
        from sim.cli.lesson import solutions

        sheets.append(markdown(solutions(lambda what: typer.echo(f"  {what}", err=True))))
    to_do = [*_printed(out, "handouts", [known[name] for name in HANDOUTS])]
    to_do += [*_printed(out, "teacher", sheets), *_missing()]
    for line in dict.fromkeys(to_do):
        typer.echo(f"to do  {line}")
    typer.echo("The room is ready." if not to_do else "The lessons can be held all the same.")


def guide() -> Path:
    """The teacher's guide: packed into the package, or in a checkout."""
    from sim.scenario import library

    packed = library.folder().with_name("_docs") / GUIDE
    return packed if packed.is_file() else library.folder().with_name("docs") / GUIDE


def parts(text: str) -> dict[str, str]:
    """The guide by its headings, as sheets of their own; what comes before has the title's.

    Links become words: paper has none.
    """
    import re

    first, *others = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text).split("\n## ")
    found = {TITLE: first}
    for part in others:
        name = part.split("\n", 1)[0]
        found[name] = f"{'#' if name in HANDOUTS else '##'} {part}"
    return found


def _works() -> None:
    """Compile the model and play, as the page and the terminal will.

    Raises:
        QpqError: a game does not come out the same both ways.
    """
    from sim import __version__, load, run
    from sim.cli.first_run import compiling_told
    from sim.errors import QpqError
    from sim.model.assembly import assemble
    from sim.model.batch import first_run, play_many

    _ok(f"Quid Pro Quo {__version__} on Python {sys.version.split()[0]}")
    case = load(CASES[0])
    with compiling_told(first_run(case)):
        played = play_many(assemble(case), range(1), 0)
    told = run(case).outcome["welfare_partner"]
    if told != float(played.outcomes[0]["welfare_partner"][0]):
        raise QpqError("the model plays otherwise compiled than read: please report it")
    _ok("the model is compiled, and plays the same compiled as read")


def _printed(out: Path, name: str, sheets: list[str]) -> Iterator[str]:
    """Write sheets for print, and yield what is to be done where a PDF cannot be made."""
    from sim.cli.page import _write
    from sim.documents.paper import html, pdf
    from sim.runs.disk import StoreError

    _write(out / f"{name}.html", html(sheets, TITLE))
    path = out / f"{name}.pdf"
    try:
        path.write_bytes(pdf(sheets, TITLE))
    except ModuleNotFoundError:
        yield "PDFs need fpdf2: pip install 'quidproquo[teaching]', or print the .html files"
        return
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror})") from None
    _ok(f"to print: {path.as_posix()}")


def _missing() -> Iterator[str]:
    """What is to be done for the lessons that need more than the page."""
    import webbrowser
    from importlib.util import find_spec

    for package, (what, extra) in NEEDED.items():
        if find_spec(package) is None:
            yield f"{package} is missing: pip install 'quidproquo[{extra}]'"
        else:
            _ok(what)
    try:
        webbrowser.get()
    except webbrowser.Error:
        yield "no browser was found here: open index.html on another machine"


def _ok(what: str) -> None:
    typer.echo(f"ok     {what}")
