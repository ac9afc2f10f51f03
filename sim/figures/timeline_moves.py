"""The uppermost panel of a timeline: offers, threats, executions and the rest as marks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.figures.pages import SIDES, folded
from sim.figures.style import INK, SMALL, SOFT, in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.runs.run import Run

MARKS = {
    "offer": ("o", "offer", False),
    "demand": ("d", "names a price", False),
    "threat": ("^", "threat", False),
    "execution": ("X", "executes a threat", True),
    "back_down": ("v", "backs down", False),
    "retaliation": ("s", "retaliates", True),
    "lifting": ("P", "lifts a withdrawal", False),
    "suspension": ("h", "suspends", True),
    "signature": ("*", "signed", True),
    "collapse": ("x", "agreement collapses", True),
}
"""For each kind of event: mark, name, and whether the mark is filled."""
COMMON = frozenset({"signature", "collapse"})
"""Events of both sides, whoever came last."""
OUTSIDE = 2
"""Row of events from outside."""
LIFT = 0.3
"""Lanes between two marks of the same month."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def moves(ax: "Axes", run: "Run", table: str, events: Sequence[dict[str, Any]]) -> None:
    """Draw one lane for each side, and one for what came from outside.

    Args:
        ax: where to draw.
        run: the run.
        table: the table.
        events: its events as rows.
    """
    from matplotlib.lines import Line2D

    seats = run.scenario.tables[table]
    actors = [seats.destination.actor, seats.partner.actor]
    lanes = {actors[0]: 1, actors[1]: 0}
    lift = _lifts(events, table, actors)
    for kind, (mark, says, filled) in MARKS.items():
        made = [each for each in events if each["kind"] == kind and each["table"] == table]
        first = True
        for side, actor in enumerate(actors):
            both = kind in COMMON
            months = [each["month"] for each in made if both or each["actor"] == actor]
            if not months:
                continue
            colour = INK if both else SIDES[side]
            ax.plot(
                *(months, [lanes[actor] + lift[actor, month, kind] for month in months], mark),
                color=colour,
                markerfacecolor=colour if filled or mark == "x" else "white",
                markeredgecolor=colour if not filled or mark == "x" else "white",
                markeredgewidth=1.3 if not filled or mark == "x" else 0.6,
                markersize={"o": 5.5, "*": 13}.get(mark, 8.5),
                zorder=3 if mark == "o" else 4,
                label=says if first else f"_{says}",
            )
            first = False
    outside = [each for each in events if each["kind"] == "event" and _concerns(run, each, table)]
    named = list(dict.fromkeys(each["object"] for each in outside))
    for each in outside:
        at = named.index(each["object"])
        ax.plot(each["month"], OUTSIDE, "|", color=SOFT, markersize=9, label="_event")
        ax.annotate(
            LETTERS[at % 26],
            (each["month"], OUTSIDE),
            xytext=(2.5 + 8 * _before(outside, each), 1),
            textcoords="offset points",
            fontsize=SMALL,
            color=SOFT,
            va="center",
        )
    ax.set_ylim(-0.6, 2.6)
    names = [folded(run.scenario.actors[each].name, 22) for each in actors]
    ax.set_yticks([0, 1, 2], [names[1], names[0], "from outside"], fontsize=9)
    for label, colour in zip(ax.get_yticklabels(), (SIDES[1], SIDES[0], SOFT), strict=True):
        label.set_color(colour)
    ax.tick_params(axis="y", length=0)
    handles, _ = ax.get_legend_handles_labels()
    if handles:
        legend = ax.legend(
            loc="upper left",
            bbox_to_anchor=(1.0, 1.12),
            fontsize=SMALL,
            labelspacing=0.25,
            handletextpad=0.3,
            borderaxespad=0.2,
        )
        for handle in legend.legend_handles:
            if isinstance(handle, Line2D):
                handle.set_markeredgecolor(INK)
                handle.set_markerfacecolor(INK if _is_filled(handle.get_label()) else "white")
    else:
        ax.annotate("nobody moved", (0.5, 0.25), xycoords="axes fraction", ha="center", color=SOFT)
    if named:
        key = "; ".join(f"{LETTERS[i % 26]} {in_words(name)}" for i, name in enumerate(named))
        ax.figure.text(
            *(0.02, 0.06 / ax.figure.get_size_inches()[1], folded(f"From outside: {key}", 150, 2)),  # type: ignore[union-attr]
            fontsize=SMALL,
            color=SOFT,
            va="bottom",
        )


def _lifts(
    events: Sequence[dict[str, Any]], table: str, actors: Sequence[str]
) -> dict[tuple[str, int, str], float]:
    """How far above its lane each mark stands, so that marks of one month do not cover others."""
    kinds: dict[tuple[str, int], list[str]] = {}
    for each in events:
        if each["kind"] in MARKS and each["table"] == table:
            for actor in actors if each["kind"] in COMMON else (each["actor"],):
                here = kinds.setdefault((actor, each["month"]), [])
                if each["kind"] not in here:
                    here.append(each["kind"])
    return {
        (actor, month, kind): LIFT * (rank - (len(here) - 1) / 2)
        for (actor, month), here in kinds.items()
        for rank, kind in enumerate(here)
    }


def _is_filled(says: object) -> bool:
    return any(filled for _, name, filled in MARKS.values() if name == says)


def _concerns(run: "Run", event: dict[str, Any], table: str) -> bool:
    """Whether an event from outside is about this table or one of its two sides, or about all."""
    happening = run.scenario.events.get(event["object"])
    if happening is not None and happening.table is not None:
        return happening.table == table
    seats = run.scenario.tables[table]
    return event["actor"] in (None, seats.destination.actor, seats.partner.actor)


def _before(events: Sequence[dict[str, Any]], event: dict[str, Any]) -> int:
    """How many events of the same month stand before one."""
    same = [each for each in events if each["month"] == event["month"]]
    return next(i for i, each in enumerate(same) if each is event)
