"""People on routes: who sets out, which way they take, which borders let them pass."""

from typing import Any

from sim.model.chance import deviate
from sim.model.codes import (
    ON,
    Draw,
)
from sim.model.log import LOGGED_SHIFT, LogKind, note
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.flows import (
    attempted,
    attractiveness,
    diverted,
    harm,
    openness,
    returned,
    shock,
    unsaturated,
)

NO_CONTROL, NOTHING_WITHDRAWN = -1.0, 1.0


@compiles
def set_out(s: State, index: int) -> None:
    """How many people would set out on a route this month, as if all were as at month zero."""
    r = s.route[index]
    r.deviation = shock(
        previous=r.deviation,
        draw=deviate(s, r.entity, Draw.FLOW),
        persistence=r.persistence,
        volatility=r.volatility,
    )
    if s.run[0].month >= r.surge_until:
        r.surge *= s.rule[0].flow_surge_memory
    r.people = attempted(r.pressure, r.surge, r.deviation)


@compiles
def open_borders(s: State) -> None:
    """Control on every border, and how many people it lets pass.

    There is one border of each guard: the most demanding promise governs it, but a withdrawal
    anywhere opens it to all.
    """
    for i in range(len(s.border)):
        b = s.border[i]
        b.promised = NO_CONTROL
        b.withdrawn = NOTHING_WITHDRAWN
    for i in range(len(s.guarding)):
        b = s.border[s.guarding[i].border]
        p = s.provision[s.guarding[i].provision]
        b.promised = max(b.promised, p.level)
        if p.level < p.start:
            b.withdrawn = min(b.withdrawn, p.level)
    for i in range(len(s.border)):
        b = s.border[i]
        b.control = _control(b)
        guard = s.actor[b.actor]
        b.passed = openness(
            capacity=guard.control_capacity,
            control=b.control,
            capacity_before=guard.capacity_before,
            control_before=b.control_before,
            floor=b.floor,
            swamping=s.route[b.route].swamping,
            least=s.rule[0].flow_openness_least,
        )


@compiles
def _control(border: Any) -> float:
    """Control on a border; what was inherited where no table is about it."""
    if border.withdrawn < NOTHING_WITHDRAWN:
        return float(border.withdrawn)
    if border.promised > NO_CONTROL:
        return float(border.promised)
    return float(border.control_before)


@compiles
def choose_routes(s: State) -> None:
    """Let people choose between the routes of their origin, where that layer is on."""
    for i in range(len(s.route)):
        r = s.route[i]
        r.attempts = r.people if r.open == 1 else 0.0
        r.moved = 0.0
    if s.rule[0].displacement != ON:
        return
    elasticity = s.rule[0].flow_elasticity
    for i in range(len(s.route)):
        r = s.route[i]
        r.weight = 0.0
        if r.open == 1:
            passed = _passed(s, i)
            r.weight = attractiveness(
                pressure=r.people, size=r.size, passed=passed, elasticity=elasticity
            )
    for i in range(len(s.route)):
        r = s.route[i]
        people = weight = 0.0
        for j in range(len(s.route)):
            other = s.route[j]
            if other.origin == r.origin:
                weight += other.weight
                if other.usual == 1:
                    people += other.size * other.people
        r.attempts = people * r.weight / weight / r.size if weight > 0.0 else 0.0
        as_usual = r.people if r.usual == 1 else 0.0
        r.moved = max(r.attempts - as_usual, 0.0)
        _tell(s, i, as_usual)
    _exclusivity(s)


@compiles
def _tell(s: State, route: int, as_usual: float) -> None:
    """Write a shift between routes to the log, once it has grown."""
    r = s.route[route]
    shift = r.attempts - as_usual
    if abs(shift - r.told) >= LOGGED_SHIFT:
        r.told = shift
        note(s, LogKind.DISPLACEMENT, -1, -1, route, r.attempts, as_usual)


@compiles
def _passed(s: State, route: int) -> float:
    """Openness of a route: the product over its borders, the destination's own at its end."""
    r = s.route[route]
    passed = 1.0 - r.fence
    for b in range(r.first_border, r.last_border):
        passed *= s.border[b].passed
    return passed


@compiles
def _exclusivity(s: State) -> None:
    """Share of attempts to the same destination that cross each guard's borders."""
    for i in range(len(s.border)):
        b = s.border[i]
        to = s.route[b.route].to
        through = total = 0.0
        for j in range(len(s.route)):
            r = s.route[j]
            if r.to != to:
                continue
            total += r.size * r.attempts
            for k in range(r.first_border, r.last_border):
                if s.border[k].actor == b.actor:
                    through += r.size * r.attempts
        b.exclusivity = through / total if total > 0.0 else 0.0


@compiles
def take_back(s: State) -> None:
    """The most that any state along each route takes people back, over all its tables."""
    for i in range(len(s.route)):
        s.route[i].readmission = 0.0
    for i in range(len(s.taking)):
        r = s.route[s.taking[i].route]
        r.readmission = max(r.readmission, s.provision[s.taking[i].provision].level)


@compiles
def arrive(s: State, index: int) -> None:
    """What becomes of those who set out on one route this month."""
    r = s.route[index]
    attended = unsaturated(r.attempts, r.saturation)
    if attended < 1.0:
        _swamp(s, index, attended)
    through = 1.0 - r.fence
    through_before = 1.0
    for k in range(r.first_border, r.last_border):
        b = s.border[k]
        guard = s.actor[b.actor]
        through *= 1.0 - attended * guard.control_capacity * max(b.control, 0.0)
        through_before *= 1.0 - guard.capacity_before * max(b.control_before, 0.0)
        b.reached = r.attempts * _passed_elsewhere(s, index, k)
    r.arrivals = r.attempts * _passed(s, index)
    r.control = s.border[r.last_border - 1].control
    r.returns = r.arrivals * returned(
        r.readmission, r.identification, s.actor[r.to].return_capacity
    )
    stopped = r.attempts * (1.0 - through)
    if s.rule[0].displacement != ON:
        r.moved = diverted(stopped, r.attempts * (1.0 - through_before), r.diversion)
    excess = r.arrivals - r.attempts
    r.harm = harm(
        stopped=stopped,
        moved=r.moved,
        pushback_risk=r.pushback_risk,
        diversion_risk=r.diversion_risk,
        excess=excess,
    )
    r.attempts_sum += r.attempts
    r.arrivals_sum += r.arrivals
    r.returns_sum += r.returns
    r.harm_sum += r.harm
    r.moved_sum += r.moved


@compiles
def _swamp(s: State, index: int, attended: float) -> None:
    """Let pass those whom the guards of a route are too few to stop."""
    r = s.route[index]
    for k in range(r.first_border, r.last_border):
        b = s.border[k]
        guard = s.actor[b.actor]
        b.passed = openness(
            capacity=attended * guard.control_capacity,
            control=b.control,
            capacity_before=guard.capacity_before,
            control_before=b.control_before,
            floor=b.floor,
            swamping=r.swamping,
            least=s.rule[0].flow_openness_least,
        )


@compiles
def _passed_elsewhere(s: State, route: int, border: int) -> float:
    """Openness of all borders of a route but one.

    What reaches a guard depends on those before it, and what its control is worth on those
    behind it: a border held open downstream makes one upstream worth more.
    """
    r = s.route[route]
    passed = 1.0 - r.fence
    for k in range(r.first_border, r.last_border):
        if k != border:
            passed *= s.border[k].passed
    return passed


@compiles
def watch(s: State) -> None:
    """What each table sees of the routes that its partner guards towards it."""
    for k in range(len(s.table)):
        if s.table[k].usual > 0.0:
            s.table[k].pressure = 0.0
            s.table[k].arrivals = 0.0
    for i in range(len(s.reach)):
        table = s.table[s.reach[i].table]
        b = s.border[s.reach[i].border]
        r = s.route[b.route]
        table.pressure += r.size * b.reached / table.usual
        table.arrivals += r.size * r.arrivals / table.usual
