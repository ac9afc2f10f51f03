"""How commands print: JSON alone, tables and paragraphs that fit the terminal."""

import json
import sys
import textwrap
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size
from typing import Any, Literal

WIDEST = 110
"""Characters of a line of text; longer ones are tiresome to read."""
PLAIN_WIDTH = 100
"""Characters of a line of text where nobody's terminal sets it."""


def emit_json(document: Any) -> None:
    """Print one JSON document; numbers that are not finite are refused."""
    json.dump(document, sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")


def say(text: str, indent: int = 0, hang: int = 2) -> None:
    """Print a paragraph, folded to the terminal's width."""
    width = min(get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else PLAIN_WIDTH
    first, rest = " " * indent, " " * (indent + hang)
    lines = textwrap.wrap(
        text, max(width, 40), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
    print("\n".join(lines))


def title(text: str) -> None:
    """Print the title of a page: bold in a terminal."""
    print(f"\x1b[1m{text}\x1b[0m" if sys.stdout.isatty() else text)


def heading(text: str) -> None:
    """Print a heading below an empty line."""
    print()
    title(text)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> None:
    """Print a table as wide as the terminal allows; plain columns where there is none.

    Args:
        columns: headings.
        rows: cells as text.
        right: columns to align right, by number.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    # Text that goes into a file or a pipe is never folded: whoever reads it can search it.
    console = Console(file=sys.stdout, width=None if terminal else 10_000, highlight=False)
    drawn = Table(box=box.SIMPLE_HEAD if terminal else None, pad_edge=False, show_edge=False)
    ends = set(right)
    for place, column in enumerate(columns):
        justify: Literal["left", "right"] = "right" if place in ends else "left"
        # The first column names the row: it is never broken.
        drawn.add_column(column, justify=justify, overflow="fold", no_wrap=place == 0)
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console.print(drawn)
