"""Attempted arrivals, arrivals, returns and harm on one route."""

from sim.rules.compiling import compiles
from sim.rules.numbers import exponential


@compiles
def shock(previous: float, draw: float, persistence: float, volatility: float) -> float:
    """Logarithmic deviation of attempted arrivals, first-order autoregressive."""
    return persistence * previous + volatility * draw


@compiles
def attempted(pressure: float, surge: float, deviation: float) -> float:
    """Attempted arrivals G relative to the baseline: ``pressure (1 + surge) exp(deviation)``."""
    return pressure * (1.0 + surge) * exponential(deviation)


@compiles
def arrivals(
    attempts: float,
    capacity: float,
    control: float,
    capacity_before: float,
    control_before: float,
    floor: float,
    swamping: float,
) -> float:
    """Arrivals P relative to the baseline.

    ``P = G (1 - cap x) / (1 - cap0 q)``; a partner that works against the border (x < 0) swamps
    it by ``1 + m |x| / |floor|`` [greenhill2010].
    """
    open_share = 1.0 - capacity * max(control, 0.0)
    open_before = max(1.0 - capacity_before * max(control_before, 0.0), 0.05)
    flow = attempts * open_share / open_before
    if control < 0.0 and floor < 0.0:
        flow = flow * (1.0 + swamping * control / floor)
    return flow


@compiles
def blocked(attempts: float, capacity: float, control: float) -> float:
    """Attempts stopped by the partner's control, relative to the baseline."""
    return attempts * capacity * max(control, 0.0)


@compiles
def returned(readmission: float, identification: float, return_capacity: float) -> float:
    """Share of return decisions carried out: each bottleneck takes its part [emnoecd2024]."""
    return max(readmission, 0.0) * identification * return_capacity


@compiles
def harm(
    stopped: float,
    stopped_before: float,
    pushback_risk: float,
    diversion: float,
    diversion_risk: float,
    excess: float,
) -> float:
    """Exposure to harm: blocked attempts, diverted attempts and surges, at assumed rates.

    It stands beside every arrivals figure: fewer arrivals are not less harm.

    Args:
        stopped: attempts blocked this month.
        stopped_before: attempts that the inherited control would have blocked.
        pushback_risk: harm per blocked attempt.
        diversion: share of newly blocked attempts that try longer ways.
        diversion_risk: harm per diverted attempt.
        excess: arrivals beyond attempts, let through in a surge.
    """
    diverted = diversion * max(stopped - stopped_before, 0.0)
    return stopped * pushback_risk + diverted * diversion_risk + max(excess, 0.0) * pushback_risk
