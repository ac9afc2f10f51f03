"""Actors of the readable driver: windows on rows of the state that can be asked about moves."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import mesa

from sim.model.codes import DESTINATION
from sim.model.frontier import best_for_other
from sim.model.leverage import (
    best_request,
    best_withdrawal,
    cost_of_withdrawing,
    gain_from,
    level_after_withdrawal,
    loss_from,
)
from sim.model.lookups import bid_of, seat_of, settles
from sim.model.phases.offers import asked_target
from sim.model.propensities import (
    chance_of_giving_way,
    demand_propensity,
    retaliation_propensity,
    threat_worth,
)
from sim.model.settlement import cost_of
from sim.model.state import State
from sim.model.talks import position
from sim.model.views import view_of
from sim.rules.demands import demanded_level
from sim.rules.threats import hazard
from sim.strategies.protocol import View


class Answer(NamedTuple):
    """What a seat would do, and why."""

    move: str
    """The move asked about."""
    value: float
    """Monthly chance, share or utility, as the move returns."""
    proposed: float
    """What the rules proposed to the strategy."""
    about: str
    """Provision concerned, as ``issue.provision``; empty if none."""
    view: View
    """What the seat saw."""
    asked: str = ""
    """Provision that a threat would ask for, as ``issue.provision``; empty if none."""
    reasons: Mapping[str, float] = MappingProxyType({})
    """Numbers behind what the rules proposed, by what they say; none for other moves."""


class Proposal(NamedTuple):
    """An offer that a seat would make, and the utilities behind it."""

    levels: dict[str, float]
    """Level of each provision on the agenda, as ``issue.provision``."""
    own_utility: float
    """What the package is worth to the side that offers it."""
    other_utility: float
    """What it is worth to the other."""
    target: float
    """Utility that the side holds out for."""
    reservation: float
    """Least utility that it could sign."""
    disagreement: float
    """Its expected utility without agreement."""
    nash: float
    """Its utility at the asymmetric Nash point."""


class ActorAgent(mesa.Agent):  # type: ignore[misc]
    """A state, or a union of states: attributes are the fields of its row, read afresh.

    ``agent.empowerment`` reads the actor's row; ``agent.seat("rabat")["trust"]`` its seat at a
    table.
    """

    def __init__(self, model: Any, row: int, name: str) -> None:
        """Open a window on a row.

        Args:
            model: the readable driver.
            row: row of the actor.
            name: name of the actor in the scenario.
        """
        super().__init__(model)
        self.row = row
        self.name = name

    def __getattr__(self, field: str) -> Any:
        """A field of the actor's row, under its own name."""
        if not field.startswith("_") and "row" in self.__dict__:
            record = self.__dict__["model"].state.actor[self.__dict__["row"]]
            if field in record.dtype.names:
                return record[field]
        raise AttributeError(f"{type(self).__name__} has no attribute {field!r}")

    @property
    def tables(self) -> list[str]:
        """Tables at which it sits."""
        names = self.model.assembly.names.tables
        seats = self.model.state.seat["actor"]
        return [n for k, n in enumerate(names) if self.row in (seats[2 * k], seats[2 * k + 1])]

    def seat(self, table: str | None = None) -> Any:
        """Its seat's record at a table; the only one by default."""
        return self.model.state.seat[seat_of(*self._place(table))]

    def demand(self, table: str | None = None) -> Answer:
        """Chance this month that it names a price, and for what it would ask."""
        s, k, side = self._at(table)
        proposed = demand_propensity(s, k, side)
        asked = best_request(s, k, side, 1.0, True)
        return self._ask("demand", k, side, proposed, asked)

    def retaliate(self, table: str | None = None) -> Answer:
        """Chance this month that it withdraws a provision without a price, and which."""
        s, k, side = self._at(table)
        proposed = retaliation_propensity(s, k, side)
        return self._ask("retaliate", k, side, proposed, best_withdrawal(s, k, side, -1))

    def threaten(self, table: str | None = None, share: float = 1.0) -> Answer:
        """Chance this month that it threatens, and what it would withdraw.

        Args:
            table: the table; its only one by default.
            share: how much of the way to its best level it would ask for.
        """
        s, k, side = self._at(table)
        rule = s.rule[0]
        asked = best_request(s, k, side, share, False)
        lever = best_withdrawal(s, k, side, asked)
        if asked < 0 or lever < 0:
            return self._ask("threaten", k, side, 0.0, lever)
        p = s.provision[asked]
        level = demanded_level(
            inherited=p.inherited, cap=p.cap, share=share, divisible=p.divisible == 1
        )
        rate = rule["threats_rate_destination" if side == DESTINATION else "threats_rate_partner"]
        worth = threat_worth(s, k, side, asked, level, lever)
        answer = self._ask("threaten", k, side, hazard(rate, worth, rule.threats_noise), lever)
        reasons = _behind_a_threat(s, k, side, asked, level, lever)
        reasons["the threat is worth, expected"] = worth
        names = self.model.assembly.names.provisions
        return answer._replace(asked=names[asked], reasons=reasons)

    def offer(self, table: str | None = None) -> Proposal | None:
        """What it would offer now, and why; None if there is nothing to agree on.

        It looks at the talks that the table's first issue leads or is settled in.
        """
        s, k, side = self._at(table)
        lead = int(s.issue[int(s.table[k].first_issue)].talk)
        if not position(s, lead):
            return None
        wanted = asked_target(s, self.model.moves, lead, side)
        if not best_for_other(s, lead, side, wanted):
            return None
        names = self.model.assembly.names.provisions
        bid = s.bid[bid_of(lead, side)]
        return Proposal(
            levels={
                names[i]: float(s.provision[i].trial)
                for i in range(int(s.table[k].first), int(s.table[k].last))
                if settles(s, lead, i)
            },
            own_utility=float(s.issue[lead][f"utility_{side}"]),
            other_utility=float(s.issue[lead][f"utility_{1 - side}"]),
            target=float(wanted),
            reservation=float(bid.reservation),
            disagreement=float(bid.disagreement),
            nash=float(bid.nash),
        )

    def withdrawal_level(self, provision: str) -> float:
        """Level to which it could bring down a provision that it gives."""
        s = self.model.state
        p = s.provision[self.model.assembly.names.provisions.index(provision)]
        return float(level_after_withdrawal(s, int(p.table), p))

    def _ask(self, move: str, k: int, side: int, proposed: float, about: int) -> Answer:
        s = self.model.state
        seat = s.seat[seat_of(k, side)]
        view = view_of(s, k, side, proposed)
        value = getattr(self.model.moves, move)(seat.strategy, view, seat)
        names = self.model.assembly.names.provisions
        return Answer(move, float(value), float(proposed), names[about] if about >= 0 else "", view)

    def _at(self, table: str | None) -> tuple[State, int, int]:
        """A scratch copy of the state, so that asking changes nothing, and the seat's place."""
        k, side = self._place(table)
        return self.model.state.copy(), k, side

    def _place(self, table: str | None) -> tuple[int, int]:
        names = self.model.assembly.names.tables
        own = self.tables
        chosen = table if table is not None else (own[0] if own else "")
        if chosen not in own:
            raise KeyError(f"{self.name} does not sit at table {chosen!r}; it sits at {own}")
        k = names.index(chosen)
        return k, 0 if self.model.state.seat["actor"][2 * k] == self.row else 1


def _behind_a_threat(
    s: State, table: int, side: int, asked: int, level: float, lever: int
) -> dict[str, float]:
    """What a threat is weighed by, in utility a month and chances."""
    request, p = s.provision[asked], s.provision[lever]
    low = level_after_withdrawal(s, table, p)
    credibility = float(s.seat[seat_of(table, side)].credibility)
    yields = float(chance_of_giving_way(s, table, side, asked, level, lever))
    loss = float(loss_from(p, low))
    ask = float(cost_of(s, request, level) - cost_of(s, request, request.level))
    return {
        "the other would lose": loss,
        "giving way would cost it": ask,
        "it believes the threat": credibility,
        "chance that it gives way": yields,
        "own gain if it does": float(gain_from(s, table, request, level)),
        "own cost of carrying it out": float(cost_of_withdrawing(s, p, low)),
    }
