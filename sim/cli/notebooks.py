"""``qpq notebook``: the notebooks of the package, in JupyterLab, in a folder of one's own."""

import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

FOLDER = Path("quidproquo-notebooks")
OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./([^)#]+)[^)]*\)")
"""A link to something that does not stand beside the notebooks."""
QUIET = '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}'
"""Settings of JupyterLab's page: it neither asks for news nor looks for a newer version of itself,
both of which need the internet."""


def notebook(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Notebook to open: its number, or its name."),
    ] = None,
    folder: Annotated[
        Path, typer.Option(help="Where your copies are; those that are there are left as they are.")
    ] = FOLDER,
    list_only: Annotated[bool, typer.Option("--list", help="List the notebooks.")] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address and open nothing.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8888,
) -> None:
    """Open the notebooks in JupyterLab. Needs no internet; stop it with Ctrl-C."""
    from sim.documents.terminal import say

    known = shipped()
    if list_only:
        if name is not None:
            from sim.errors import InputError, Problem

            raise InputError(Problem("a notebook to open", "--list", None, name, "one of the two"))
        for path in known:
            typer.echo(f"{path.stem}: {title_of(path)}")
        return
    chosen = _chosen(name, known) if name else known[0]
    lab = _jupyterlab()
    kept = copied(known, folder)
    more = f", {kept} of {len(known)} as you left them" if kept else ""
    say(f"The notebooks are in {folder.as_posix()}{more}. Ctrl-C stops JupyterLab.")
    with tempfile.TemporaryDirectory() as settings:
        _start(lab, folder / chosen.name, port, no_browser, Path(settings))


def shipped() -> list[Path]:
    """The package's notebooks: packed into it, or at the top of a checkout."""
    from sim.scenario import library

    packed = library.folder().with_name("_notebooks")
    home = packed if packed.is_dir() else library.folder().with_name("notebooks")
    return sorted(home.glob("*.ipynb"))


def title_of(path: Path) -> str:
    """The heading of a notebook."""
    import json

    first = json.loads(path.read_text("utf-8"))["cells"][0]["source"]
    return "".join(first).splitlines()[0].lstrip("# ")


def copied(notebooks: Sequence[Path], folder: Path) -> int:
    """Copy notebooks into a folder, and return how many were there and were left alone.

    Copies open without what the cells show, which would give the answers away.

    Raises:
        StoreError: the folder cannot be written.
    """
    from sim.runs.disk import StoreError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        missing = [path for path in notebooks if not (folder / path.name).exists()]
        for path in missing:
            (folder / path.name).write_text(unplayed(path.read_text("utf-8")), "utf-8")
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror})") from None
    return len(notebooks) - len(missing)


def unplayed(text: str) -> str:
    """A notebook without what its cells showed, and without links that lead out of its folder."""
    import json

    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
        else:
            source = OUTSIDE.sub(r"\1 (`\2` in the project)", "".join(cell["source"]))
            cell["source"] = source.splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _chosen(name: str, known: Sequence[Path]) -> Path:
    """The notebook of a number or a name.

    Raises:
        InputError: there is none.
    """
    from sim.errors import InputError, Problem, nearest, one_of

    stems = [path.stem for path in known]
    wanted = name.removesuffix(".ipynb")
    for path in known:
        number, _, words = path.stem.partition("_")
        if wanted in (path.stem, words) or (wanted.isdigit() and int(wanted) == int(number)):
            return path
    what = f"no notebook '{name}'"
    raise InputError(Problem(what, "NAME", None, None, one_of(stems), nearest(wanted, stems)))


def _jupyterlab() -> str:
    """The program of JupyterLab in this environment.

    Raises:
        QpqError: it is not installed.
    """
    from importlib.util import find_spec

    from sim.errors import QpqError

    if find_spec("jupyterlab") is None:
        raise QpqError("notebooks need JupyterLab: pip install 'quidproquo[notebooks]'")
    return sys.executable


def _start(python: str, notebook: Path, port: int, no_browser: bool, settings: Path) -> None:
    """Run JupyterLab until it is stopped."""
    import subprocess

    (settings / "labconfig").mkdir()
    (settings / "labconfig" / "page_config.json").write_text(QUIET, "utf-8")
    places = [str(settings), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    process = subprocess.Popen(
        [
            *(python, "-m", "jupyterlab", f"--port={port}"),
            f"--ServerApp.root_dir={notebook.parent.resolve()}",
            f"--LabApp.default_url=/lab/tree/{notebook.name}",
            *("--log-level=ERROR", "--LabApp.extension_manager=readonly"),
            *(["--no-browser"] if no_browser else []),
            # A class or a container may run as root; the server listens to this machine alone.
            *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        ],
        cwd=notebook.parent,
        env={**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(places)},
    )
    try:
        code = process.wait()
    except KeyboardInterrupt:
        # JupyterLab has been told as well, asks back after a first Ctrl-C, and ends at this.
        process.terminate()
        process.wait()
        return
    if code:
        raise typer.Exit(1)
