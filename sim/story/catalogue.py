"""The words of plain stories: templates with named slots, from one file, and what fills them."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sim.scenario.events import EFFECTS
from sim.story.words import number

Slots = Mapping[str, str | float]
"""What fills a template: names and dates as text, numbers as they are in the records."""

SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
DETAIL = re.compile(r"\[([^\]]*)\]")


@cache
def catalogue() -> Mapping[str, Any]:
    """All of it, as the file has it."""
    from sim.scenario.reading import parse

    file = "catalogue.yaml"
    return parse(Path(__file__).with_name(file).read_text(encoding="utf-8"), file).tree


def as_json() -> dict[str, Any]:
    """All of it with what each kind of event does, ready to be written as JSON for a web page."""
    found = dict(catalogue())
    found["events"] = {
        **found["events"],
        "effects": {kind.value: effect.says for kind, effect in EFFECTS.items()},
        "lowered": {kind.value: effect.lowered for kind, effect in EFFECTS.items()},
    }
    return found


def template(path: str) -> str:
    """A template by its place, such as "kinds.threat.says.price"."""
    found: Any = catalogue()
    for name in path.split("."):
        found = found[name]
    return str(found)


def filled(text: str, slots: Slots, full: bool = False) -> str:
    """A template with its slots filled.

    Args:
        text: the template.
        slots: a value for each of its slots; others are ignored.
        full: whether details, which stand in brackets, are told.

    Raises:
        KeyError: a slot has no value.
    """
    bare = DETAIL.sub(r"\1" if full else "", text)
    return SLOT.sub(lambda slot: _put(slots[slot[1]], slot[2]), bare)


def said(path: str, slots: Slots | None = None) -> str:
    """The template at a place with its slots filled."""
    return filled(template(path), slots or {})


def _put(value: str | float, how: str | None) -> str:
    if isinstance(value, str):
        return value
    words = catalogue()
    if how == "share":
        return str(words["share"]).format(value=f"{abs(value) * 100:.0f}")
    if how == "figure":
        return str(round(value)) if round(value) else str(words["none"])
    if how == "times":
        often = words["times"]
        return str(often[min(round(value), len(often) - 1)]).format(count=count(value))
    if how in words["nouns"]:
        one, many = words["nouns"][how]
        return f"{count(value)} {one if round(value) == 1 else many}"
    return number(value) if how == "number" else count(value)


def count(value: float) -> str:
    """A count in words, or in figures where it is large."""
    whole, words = round(value), catalogue()["counts"]
    return str(words[whole]) if 0 <= whole < len(words) else str(whole)


def label(key: str) -> str:
    """A key of a scenario as words."""
    return str(catalogue()["labels"].get(key, key.replace("_", " ")))


def together(items: Iterable[str]) -> str:
    """Items as "a, b and c"."""
    found, words = list(items), catalogue()["list"]
    if len(found) < 2:
        return "".join(found)
    return str(words["comma"]).join(found[:-1]) + str(words["and"]) + found[-1]
