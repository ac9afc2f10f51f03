"""What is told on stderr while many runs are played, and when somebody stops them."""

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.interrupting import asked_to_end

if TYPE_CHECKING:
    from sim.runs.folder import Folder


Replace = Annotated[
    bool, typer.Option("--replace", help="Remove another sweep that stands in the folder.")
]


def tell(text: str) -> None:
    """Tell what goes on, beside the results."""
    typer.echo(text, err=True)


@contextmanager
def bar(runs: int) -> Iterator[tuple[Callable[["Folder"], None], Callable[[int], None]]]:
    """A bar with rate and time left, on stderr where that is a terminal.

    Args:
        runs: how many are played in all.

    Yields:
        What is called with a folder when it is held, and with the number of runs just finished.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Runs a second."""

        def render(self, task: Any) -> Text:
            """The rate, once there is one."""
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f} runs/s" if speed else "")

    console = Console(stderr=True, markup=False, highlight=False)
    columns = (TextColumn("Playing"), BarColumn(), MofNCompleteColumn(), Rate())
    drawn = Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
        refresh_per_second=4,
    )
    with drawn:
        task = drawn.add_task("Playing", total=runs)

        def begun(folder: "Folder") -> None:
            kept = sum(entry.stop - entry.start for entry in folder.done.values())
            if kept == runs:
                tell("Complete already; nothing to play.")
            elif kept:
                tell(f"Taken up again: {kept:,} of {runs:,} runs are there already.")
            drawn.advance(task, kept)

        yield begun, lambda finished: drawn.advance(task, finished)


@contextmanager
def interruption_told(runs: int, folder: Path) -> Iterator[None]:
    """After Ctrl-C, or when asked to end, say what is kept and how to go on.

    Args:
        runs: how many were to be played.
        folder: where they are kept.
    """
    try:
        with asked_to_end() as number:
            yield
    except KeyboardInterrupt:
        from sim.runs.folder import journal

        kept = sum(entry.stop - entry.start for entry in journal(folder))
        command = shlex.join(["qpq", *sys.argv[1:]])
        tell(
            f"\nStopped; {kept:,} of {runs:,} runs are kept in {folder.as_posix()}. "
            f"The same command takes it up again:\n  {command}"
        )
        raise typer.Exit(128 + number()) from None
