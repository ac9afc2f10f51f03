"""Estimates as people read them."""

from sim.analysis.intervals import Estimate
from sim.analysis.measures import Measure


def written(estimate: Estimate, measure: Measure, *, signed: bool = False) -> str:
    """An estimate with its interval, as people read it."""
    value, low, high, _ = estimate
    if value is None:
        return "none"
    text = number(value, measure, signed=signed)
    if low is None or high is None or low == high:
        return text
    ends = (number(end, measure, signed=signed) for end in (low, high))
    return f"{text} [{', '.join(ends)}]"


def number(value: float, measure: Measure, *, signed: bool = False) -> str:
    """A value as people read it; a difference of shares in percentage points."""
    scale, decimals = (100.0, 1 if signed else 0) if measure.percent else (1.0, measure.decimals)
    rounded = round(scale * value, decimals) + 0.0
    unit = "" if not measure.percent else " pp" if signed else " %"
    return f"{rounded:{'+' if signed else ''}.{decimals}f}{unit}"


def half_width(value: float, measure: Measure) -> str:
    """Half the width of an interval, of shares in percentage points."""
    return f"{100.0 * value:.1f} pp" if measure.percent else f"{value:.3g}"
