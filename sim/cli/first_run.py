"""What is said while the model is compiled, which happens once for each version of it."""

from collections.abc import Iterator
from contextlib import contextmanager

COMPILES = "The first run compiles the model, a minute or two; later ones start at once."


@contextmanager
def compiling_told(cold: bool) -> Iterator[None]:
    """Say so on stderr and, where that is a terminal, show that it goes on.

    Args:
        cold: whether anything must be compiled at all.
    """
    if not cold:
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, markup=False, highlight=False)
    console.print(COMPILES, soft_wrap=True)
    columns = (SpinnerColumn(), TextColumn("Compiling"), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        bar.add_task("Compiling", total=None)
        yield
