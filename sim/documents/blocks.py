"""A short document of paragraphs, tables and figures, as Markdown and as one HTML file."""

import html
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """A table of texts; columns of numbers are aligned right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def numeric(self) -> list[bool]:
        """For each column whether most of what stands in it are numbers; never for the first."""
        cells = [[row[place] for row in self.rows] for place in range(len(self.columns))]
        filled = [[cell for cell in column if cell] for column in cells]
        return [
            place > 0 and 2 * sum(map(_is_number, column)) > len(column)
            for place, column in enumerate(filled)
        ]


def _is_number(cell: str) -> bool:
    """Whether a cell begins with a number: with its unit or interval behind it, or nothing."""
    return _NUMBER.match(cell) is not None


_NUMBER = re.compile(r"[+-]?\d[\d.,]*(?= |$)")


@dataclass(frozen=True)
class Picture:
    """A figure by the name of its file."""

    file: str
    says: str
    """What it shows, for those who cannot see it and as its caption."""


@dataclass(frozen=True)
class Points:
    """A list of short statements."""

    items: Sequence[str]


Block = str | Grid | Picture | Points


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: Sequence[Block]


def markdown(title: str, sections: Sequence[Section]) -> str:
    """The document as Markdown, with its figures beside it."""
    parts = [f"# {_plain(title)}"]
    for section in sections:
        parts.append(f"## {_plain(section.title)}")
        parts += [_markdown(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, str):
        return _plain(block)
    if isinstance(block, Points):
        return "\n".join(f"- {_plain(item)}" for item in block.items)
    if isinstance(block, Picture):
        return f"![{_plain(block.says)}]({block.file})\n\n*{_plain(block.says)}*"
    rule = ["---:" if numeric else "---" for numeric in block.numeric]
    rows = [block.columns, rule, *block.rows]
    return "\n".join(
        f"| {' | '.join(cell if row is rule else _cell(cell) for cell in row)} |" for row in rows
    )


def _plain(text: str) -> str:
    """Text that Markdown takes as it is: names hold underscores, intervals brackets."""
    for sign in ("\\", "*", "_", "[", "]", "<", ">", "`", "#"):
        text = text.replace(sign, f"\\{sign}")
    return text


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|").replace("\n", " ")


STYLE = """
body { font: 16px/1.5 "Segoe UI", "DejaVu Sans", sans-serif; color: #222; background: #fff;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #dadce0; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .92rem; }
th, td { padding: .25rem .7rem; text-align: left; border-bottom: 1px solid #dadce0;
  vertical-align: top; min-width: 7rem; overflow-wrap: anywhere; }
th { vertical-align: bottom; } .number { text-align: right; min-width: 3rem; }
th.number { overflow-wrap: normal; } td.number { white-space: nowrap; }
@media (max-width: 40rem) { body { font-size: 14px; } th, td { padding: .2rem .4rem; }
  th, td { min-width: 5rem; } h1 { font-size: 1.5rem; } }
figure { margin: 1.5rem 0; } img { max-width: 100%; } figcaption { color: #5f6368; }
"""


def web_page(title: str, sections: Sequence[Section], pictures: Mapping[str, bytes]) -> str:
    """The document as one HTML file that needs nothing else.

    Args:
        title: its heading.
        sections: what it says.
        pictures: PNG files by name; figures that are not among them are left out.
    """
    parts = [
        f"<section><h2>{html.escape(section.title)}</h2>\n"
        + "\n".join(_html(block, pictures) for block in section.blocks)
        + "\n</section>"
        for section in sections
    ]
    heading = html.escape(title)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n<style>{STYLE}</style></head>\n"
        f"<body>\n<h1>{heading}</h1>\n" + "\n".join(parts) + "\n</body>\n</html>\n"
    )


def _html(block: Block, pictures: Mapping[str, bytes]) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    if isinstance(block, Points):
        return "<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in block.items) + "</ul>"
    if isinstance(block, Picture):
        if block.file not in pictures:
            return ""
        says = html.escape(block.says)
        data = b64encode(pictures[block.file]).decode()
        return (
            f'<figure><img src="data:image/png;base64,{data}" alt="{says}">'
            f"<figcaption>{says}</figcaption></figure>"
        )
    kinds = [' class="number"' if numeric else "" for numeric in block.numeric]
    head = "".join(
        f'<th scope="col"{kind}>{html.escape(cell)}</th>'
        for kind, cell in zip(kinds, block.columns, strict=True)
    )
    body = "\n".join(
        "<tr>"
        + "".join(
            f"<td{kind}>{html.escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)
        )
        + "</tr>"
        for row in block.rows
    )
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>"
    )
