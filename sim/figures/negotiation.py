"""The negotiation space: what could be agreed, where theory points, and where the talks went."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.figures.pages import SIDES, figure, folded, nothing
from sim.figures.style import FAINT, GREEN, INK, PURPLE, SMALL, SOFT, in_words, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.figures.frontiers import Point, Points
    from sim.figures.talks import Offer, Talks
    from sim.runs.run import Run

WIDTH, HEIGHT, PLOT = 9.6, 6.0, (0.085, 0.11, 0.575, 0.82)
"""Inches; and where the panel stands, as shares of the figure."""
CLOSE, RIGHTMOST = (0.16, 0.06), 0.85
"""Shares of the panel: labels that would touch; from where on a label stands to the left."""
SAYS = (
    "0: as each side stood at the start.\nOffers are placed at what they\n"
    "were worth when they were made;\nthe frontier moves."
)
AROUND = 0.1
"""Room around what the talks were about, as a share of it."""


def negotiation_space(
    run: "Run",
    table: str | None = None,
    *,
    issue: str | None = None,
    month: int | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the negotiation space of a run in one month, and the way there.

    Args:
        run: the run.
        table: the table; by default the first at which offers were made.
        issue: issue that leads the talks; by default that of the first agreement.
        month: months since month zero; by default when it was signed, else the last meeting.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such table, issue or month.
        QpqError: the run cannot be played again.
    """
    from sim.figures.talks import talks_of

    return draw_talks(talks_of(run, table, issue=issue, month=month), ax)


def draw_talks(talks: "Talks", ax: "Axes | None" = None) -> "Axes":
    """Draw talks that `sim.figures.talks` laid out.

    Args:
        talks: the talks.
        ax: where to draw; by default a figure of its own.
    """
    space = talks.space
    if space is None:
        return nothing(f"Nothing is negotiated at the table {in_words(talks.table)}")
    with styled():
        drawn = ax if ax is not None else figure(WIDTH, HEIGHT).add_axes(PLOT)
        _limits(drawn, talks)
        _cloud(drawn, space.packages)
        for pieces, label, dashes in (
            (space.frontier, "Pareto frontier", "-"),
            (space.barred, "beyond the members' mandate", ":"),
        ):
            for n, piece in enumerate(pieces):
                drawn.plot(
                    *(piece[:, 0], piece[:, 1]),
                    color=INK,
                    linewidth=2.4,
                    linestyle=dashes,
                    marker="o" if len(piece) == 1 else "",
                    markersize=4,
                    zorder=3,
                    label=label if n == 0 else "_",
                )
        for side, line in enumerate((drawn.axvline, drawn.axhline)):
            line(
                space.reservation[side],
                color=SIDES[side],
                linewidth=1.1,
                linestyle=(0, (5, 3)),
                zorder=2,
                label=f"least that {folded(talks.sides[side], 20, 1)} can sign",
            )
        _path(drawn, talks.path)
        _offers(drawn, talks)
        if space.kalai_smorodinsky is not None:
            _mark(drawn, space.kalai_smorodinsky, "D", GREEN, 9, "Kalai-Smorodinsky point")
        if space.egalitarian is not None:
            _mark(drawn, space.egalitarian, "s", GREEN, 7, "egalitarian point")
        if space.nash is not None:
            _mark(drawn, space.nash, "*", GREEN, 17, "Nash point")
        if talks.signed is not None:
            drawn.plot(
                *talks.signed,
                "o",
                markersize=17,
                markerfacecolor="none",
                markeredgecolor=INK,
                markeredgewidth=1.6,
                zorder=7,
                label="signed",
            )
        drawn.grid(color=FAINT)
        drawn.set_xlabel(folded(f"{talks.sides[0]}: utility a month", 52))
        drawn.set_ylabel(f"{folded(talks.sides[1], 40, 1)}: utility a month")
        issues = ", ".join(in_words(each) for each in space.issues)
        drawn.set_title(folded(f"What could be agreed in {talks.date}: {issues}", 66), fontsize=11)
        _key(drawn, alone=ax is None)
        if space.nash is None:
            drawn.annotate(
                "no package is better for both",
                *((0.98, 0.97),),
                xycoords="axes fraction",
                ha="right",
                va="top",
                color=SOFT,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 2.0},
                zorder=8,
            )
    return drawn


def _key(ax: "Axes", *, alone: bool) -> None:
    """What the marks are: beside the panel, or below it where neighbours may stand beside."""
    how: dict[str, Any] = {"fontsize": 9, "handlelength": 2.2}
    if not alone:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, **how)
        return
    ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.02), labelspacing=0.8, **how)
    ax.annotate(
        SAYS,
        (1.03, 0.0),
        xycoords="axes fraction",
        fontsize=SMALL,
        color=SOFT,
        va="bottom",
    )


def _cloud(ax: "Axes", packages: "Points") -> None:
    ax.plot(
        *(packages[:, 0], packages[:, 1], "."),
        color="#B9BDC2",
        markersize=2.4,
        zorder=1,
        rasterized=True,
        label="packages that could be agreed",
    )


def _path(ax: "Axes", path: "Points") -> None:
    """Where no agreement would leave both, from the first month to this one."""
    ax.plot(path[:, 0], path[:, 1], color=PURPLE, linewidth=1.4, alpha=0.8, zorder=4)
    ax.plot(*path[0], "s", color="white", markeredgecolor=PURPLE, markersize=13, zorder=5)
    ax.lines[-1].set_label("no agreement: in the first month")
    ax.plot(*path[-1], "s", color=PURPLE, markeredgecolor="white", markersize=9, zorder=6)
    ax.lines[-1].set_label("no agreement: in this month")


def _offers(ax: "Axes", talks: "Talks") -> None:
    """Offers of each side, round by round: the last one strong, with its first and last month."""
    from matplotlib.patheffects import withStroke

    last = max((offer.turn for offer in talks.offers), default=0)
    for side, (colour, mark) in enumerate(zip(SIDES, "o^", strict=True)):
        name = folded(talks.sides[side], 24, 1)
        for turn in range(last + 1):
            made = [each for each in talks.offers if (each.side, each.turn) == (side, turn)]
            if not made:
                continue
            ax.plot(
                *zip(*(offer.worth for offer in made), strict=True),
                marker=mark,
                color=colour,
                alpha=1.0 if turn == last else 0.35,
                linewidth=1.2,
                markersize=7 if turn == last else 5,
                markeredgecolor="white",
                markeredgewidth=0.6,
                zorder=5,
                label=f"offers of {name}" if turn == last else "_",
            )
            for offer, says in _dated(ax, made) if turn == last else ():
                # Below the frontier one side's, above it the other's: they never meet.
                across = _share(ax, offer.worth)[0]
                leftwards = across > RIGHTMOST if side else across > 1.0 - RIGHTMOST
                ax.annotate(
                    says,
                    offer.worth,
                    xytext=(-8 if leftwards else 8, 6 if side else -12),
                    textcoords="offset points",
                    ha="right" if leftwards else "left",
                    fontsize=SMALL,
                    color=colour,
                    path_effects=[withStroke(linewidth=2.5, foreground="white")],
                    zorder=8,
                )
    if last:
        ax.plot([], [], " ", label="faint: offers of earlier rounds")


def _dated(ax: "Axes", made: "Sequence[Offer]") -> "list[tuple[Offer, str]]":
    """The first and the last offer with their months; together where they stand close by."""
    first, last = made[0], made[-1]
    if first is last:
        return [(first, f"month {first.month}")]
    one, other = _share(ax, first.worth), _share(ax, last.worth)
    if abs(one[0] - other[0]) < CLOSE[0] and abs(one[1] - other[1]) < CLOSE[1]:
        return [(last, f"months {first.month} to {last.month}")]
    return [(each, f"month {each.month}") for each in (first, last)]


def _share(ax: "Axes", at: "Point") -> "Point":
    """Where a point stands, as shares of the panel."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    return (at[0] - left) / (right - left), (at[1] - low) / (high - low)


def _mark(ax: "Axes", at: "Point", mark: str, colour: str, size: float, label: str) -> None:
    ax.plot(
        *(*at, mark),
        color=colour,
        markersize=size,
        markeredgecolor="white",
        markeredgewidth=1.0,
        zorder=6,
        label=label,
    )


def _limits(ax: "Axes", talks: "Talks") -> None:
    """Show what matters to the talks; packages that nobody would look at may lie outside."""
    space = talks.space
    assert space is not None
    points: list[Any] = [*talks.path, space.reservation, *(each.worth for each in talks.offers)]
    points += [each for each in (space.nash, space.kalai_smorodinsky, talks.signed) if each]
    lines = [*space.frontier, *space.barred]
    everything = np.concatenate([*lines, space.packages]) if lines else space.packages
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    rational = everything[(everything >= low - 1e-9).all(axis=1)]
    if len(rational):
        high = np.maximum(high, rational.max(axis=0))
    wide = np.maximum(high - low, 0.02)
    low, high = low - 2.5 * AROUND * wide, high + AROUND * wide
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(low[1], high[1])
