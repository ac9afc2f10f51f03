"""Errors that a person reads: one message, an exit code, no traceback."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 10
"""Problems printed in one message; the rest is counted."""


class QpqError(Exception):
    """Anything that ends a command with a message; `exit_code` is what the shell sees."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of a traceback: the message."""
        return [str(self)]


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what the user wrote, and where."""

    what: str
    """What is wrong."""
    file: str | None = None
    """File, or the layer (such as ``--set``) in which it stands."""
    line: int | None = None
    """Line in the file, counted from 1."""
    key: str | None = None
    """Dotted path of the key."""
    expected: str | None = None
    """What would be right."""
    nearest: str | None = None
    """The valid name that comes closest."""

    def __str__(self) -> str:
        """One line: ``file:line: key: what; expected ...; did you mean '...'?``."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        text = ": ".join(part for part in (place, self.key, self.what) if part)
        if self.expected:
            text += f"; expected {self.expected}"
        if self.nearest:
            text += f"; did you mean '{self.nearest}'?"
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


class InputError(QpqError):
    """Bad input: all problems found, worst confusion avoided by naming the first ones only.

    ``file``, ``line``, ``key``, ``expected`` and ``nearest`` are those of the first problem.
    """

    exit_code = 2

    def __init__(self, *problems: Problem) -> None:
        """Gather one problem or several."""
        super().__init__(*problems)
        self.problems = problems
        first = problems[0]
        self.file, self.line, self.key = first.file, first.line, first.key
        self.expected, self.nearest = first.expected, first.nearest

    def __str__(self) -> str:
        """The problems, one a line."""
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if (rest := len(self.problems) - SHOWN) > 0:
            lines.append(f"... and {rest} more")
        return "\n".join(lines)


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Return the valid name most like `name`, or None where none is alike."""
    matches = difflib.get_close_matches(name[:200], list(valid), n=1, cutoff=0.6)
    return matches[0] if matches else None


def one_of(valid: Iterable[str], limit: int = 40) -> str:
    """Return the valid names as a phrase for `Problem.expected`."""
    names = list(valid)
    if not names:
        return "nothing here"
    more = f" (and {len(names) - limit} more)" if len(names) > limit else ""
    listed = ", ".join(names[:limit]) + more
    return listed if len(names) == 1 else f"one of {listed}"


def one_named(given: object, valid: Iterable[str], what: str) -> str:
    """Return a name if it is among the valid ones.

    Args:
        given: what the user gave.
        valid: the names that there are.
        what: what is wrong if it is none of them; the name is put behind it.

    Raises:
        InputError: it is not.
    """
    names = list(valid)
    if isinstance(given, str) and given in names:
        return given
    near = nearest(given, names) if isinstance(given, str) else None
    raise InputError(Problem(f"{what} {given!r}", expected=one_of(names), nearest=near))
