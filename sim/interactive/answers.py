"""Reading a person's answers: one line each, asked again until it is one that fits."""

import sys
from collections.abc import Callable, Iterable, Mapping

from sim.documents.terminal import say
from sim.errors import nearest
from sim.story.words import number

ANYTIME = {
    "look": "show once more how things stand",
    "advice": "hear what the scenario's own strategy would do",
    "undo": "take back this month; at its beginning the one before",
    "finish": "let the scenario's own strategy play the rest",
    "quit": "leave the table",
    "help": "show this list",
}
"""Words that every question understands."""
ALIASES = {"y": "yes", "n": "no", "q": "quit", "exit": "quit", "?": "help", "h": "help"}
MOST_MONTHS = 600


class Left(Exception):
    """The player leaves: by a word, or because the input ends."""


class Undone(Exception):
    """The player takes a month back."""


class HandedOver(Exception):
    """The player lets the scenario's own strategy play the rest."""


class Answers:
    """Where answers come from: a terminal, or a pipe, in which case they are printed as well."""

    def __init__(
        self,
        look: Callable[[], None],
        advise: Callable[[], None],
        read: Callable[[str], str] | None = None,
    ) -> None:
        """Take what `look` and `advice` show, and who answers a question if not the terminal."""
        self._look, self._advise, self._read = look, advise, read or _read

    def word(self, question: str, valid: Mapping[str, str], default: str) -> str:
        """One of some words; an empty line is the default."""
        hint = "/".join(f"[{word}]" if word == default else word for word in valid)
        while True:
            given = self._line(f"{question} {hint}", valid, default)
            word = ALIASES.get(given, given)
            if word in valid:
                return word
            _misunderstood(given, (*valid, *ANYTIME))

    def number(self, question: str, low: float, high: float, default: float) -> float:
        """A number within bounds; an empty line is the default."""
        hint = f"[{number(default)}]"
        ends = {"least": low, "most": high}
        valid = {
            f"{number(low)} to {number(high)}": "a number; an empty line takes the one in brackets",
            "least": number(low),
            "most": number(high),
        }
        while True:
            given = self._line(f"{question} {hint}", valid, "")
            if not given:
                return default
            value = ends.get(given, number_in(given))
            if value is None:
                _misunderstood(
                    given, (*ends, *ANYTIME), f"a number from {number(low)} to {number(high)}"
                )
            elif not low - 0.005 <= value <= high + 0.005:  # Bounds were shown with two decimals.
                say(f"{given} is out of bounds: from {number(low)} to {number(high)}.", 2)
            else:
                return min(max(value, low), high)

    def orders(self, question: str, valid: Mapping[str, str]) -> dict[str, float | None]:
        """Orders for a month, by their words, with the number given to each if any."""
        words = list(dict.fromkeys(part for key in valid for part in key.split(", ")))
        while True:
            given = self._line(question, valid, "wait")
            orders, wrong = _orders(given, words)
            if wrong:
                say(wrong, 2)
            elif orders.keys() - {"threaten", "demand"} and len(orders) > 1:
                say("Only a demand and a threat go together.", 2)
            elif len(orders) > 1 and "demand, threaten" not in valid:
                say("You hold nothing this month with which to back that demand by a threat.", 2)
            else:
                return orders

    def _line(self, question: str, valid: Mapping[str, str], default: str) -> str:
        """The next line that is not one of the words that every question understands."""
        while True:
            given = self._read(f"{question} > ").strip().lower()
            word = ALIASES.get(given, given)
            if word == "quit":
                raise Left
            if word == "undo":
                raise Undone
            if word == "finish":
                raise HandedOver
            if word == "look":
                self._look()
            elif word == "advice":
                self._advise()
            elif word == "help":
                _help(valid, default)
            else:
                return given or default


def number_in(text: str) -> float | None:
    """A finite number in plain digits; None if the text is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e6 else None


def _orders(given: str, words: list[str]) -> tuple[dict[str, float | None], str]:
    """Orders in a line such as "demand 0.8, threaten", and what is wrong with it if anything."""
    orders: dict[str, float | None] = {}
    for part in (part.split() for part in given.split(",")):
        if not part or part[0] not in words:
            shown = " ".join(part)
            return {}, _said(shown, (*words, *ANYTIME), part[0] if part else "")
        value = number_in(part[1]) if len(part) == 2 else None
        if len(part) > 2 or (len(part) == 2 and value is None):
            return {}, f"'{' '.join(part)}': after '{part[0]}' stands one number or nothing."
        wrong = _out_of_place(part[0], value)
        if wrong:
            return {}, wrong
        orders[part[0]] = value
    return orders, ""


def _out_of_place(word: str, value: float | None) -> str:
    if value is None:
        return ""
    if word == "wait":
        whole = value == int(value) and 1 <= value <= MOST_MONTHS
        return "" if whole else f"'wait' takes a whole number of months, 1 to {MOST_MONTHS}."
    if word == "retaliate":
        return "'retaliate' takes no number: it names no price."
    return "" if 0.0 < value <= 1.0 else "The height of a price is above 0 and at most 1."


def _misunderstood(given: str, valid: Iterable[str], expected: str = "") -> None:
    say(_said(given, valid, given.split()[0] if given else "", expected), 2)


def _said(given: str, valid: Iterable[str], word: str, expected: str = "") -> str:
    words = list(valid)
    like = nearest(word, words)
    end = f"; did you mean '{like}'?" if like else f"; there are {', '.join(words)}."
    if expected:
        end = f"; expected {expected}{end if like else '.'}"
    return f"'{given}' is not understood{end}"


def _help(valid: Mapping[str, str], default: str) -> None:
    for word, meaning in (*valid.items(), *ANYTIME.items()):
        say(f"{word}: {meaning}{' (an empty line)' if word == default else ''}.", 2, 4)


def asked(prompt: str) -> str:
    """A line of the terminal or the pipe.

    Raises:
        Left: there is none left.
    """
    return _read(prompt)


def _read(prompt: str) -> str:
    """A line of the input; without a terminal it is printed, so that a transcript reads well.

    Raises:
        Left: there is none left.
    """
    if sys.stdin.isatty():
        try:
            return input(prompt)
        except EOFError:
            print()
            raise Left from None
    print(prompt, end="")
    line = sys.stdin.readline()
    print(line.strip())
    if not line:
        raise Left
    return line
