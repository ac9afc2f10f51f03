"""Reads HTML as a browser would, and fails on what it should not hold."""

from html.parser import HTMLParser
from typing import Any

VOID = {"br", "line", "polyline", "circle", "rect"}


class Reader(HTMLParser):
    """Checks that tags close in order, and gathers text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag not in {"script", "link", "img", "iframe"}
        assert not {name for name, _ in attrs} & {"src", "href", "onclick"}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        assert tag in VOID

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)


def read(markup: str) -> str:
    """Text of a page that is as it should be."""
    assert isinstance(markup, str)
    assert "http" not in markup
    assert "url(" not in markup
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert reader.open == []
    return " ".join(" ".join(reader.text).split())
