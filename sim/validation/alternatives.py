"""Structural alternatives: does a pattern hold under other rules, or under one alone?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.scenario import Scenario
from sim.scenario.schema_tree import shape_of
from sim.validation.declared import Pattern
from sim.validation.measuring import ERRORS, Measured

ROOT = "treatments"


def alternatives(scenario: Scenario) -> list[str]:
    """Each value of each treatment that a scenario does not have, as ``treatments.NAME=VALUE``."""
    shape = shape_of(Scenario).child(ROOT)
    assert shape is not None
    return [
        f"{ROOT}.{name}={choice}"
        for name, field in shape.fields.items()
        for choice in field.choices
        if choice != str(getattr(scenario.treatments, name))
    ]


def setting(alternative: str) -> dict[str, str]:
    """What an alternative sets."""
    path, _, value = alternative.partition("=")
    return {path: value}


@dataclass(frozen=True)
class Kept:
    """How a pattern fares under the alternatives."""

    name: str
    pattern: Pattern
    default: Measured
    same: int
    """Alternatives under which what it says stays as it is at the defaults."""
    measured: int
    """Alternatives under which it could be measured."""
    turned: Sequence[str]
    """Alternatives under which it says the opposite, beyond chance."""


def side_of(pattern: Pattern, found: Measured) -> int:
    """On which side of what is held against it a value lies: 1, -1, or 0 within two errors.

    That is 0 for patterns about a sign, and the nearer end of the range for others; inside a
    range counts as 1.
    """
    expect = pattern.expect
    verdict = found.verdict(expect)
    if expect is not None:
        return {"yes": 1, "no": -1}.get(verdict, 0)
    if verdict == "never" or not abs(found.value) > ERRORS * found.error:
        return 0
    return 1 if found.value > 0.0 else -1


def kept(
    patterns: Mapping[str, Pattern],
    defaults: Mapping[str, Measured],
    under: Mapping[str, Mapping[str, Measured]],
) -> list[Kept]:
    """How each pattern fares.

    Args:
        patterns: the patterns.
        defaults: what they came to at the defaults.
        under: what they came to, by alternative.
    """
    found = []
    for name, pattern in patterns.items():
        own = side_of(pattern, defaults[name])
        sides = {
            alternative: side_of(pattern, values[name])
            for alternative, values in under.items()
            if values[name].verdict(pattern.expect) != "never"
        }
        found.append(
            Kept(
                name,
                pattern,
                defaults[name],
                sum(side == own for side in sides.values()),
                len(sides),
                [each for each, side in sides.items() if own and side == -own],
            )
        )
    return found
