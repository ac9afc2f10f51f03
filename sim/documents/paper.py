"""Markdown as something to print: a page of HTML, or with fpdf2 at hand a PDF."""

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it.token import Token

STYLE = """
body { font: 11pt/1.45 "Segoe UI", "DejaVu Sans", sans-serif; color: #111; background: #fff;
  max-width: 44em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { line-height: 1.2; break-after: avoid; } h2 { margin-top: 2em; }
table { border-collapse: collapse; width: 100%; } tr { break-inside: avoid; }
th, td { border: 1px solid #999; padding: .3em .5em; text-align: left; height: 1.4em; }
blockquote { margin: .6em 0; padding-left: 1em; border-left: 3px solid #0072B2; }
pre { background: #f2f2f2; padding: .5em; overflow-x: auto; }
@media print { body { margin: 0; max-width: none; } .sheet { break-before: page; } }
"""
MARGIN, INDENT, LINE = 18.0, 6.0, 5.6
"""Of a page in millimetres: its margins, the indent of a list, the height of a line."""
SIZE = 10.5
HEADINGS = {"h1": 17.0, "h2": 14.0, "h3": 12.0}
SANS, MONO = "Helvetica", "Courier"
STYLES = {"strong": "B", "em": "I"}


def html(sheets: Sequence[str], title: str) -> str:
    """Sheets of Markdown as one page that prints each of them from a new page on."""
    parser = _parser()
    body = "\n".join(f'<section class="sheet">{parser.render(each)}</section>' for each in sheets)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style></head>\n<body>\n{body}\n</body>\n"
        "</html>\n"
    )


def pdf(sheets: Sequence[str], title: str) -> bytes:
    """The same as a PDF of A4 pages.

    Raises:
        ModuleNotFoundError: fpdf2 is not installed.
    """
    from fpdf import FPDF

    paper = FPDF(format="A4")
    paper.set_title(title)
    paper.set_margin(MARGIN)
    paper.c_margin = 0
    paper.set_auto_page_break(True, MARGIN)
    for sheet in sheets:
        paper.add_page()
        _Writer(paper).write(_parser().parse(sheet))
    return bytes(paper.output())


def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _plain(text: str) -> str:
    """Letters that the fonts of every reader have; others become a question mark."""
    return text.encode("latin-1", "replace").decode("latin-1")


def _words(token: "Token") -> str:
    """What an inline piece says, without how."""
    parts = (" " if each.type.endswith("break") else each.content for each in token.children or ())
    return _plain("".join(parts))


def _width(column: Sequence[str]) -> float:
    """How wide a column of a table is beside others: no word breaks, and none is all the page."""
    words = max(len(word) for cell in column for word in (cell.split() or [""]))
    return max(min(max(map(len, column)), 36), words + 4, 10)


class _Writer:
    """Puts the pieces of a document below each other."""

    def __init__(self, paper: Any) -> None:
        self.paper = paper
        self.depth = 0
        self.rows: list[list[str]] = []

    def write(self, tokens: Sequence["Token"]) -> None:
        """Put all pieces on the paper."""
        heading, item = "", False
        for token in tokens:
            kind = token.type
            if kind == "heading_open":
                heading = token.tag
            elif kind in ("bullet_list_open", "blockquote_open"):
                self.depth += 1
            elif kind in ("bullet_list_close", "blockquote_close"):
                self.depth -= 1
                self.paper.ln(1)
            elif kind == "list_item_open":
                item = True
            elif kind == "fence":
                self._lines(token.content)
            elif kind == "tr_open":
                self.rows.append([])
            elif kind == "table_close":
                self._table()
            elif kind == "inline" and self.rows:
                self.rows[-1].append(_words(token))
            elif kind == "inline" and heading:
                self._heading(_words(token), HEADINGS.get(heading, SIZE))
                heading = ""
            elif kind == "inline":
                self._runs(token, item)
                item = False

    def _heading(self, text: str, size: float) -> None:
        self.paper.ln(2)
        self.paper.set_font(SANS, "B", size)
        self.paper.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        self.paper.ln(1.5)

    def _runs(self, token: "Token", item: bool) -> None:
        """A paragraph, with its words in bold, in italics or as code."""
        paper, left = self.paper, MARGIN + self.depth * INDENT
        paper.set_left_margin(left)
        paper.set_x(left)
        if item:
            paper.set_x(left - 4)
            paper.set_font(SANS, "", SIZE)
            paper.cell(4, LINE, "-")
        style = ""
        for each in token.children or ():
            name, _, edge = each.type.rpartition("_")
            if name in STYLES:
                style = STYLES[name] if edge == "open" else ""
                continue
            mono = each.type == "code_inline"
            paper.set_font(MONO if mono else SANS, "" if mono else style, SIZE)
            self._flow(_plain(" " if each.type.endswith("break") else each.content))
        paper.set_left_margin(MARGIN)
        paper.ln(LINE + (0.4 if item else 1.5))

    def _flow(self, text: str) -> None:
        """Words one by one: the library would break the first of a run in the middle."""
        paper = self.paper
        for word in re.split("( )", text):
            if paper.get_x() + paper.get_string_width(word) > paper.w - MARGIN:
                paper.ln(LINE)
            if word != " " or paper.get_x() > paper.l_margin:
                paper.write(LINE, word)

    def _lines(self, text: str) -> None:
        left = MARGIN + self.depth * INDENT
        self.paper.set_font(MONO, "", SIZE - 1)
        for line in text.rstrip().splitlines():
            self.paper.set_x(left)
            self.paper.multi_cell(0, LINE - 0.8, _plain(line), new_x="LMARGIN", new_y="NEXT")
        self.paper.ln(2)

    def _table(self) -> None:
        rows, self.rows = self.rows, []
        widths = [_width([row[place] for row in rows]) for place in range(len(rows[0]))]
        self.paper.set_font(SANS, "", SIZE - 1)
        looks = {"line_height": LINE - 1, "text_align": "LEFT", "padding": 1.2}
        with self.paper.table(col_widths=widths, **looks) as table:
            for row in rows:
                line = table.row()
                for cell in row:
                    # Whoever writes by hand needs two lines.
                    line.cell(cell if any(row) else " \n ")
        self.paper.ln(3)
