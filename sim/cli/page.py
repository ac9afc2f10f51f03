"""``qpq page`` and ``qpq serve``: the model in a browser, from one file."""

import functools
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.playing import OVERRIDE, SET
from sim.cli.strategy_files import StrategyFiles, add_strategies
from sim.paths import refuse_no_folder

if TYPE_CHECKING:
    from sim.scenario import Scenario

SCENARIOS = typer.Argument(
    metavar="[SCENARIO]...", help="Names in the library, or files; without any, the whole library."
)
RESULTS = typer.Option("--results", metavar="DIR", help="A sweep to show as a map and to replay.")
LANGUAGE = typer.Option("--language", metavar="NAME", help="Language of the words.")


def page(
    out: Annotated[
        Path | None, typer.Argument(metavar="[OUT]", help="Folder to write, with index.html.")
    ] = None,
    scenarios: Annotated[list[str] | None, SCENARIOS] = None,
    single: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write one file instead of a folder.")
    ] = None,
    assignments: Annotated[list[str] | None, SET] = None,
    overrides: Annotated[list[str] | None, OVERRIDE] = None,
    strategy_files: StrategyFiles = None,
    results: Annotated[Path | None, RESULTS] = None,
    language: Annotated[str, LANGUAGE] = "en",
) -> None:
    """Write the model as a web page that needs no network, no server and no installation.

    It works from a folder, a memory stick, a share or any host of files. With --single every
    argument is a scenario.
    """
    from sim.cli.app import UsageError

    names = list(scenarios or ())
    if single is not None:
        names = [*([str(out)] if out is not None else []), *names]
    elif out is None:
        raise UsageError("name a folder to write, or a file with --single FILE")
    add_strategies(strategy_files)
    target = single if single is not None else Path(str(out)) / "index.html"
    refuse_no_folder(target.parent)
    made = _made(names, assignments, overrides, results, language)
    _write(target, made)
    if single is None:
        from sim.page.building import notices

        _write(target.with_name("LICENSES.txt"), notices())
    size = target.stat().st_size / 1e6
    typer.echo(f"{target.as_posix()} ({size:.1f} MB): open it in a browser, or put it on any host.")


def serve(
    scenarios: Annotated[list[str] | None, SCENARIOS] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine.")] = 8765,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address and open nothing.")
    ] = False,
    assignments: Annotated[list[str] | None, SET] = None,
    overrides: Annotated[list[str] | None, OVERRIDE] = None,
    strategy_files: StrategyFiles = None,
    results: Annotated[Path | None, RESULTS] = None,
    language: Annotated[str, LANGUAGE] = "en",
) -> None:
    """Open the page on this machine, for this machine alone. Stop it with Ctrl-C."""
    import webbrowser
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    from sim.errors import QpqError

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing of requests."""

    add_strategies(strategy_files)
    made = _made(list(scenarios or ()), assignments, overrides, results, language)
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder) / "index.html", made)
        handler = functools.partial(Quiet, directory=folder)
        try:
            server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError as error:
            what = f"port {port} cannot be used ({error.strerror}); name another with --port"
            raise QpqError(what) from None
        address = f"http://127.0.0.1:{server.server_port}/"
        typer.echo(f"The page is at {address} on this machine. Ctrl-C stops it.")
        if not no_browser:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()


def _made(
    names: list[str],
    assignments: list[str] | None,
    overrides: list[str] | None,
    results: Path | None,
    language: str,
) -> str:
    """The page, with a line on what takes long."""
    from sim import load
    from sim.browser.keeping import is_built
    from sim.cli.app import UsageError
    from sim.model.batch import menu_of
    from sim.page.building import TAUGHT, words
    from sim.page.building import page as whole
    from sim.page.cases import is_at_hand
    from sim.scenario import library, parse_assignments

    words(language)
    found: list[Scenario] = []
    if (assignments or overrides) and not names:
        raise UsageError("--set and --override change named scenarios: name one")
    kept = None
    if results is not None:
        from sim.page.sweeps import read

        kept = read(results)
        found.append(kept.scenario)
    for name in names or ([] if kept else library.names()):
        found.append(
            load(name).with_changes(
                set=parse_assignments(assignments or ()), overrides=overrides or ()
            )
        )
    unique = list({each.name: each for each in reversed(found)}.values())[::-1]
    if len(unique) < len(found):
        raise UsageError("two of these scenarios have the same name")
    menu = max((menu_of(each) for each in unique), key=len)
    if not is_built(menu):
        typer.echo("The model is compiled for browsers first: a minute or two, once.", err=True)
    new = sum(not is_at_hand(each) for each in unique)
    if new > 1:
        typer.echo(f"{new} cases are prepared, some seconds each, once.", err=True)
    done, total = 0, len({*TAUGHT, *(each.name for each in unique)})

    def progress(name: str) -> None:
        nonlocal done
        done += 1
        if new > 1:
            typer.echo(f"  {done} of {total}: {name}", err=True)

    return whole(unique, language, kept.content if kept else None, progress)


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    from sim.runs.disk import StoreError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, delete=False, encoding="utf-8", newline="\n"
        ) as file:
            file.write(text)
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror})") from None
