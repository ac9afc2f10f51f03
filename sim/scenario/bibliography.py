"""The bibliography: a strict reader for the plain BibTeX that the project writes.

Entries are ``@kind{key, field = {text}, ...}``; texts stand in braces or quotes and may hold
balanced braces. Lines outside entries are comments.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError, Problem
from sim.scenario.reading import read_text

_AT = re.compile(r"^@", re.MULTILINE)
_COMMA = re.compile(r"\s*,")
_ENTRY = re.compile(r"^@(\w+)\s*\{\s*([^\s,{}\"]+)\s*,", re.MULTILINE)
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*(?:(\{)|(\")|(\d+))")
_CLOSE = re.compile(r"\s*,?\s*\}")
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "c": "\u0327",
}  # fmt: skip


@dataclass(frozen=True)
class Work:
    """One entry of the bibliography."""

    key: str
    kind: str
    """Kind of entry in lower case, such as ``article``."""
    fields: Mapping[str, str]
    """Fields by name in lower case, without braces."""
    line: int

    @property
    def citation(self) -> str:
        """The full reference on one line."""
        get = self.fields.get
        who = _people(get("author", "") or get("editor", "")) or get("organization", "")
        year = get("year") or get("date", "")[:4] or "n.d."
        parts = [f"{who} ({year})" if who else f"({year})", get("title", self.key)]
        venue = get("journal") or get("booktitle") or get("publisher") or get("institution")
        if venue := venue or get("howpublished"):
            volume = get("volume", "")
            number = f"({get('number')})" if get("number") else ""
            pages = f", {get('pages', '').replace('--', '-')}" if get("pages") else ""
            parts.append(f"{venue} {volume}{number}".strip() + pages)
        if where := get("doi") or get("url") or get("celex"):
            parts.append(f"doi:{where}" if get("doi") else where)
        return ". ".join(part.rstrip(".") for part in parts) + "."


def read(path: Path) -> dict[str, Work]:
    """Return the works in a BibTeX file by key.

    Raises:
        InputError: the file cannot be read, an entry is malformed, or a key is repeated.
    """
    return parse(read_text(path), str(path))


def parse(text: str, file: str) -> dict[str, Work]:
    """Return the works in `text` by key; `file` is its name in messages.

    Raises:
        InputError: an entry is malformed, or a key or field is repeated.
    """
    works: dict[str, Work] = {}
    position = 0
    while (at := _AT.search(text, position)) is not None:
        line = text.count("\n", 0, at.start()) + 1
        entry = _ENTRY.match(text, at.start())
        if entry is None:
            raise InputError(Problem("not an entry", file, line, None, "@kind{key, ...}"))
        key = entry.group(2)
        if key in works:
            what = f"repeated key (first on line {works[key].line})"
            raise InputError(Problem(what, file, line, key, "each key once"))
        fields, position = _fields(text, entry.end(), file, key)
        works[key] = Work(key, entry.group(1).lower(), fields, line)
    return works


def _fields(text: str, position: int, file: str, key: str) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while (close := _CLOSE.match(text, position)) is None:
        field = _FIELD.match(text, position)
        line = text.count("\n", 0, position) + 1
        if field is None:
            raise InputError(Problem("not a field", file, line, key, "name = {text}, or }"))
        name, brace, _, number = field.groups()
        if name.lower() in fields:
            raise InputError(Problem("repeated field", file, line, f"{key}.{name}", "it once"))
        end = field.end() if number else _end(text, field.end(), bool(brace))
        if end is None:
            what = f"the {'brace' if brace else 'quote'} is never closed"
            raise InputError(Problem(what, file, line, f"{key}.{name}", "a closed text"))
        value = number or text[field.end() : end - 1]
        fields[name.lower()] = _plain(value)
        position = end
        if _CLOSE.match(text, position) is None:
            comma = _COMMA.match(text, position)
            if comma is None:
                line = text.count("\n", 0, position) + 1
                raise InputError(Problem("no comma", file, line, f"{key}.{name}", ", or }"))
            position = comma.end()
    return fields, close.end()


def _end(text: str, start: int, brace: bool) -> int | None:
    """Return the position after the brace or quote that closes a text opened before `start`."""
    depth = 0
    for position in range(start, len(text)):
        char = text[position]
        if char == "\\":
            continue
        if not brace and char == '"' and depth == 0:
            return position + 1
        if char == "{":
            depth += 1
        elif char == "}":
            if depth == 0:
                return position + 1 if brace else None
            depth -= 1
    return None


def _plain(value: str) -> str:
    """Return the text of a field without TeX's braces, accents and line breaks."""

    def accented(match: re.Match[str]) -> str:
        return unicodedata.normalize("NFC", match.group(2) + _ACCENTS[match.group(1)])

    value = re.sub(r"\\(['`^\"~]|c(?=[{ ]))\s*\{?\\?([A-Za-z])\}?", accented, value)
    value = re.sub(r"\\([&%$#_])", r"\1", value).replace("{", "").replace("}", "")
    return re.sub(r"\s+", " ", value).strip()


def _people(names: str) -> str:
    """Return authors as ``A, B and C``."""
    people = [name.strip() for name in names.split(" and ") if name.strip()]
    if len(people) > 3:
        return f"{people[0]} and others"
    return " and ".join(filter(None, (", ".join(people[:-1]), *people[-1:])))
