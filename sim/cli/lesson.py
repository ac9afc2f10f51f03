"""The solutions of the lessons of `docs/teaching.md`, played when they are asked for."""

from collections.abc import Callable, Iterator, Sequence
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

from sim.documents.blocks import Block, Cell, Grid, Heading
from sim.scenario.overrides import Value

if TYPE_CHECKING:
    from sim.runs.run import Run

CASE, TABLE = "ceuta_2021", "rabat"
GAMES = 10
"""Lucks of which each game is played; the first is that of the class."""
PAIRS = 1000
NOTICED = 0.005
"""Worth a month from which two runs count as different, as on the page."""


class Order(NamedTuple):
    """A game by a few words: whose seat, what first, and what is answered where it is asked."""

    seat: str
    first: str
    answers: tuple[str, ...] = ()
    override: str = ""


ORDERS = (
    Order("morocco", "wait"),
    Order("morocco", "demand"),
    Order("morocco", "demand, threaten", ("back",)),
    Order("morocco", "demand, threaten", ("cut",)),
    Order("morocco", "retaliate"),
    Order("morocco", "demand, threaten", ("cut",), "no_linkage"),
    Order("morocco", "demand, threaten", ("cut",), "spain_will_not_recognise"),
    Order("spain", "wait"),
    Order("spain", "wait", ("least", "yes")),
    Order("spain", "threaten", ("cut",)),
)
STICK: dict[str, Value] = {"actors.spain.strategy": "coercive", "actors.eu.strategy": "coercive"}
PARTNERS: dict[str, dict[str, Value]] = {
    "in need": {"actors.morocco.empowerment": 0.05, "actors.morocco.fiscal_stress": 0.8},
    "proud": {"actors.morocco.empowerment": 0.9, "actors.morocco.fiscal_stress": 0.1},
}
"""The two partners of the page's screen 2; screen 4 moves the first number alone."""
THREATS: dict[str, dict[str, Value]] = {
    "none": {"parameters.threats.rate_destination": 0.0},
    "threat": {},
}


def solutions(
    progress: Callable[[str], None],
    games: int = GAMES,
    pairs: int = PAIRS,
    orders: Sequence[Order] = ORDERS,
) -> list[Block]:
    """All solutions as a document.

    Args:
        progress: called with what is played next.
        games: lucks of which each game is played.
        pairs: runs of each arm of a comparison.
        orders: the games.
    """
    return [
        Heading("Solutions of the day"),
        "Played by this machine just now. Worth is what a side gains a month, over all months. Of "
        f"each game first the luck of --seed 1, then what {games} lucks come to, "
        f"--seed 1 to {games}.",
        Heading("The games", 3),
        _games(progress, games, orders),
        "Better than waiting: in how many of these lucks the one whose seat it is did better than "
        "with 'wait' in the same luck. What lies between none and all is what to talk about.",
        Heading("One threat, two partners (screens 2 and 4)", 3),
        _partners(progress, pairs),
        Heading("Do it or drop it (screen 5)", 3),
        *_followed(progress, pairs),
        Heading("One for the other, or each by itself (screen 6)", 3),
        _linked(progress, pairs),
    ]


def _games(progress: Callable[[str], None], games: int, orders: Sequence[Order]) -> Grid:
    from sim import load
    from sim.interactive.scripted import scripted
    from sim.interactive.seat_view import seat_at

    case = load(CASE)
    waited: dict[str, list[float]] = {}
    rows: list[Sequence[Cell] | Heading] = []
    for number, order in enumerate(orders, start=1):
        progress(f"game {number} of {len(orders)}, {games} lucks")
        scenario = case.with_changes(overrides=[order.override] if order.override else [])
        place = seat_at(scenario, order.seat, TABLE)
        runs = [
            scripted(scenario, place, seed, order.first, order.answers)
            for seed in range(1, games + 1)
        ]
        own = [_worth(run, order.seat) for run in runs]
        if order.seat not in waited:
            waited[order.seat] = own
            rows.append(Heading(f"{order.seat.capitalize()}'s seat"))
        rows.append(_row(order, runs, own, waited[order.seat]))
    columns = ("orders", "months", "Morocco", "Spain", "arrivals")
    return Grid((*columns, "agree", "Morocco, mean", "Spain, mean", "better than waiting"), rows)


def _row(
    order: Order, runs: "Sequence[Run]", own: Sequence[float], waited: Sequence[float]
) -> Sequence[Cell]:
    first = runs[0].tables[TABLE]
    months = first["paper_months"]
    said = ", then ".join((order.first, *order.answers))
    beside = f" (--override {order.override})" if order.override else ""
    compared = waited is not own and not order.override
    better = sum(a > b + NOTICED for a, b in zip(own, waited, strict=True))
    return (
        said + beside,
        None if months is None else round(months),
        *(first[name] for name in ("welfare_partner", "welfare_destination", "people_arrivals")),
        f"{sum(run.tables[TABLE]['paper_agreement'] == 1.0 for run in runs)} of {len(runs)}",
        *(mean(_worth(run, seat) for run in runs) for seat in ("morocco", "spain")),
        f"{better} of {len(runs)}" if compared else None,
    )


def _worth(run: "Run", seat: str) -> float:
    side = "partner" if seat == "morocco" else "destination"
    return float(run.tables[TABLE][f"welfare_{side}"] or 0.0)


def _partners(progress: Callable[[str], None], pairs: int) -> Grid:
    from sim import compare

    rows: list[Sequence[Cell] | Heading] = []
    for name, partner in PARTNERS.items():
        progress(f"the partner {name}, {pairs} pairs")
        arms = compare(CASE, THREATS, pairs, set=STICK | partner, outcomes=("worth_destination",))
        by_arm = {
            arm: arms.runs.filter([each == arm for each in arms.runs["arm"].to_pylist()])
            for arm in THREATS
        }
        worth = [by_arm[arm]["welfare_destination"].to_pylist() for arm in THREATS]
        gains = [b - a for a, b in zip(*worth, strict=True)]
        better, worse = (sum(sign * gain > NOTICED for gain in gains) for sign in (1.0, -1.0))
        rows.append((name, better, len(gains) - better - worse, worse, arms.rows()[1][2][0]))
    columns = ("partner", "better", "hardly different", "worse", "worth to those who threaten")
    return Grid(columns, rows)


def _followed(progress: Callable[[str], None], pairs: int) -> Iterator[Block]:
    from sim import compare

    progress(f"threats carried out and dropped, {pairs} pairs")
    arms = {how: {"treatments.execution": how} for how in ("chosen", "always", "never")}
    played = compare(CASE, arms, pairs, set=STICK, outcomes=("worth_destination",))
    rows = [(name, *cells, what) for name, what, cells in played.threats("destination").rows()]
    shown: list[Sequence[Cell] | Heading] = [row for row in rows if row[0] in ("naive", "branched")]
    yield Grid(("comparison", "worth to those who threaten", "of what"), shown)
    yield "Naive: different runs. Branched: the same runs, both ways."


def _linked(progress: Callable[[str], None], pairs: int) -> Grid:
    from sim import compare

    progress(f"with and without linkage, {pairs} pairs")
    outcomes = ("agreement", "worth_partner", "worth_destination", "arrivals", "harm")
    arms = {"one for the other": {}, "each by itself": {"treatments.linkage": "none"}}
    played = compare(CASE, arms, pairs, outcomes=outcomes)
    named = {each.name: each.says for each in played.measures}
    return Grid(
        ("", *(named[name] for name in outcomes)),
        [(name, *cells) for name, cells, _ in played.rows()],
    )
