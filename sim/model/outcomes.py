"""The outcome of a finished run in three layers: on paper, in process, for people."""

from typing import Any

from sim.model.codes import (
    DESTINATION,
    PARTNER,
    AgreementForm,
    Fate,
)
from sim.model.concessions import conceded_of_asked, mean_concession
from sim.model.lookups import bid_of, seat_of
from sim.model.records import MISSING, NEVER
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.numbers import SMALL

ONE_YEAR, TWO_YEARS = 12.0, 24.0


@compiles
def conclude(s: State) -> None:
    """Write the outcome: one row for the run, then one for each table."""
    for k in range(len(s.table)):
        row = s.outcome[k + 1]
        _paper(s, k, k + 1, row)
        _process(s, k, k + 1, row)
        _coercion(s, k, k + 1, row)
        _success(s, k, k + 1, row)
        _distribution(s, k, k + 1, row)
        _people(s, k, row)
    whole = s.outcome[0]
    _paper(s, 0, len(s.table), whole)
    _process(s, 0, len(s.table), whole)
    _coercion(s, 0, len(s.table), whole)
    _success(s, 0, len(s.table), whole)
    _distribution(s, 0, len(s.table), whole)
    _people(s, -1, whole)


@compiles
def _paper(s: State, first: int, last: int, row: Any) -> None:
    """Agreement, form, breadth, depth and durability over some tables."""
    soonest = NEVER
    formal = 0.0
    instrument = NEVER
    breadth = 0.0
    depth = 0.0
    months = 0.0
    lapses = suspensions = renegotiations = 0.0
    for k in range(first, last):
        longest = 0.0
        for f in range(s.table[k].first_issue, s.table[k].last_issue):
            issue = s.issue[f]
            longest = max(longest, float(issue.months_in_force))
            lapses += issue.lapses
            suspensions += issue.suspensions
            renegotiations += issue.renegotiations
            if issue.first_signed < 0:
                continue
            breadth += issue.breadth
            depth += issue.breadth * issue.depth
            if soonest == NEVER or issue.first_signed < soonest:
                soonest = float(issue.first_signed)
                formal = 1.0 if issue.first_form == AgreementForm.FORMAL else 0.0
                instrument = float(issue.first_instrument)
        months = max(months, longest)
    signed = soonest >= 0.0
    row.paper_agreement = 1.0 if signed else 0.0
    row.paper_agreement_12 = 1.0 if signed and soonest < ONE_YEAR else 0.0
    row.paper_agreement_24 = 1.0 if signed and soonest < TWO_YEARS else 0.0
    row.paper_months = soonest
    row.paper_instrument = instrument
    row.paper_formal = formal if signed else NEVER
    row.paper_breadth = breadth
    row.paper_depth = depth / breadth if breadth > 0.0 else NEVER
    row.durability_months = months
    row.durability_lapses = lapses
    row.durability_suspensions = suspensions
    row.durability_renegotiations = renegotiations


@compiles
def _delivered(s: State, first: int, last: int, side: int) -> float:
    """Share delivered of what was due from a side over some tables; never due, ``NEVER``."""
    promised = 0.0
    delivered = 0.0
    for k in range(first, last):
        seat = s.seat[seat_of(k, side)]
        promised += seat.promised
        delivered += seat.delivered
    return delivered / promised if promised > SMALL else NEVER


@compiles
def _welfare(s: State, first: int, last: int, side: int) -> float:
    """Mean monthly utility of a side, summed over some tables."""
    total = 0.0
    for k in range(first, last):
        total += s.seat[seat_of(k, side)].welfare
    return total / float(s.run[0].horizon)


@compiles
def _process(s: State, first: int, last: int, row: Any) -> None:
    """Talk, concessions, deliveries and welfare over some tables."""
    row.process_dialogue_months = 0.0
    row.process_routed = 0.0
    for k in range(first, last):
        months = float(s.table[k].dialogue_months)
        row.process_dialogue_months = max(row.process_dialogue_months, months)
        row.process_routed += float(s.table[k].routed)
    row.process_concession_destination = mean_concession(s, first, last, DESTINATION)
    row.process_concession_partner = mean_concession(s, first, last, PARTNER)
    signed_main, signed_worth, supplied_main, supplied_worth = conceded_of_asked(
        s, first, last, DESTINATION
    )
    row.process_signed_main_destination = signed_main
    row.process_signed_worth_destination = signed_worth
    row.process_supplied_main_destination = supplied_main
    row.process_supplied_worth_destination = supplied_worth
    signed_main, signed_worth, supplied_main, supplied_worth = conceded_of_asked(
        s, first, last, PARTNER
    )
    row.process_signed_main_partner = signed_main
    row.process_signed_worth_partner = signed_worth
    row.process_supplied_main_partner = supplied_main
    row.process_supplied_worth_partner = supplied_worth
    row.process_delivered_destination = _delivered(s, first, last, DESTINATION)
    row.process_delivered_partner = _delivered(s, first, last, PARTNER)
    row.welfare_destination = _welfare(s, first, last, DESTINATION)
    row.welfare_partner = _welfare(s, first, last, PARTNER)


@compiles
def _people(s: State, table: int, row: Any) -> None:
    """Mean flows over months and routes: all, or those that a table's partner guards towards it.

    ``NEVER`` where there is no route.
    """
    attempts = arrivals = returns = harm = moved = size = 0.0
    for i in range(len(s.route)):
        r = s.route[i]
        if table >= 0 and not _concerns(s, table, i):
            continue
        if r.usual == 1:
            size += r.size
        attempts += r.size * r.attempts_sum
        arrivals += r.size * r.arrivals_sum
        returns += r.size * r.returns_sum
        harm += r.size * r.harm_sum
        moved += r.size * r.moved_sum
    months = s.run[0].horizon * size
    row.people_attempts = attempts / months if size > 0.0 else NEVER
    row.people_arrivals = arrivals / months if size > 0.0 else NEVER
    row.people_returns = returns / months if size > 0.0 else NEVER
    row.people_harm = harm / months if size > 0.0 else NEVER
    row.people_moved = moved / months if size > 0.0 else NEVER


@compiles
def _concerns(s: State, table: int, route: int) -> bool:
    """Whether a table's partner guards a border of a route towards it."""
    for i in range(len(s.reach)):
        if s.reach[i].table == table and s.border[s.reach[i].border].route == route:
            return True
    return False


@compiles
def _met(s: State, first: int, last: int, side: int) -> float:
    """Mean share met of a side's declared demands that were settled; ``NEVER`` without any."""
    met = 0.0
    count = 0
    for k in range(first, last):
        seat = s.seat[seat_of(k, side)]
        met += seat.demand_met
        count += seat.demands_settled
    return met / count if count > 0 else NEVER


@compiles
def _coercion(s: State, first: int, last: int, row: Any) -> None:
    """Threats and what became of them, over some tables."""
    demands = 0.0
    threats_destination = executed_destination = dropped_destination = retaliations_destination = (
        0.0
    )
    threats_partner = executed_partner = dropped_partner = retaliations_partner = 0.0
    for k in range(first, last):
        e = s.seat[seat_of(k, DESTINATION)]
        t = s.seat[seat_of(k, PARTNER)]
        demands += t.demands
        threats_destination += e.threats
        executed_destination += e.executions
        dropped_destination += e.bluffs
        retaliations_destination += e.retaliations
        threats_partner += t.threats
        executed_partner += t.executions
        dropped_partner += t.bluffs
        retaliations_partner += t.retaliations
    row.coercion_demands_partner = demands
    row.coercion_threats_destination = threats_destination
    row.coercion_executed_destination = executed_destination
    row.coercion_dropped_destination = dropped_destination
    row.coercion_retaliations_destination = retaliations_destination
    row.coercion_threats_partner = threats_partner
    row.coercion_executed_partner = executed_partner
    row.coercion_dropped_partner = dropped_partner
    row.coercion_retaliations_partner = retaliations_partner
    row.coercion_met_destination = _met(s, first, last, DESTINATION)
    row.coercion_met_partner = _met(s, first, last, PARTNER)


@compiles
def _scored(s: State, first: int, last: int, side: int, fate: Fate) -> tuple[float, float]:
    """Mean share met of a side's demands with one fate and a whole window, and how many."""
    met = 0.0
    count = 0.0
    for k in range(first, last):
        seat = s.seat[seat_of(k, side)]
        met += seat.success[fate.value]
        count += seat.scored[fate.value]
    return met / count if count > 0.0 else NEVER, count


@compiles
def _success(s: State, first: int, last: int, row: Any) -> None:
    """How far demands were met in windows of one length, over some tables."""
    success, count = _scored(s, first, last, DESTINATION, Fate.UNBACKED)
    row.coercion_success_unbacked_destination = success
    row.coercion_scored_unbacked_destination = count
    success, count = _scored(s, first, last, DESTINATION, Fate.AVERTED)
    row.coercion_success_averted_destination = success
    row.coercion_scored_averted_destination = count
    success, count = _scored(s, first, last, DESTINATION, Fate.EXECUTED)
    row.coercion_success_executed_destination = success
    row.coercion_scored_executed_destination = count
    success, count = _scored(s, first, last, DESTINATION, Fate.DROPPED)
    row.coercion_success_dropped_destination = success
    row.coercion_scored_dropped_destination = count
    success, count = _scored(s, first, last, PARTNER, Fate.UNBACKED)
    row.coercion_success_unbacked_partner = success
    row.coercion_scored_unbacked_partner = count
    success, count = _scored(s, first, last, PARTNER, Fate.AVERTED)
    row.coercion_success_averted_partner = success
    row.coercion_scored_averted_partner = count
    success, count = _scored(s, first, last, PARTNER, Fate.EXECUTED)
    row.coercion_success_executed_partner = success
    row.coercion_scored_executed_partner = count
    success, count = _scored(s, first, last, PARTNER, Fate.DROPPED)
    row.coercion_success_dropped_partner = success
    row.coercion_scored_dropped_partner = count


@compiles
def _distribution(s: State, first: int, last: int, row: Any) -> None:
    """Surplus of first agreements, against the Nash point before any threat.

    Against the point after a threat coercion would look fair: the threat moved that point.
    """
    gain_destination = gain_partner = nash_destination = nash_partner = most = 0.0
    signed = False
    for k in range(first, last):
        for f in range(s.table[k].first_issue, s.table[k].last_issue):
            if s.issue[f].first_signed < 0:
                continue
            e = s.bid[bid_of(f, DESTINATION)]
            t = s.bid[bid_of(f, PARTNER)]
            gain_destination += e.signed_first - e.disagreement_first
            gain_partner += t.signed_first - t.disagreement_first
            nash_destination += e.nash_first - e.disagreement_first
            nash_partner += t.nash_first - t.disagreement_first
            most += s.issue[f].most_first
            signed = True
    row.distribution_gain_destination = gain_destination if signed else MISSING
    row.distribution_gain_partner = gain_partner if signed else MISSING
    row.distribution_nash_destination = nash_destination if signed else MISSING
    row.distribution_nash_partner = nash_partner if signed else MISSING
    row.distribution_most = most if signed else NEVER
