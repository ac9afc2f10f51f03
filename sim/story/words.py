"""Numbers, lists and names as a reader wants to see them."""

import math
import re
from collections.abc import Iterable

WITH_ARTICLE = frozenset(
    {"Accord", "Commission", "Emirates", "Kingdom", "Netherlands", "Philippines", "States", "Union"}
)
"""Last words of names that take an article in a sentence."""

SENTENCE = re.compile(r"(?<=[^\W\dA-Z])\. (?=[A-Z])")
"""Where a sentence ends."""


def opening(description: str) -> str:
    """How a case begins: the first sentence of its description. The others may tell its end."""
    text = " ".join(description.split()).removeprefix("- ")
    return f"{SENTENCE.split(text)[0].rstrip('.')}."


def number(value: float) -> str:
    """A level, share or utility with two decimals; what is not a number is called unknown."""
    if not math.isfinite(value):
        return "unknown"
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text


def likelihood(chance: float) -> str:
    """A chance in words that never claim certainty where there is none."""
    if 0.0 < chance < 0.005:
        return "below 0.01"
    if 0.995 < chance < 1.0:
        return "above 0.99"
    return number(chance)


def percent(share: float) -> str:
    """A share as whole per cent."""
    return f"{share * 100:.0f} per cent" if math.isfinite(share) else "an unknown share"


def counted(count: float, one: str, many: str = "") -> str:
    """A count with its noun: "1 threat", "2 threats", "no threats"."""
    whole = round(count)
    noun = one if whole == 1 else many or f"{one}s"
    return f"{whole or 'no'} {noun}"


def one(thing: str) -> str:
    """A thing with its article: "a treaty", "an agreement"."""
    return f"{'an' if thing[:1] in 'aeiou' else 'a'} {thing}"


def listed(items: Iterable[str]) -> str:
    """Items as "a, b and c"."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def quoted(names: Iterable[str]) -> str:
    """Names in quotes, as "'a' and 'b'"."""
    return listed(f"'{name}'" for name in names)


def spaced(name: str) -> str:
    """A key of a scenario as words."""
    return name.replace("_", " ").replace("anti ", "anti-")


def with_article(name: str) -> str:
    """The name of an actor as it stands inside a sentence."""
    last = name.split()[-1] if name.split() else ""
    return f"the {name}" if last in WITH_ARTICLE and not name.startswith("The ") else name


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A sentence: a capital at its start, one full stop at its end."""
    bare = text.strip()
    if not bare:
        return ""
    return capital(bare) + ("" if bare.endswith((".", "?", "!")) else ".")


def owned(name: str) -> str:
    """The possessive of a name: "Spain's"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"
