"""The position of both sides in talks: disagreement, reservation, Nash point, best and target."""

from sim.model.codes import (
    CONCESSION_EXPONENTIAL,
    DESTINATION,
    PARTNER,
    STATUS_TALKING,
)
from sim.model.frontier import best_for_other, nash_package
from sim.model.leverage import expected_disagreement, reservation
from sim.model.places import actor_at, bid_of, seat_of
from sim.model.state import State
from sim.model.terms import gather
from sim.rules.bargaining import anchor, bargaining_power, conceded_share, reciprocated, target
from sim.rules.compiling import compiles


@compiles
def power_at_table(s: State, table: int) -> float:
    """Bargaining power of the destination side."""
    return bargaining_power(
        actor_at(s, table, DESTINATION)["patience"],
        actor_at(s, table, PARTNER)["patience"],
        s.seat[seat_of(table, PARTNER)]["dependence"]
        - s.seat[seat_of(table, DESTINATION)]["dependence"],
        s.rule[0]["bargaining_dependence_weight"],
    )


@compiles
def assess(s: State, file: int) -> None:
    """Write both sides' expected disagreement utility and reservation value."""
    table = s.file[file]["table"]
    # An informal text is always at hand; a formal one is weighed when it comes to signing.
    hurdle_share = s.rule[0]["form_informal_hurdle"]
    expected = expected_disagreement(s, table)
    for side in range(2):
        bid = s.bid[bid_of(file, side)]
        bid["disagreement"] = expected[side]
        bid["reservation"] = reservation(s, table, side, bid["disagreement"], hurdle_share)


@compiles
def position(s: State, file: int) -> bool:
    """Write where both sides stand; False if there is no zone of agreement.

    Opponents know each other's utilities and levels; hurdles and resolve are private, so the
    best that a side hopes for leaves the other at its disagreement point, or at an outside
    option that binds.
    """
    table = s.file[file]["table"]
    assess(s, file)
    gather(s, file)
    if not nash_package(s, file, power_at_table(s, table)):
        return False
    lead = s.file[file]
    bound = -1
    for side in range(2):
        outside = actor_at(s, table, side)["outside_option"]
        reached = lead["utility_0"] if side == 0 else lead["utility_1"]
        # A binding outside option is what its owner gets; the other takes the rest [muthoo1999].
        if outside > reached:
            bound = side
            if not best_for_other(s, file, side, outside):
                return False
    s.bid[bid_of(file, 0)]["nash"] = lead["utility_0"]
    s.bid[bid_of(file, 1)]["nash"] = lead["utility_1"]
    for side in range(2):
        bid = s.bid[bid_of(file, side)]
        other = s.bid[bid_of(file, 1 - side)]["disagreement"]
        if bound == 1 - side:
            other = actor_at(s, table, bound)["outside_option"]
        if best_for_other(s, file, 1 - side, other):
            found = lead["utility_0"] if side == 0 else lead["utility_1"]
            bid["best"] = max(found, bid["nash"])
        else:
            bid["best"] = bid["nash"]
    return True


@compiles
def elapsed_share(s: State, file: int, ahead: float) -> float:
    """Elapsed share of the round, now or some months ahead, at most 1."""
    length = s.table[s.file[file]["table"]]["round_months"]
    return min((s.file[file]["clock"] + ahead) / length, 1.0)


@compiles
def time_target(s: State, file: int, side: int, ahead: float) -> float:
    """Utility that a side would hold out for by the clock alone, now or some months ahead."""
    rule = s.rule[0]
    actor = actor_at(s, s.file[file]["table"], side)
    bid = s.bid[bid_of(file, side)]
    conceded = conceded_share(
        elapsed_share(s, file, ahead),
        actor["concession"],
        rule["bargaining_flat_start"],
        rule["concession_rule"] == CONCESSION_EXPONENTIAL,
    )
    resting = anchor(
        bid["disagreement"], bid["nash"], actor["outside_option"], rule["bargaining_anchor"]
    )
    return target(bid["best"], min(resting, bid["best"]), conceded)


@compiles
def blended_target(s: State, file: int, side: int, ahead: float) -> float:
    """The same, with an answer in kind to the other side's last concession."""
    actor = actor_at(s, s.file[file]["table"], side)
    bid = s.bid[bid_of(file, side)]
    own = time_target(s, file, side, ahead)
    seen_two = s.bid[bid_of(file, 1 - side)]["offers"] >= 2
    if actor["reciprocity"] == 0.0 or bid["offers"] == 0 or not seen_two:
        return own
    concession = bid["other_offer"] - bid["other_before"]
    return reciprocated(own, bid["target"], concession, actor["reciprocity"])


@compiles
def begin_round(s: State, file: int) -> None:
    """Start a round of talks; the initiator makes the first offer."""
    lead = s.file[file]
    lead["status"] = STATUS_TALKING
    lead["clock"] = 0.0
    lead["standing"] = -1
    lead["proposer"] = s.table[lead["table"]]["initiator"]
    lead["rounds"] += 1
    for side in range(2):
        bid = s.bid[bid_of(file, side)]
        bid["offers"] = 0
        bid["noise"] = 0.0
