"""What talks are about in one month of a run: packages, frontier, solutions.

All of it comes from the functions that the agents use themselves; a scratch copy of the state is
asked, so that looking changes nothing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.model.assembly import Names
from sim.model.frontier import nash_package
from sim.model.mandate import lay_out
from sim.model.segments import gains_along
from sim.model.state import State
from sim.model.talks import assess, power_at_table
from sim.model.terms import gains_as_raised
from sim.rules.solutions import pareto_frontier

Points = npt.NDArray[np.float64]
Point = tuple[float, float]

PACKAGES, RATIOS, REFINED, BETWEEN = 1500, 100, 4, 400
"""Packages sampled; points of a frontier; times that wide gaps between them are halved; parts into
which a whole frontier is cut where it runs straight."""
KEY = 20210517
"""Key of the sample: the same talks give the same points."""
SAME = 1e-9


@dataclass(frozen=True)
class Space:
    """The talks that an issue leads, in one month. Points are monthly utilities of both sides.

    The destination side's utility comes first. All are what the sides expect to be delivered,
    against what they had at the start.
    """

    month: int
    issues: tuple[str, ...]
    """What is talked about together; the first one leads."""
    packages: Points
    """Packages sampled from all that could be agreed, shape (n, 2)."""
    frontier: tuple[Points, ...]
    """Packages that no other one improves for both sides, in unbroken pieces from left to right."""
    barred: tuple[Points, ...]
    """The part of that line that members of a union would vote down."""
    disagreement: Point
    """What each side expects without an agreement, pending threats included."""
    reservation: Point
    """The least that each can sign at home."""
    nash: Point | None
    """The asymmetric Nash point; None where no package is better for both."""
    kalai_smorodinsky: Point | None
    """Where both gain the same share of the best they could hope for."""
    egalitarian: Point | None
    """Where both gain the same, in utility a month; rather a comparison of utilities than a claim
    that they can be compared."""

    @property
    def solutions(self) -> dict[str, Point]:
        """The points at which theory would settle, by name; those that there are."""
        known = {
            "nash": self.nash,
            "kalai_smorodinsky": self.kalai_smorodinsky,
            "egalitarian": self.egalitarian,
        }
        return {name: point for name, point in known.items() if point is not None}


def space_at(state: State, names: Names, issue: str) -> Space:
    """Lay out the talks about an issue as they stand in a state.

    Args:
        state: a run under way; it is not changed.
        names: names of its rows.
        issue: an issue; the talks are those in which it is settled.

    Raises:
        ValueError: there is no such issue.
    """
    s = state.copy()
    lead = int(s.issue[names.issues.index(issue)].talk)
    assess(s, lead)
    lay_out(s, lead)
    row = s.issue[lead]
    together = [i for i in range(len(names.issues)) if s.issue[i].talk == lead]
    bids = s.bid[2 * lead : 2 * lead + 2]
    here: Point = (float(bids[0]["disagreement"]), float(bids[1]["disagreement"]))
    lines, allowed = _cut(*_lines(s, lead))
    packages = _packages(s, lead)
    whole = np.concatenate(lines)
    best = np.zeros(len(whole), dtype=bool)
    best[pareto_frontier(whole[:, 0].copy(), whole[:, 1].copy())] = True
    may = np.concatenate(allowed)
    frontier, barred = [], []
    start = 0
    for line in lines:
        kept = best[start : start + len(line)]
        signable = may[start : start + len(line)]
        frontier += _pieces(line, kept & signable)
        barred += _pieces(line, kept & ~signable)
        start += len(line)
    nash: Point | None = None
    if nash_package(s, lead, power_at_table(s, int(row.table))):
        nash = (float(row.utility_destination), float(row.utility_partner))
    return Space(
        month=int(s.run[0].month),
        issues=tuple(names.issues[i] for i in sorted(together, key=lambda i: i != lead)),
        packages=packages,
        frontier=tuple(sorted(frontier, key=lambda piece: float(piece[0, 0]))),
        barred=tuple(barred),
        disagreement=here,
        reservation=(float(bids[0]["reservation"]), float(bids[1]["reservation"])),
        nash=nash,
        kalai_smorodinsky=_equal_shares(frontier, here) if nash is not None else None,
        egalitarian=_equal_shares(frontier, here, alike=True) if nash is not None else None,
    )


def _lines(s: State, lead: int) -> tuple[list[Points], list[npt.NDArray[np.bool_]]]:
    """Efficient packages for each combination of what is all or nothing, and which may be signed.

    Each line runs from what is best for the partner to what is best for the destination side.
    """
    row = s.issue[lead]
    low, high = float(row.ratio_low), float(row.ratio_high)
    lines, allowed = [], []
    begins = [float(each["begins"]) for each in s.segment[: int(row.segments)]]
    for ends in range(int(row.combinations)):
        lowest = float(s.candidate[ends].lowest_ratio)
        steps = np.geomspace(low, high, RATIOS) if high > low else np.array([low])
        # Both sides of every jump, so that the line between them is drawn straight.
        jumps = [at * by for at in begins if low < at < high for by in (1.0 - 1e-9, 1.0 + 1e-9)]
        ratios = np.unique(np.concatenate([steps, jumps, [min(max(lowest, low), high)]]))
        line = _traced(s, lead, ends, ratios)
        for _ in range(REFINED):
            wide = np.abs(np.diff(line, axis=0)).max(axis=1) > np.ptp(line, axis=0).max() / RATIOS
            wide &= ratios[1:] > ratios[:-1] * (1.0 + 1e-6)
            ratios = np.sort(np.concatenate([ratios, np.sqrt(ratios[:-1] * ratios[1:])[wide]]))
            line = _traced(s, lead, ends, ratios)
        moved = np.ones(len(line), dtype=bool)
        moved[1:] = np.abs(np.diff(line, axis=0)).max(axis=1) > SAME
        # The bound itself belongs to what may be signed, even where the line does not move there.
        lines.append(line[moved])
        allowed.append((ratios >= lowest)[moved] | (lowest <= low))
    return lines, allowed


def _cut(
    lines: list[Points], allowed: list[npt.NDArray[np.bool_]]
) -> tuple[list[Points], list[npt.NDArray[np.bool_]]]:
    """The same lines with points laid between, where part of a straight stretch may be dominated.

    They stand where another line begins, ends or is crossed, and close together in between: a
    stretch whose end is dominated need not be dominated whole.
    """
    whole = np.concatenate(lines)
    evenly = np.linspace(whole[:, 0].min(), whole[:, 0].max(), BETWEEN)
    ends = np.concatenate([line[[0, -1]] for line in lines])
    found, may = [], []
    for k, line in enumerate(lines):
        if len(line) < 2 or (np.diff(line[:, 0]) <= 0.0).any():
            found.append(line)
            may.append(allowed[k])
            continue
        x, y = line[:, 0], line[:, 1]
        at = [x, evenly, ends[:, 0], np.interp(ends[:, 1], y[::-1], x[::-1])]
        for other in (each for j, each in enumerate(lines) if j != k and len(each) > 1):
            both = np.unique(np.concatenate([x, other[:, 0]]))
            both = both[(both >= max(x[0], other[0, 0])) & (both <= min(x[-1], other[-1, 0]))]
            gap = np.interp(both, x, y) - np.interp(both, *other.T)
            for i in np.flatnonzero(gap[:-1] * gap[1:] < 0.0):
                at.append(both[i : i + 1] + gap[i] / (gap[i] - gap[i + 1]) * np.diff(both)[i])
        knots = np.unique(np.concatenate(at))
        knots = knots[(knots >= x[0]) & (knots <= x[-1])]
        found.append(np.column_stack([knots, np.interp(knots, x, y)]))
        # What may be signed begins at a point of the line; up to there nothing may be.
        begins = x[allowed[k]].min() if allowed[k].any() else np.inf
        may.append(knots >= begins)
    return found, may


def _traced(s: State, lead: int, ends: int, ratios: Points) -> Points:
    """Both sides' utility of the efficient package for each weight ratio."""
    row = s.issue[lead]
    return np.array([gains_along(s, row, ends, r)[:2] for r in ratios])


def _packages(s: State, lead: int) -> Points:
    """Packages from all that could be agreed: each level at an end, or anywhere between."""
    row = s.issue[lead]
    generator = np.random.Generator(np.random.PCG64(KEY))
    count = int(row.terms)
    rooms = np.array([float(s.term[i].room) for i in range(count)])
    shares = np.clip(generator.uniform(-0.35, 1.35, (PACKAGES, count)), 0.0, 1.0)
    ends = generator.integers(0, int(row.combinations), PACKAGES)
    found = np.empty((PACKAGES, 2))
    for n in range(PACKAGES):
        for i in range(count):
            s.term[i].raised = shares[n, i] * rooms[i]
        found[n] = gains_as_raised(s, row, int(ends[n]))
    return found


def _pieces(line: Points, kept: npt.NDArray[np.bool_]) -> list[Points]:
    """Unbroken stretches of a line."""
    cuts = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(int)))
    return [line[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True)]


def _equal_shares(frontier: list[Points], here: Point, alike: bool = False) -> Point | None:
    """The Kalai-Smorodinsky point on a frontier: where it meets the line to the ideal point.

    With ``alike`` the egalitarian point: where it meets the line of equal gains.

    What each could hope for at best is taken over packages that give the other no less than
    disagreement. Between the vertices of a stretch the line is straight, so the crossing is exact
    up to how finely curves are traced. Where the line to the ideal runs through a gap between
    stretches, the point is the end of a stretch at which the smaller of the two shares is largest.
    """
    if not frontier:
        return None
    base = np.array(here)
    met = np.array([point for piece in frontier for point in _crossings(piece, here)])
    corners = np.concatenate([*frontier, met.reshape(-1, 2)])
    rational = corners[(corners >= base - SAME).all(axis=1)]
    if not len(rational):
        return None
    hopes = rational.max(axis=0) - base
    if (hopes <= SAME).any():
        return None
    if alike:
        hopes = np.ones(2)
    candidates = [*rational]
    for piece in frontier:
        shares = (piece - base) / hopes
        ahead = shares[:, 0] - shares[:, 1]
        for i in np.flatnonzero(ahead[:-1] * ahead[1:] < 0.0):
            part = ahead[i] / (ahead[i] - ahead[i + 1])
            candidates.append(piece[i] + part * (piece[i + 1] - piece[i]))
    best = max(candidates, key=lambda point: float(((point - base) / hopes).min()))
    return float(best[0]), float(best[1])


def _crossings(piece: Points, here: Point) -> list[Point]:
    """Where a stretch of the frontier meets the disagreement utility of either side."""
    one, other = piece[:, 0], piece[:, 1]
    found: list[Point] = []
    if one[0] <= here[0] <= one[-1]:
        found.append((here[0], float(np.interp(here[0], one, other))))
    if other[-1] <= here[1] <= other[0]:
        found.append((float(np.interp(here[1], other[::-1], one[::-1])), here[1]))
    return found
