"""A seat at a table of a game, as whoever sits there sees it."""

from dataclasses import dataclass

from sim.errors import InputError, Problem, nearest, one_of
from sim.interactive.game import Game
from sim.model.codes import (
    DESTINATION,
    ON,
    PARTNER,
    Stage,
    Status,
)
from sim.model.instruments import may_be_proposed, procedure
from sim.model.leverage import best_request, best_withdrawal, level_after_withdrawal
from sim.model.lookups import in_force_at, withholds
from sim.model.settlement import utilities_in_force
from sim.rules.demands import demanded_level
from sim.scenario import Scenario
from sim.story.cast import Cast
from sim.story.words import capital, listed, number, owned, quoted


@dataclass(frozen=True)
class Seat:
    """Which seat somebody takes."""

    actor: str
    table: str
    number: int
    """Row of the table."""
    side: int
    """0 the destination side, 1 the partner."""

    @property
    def row(self) -> int:
        """Row of the seat."""
        return 2 * self.number + self.side


def seat_at(scenario: Scenario, actor: str, table: str | None = None) -> Seat:
    """The seat of an actor; at the first of its tables if none is named.

    Raises:
        InputError: there is no such actor or table, or it does not sit there.
    """
    if actor not in scenario.actors:
        raise _unknown("--seat", f"there is no actor '{actor}'", actor, list(scenario.actors))
    own = tables_of(scenario, actor)
    if not own:
        raise _unknown("--seat", f"'{actor}' sits at no table", actor, _seated(scenario))
    chosen = own[0] if table is None else table
    if chosen not in own:
        raise _unknown("--table", f"'{actor}' sits at no table '{chosen}'", chosen, own)
    side = DESTINATION if scenario.tables[chosen].destination.actor == actor else PARTNER
    return Seat(actor, chosen, list(scenario.tables).index(chosen), side)


def tables_of(scenario: Scenario, actor: str) -> list[str]:
    """Tables at which an actor sits."""
    return [
        name
        for name, table in scenario.tables.items()
        if actor in (table.destination.actor, table.partner.actor)
    ]


def _seated(scenario: Scenario) -> list[str]:
    return [actor for actor in scenario.actors if tables_of(scenario, actor)]


def _unknown(key: str, what: str, given: str, valid: list[str]) -> InputError:
    near = nearest(given, valid)
    return InputError(Problem(what, key, expected=one_of(valid), nearest=near))


def cast_of(game: Game) -> Cast:
    """Names for the rows of a game."""
    return Cast(game.scenario, game.model.assembly.names, game.state)


def situation(game: Game, place: Seat) -> list[str]:
    """How things stand this month for a seat, in a few lines."""
    cast, k, side = cast_of(game), place.number, place.side
    other = cast.side(k, 1 - side)
    own, theirs = game.state.seat[place.row], game.state.seat[place.row ^ 1]
    worth = utilities_in_force(game.state.copy(), k)[side]
    pressure = float(game.state.table[k].pressure)
    lines = [
        f"Attempts to cross stand at {number(pressure)} times their baseline.",
        f"You give {_levels(cast, k, side)}.",
        f"{capital(other)} gives {_levels(cast, k, 1 - side)}.",
        f"Your trust in {other} is {number(own.trust)}, your grievance "
        f"{number(own.grievance)}; {other} trusts you by {number(theirs.trust)} and believes "
        f"your threats by {number(own.credibility)}. As things are, you are left with "
        f"{number(worth)} a month.",
    ]
    return lines + _quarrels(game, cast, place) + _talks(game, cast, place)


def _levels(cast: Cast, table: int, giver: int) -> str:
    rows = range(len(cast.names.provisions))
    found = [
        f"{cast.provision(i)} {number(cast.row(i).level)}"
        for i in rows
        if cast.row(i).table == table and cast.row(i).giver == giver
    ]
    return listed(found) or "nothing"


def _quarrels(game: Game, cast: Cast, place: Seat) -> list[str]:
    """Demands, threats and withdrawals in force, one's own first."""
    lines = []
    for row, who in ((place.row, "you"), (place.row ^ 1, cast.seated(place.row ^ 1))):
        seat = game.state.seat[row]
        yours = who == "you"
        if seat.asked >= 0:
            asked, level = int(seat.asked), number(seat.asked_level)
            what = cast.provision(asked) + (f" at {level}" if cast.divisible(asked) else "")
            lines.append(f"{capital(who)} {'have' if yours else 'has'} demanded {what}.")
        if seat.stage == Stage.PENDING:
            cut = f"{cast.provision(int(seat.withdrawn))} to {number(seat.withdrawn_to)}"
            verb = "threaten" if yours else "threatens"
            lines.append(f"{capital(who)} {verb} to cut {cut} from {cast.month(seat.due)}.")
        if withholds(seat):
            verb = "withhold" if yours else "withholds"
            lines.append(f"{capital(who)} {verb} {cast.provision(int(seat.withdrawn))}.")
    return lines


def _talks(game: Game, cast: Cast, place: Seat) -> list[str]:
    """Talks under way or paused, and whether an agreement is in force."""
    state, k = game.state, place.number
    if state.table[k].dormant == 1:
        return ["The two of you do not talk yet."]
    rows = range(int(state.table[k].first_issue), int(state.table[k].last_issue))
    leads = [f for f in rows if state.issue[f].talk == f]
    lines = []
    for status, words in ((Status.TALKING, "Talks are under way"), (Status.PAUSED, "Talks pause")):
        found = [f for f in leads if state.issue[f].status == status]
        settled = [f for f in rows if int(state.issue[f].talk) in found]
        if settled:
            lines.append(f"{words} on {quoted(cast.issue(f) for f in settled)}.")
    if in_force_at(state, k):
        lines.append("An agreement is in force.")
    return lines or ["There are no talks at this table."]


def options(game: Game, place: Seat) -> dict[str, str]:
    """Orders that a seat can give this month, and what each would be about, by its word."""
    state, k, side = game.state.copy(), place.number, place.side
    cast, seat = cast_of(game), state.seat[place.row]
    found = {
        "wait": "make no move of your own until something calls for you, for three months at most; "
        "you may add a number of months"
    }
    if in_force_at(state, k) and state.rule[0].exit == ON:
        found["suspend"] = "keep back the dearest of what you promised, until you get your due"
        if side == PARTNER:
            found["leave"] = "walk out of the agreement; what is given for good stays given"
    if state.table[k].dormant == 1 or seat.stage != Stage.NONE:
        return found
    asked = int(seat.asked)
    if side == PARTNER and asked < 0 and (price := best_request(state, k, side, 1.0, True)) >= 0:
        found["demand"] = (
            f"name a price for what you give: {_ask(cast, price)}; you may add its height, from 0 "
            "to 1 of the way to the highest level"
        )
        if (lever := best_withdrawal(state, k, side, price)) >= 0:
            found["demand, threaten"] = f"the same, or else you {_cut(cast, lever)}"
    request = asked if asked >= 0 else int(best_request(state, k, side, 1.0, False))
    waits = side == DESTINATION and game.month < state.table[k].mandate
    if request >= 0 and not waits and _may_threaten(game, place, request, asked):
        cut = _cut(cast, best_withdrawal(state, k, side, request))
        what = "what you have demanded" if asked >= 0 else _ask(cast, request)
        height = "" if asked >= 0 else "; you may add the height of what you ask for"
        found["threaten"] = f"announce that you will {cut} unless you get {what}{height}"
    if (lever := best_withdrawal(state, k, side, asked)) >= 0:
        found["retaliate"] = f"{_cut(cast, lever)} at once, for no price"
    return found


def _cut(cast: Cast, lever: int) -> str:
    row = cast.row(lever)
    low = level_after_withdrawal(cast.state, int(row.table), row)
    return f"cut {cast.provision(lever)} to {number(low)}"


def _ask(cast: Cast, provision: int) -> str:
    row = cast.row(provision)
    top = demanded_level(row.inherited, row.cap, 1.0, row.divisible == 1)
    now = f" (now {number(row.level)}, at most {number(top)})"
    return cast.provision(provision) + (now if cast.divisible(provision) else "")


def _may_threaten(game: Game, place: Seat, request: int, asked: int) -> bool:
    """Whether the rules let a seat threaten for a provision this month."""
    state, k, side = game.state.copy(), place.number, place.side
    lever = best_withdrawal(state, k, side, request)
    p = state.provision[request]
    level = float(state.seat[place.row].asked_level) if asked >= 0 else float(p.cap)
    if lever < 0 or level <= p.level:
        return False
    return bool(may_be_proposed(state, procedure(state, k, side, lever)))


def meant(game: Game, place: Seat, move: str) -> str:
    """What a question in the course of a month is about, as a question."""
    cast, own = cast_of(game), game.state.seat[place.row]
    theirs, other = game.state.seat[place.row ^ 1], cast.seated(place.row ^ 1)
    if move == "execute":
        what = f"{cast.provision(int(own.withdrawn))} to {number(own.withdrawn_to)}"
        return f"Your threat falls due. Cut {what}, or back down in public?"
    if move == "comply":
        what = f"{cast.provision(int(theirs.asked))} to {number(theirs.asked_level)}"
        return f"{capital(owned(other))} pressure is on you. Raise {what} now, without any paper?"
    if move == "approach":
        return f"Seek out {other} for talks?"
    return "What share of what you promise do you release only against delivery?"


def perceived(game: Game, place: Seat, offered: float) -> tuple[float, float]:
    """What the offer on the table looks worth to a seat, and the least that it could sign.

    Args:
        game: the game, in the phase of answers.
        place: the seat that answers.
        offered: what the offer is truly worth to it.
    """
    state = game.state
    for f in range(*(int(state.table[place.number][end]) for end in ("first_issue", "last_issue"))):
        bid, lead = state.bid[2 * f + place.side], state.issue[f]
        standing = lead.status == Status.TALKING and lead.standing == 1 - place.side
        if standing and bid.other_offer == offered:
            return offered + float(bid.noise), float(bid.reservation)
    return offered, offered
