"""Attempted arrivals, arrivals, returns and harm on one route."""

from sim.rules.compiling import compiles
from sim.rules.numbers import exponential, power

CLOSED = 1e-6
"""Openness that a closed route keeps in the choice between routes: a weight of 0 has no logit."""


@compiles
def shock(previous: float, draw: float, persistence: float, volatility: float) -> float:
    """Logarithmic deviation of attempted arrivals, first-order autoregressive."""
    return persistence * previous + volatility * draw


@compiles
def attempted(pressure: float, surge: float, deviation: float) -> float:
    """Attempted arrivals G relative to the baseline: ``pressure (1 + surge) exp(deviation)``."""
    return pressure * (1.0 + surge) * exponential(deviation)


@compiles
def openness(
    capacity: float,
    control: float,
    capacity_before: float,
    control_before: float,
    floor: float,
    swamping: float,
    least: float,
) -> float:
    """How many people pass a border, relative to month zero: ``(1 - cap x) / (1 - cap0 q)``.

    A partner that works against the border (x < 0) swamps it by ``1 + m |x| / |floor|``
    [greenhill2010].
    """
    open_share = 1.0 - capacity * max(control, 0.0)
    open_before = max(1.0 - capacity_before * max(control_before, 0.0), least)
    passed = open_share / open_before
    if control < 0.0 and floor < 0.0:
        passed = passed * (1.0 + swamping * control / floor)
    return passed


@compiles
def attractiveness(pressure: float, size: float, passed: float, elasticity: float) -> float:
    """Weight of a route in the choice between routes of one origin: ``size G o^theta``.

    A logit in the logarithm of openness o [mcfadden1974]. At month zero all routes are as
    open as they were, and people take them as they did.
    """
    return size * pressure * power(max(passed, CLOSED), elasticity)


@compiles
def unsaturated(attempts: float, saturation: float) -> float:
    """Share of attempts that guards can attend to at all; 1 where a saturation is below 0."""
    if saturation < 0.0 or attempts <= saturation:
        return 1.0
    return saturation / attempts


@compiles
def blocked(attempts: float, capacity: float, control: float) -> float:
    """Attempts stopped by the partner's control, relative to the baseline."""
    return attempts * capacity * max(control, 0.0)


@compiles
def returned(readmission: float, identification: float, return_capacity: float) -> float:
    """Share of return decisions carried out: each bottleneck takes its part [emnoecd2024]."""
    return max(readmission, 0.0) * identification * return_capacity


@compiles
def diverted(stopped: float, stopped_before: float, share: float) -> float:
    """Attempts that try longer ways, where no other route is modelled: an assumed share."""
    return share * max(stopped - stopped_before, 0.0)


@compiles
def harm(
    stopped: float,
    moved: float,
    pushback_risk: float,
    diversion_risk: float,
    excess: float,
) -> float:
    """Exposure to harm: blocked attempts, diverted attempts and surges, at assumed rates.

    It stands beside every arrivals figure: fewer arrivals are not less harm.

    Args:
        stopped: attempts blocked this month.
        moved: attempts diverted to longer ways or other routes.
        pushback_risk: harm per blocked attempt.
        diversion_risk: harm per diverted attempt.
        excess: arrivals beyond attempts, let through in a surge.
    """
    return stopped * pushback_risk + moved * diversion_risk + max(excess, 0.0) * pushback_risk
