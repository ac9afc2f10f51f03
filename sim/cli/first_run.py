"""What is said while the model is compiled, which happens once for each version of it."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def compiling_told(text: str) -> Iterator[None]:
    """Say so on stderr and, where that is a terminal, show that it goes on.

    Args:
        text: what is said, as `sim.model.batch.first_run` gives it; empty if all is compiled.
    """
    if not text:
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, markup=False, highlight=False)
    console.print(text, soft_wrap=True)
    columns = (SpinnerColumn(), TextColumn("Compiling"), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        bar.add_task("Compiling", total=None)
        yield
