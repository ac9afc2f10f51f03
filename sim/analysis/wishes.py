"""What a reader asks of an analysis, read from short texts such as ``axis=one>other``."""

import math
from collections.abc import Iterable

from sim.analysis.estimands import SIDES
from sim.analysis.findings import Beats, Wishes
from sim.analysis.threat_arms import Choice
from sim.arguments import instance_of, names_of, number, truth_of
from sim.errors import InputError, Problem


def wishes_from(
    outcomes: Iterable[str] = (),
    *,
    beats: str | None = None,
    by: str = "agreement",
    less: bool = False,
    where: str | None = None,
    arms: Iterable[str] = (),
    side: str = "destination",
    precision: float | None = None,
    power: float | None = None,
    before: str = "",
) -> Wishes:
    """What was asked for.

    Args:
        outcomes: outcomes to look at closely.
        beats: ``axis=one>other``: where one value of an axis does better than another.
        by: the outcome in which it is to do better.
        less: whether less of that outcome is better.
        where: ``outcome>value``: where an outcome's mean lies above a value.
        arms: ``arm=axis=value``, once for each arm of the threat estimands.
        side: whose threats, destination or partner.
        precision: half width asked of intervals at each point.
        power: difference that replications are to find.
        before: what stands before these names where they were written, such as ``--``.

    Raises:
        InputError: a text cannot be read.
    """
    for name, text in (("beats", beats), ("where", where)):
        if text is not None:
            instance_of(text, str, f"{before}{name}", "a text such as 'harm>0.1'")
    instance_of(by, str, f"{before}by", "the name of an outcome")
    if truth_of(less, f"{before}less") and beats is None:
        what = "nothing is asked that less of an outcome could be better in"
        raise InputError(Problem(what, f"{before}less", None, None, f"{before}beats beside it"))
    if precision is not None:
        precision = number(precision, f"{before}precision")
    if power is not None:
        power = number(power, f"{before}power")
    for known in SIDES:
        if side == known:
            return Wishes(
                names_of(outcomes, f"{before}outcomes", "harm"),
                _beats(beats, by, less, before) if beats else None,
                _above(where, before) if where else None,
                dict(_arm(text, before) for text in names_of(arms, f"{before}arms")),
                known,
                precision,
                power,
            )
    raise _unread(f"{before}side", side, " or ".join(SIDES))


def _beats(text: str, outcome: str, less: bool, before: str) -> Beats:
    axis, _, levels = text.partition("=")
    one, _, other = levels.partition(">")
    if not (axis.strip() and one.strip() and other.strip()):
        raise _unread(f"{before}beats", text, "axis=one>other")
    return Beats(axis.strip(), one.strip(), other.strip(), outcome, not less)


def _above(text: str, before: str) -> tuple[str, float]:
    name, _, value = text.partition(">")
    try:
        bound = float(value)
    except ValueError:
        bound = math.nan
    if not math.isfinite(bound):
        raise _unread(f"{before}where", text, "outcome>value")
    return name.strip(), bound


def _arm(text: str, before: str) -> tuple[str, Choice]:
    name, _, rest = text.partition("=")
    axis, _, value = rest.partition("=")
    if not (name.strip() and axis.strip() and value.strip()):
        raise _unread(f"{before}arm", text, "arm=axis=value")
    return name.strip(), Choice(axis.strip(), value.strip())


def _unread(where: str, text: str, expected: str) -> InputError:
    return InputError(Problem(f"'{text}' cannot be read", where, None, None, expected))
