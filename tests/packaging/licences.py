"""Reads the licence of an installed distribution from its metadata."""

import re
from collections.abc import Iterator
from email.message import Message
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, distribution

from packaging.markers import default_environment
from packaging.requirements import Requirement


class Kind(StrEnum):
    """How far a licence reaches into what is linked with it."""

    STRONG = "GPL or AGPL"
    WEAK = "LGPL"
    OTHER = "neither"
    UNKNOWN = "not stated"


STRONG = re.compile(r"\bA?GPL\b|\bA?GPL-?v?\d|Affero|GNU General Public", re.IGNORECASE)
WEAK = re.compile(r"\bLGPL|Lesser General Public|Library General Public", re.IGNORECASE)
# The exception that lets any program use the library, as in the GNU runtime of a compiler.
EXCEPTION = re.compile(r"\bWITH\s+[\w.-]*exception[\w.-]*", re.IGNORECASE)
LONGEST_NAME = 200


def kind_of_name(text: str) -> Kind:
    """Kind of one licence name, without alternatives."""
    if EXCEPTION.search(text):
        return Kind.OTHER
    if WEAK.search(text):
        return Kind.WEAK
    return Kind.STRONG if STRONG.search(text) else Kind.OTHER


def kind_of_expression(expression: str) -> Kind:
    """Kind of an SPDX expression: of `OR` the mildest part counts, of `AND` the strictest.

    Parentheses may nest.
    """
    order = [Kind.OTHER, Kind.WEAK, Kind.STRONG]
    tokens = re.findall(r"\(|\)|[^()\s]+", expression)

    def either(place: int) -> tuple[Kind, int]:
        kind, place = both(place)
        while place < len(tokens) and tokens[place].upper() == "OR":
            other, place = both(place + 1)
            kind = min(kind, other, key=order.index)
        return kind, place

    def both(place: int) -> tuple[Kind, int]:
        kind, place = single(place)
        while place < len(tokens) and tokens[place].upper() == "AND":
            other, place = single(place + 1)
            kind = max(kind, other, key=order.index)
        return kind, place

    def single(place: int) -> tuple[Kind, int]:
        if tokens[place] == "(":
            kind, place = either(place + 1)
            return kind, place + 1
        start = place
        while place < len(tokens) and tokens[place].upper() not in {"AND", "OR", "(", ")"}:
            place += 1
        return kind_of_name(" ".join(tokens[start:place])), place

    return either(0)[0]


def kind_of(metadata: Message) -> Kind:
    """Kind of the licence that a distribution's metadata states.

    The SPDX expression decides where there is one; else the classifiers; else the first line of
    the free text, since whole licences (which may name others) are pasted there.
    """
    if expression := metadata.get("License-Expression"):
        return kind_of_expression(expression)
    classifiers = [
        kind_of_name(each.replace("LGPLv", "LGPL v"))
        for each in metadata.get_all("Classifier", [])
        if each.startswith("License ::") and each != "License :: OSI Approved"
    ]
    if classifiers:
        # Several classifiers are a choice by custom, but nothing says so: take the strictest.
        for kind in (Kind.STRONG, Kind.WEAK):
            if kind in classifiers:
                return kind
        return Kind.OTHER
    text = (metadata.get("License") or "").strip()
    if not text or text.upper() == "UNKNOWN":
        return Kind.UNKNOWN
    return kind_of_name(text.splitlines()[0][:LONGEST_NAME])


def required_by(name: str) -> Iterator[str]:
    """Names of the installed distributions that one needs, directly or not, extras included.

    Extras of the first are followed as far as they are installed; of the others those that are
    asked for.
    """
    extras = set(distribution(name).metadata.get_all("Provides-Extra", []))
    waiting = [(name, frozenset(extras))]
    seen: set[tuple[str, frozenset[str]]] = set()
    told: set[str] = set()
    environment = {key: str(value) for key, value in default_environment().items()}
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        try:
            found = distribution(current[0])
        except PackageNotFoundError:
            continue
        told_name = found.metadata["Name"]
        if current[0] != name and told_name not in told:
            told.add(told_name)
            yield told_name
        for line in found.requires or []:
            wanted = Requirement(line)
            if wanted.marker is None or any(
                wanted.marker.evaluate({**environment, "extra": extra})
                for extra in current[1] | {""}
            ):
                waiting.append((wanted.name, frozenset(wanted.extras)))
