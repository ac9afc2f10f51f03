"""What a document is made of: it is a list of blocks, and who writes it decides how it looks.

Writers are `sim.documents.terminal`, `sim.documents.markdown` and `sim.documents.html`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property


class Marked(str):
    """Text with Markdown in it, such as `code`; any other text is taken as it is."""

    __slots__ = ()


class Strong(str):
    """Words that stand out."""

    __slots__ = ()


class Faint(str):
    """Words that stand back."""

    __slots__ = ()


@dataclass(frozen=True)
class Bar:
    """A level between 0 and 1 as a bar, in the cell of a table."""

    share: float
    says: str = ""
    """What it shows, for those who cannot see it."""


@dataclass(frozen=True)
class Course:
    """A value over the months as a small line, in the cell of a table."""

    values: Sequence[float]
    """Oldest first; fewer than two show nothing."""
    says: str = ""


Cell = str | float | int | None | Bar | Course
"""Of a table: floats are written with two decimals, None is a dash."""


@dataclass(frozen=True)
class Heading:
    """The title of a document (level 1), of a part (2), or of what stands within one (3).

    Among the rows of a table it is the name of those below it.
    """

    text: str
    level: int = 2
    beside: str = ""
    """A few words behind it."""


@dataclass(frozen=True)
class Grid:
    """A table; columns of numbers are aligned right."""

    columns: Sequence[str]
    """Headings; all empty for none."""
    rows: Sequence[Sequence[Cell] | Heading]

    @cached_property
    def cells(self) -> list[Sequence[Cell]]:
        """Rows without the headings between them."""
        return [row for row in self.rows if not isinstance(row, Heading)]

    @cached_property
    def numeric(self) -> list[bool]:
        """For each column whether most of what stands in it are numbers; never for the first."""
        columns = [[row[place] for row in self.cells] for place in range(len(self.columns))]
        filled = [[cell for cell in column if cell not in ("", None)] for column in columns]
        return [
            place > 0 and 2 * sum(map(_is_number, column)) > len(column)
            for place, column in enumerate(filled)
        ]


def _is_number(cell: Cell) -> bool:
    """Whether a cell is a number, or begins with one that its unit or interval follows."""
    if isinstance(cell, str):
        return not isinstance(cell, Marked) and _NUMBER.match(cell) is not None
    return isinstance(cell, float | int)


_NUMBER = re.compile(r"[+-]?\d[\d.,]*(?= (?!to\b)|\n|$)")


@dataclass(frozen=True)
class Points:
    """A list of short statements."""

    items: Sequence[str]


@dataclass(frozen=True)
class Picture:
    """A figure by the name of its file."""

    file: str
    says: str
    """What it shows, for those who cannot see it and as its caption."""


@dataclass(frozen=True)
class Code:
    """Lines of a program or of YAML, as they are."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Folded:
    """Blocks below a title that is opened with a click, where there is something to click."""

    title: str
    blocks: "Sequence[Block]"


Block = str | Heading | Grid | Points | Picture | Code | Folded
"""A text is a paragraph."""


def under(title: str, blocks: Sequence[Block]) -> list[Block]:
    """Blocks below a heading; nothing if there are none."""
    return [Heading(title), *blocks] if blocks else []


def title_of(blocks: Sequence[Block]) -> str:
    """The title of a document; empty if it has none."""
    return next((b.text for b in blocks if isinstance(b, Heading) and b.level == 1), "")


def headings(blocks: Sequence[Block]) -> Iterator[str]:
    """Titles of the parts of a document."""
    return (b.text for b in blocks if isinstance(b, Heading) and b.level == 2)


def written(cell: Cell) -> str:
    """A cell as text: the one place where numbers of tables are written. Pictures are empty."""
    if isinstance(cell, Bar | Course):
        return ""
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{round(cell, 2) + 0.0:.2f}"
    return cell if isinstance(cell, str) else f"{cell:,}"
