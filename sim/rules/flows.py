"""Attempted arrivals, arrivals, returns and harm on one route."""

from sim.rules.compiling import compiles
from sim.rules.numbers import exponential, power

CLOSED = 1e-6
"""Openness that a closed route keeps in the choice between routes: a weight of 0 has no logit."""


@compiles
def shock(previous: float, draw: float, persistence: float, volatility: float) -> float:
    """Deviation of attempted arrivals, first-order autoregressive: ``a x + s draw``.

    Own rule: departures rise and fall for reasons that the model does not know, and stay high or
    low for some months.

    Args:
        previous: logarithmic deviation x a month ago.
        draw: standard normal draw.
        persistence: share a that is left a month later, in [0, 1].
        volatility: standard deviation s of what comes anew, at least 0.

    Returns:
        Logarithmic deviation, of either sign.
    """
    return persistence * previous + volatility * draw


@compiles
def attempted(pressure: float, surge: float, deviation: float) -> float:
    """Attempted arrivals G on a route: ``pressure (1 + surge) exp(deviation)``.

    Own rule: what a scenario sets, what an event adds and what varies by itself multiply, so that
    none can make attempts negative.

    Args:
        pressure: attempts that the scenario sets, relative to the baseline, at least 0.
        surge: what an event adds, relative to that, at least -1.
        deviation: logarithmic deviation, see `shock`, of either sign.

    Returns:
        Attempts relative to the baseline, at least 0.
    """
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
    """How many people pass a border, relative to month zero.

    ``(1 - cap (x)+) / max(1 - cap0 (q)+, least)``

    A partner that works against the border (x < 0) swamps it by ``1 + m |x| / |floor|``
    [greenhill2010].

    Args:
        capacity: control capacity cap of the guard, in [0, 1].
        control: level x of control, in [-1, 1].
        capacity_before: capacity cap0 at month zero, in [0, 1].
        control_before: level q of control at month zero, in [-1, 1].
        floor: lowest level that control can reach, in [-1, 1]; swamping needs one below 0.
        swamping: factor m added where control is at its floor, at least 0.
        least: least openness at month zero that counts, in (0, 1].

    Returns:
        Ratio to month zero, at least 0.
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

    Args:
        pressure: people G who would set out as at month zero, relative to the baseline, at
            least 0.
        size: baseline attempts, in a unit common to all routes, above 0.
        passed: openness o of the whole route, relative to month zero, at least 0.
        elasticity: how strongly people prefer open routes, theta, at least 0.

    Returns:
        Weight, at least 0, to be divided by the sum over the routes.
    """
    return size * pressure * power(max(passed, CLOSED), elasticity)


@compiles
def unsaturated(attempts: float, saturation: float) -> float:
    """Share of attempts that guards can attend to at all: ``min(saturation / attempts, 1)``.

    Own rule: guards can be swamped by numbers [greenhill2010].

    Args:
        attempts: attempts relative to the baseline, at least 0.
        saturation: attempts that guards can attend to, relative to the baseline; below 0: any.

    Returns:
        Share, in [0, 1].
    """
    if saturation < 0.0 or attempts <= saturation:
        return 1.0
    return saturation / attempts


@compiles
def returned(readmission: float, identification: float, return_capacity: float) -> float:
    """Share of return decisions carried out: ``readmission identification capacity``.

    Each bottleneck takes its part [emnoecd2024].

    Args:
        readmission: level at which the states along a route take people back, in [-1, 1].
        identification: share of people whose country can be established, in [0, 1].
        return_capacity: share that the destination's own authorities can return, in [0, 1].

    Returns:
        Share, in [0, 1].
    """
    return max(readmission, 0.0) * identification * return_capacity


@compiles
def diverted(stopped: float, stopped_before: float, share: float) -> float:
    """Attempts that try longer ways, where no other route is modelled.

    ``share (stopped - stopped before)+``

    Own rule: displacement is in the record without a rate, so the share is assumed and shown as
    such.

    Args:
        stopped: attempts blocked this month, relative to the baseline, at least 0.
        stopped_before: attempts that control at month zero would have blocked, likewise.
        share: share of those newly blocked, in [0, 1].

    Returns:
        Attempts relative to the baseline, at least 0.
    """
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

    ``stopped pushback + moved diversion + (excess)+ pushback``

    Own rule: it stands beside every arrivals figure, for fewer arrivals are not less harm; the
    rates are assumed and shown as such.

    Args:
        stopped: attempts blocked this month, relative to the baseline, at least 0.
        moved: attempts diverted to longer ways or other routes, likewise.
        pushback_risk: harm per blocked attempt, at least 0.
        diversion_risk: harm per diverted attempt, at least 0.
        excess: arrivals beyond attempts, let through in a surge, relative to the baseline, of
            either sign.

    Returns:
        Index, at least 0.
    """
    return stopped * pushback_risk + moved * diversion_risk + max(excess, 0.0) * pushback_risk
