"""Actors of the readable driver: windows on rows of the state that can be asked about moves."""

from typing import Any

from sim.errors import one_named
from sim.model.answers import Answer, Proposal, hear, leading_talks, why_not
from sim.model.codes import DESTINATION, PARTNER, Stage
from sim.model.frontier import best_for_other
from sim.model.leverage import level_after_withdrawal
from sim.model.lookups import bid_of, seat_of, settles
from sim.model.phases.offers import asked_target
from sim.model.propensities import execution_as_treated
from sim.model.reasons import (
    behind_a_threat,
    behind_an_acceptance,
    behind_an_execution,
    behind_compliance,
)
from sim.model.state import State
from sim.model.talks import position
from sim.model.views import view_of

CERTAIN = 1.0


class ActorAgent:
    """A state, or a union of states: attributes are the fields of its row, read afresh.

    ``agent.empowerment`` reads the actor's row; ``agent.seat("rabat").trust`` its seat at a
    table. Its methods ask what it would do now at a table, its only or first one by default, and
    why. Each asks the strategy as the phase of that move would, on a copy of the state: asking
    changes nothing. All raise an `InputError` if it does not sit at the table.
    """

    def __init__(self, model: Any, row: int, name: str) -> None:
        """Open a window on a row.

        Args:
            model: the readable driver.
            row: row of the actor.
            name: name of the actor in the scenario.
        """
        self.model = model
        self.row = row
        self.name = name

    def __getattr__(self, field: str) -> Any:
        """A field of the actor's row, under its own name."""
        if not field.startswith("_") and "row" in self.__dict__:
            record = self.__dict__["model"].state.actor[self.__dict__["row"]]
            if field in record.dtype.names:
                return record[field]
        raise AttributeError(f"{type(self).__name__} has no attribute {field!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse to hide a field of the row behind a value of one's own."""
        if "row" in self.__dict__ and name in self.model.state.actor.dtype.names:
            raise AttributeError(
                f"the {name} of {self.name} follows from the rules: change the scenario, with set="
            )
        object.__setattr__(self, name, value)

    @property
    def tables(self) -> list[str]:
        """Tables at which it sits."""
        names = self.model.assembly.names.tables
        seats = self.model.state.seat["actor"]
        return [n for k, n in enumerate(names) if self.row in (seats[2 * k], seats[2 * k + 1])]

    def seat(self, table: str | None = None) -> Any:
        """Its seat's record at a table."""
        return self.model.state.seat[seat_of(*self._place(table))]

    def demand(self, table: str | None = None) -> Answer:
        """Chance this month that it names a price, and for what it would ask."""
        return self._ask("demand", table, demand=CERTAIN)

    def price(self, table: str | None = None) -> Answer:
        """How much of the way to its best level it would ask for this month, and of what."""
        return self._ask("price", table, demand=CERTAIN, threaten=CERTAIN)

    def blackmail(self, table: str | None = None) -> Answer:
        """Chance that it would back a price by a threat, and what it would withdraw."""
        return self._ask("blackmail", table, demand=CERTAIN, blackmail=CERTAIN)

    def retaliate(self, table: str | None = None) -> Answer:
        """Chance this month that it withdraws a provision without a price, and which."""
        return self._ask("retaliate", table, retaliate=CERTAIN)

    def threaten(self, table: str | None = None, share: float | None = None) -> Answer:
        """Chance this month that it threatens, what it would withdraw, and what it would ask.

        Args:
            table: the table.
            share: how much of the way to its best level it would ask for; by default what its
                strategy chooses.
        """
        height = {} if share is None else {"price": float(share)}
        answer = self._ask("threaten", table, threaten=CERTAIN, **height)
        if not answer.asked:
            return answer
        names = self.model.assembly.names.provisions
        asked, lever = names.index(answer.asked), names.index(answer.about)
        reasons = behind_a_threat(*self._at(table), asked, answer.level, lever)
        return answer._replace(reasons=reasons)

    def execute(self, table: str | None = None) -> Answer:
        """Chance that it carries out its pending threat once that is due, rather than back down."""
        answer = self._ask("execute", table)
        if answer.bar:
            return answer
        s, k, side = self._at(table)
        value = float(execution_as_treated(s, answer.value))
        return answer._replace(value=value, **behind_an_execution(s, k, side)._asdict())

    def comply(self, table: str | None = None) -> Answer:
        """Chance this month that it yields to the other's threat or sanction without paper.

        Reasons are what it weighs: how far it believes the threat (1 once it is carried out), what
        it would lose, what giving in would cost it, and the price of its pride (reactance), in
        utility a month. The level that is asked for is that of the answer.
        """
        answer = self._ask("comply", table)
        if answer.bar:
            return answer
        return answer._replace(**behind_compliance(*self._at(table))._asdict())

    def accept(self, table: str | None = None) -> Answer:
        """Least utility at which it takes the offer that stands in the table's leading talks."""
        answer = self._ask("accept", table)
        if answer.bar:
            return answer
        s, k, side = self._at(table)
        weighed = behind_an_acceptance(s, leading_talks(s, k), side, answer.value)
        return answer._replace(**weighed._asdict())

    def concede(self, table: str | None = None) -> Answer:
        """Utility that it would hold out for in an offer now; see also `offer`."""
        return self._ask("concede", table)

    def approach(self, table: str | None = None) -> Answer:
        """Chance this month that it seeks out the other side of a dormant table."""
        return self._ask("approach", table)

    def stage(self, table: str | None = None) -> Answer:
        """Share of what it promises that it would release only against delivery."""
        return self._ask("stage", table)

    def suspend(self, table: str | None = None) -> Answer:
        """Chance this month that it suspends the dearest thing it promised, for what is missing."""
        return self._ask("suspend", table)

    def leave(self, table: str | None = None) -> Answer:
        """Chance this month that it walks out of an agreement in force; partners alone can."""
        return self._ask("leave", table)

    def offer(self, table: str | None = None) -> Proposal | None:
        """What it would offer now, and why; None if there is nothing to agree on.

        It looks at the talks that the table's first issue leads or is settled in.
        """
        s, k, side = self._at(table)
        lead = leading_talks(s, k)
        if not position(s, lead):
            return None
        wanted = asked_target(s, self.model.moves, lead, side)
        if not best_for_other(s, lead, side, wanted):
            return None
        names = self.model.assembly.names.provisions
        bid, talks = s.bid[bid_of(lead, side)], s.issue[lead]
        worth = float(talks.utility_destination), float(talks.utility_partner)
        return Proposal(
            levels={
                names[i]: float(s.provision[i].trial)
                for i in range(int(s.table[k].first), int(s.table[k].last))
                if settles(s, lead, i)
            },
            own_utility=worth[side],
            other_utility=worth[1 - side],
            target=float(wanted),
            reservation=float(bid.reservation),
            disagreement=float(bid.disagreement),
            nash=float(bid.nash),
        )

    def withdrawal_level(self, provision: str) -> float:
        """Level to which it could bring down a provision that it gives.

        Raises:
            InputError: it gives no such provision.
        """
        s, names = self.model.state, self.model.assembly.names.provisions
        own = [
            name
            for name, p in zip(names, s.provision, strict=True)
            if s.seat[seat_of(int(p.table), int(p.giver))].actor == self.row
        ]
        row = s.provision[names.index(one_named(provision, own, f"{self.name} gives no provision"))]
        return float(level_after_withdrawal(s, int(row.table), row))

    def _ask(self, move: str, table: str | None, **given: float) -> Answer:
        """Ask for a move; ``given`` stands in for answers, so that its phase goes on."""
        s, k, side = self._at(table)
        heard = hear(s, self.model.moves, k, side, move, given)
        if heard is None:
            view = view_of(s, k, side, 0.0)
            return Answer(move, 0.0, 0.0, "", view, bar=why_not(s, k, side, move))
        own, _other = (heard.state.seat[seat_of(k, each)] for each in (side, 1 - side))
        about = asked = -1
        if move in ("demand", "price"):
            about = own.asked
        elif move in ("blackmail", "threaten", "retaliate") and own.stage != Stage.NONE:
            about, asked = own.withdrawn, own.asked if move != "retaliate" else -1
        elif move == "execute":
            about = own.withdrawn
        elif move == "comply":
            about = s.seat[seat_of(k, 1 - side)].asked
        names = ("", *self.model.assembly.names.provisions)
        level = s.seat[seat_of(k, 1 - side)].asked_level if move == "comply" else own.asked_level
        return Answer(
            move,
            heard.value,
            float(heard.view.propensity),
            names[int(about) + 1],
            heard.view,
            asked=names[int(asked) + 1],
            level=float(level) if max(about, asked) >= 0 else float("nan"),
        )

    def _at(self, table: str | None) -> tuple[State, int, int]:
        """A scratch copy of the state, so that asking changes nothing, and the seat's place."""
        k, side = self._place(table)
        return self.model.state.copy(), k, side

    def _place(self, table: str | None) -> tuple[int, int]:
        own = self.tables
        if table is None and own:
            table = own[0]
        k = self.model.assembly.names.tables.index(
            one_named(table, own, f"{self.name} does not sit at table")
        )
        sits = self.model.state.seat["actor"][seat_of(k, DESTINATION)] == self.row
        return k, DESTINATION if sits else PARTNER
