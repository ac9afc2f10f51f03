"""Documents as Markdown, with their figures as files beside them."""

from collections.abc import Sequence

from sim.documents.blocks import (
    Block,
    Cell,
    Code,
    Folded,
    Grid,
    Heading,
    Marked,
    Picture,
    Points,
    Strong,
    written,
)


def markdown(blocks: Sequence[Block]) -> str:
    """The document as Markdown."""
    return "\n\n".join(map(_block, blocks)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            beside = f" ({_text(block.beside)})" if block.beside else ""
            return f"{'#' * block.level} {_text(block.text)}{beside}"
        case Points():
            return "\n".join(f"- {_text(item)}" for item in block.items)
        case Picture():
            return f"![{_text(block.says)}]({block.file})\n\n*{_text(block.says)}*"
        case Code():
            return f"```{block.language}\n{block.text.rstrip()}\n```"
        case Folded():
            inside = markdown(block.blocks)
            return f"<details><summary>{_text(block.title)}</summary>\n\n{inside}\n</details>"
        case Grid():
            return _table(block)
        case _:
            return _text(block)


def _table(grid: Grid) -> str:
    rule = ["---:" if numeric else "---" for numeric in grid.numeric]
    blank = [""] * (len(grid.columns) - 1)
    rows = [
        [_cell(Strong(row.text)), *blank] if isinstance(row, Heading) else list(map(_cell, row))
        for row in grid.rows
    ]
    lines = [list(map(_cell, grid.columns)), rule, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: Cell) -> str:
    text = cell if isinstance(cell, Marked | Strong) else written(cell)
    return _text(text).replace("|", "\\|").replace("\n", " ")


def _text(text: str) -> str:
    """Text that Markdown takes as it is: names hold underscores, intervals brackets."""
    if isinstance(text, Marked):
        return text.strip("\n")
    plain = str(text)
    for sign in ("\\", "*", "_", "[", "]", "<", ">", "`", "#"):
        plain = plain.replace(sign, f"\\{sign}")
    return f"**{plain}**" if isinstance(text, Strong) and plain else plain
