"""The timeline of one run at one table: moves, levels, beliefs, people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.measures import numbers
from sim.errors import InputError, Problem, nearest, one_of
from sim.figures.pages import SIDES, date_axis, figure, folded, nothing, spread
from sim.figures.style import BROWN, GREEN, INK, PURPLE, SMALL, SOFT, in_words, styled
from sim.figures.timeline_moves import moves

if TYPE_CHECKING:
    import pyarrow as pa
    from matplotlib.axes import Axes

    from sim.figures.showing import Panels
    from sim.runs.run import Run

WIDTH, LEFT, RIGHT, TOP, BELOW, GAP = 11.0, 1.75, 2.75, 0.9, 0.85, 0.42
"""Inches across, for labels at both sides, above, below, and between panels."""
MOVES, LEVELS, LINE, FLAT = 1.6, 0.75, 0.19, 1.15
"""Inches of the panel of moves; of an issue with one provision, and for each more; of others."""
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)), (0, (9, 3)))
"""Lines of an issue's provisions, in order: where two coincide, both still show."""
PEOPLE = "People on its routes (1 = as usual)"
HARM = "Exposure to harm on all routes (index)"
BAND = (5.0, 95.0)
"""Percentiles between which most other runs lie."""
APART, PIECE = 0.17, (1.008, 1.052)
"""Inches between two labels; where the piece of a line before its label stands, as shares."""


@dataclass(frozen=True)
class _Panel:
    """One panel: how deep it is, its title, and what draws it."""

    deep: float
    title: str
    draw: "Callable[[Axes], None]"


def timeline(run: "Run", table: str | None = None, others: "Sequence[Run]" = ()) -> "Panels":
    """Draw one run at one table, from top to bottom: moves, levels, beliefs, people.

    Args:
        run: the run.
        table: the table; by default the first at which anybody moved.
        others: replications of the same scenario; arrivals get the band in which nine of ten lie.

    Raises:
        InputError: there is no such table.
    """
    from sim.figures.showing import Panels

    known = run.names.tables
    events = run.events.to_pylist()
    if table is None:
        moved = (each["table"] for each in events if each["table"] and each["actor"])
        table = next(moved, known[0])
    if table not in known:
        what = f"no table '{table}'"
        raise InputError(Problem(what, None, None, "table", one_of(known), nearest(table, known)))
    if not run.months.num_rows:
        return Panels([nothing("No months were played")])
    panels = [
        _Panel(MOVES, "Moves", lambda ax: moves(ax, run, table, events)),
        *(
            _levels(run, issue)
            for issue in run.names.issues
            if run.scenario.issues[issue].table == table
        ),
        _Panel(FLAT, "Trust, credibility, empowerment", lambda ax: _beliefs(ax, run, table)),
    ]
    if run.names.routes:
        # Arrivals never stand without harm.
        panels += [
            _Panel(FLAT, PEOPLE, lambda ax: _people(ax, run, table, others)),
            _Panel(0.8, HARM, lambda ax: _harm(ax, run)),
        ]
    with styled():
        height = TOP + BELOW + sum(panel.deep + GAP for panel in panels) - GAP
        whole = figure(WIDTH, height)
        title = folded(f"{run.scenario.title}: table {in_words(table)}", 88, 2)
        whole.text(
            *(0.2 / WIDTH, 1 - 0.12 / height, title),
            va="top",
            fontsize=12.5,
            fontweight="bold",
        )
        drawn, y = Panels(), TOP
        for panel in panels:
            y += panel.deep
            ax = whole.add_axes(
                (
                    LEFT / WIDTH,
                    1 - y / height,
                    (WIDTH - LEFT - RIGHT) / WIDTH,
                    panel.deep / height,
                )
            )
            panel.draw(ax)
            ax.set_title(panel.title, fontsize=9.5, pad=4, color=SOFT)
            ax.grid(axis="x")
            date_axis(ax, run.scenario)
            ax.tick_params(axis="x", labelbottom=panel is panels[-1])
            drawn.append(ax)
            y += GAP
        _signatures(drawn, events, table)
        for line in (each for ax in drawn[1:] for each in ax.lines):
            # One month is a point, of which a line alone would show nothing.
            if len(np.atleast_1d(line.get_xdata())) == 1:
                line.set_marker("o")
        return drawn


def _levels(run: "Run", issue: str) -> _Panel:
    """Levels of an issue's provisions: colour for the giver, dashes for which; pale as promised."""
    given = run.scenario.issues[issue].provisions
    table = run.scenario.tables[run.scenario.issues[issue].table]
    sides = [1 if each.giver == table.partner.actor else 0 for each in given.values()]

    def draw(ax: "Axes") -> None:
        rows = run.provisions
        labels = []
        for place, key in enumerate(given):
            side = sides[place]
            own = _only(rows, "provision", f"{issue}.{key}")
            months, levels = numbers(own, "month"), numbers(own, "level")
            how = {"color": SIDES[side], "linestyle": DASHES[place % len(DASHES)]}
            agreed = numbers(own, "agreed")
            promised = np.where(agreed > given[key].inherited + 1e-6, agreed, np.nan)
            ax.plot(months, promised, color=SIDES[side], linewidth=4.5, alpha=0.22, label="_agreed")
            ax.step(months, levels, where="mid", label=in_words(key), **how)
            labels.append((float(levels[-1]), in_words(key), how))
        low = min([0.0, *(float(line.get_ydata().min()) for line in ax.lines[1::2])])  # type: ignore[union-attr]
        ax.set_ylim(low - 0.06, 1.06)
        ax.set_yticks([each for each in (-1.0, -0.5, 0.0, 0.5, 1.0) if each >= low - 1e-9])
        _written(ax, labels)

    name = run.scenario.issues[issue].title or in_words(issue)
    return _Panel(
        LEVELS + LINE * max(len(given) - 1, 0),
        folded(f"Levels (pale: promised): {name}", 92, 1),
        draw,
    )


def _beliefs(ax: "Axes", run: "Run", table: str) -> None:
    rows = _only(run.months, "table", table)
    seats = run.scenario.tables[table]
    names = [run.scenario.actors[seat.actor].name for seat in (seats.destination, seats.partner)]
    ours, theirs = names
    labels = []
    for column, says, colour, dashes in (
        ("trust_destination", f"trust of {ours}", SIDES[0], DASHES[0]),
        ("trust_partner", f"trust of {theirs}", SIDES[1], DASHES[0]),
        ("credibility_destination", f"credibility of {ours}", SIDES[0], DASHES[1]),
        ("credibility_partner", f"credibility of {theirs}", SIDES[1], DASHES[1]),
        ("empowerment_partner", f"empowerment of {theirs}", SIDES[1], DASHES[2]),
    ):
        values = numbers(rows, column)
        # The destination side's lines are wider, so that they show where the partner's cover them.
        wide = 3.4 if colour == SIDES[0] else 1.7
        how = {"color": colour, "linestyle": dashes, "linewidth": wide}
        ax.plot(numbers(rows, "month"), values, label=says, **how)
        labels.append((float(values[-1]), says, how))
    ax.set_ylim(-0.04, 1.04)
    ax.set_yticks([0.0, 0.5, 1.0])
    _written(ax, labels)


def _people(ax: "Axes", run: "Run", table: str, others: "Sequence[Run]") -> None:
    rows = _only(run.months, "table", table)
    months, arrivals = numbers(rows, "month"), numbers(rows, "arrivals")
    attempts = numbers(rows, "pressure")
    if others:
        each = [numbers(_only(other.months, "table", table), "arrivals") for other in others]
        low, high = np.percentile(np.array(each), BAND, axis=0)
        # They may have gone on for longer than a run that is still under way.
        ahead = np.arange(len(low))
        ax.fill_between(ahead, low, high, color=GREEN, alpha=0.2, linewidth=0, label="band")
        ax.annotate(
            f"pale: arrivals in nine of ten of {len(each)} runs",
            (1.0, 1.0),
            xycoords="axes fraction",
            xytext=(0, 5),
            textcoords="offset points",
            ha="right",
            color=SOFT,
            fontsize=SMALL,
        )
    labels = []
    for values, says, how in (
        (attempts, "attempts", {"color": BROWN, "linestyle": DASHES[1], "linewidth": 1.5}),
        (arrivals, "arrivals", {"color": GREEN}),
    ):
        ax.plot(months, values, label=says, **how)
        labels.append((float(values[-1]), says, how))
    ax.set_ylim(bottom=0.0)
    _written(ax, labels)


def _harm(ax: "Axes", run: "Run") -> None:
    rows = run.routes
    months = np.arange(int(run.state.run[0].month))
    total = np.bincount(
        numbers(rows, "month").astype(int), weights=numbers(rows, "harm"), minlength=len(months)
    )[: len(months)]
    ax.plot(months, total, color=PURPLE, label="harm")
    ax.set_ylim(bottom=0.0)
    _written(ax, [(float(total[-1]), "harm, at assumed rates", {"color": PURPLE})])


def _written(ax: "Axes", labels: Sequence[tuple[float, str, dict[str, Any]]]) -> None:
    """Write each line's name beside its end, with a piece of the line."""
    if not labels:
        return
    low, high = ax.get_ylim()
    deep = ax.get_position().height * ax.get_figure(root=True).get_size_inches()[1]  # type: ignore[union-attr]
    gap = APART * (high - low) / deep
    beside = ax.get_yaxis_transform()
    for at, (_, says, how) in zip(spread([y for y, _, _ in labels], gap), labels, strict=True):
        # It tells lines of one colour apart where their labels had to move.
        ax.plot(PIECE, (at, at), transform=beside, clip_on=False, label="_key", **how)
        ax.annotate(
            folded(says, 30, 1),
            (PIECE[1], at),
            xycoords=beside,
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=how["color"],
        )


def _signatures(drawn: "Sequence[Axes]", events: Sequence[Any], table: str) -> None:
    """A line through all panels where something was signed, or fell apart."""
    for event in events:
        if event["table"] == table and event["kind"] in ("signature", "collapse"):
            fell = event["kind"] == "collapse"
            for ax in drawn:
                ax.axvline(
                    event["month"],
                    color=INK,
                    linewidth=1.0,
                    linestyle=(0, (2, 2)) if fell else "-",
                    alpha=0.55,
                    zorder=0.5,
                )


def _only(rows: "pa.Table", column: str, value: str) -> "pa.Table":
    import pyarrow.compute as pc

    return rows.filter(pc.equal(rows[column], value))
