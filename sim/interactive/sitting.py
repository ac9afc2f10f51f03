"""A game between a person and the other agents: its months, its questions, its end."""

from collections.abc import Callable

from sim.documents.terminal import heading, say, show, title
from sim.interactive.answers import Answers, HandedOver, Left, Undone
from sim.interactive.calling import calls
from sim.interactive.changes import lines_of, untold
from sim.interactive.ending import ending
from sim.interactive.game import Game
from sim.interactive.person import person
from sim.interactive.pressure import unyielding
from sim.interactive.seat_view import Seat, cast_of, meant, options, perceived, situation
from sim.scenario import Scenario
from sim.story.monthly import QUIET
from sim.story.words import capital, likelihood, number, opening, spaced
from sim.strategies.protocol import View

FIRST_MOVE = "demands"
"""Phase in which moves begin; what comes before is fate, flows and mandates."""
YES, NO = 1.0, 0.0


class Sitting:
    """A person at a table, from the first month to the last or until they leave."""

    def __init__(
        self,
        scenario: Scenario,
        place: Seat,
        seed: int,
        replication: int = 0,
        read: Callable[[str], str] | None = None,
        kept_in: str = "",
    ) -> None:
        """Give a person one seat, and the scenario's strategies all others.

        Args:
            scenario: the scenario as it is to be played.
            place: the seat that is taken.
            seed: key of all draws, in [0, 2**63).
            replication: number of the replication.
            read: what answers a question, a line each; by default the terminal.
            kept_in: file in which the game is kept, if it is.
        """
        self.place, self._kept_in = place, kept_in
        self.game = Game(scenario, seed, replication, seats={place.row: person(self._asked)})
        own = self.game.model.assembly.template.seat[place.row].strategy
        self._own_strategy = int(own)
        self._own_choices = int(self.game.model.assembly.template.seat[place.row].choices)
        self._answers = Answers(self._look, self._advise, read)
        self._orders: dict[str, float | None] = {}
        self._waiting = 0
        self._told: tuple[str, ...] = ()
        self._view: tuple[str, View] | None = None
        self._held_out: object = None
        self._stood: list[str] = []
        self._resting: tuple[int, frozenset[str]] | None = None

    def play(self, over: Callable[[], None] = lambda: None) -> None:
        """Play until the horizon, or until the person leaves.

        Args:
            over: called before the end is told.
        """
        self._introduce()
        try:
            self.months()
        except Left:
            heading(f"You leave the table in {self.game.title}")
            say(self._farewell(), 2)
            return
        except HandedOver:
            self._hand_over()
        over()
        show(ending(self.game, self.place))

    def _farewell(self) -> str:
        if self._kept_in:
            return f"The game is kept in {self._kept_in}: the same command goes on with it."
        return "Nothing is kept. The same seed and the same answers lead here again."

    def months(self) -> None:
        """Play the months that are left.

        Raises:
            Left: the person leaves.
            HandedOver: the scenario's own strategy is to play the rest.
        """
        while not self.game.finished:
            try:
                self._month()
            except Undone:
                self._take_back()

    def _introduce(self) -> None:
        game, cast = self.game, cast_of(self.game)
        own, other = cast.seated(self.place.row), cast.seated(self.place.row ^ 1)
        title(game.scenario.title)
        say(opening(game.scenario.description), 2, 0)
        say(
            f"You sit for {own} opposite {other}, at the table '{spaced(self.place.table)}', for "
            f"{game.scenario.horizon} months from {game.scenario.calendar(0)}. Levels run from 0 "
            "(nothing) to 1 (in full). Worth is what you gain or lose each month against what you "
            "had at the start. `help` shows what you can answer.",
            indent=2,
            hang=0,
        )

    def _month(self) -> None:
        """One month: what befalls, the person's orders, what comes of them."""
        game = self.game
        self._told, self._orders, self._view = (), {}, None
        heading(game.title)
        while game.next_phase != FIRST_MOVE:
            game.advance()
        self._tell()
        if self._waiting > 0:
            self._waiting -= 1
        elif not self._resting or calls(game, self.place, *self._resting):
            self._look(changes=True)
            self._order()
        month = game.month
        while game.month == month:
            game.advance()
        self._tell(month)
        if not self._told:
            say(QUIET, 2)
        held_out, why = unyielding(game, self.place)
        if held_out != self._held_out and why:
            say(why, 2)
        self._held_out = held_out

    def _order(self) -> None:
        valid = options(self.game, self.place)
        words = " | ".join(valid)
        self._orders = self._answers.orders(f"Your move ({words})", valid)
        self._resting = None
        if months := self._orders.get("wait"):
            self._waiting = int(months) - 1
        elif "wait" in self._orders:
            self._resting = (self.game.month, frozenset(valid))

    def _tell(self, month: int | None = None) -> None:
        """Print the sentences of this month that have not been told yet."""
        game = self.game
        at = game.month if month is None else month
        lines = lines_of(game.scenario, game.model.assembly.names, game.state, at, game.persons)
        for line in untold(lines, self._told):
            say(line, 2)
        self._told = lines

    def _look(self, changes: bool = False) -> None:
        """Say how things stand, or what of it has changed since it was said last."""
        lines = situation(self.game, self.place)
        for line in lines:
            if not changes or line not in self._stood:
                say(line, 2)
        self._stood = lines

    def _asked(self, move: str, view: View) -> float:
        """Answer for the person's seat: from the month's orders, or by a question."""
        orders = self._orders
        if move in ("demand", "retaliate", "suspend", "leave"):
            return YES if move in orders else NO
        if move in ("blackmail", "threaten"):
            return YES if "threaten" in orders else NO
        if move == "price":
            height = orders.get("demand") or orders.get("threaten")
            return 1.0 if height is None else height
        self._tell()
        self._view = (move, view)
        if move == "concede":
            return self._offer(view)
        if move == "accept":
            return self._answer(view)
        return self._choose(move, view)

    def _offer(self, view: View) -> float:
        """How much to hold out for in an offer that is due."""
        low, high = view.reservation, max(view.best, view.reservation)
        say(
            f"It is your turn to offer. You can sign from {number(low)} a month; the most that the "
            f"other side could sign leaves you {number(high)}; without agreement you are left with "
            f"{number(view.disagreement)}.",
            indent=2,
        )
        usual = min(max(view.propensity, low), high)
        return self._answers.number("Hold out for how much?", low, high, usual)

    def _answer(self, view: View) -> float:
        """Whether to take the offer on the table; the answer is the least that would do."""
        looks, least = perceived(self.game, self.place, view.offered)
        if view.offered < least - 1e-12:
            say(f"You cannot sign that at home: it takes {number(least)}. You refuse.", 2)
            return max(view.propensity, least)
        say(
            f"The offer looks worth {number(looks)} to you; you can sign from {number(least)}; "
            f"without agreement you are left with {number(view.disagreement)}.",
            indent=2,
        )
        usual = "yes" if looks >= view.propensity else "no"
        taken = self._answers.word("Accept?", {"yes": "sign", "no": "refuse"}, usual)
        return looks if taken == "yes" else max(view.propensity, looks + 0.01)

    def _choose(self, move: str, view: View) -> float:
        question = meant(self.game, self.place, move)
        if move == "stage":
            return self._answers.number(question, 0.0, 1.0, min(max(view.propensity, 0.0), 1.0))
        valid, default = {"yes": "do it", "no": "do not"}, "no"
        if move == "execute":
            valid, default = {"cut": "carry the threat out", "back": "back down"}, "back"
        return YES if self._answers.word(question, valid, default) in ("yes", "cut") else NO

    def _advise(self) -> None:
        """What the scenario's own strategy would answer to what is asked now."""
        game, seat = self.game, self.game.state.seat[self.place.row]
        if self._view is not None:
            move, view = self._view
            value = float(getattr(game.model.moves, move)(self._own_strategy, view, seat))
            kind = "utility" if move in ("concede", "accept") else "share or chance"
            say(f"Your advisers would say: {number(value)} ({kind}).", 2)
            return
        agent = game.actor(self.place.actor)
        seat.strategy, sitting = self._own_strategy, int(seat.strategy)
        try:
            asked = [agent.threaten(self.place.table), agent.retaliate(self.place.table)]
            if self.place.side == 1:
                asked.insert(0, agent.demand(self.place.table))
        finally:
            seat.strategy = sitting
        chances = ", ".join(f"{answer.move} {likelihood(answer.value)}" for answer in asked)
        say(f"Your advisers give each move a chance this month: {chances}.", 2)

    def _take_back(self) -> None:
        """Back to the start of this month, or at its start to the month before."""
        begun = self._view is not None or bool(self._orders)
        months = 1 if begun else 2
        self._waiting, self._stood, self._resting = 0, [], None
        if months > self.game.month + 1:
            say("Nothing has been played that could be taken back.", 2)
            months = 1
        self.game.undo(months)

    def _hand_over(self) -> None:
        own = capital(cast_of(self.game).seated(self.place.row))
        heading("The rest is played for you")
        say(f"{own} returns to the scenario's own strategy in {self.game.title}.", 2)
        self.game.undo()  # From the start of the month that is under way.
        seat = self.game.state.seat[self.place.row]
        seat.strategy, seat.choices = self._own_strategy, self._own_choices
        self.game.finish()
