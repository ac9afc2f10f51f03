"""The bibliography: BibTeX, read strictly; text between entries is a comment."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.scanner import PrematureEOF, PybtexSyntaxError

from sim.errors import InputError, Problem
from sim.paths import read_text


@dataclass(frozen=True)
class Work:
    """One entry of the bibliography."""

    key: str
    kind: str
    """Kind of entry in lower case, such as ``article``."""
    fields: Mapping[str, str]
    """Texts as written by name of the field in lower case."""
    line: int

    @property
    def citation(self) -> str:
        """The full reference on one line."""

        def get(name: str, otherwise: str = "") -> str:
            return _plain(self.fields.get(name, otherwise))

        who = _people(get("author") or get("editor")) or get("organization")
        year = get("year") or get("date")[:4] or "n.d."
        parts = [f"{who} ({year})" if who else f"({year})", get("title", self.key)]
        venue = get("journal") or get("booktitle") or get("publisher") or get("institution")
        if venue := venue or get("howpublished"):
            volume = get("volume")
            number = f"({get('number')})" if get("number") else ""
            pages = f", {get('pages').replace('--', '-')}" if get("pages") else ""
            parts.append(f"{venue} {volume}{number}".strip() + pages)
        if where := get("doi") or get("url") or get("celex"):
            parts.append(f"doi:{where}" if get("doi") else where)
        return ". ".join(part.rstrip(".") for part in parts) + "."


def read(path: Path) -> Mapping[str, Work]:
    """Return the works in a BibTeX file by key.

    Raises:
        InputError: the file cannot be read, an entry is malformed, or a key or field is repeated.
    """
    return parse(read_text(path, "a BibTeX file"), str(path))


@lru_cache(maxsize=8)
def parse(text: str, file: str) -> Mapping[str, Work]:
    """Return the works in `text` by key; `file` is its name in messages.

    Raises:
        InputError: an entry is malformed, or a key or field is repeated.
    """
    works: dict[str, Work] = {}
    parser = _Parser(text, macros=dict(month_names))
    line = 1
    start = 0
    try:
        for kind, (key, fields) in _entries(parser):
            line += text.count("\n", start, parser.command_start)
            start = parser.command_start
            if key in works:
                what = f"repeated key (first on line {works[key].line})"
                raise InputError(Problem(what, file, line, key, "each key once"))
            found: dict[str, str] = {}
            for name, values in fields:
                if name.lower() in found:
                    where = f"{key}.{name}"
                    raise InputError(Problem("repeated field", file, line, where, "it once"))
                found[name.lower()] = "".join(values)
            works[key] = Work(key, kind.lower(), found, line)
    except PybtexSyntaxError as error:
        raise InputError(_problem(error, parser, file)) from None
    return works


class _Parser(LowLevelParser):  # type: ignore[misc]
    """BibTeX, with a comma after each key, without which the library reads on."""

    def parse_entry_fields(self) -> None:
        self.required([self.COMMA])
        super().parse_entry_fields()


def _entries(parser: _Parser) -> Iterator[tuple[str, tuple[str, list[tuple[str, list[str]]]]]]:
    """Kind, key and fields of each entry, where names of months and other strings stand in."""
    return (each for each in parser if each[0].lower() not in ("string", "preamble"))


def _problem(error: PybtexSyntaxError, parser: _Parser, file: str) -> Problem:
    """What the parser stumbled over, and where."""
    names = (parser.current_entry_key, parser.current_field_name)
    where = ".".join(filter(None, names)) or None
    stumbled = len(parser.text[: parser.pos].rstrip())
    what, expected = "malformed entry", str(error.args[0]).removesuffix(" expected")
    if isinstance(error, PrematureEOF):
        # The text runs out at the end of the file; what was left open began with the entry.
        what, expected, stumbled = "never closed", "a closing brace or quote", parser.command_start
    elif isinstance(error, UndefinedMacro):
        what, expected = f"undefined string '{expected}'", "a text in braces or quotes"
    elif expected in ("'}'", "','"):
        what, expected = "no comma", ", or }"
    return Problem(what, file, parser.text.count("\n", 0, stumbled) + 1, where, expected)


def _plain(value: str) -> str:
    """Return the text of a field without TeX's braces, accents and line breaks."""
    if "\\" in value:
        import latexcodec  # noqa: F401  # Registers the codec; few texts need it, and it is slow.

        # Inside a field a per cent sign begins no comment.
        escaped = re.sub(r"(?<!\\)%", r"\\%", value).encode()
        value = codecs.decode(escaped, "latex+utf8", "ignore").replace("\\$", "$")
    return " ".join(value.replace("{", "").replace("}", "").split())


def _people(names: str) -> str:
    """Return authors as ``A, B and C``."""
    people = [name.strip() for name in names.split(" and ") if name.strip()]
    if len(people) > 3:
        return f"{people[0]} and others"
    return " and ".join(filter(None, (", ".join(people[:-1]), *people[-1:])))
