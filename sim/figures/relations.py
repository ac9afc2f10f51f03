"""Who depends on whom: the actors of a scenario, their tables and unions, as a network."""

from typing import TYPE_CHECKING

from sim.figures.pages import SIDES, figure, folded, nothing
from sim.figures.style import FAINT, INK, SMALL, SOFT, needed, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from networkx import MultiDiGraph

    from sim.scenario import Scenario

Point = tuple[float, float]

WIDTH, ROW, HEAD, FOOT = 10.0, 1.05, 0.7, 0.85
"""Inches: across; down for each actor; above and below."""
COLUMNS = (1.45, 4.6, 8.3)
"""Inches from the left: members, destination sides, partners."""
WIDEST, BEND = 8.0, 0.05
"""Points of an arrow for a loss of 1; how far arrows bend."""
END, LETTER = 0.17, 0.085
"""Inches of a box for each arrow that ends at it; inches of a letter of a name."""
LEAST = 0.005
"""Least dependence that is written."""
NAME = 20
"""Characters of a line of a name."""
SAYS = (
    "An arrow leads from the side that depends to the one it depends on. Its width and number say "
    "what it would lose each month if the other withdrew all flows, at month zero (at most 1). "
    "Grey: nothing. Dotted: member of a union."
)


def relations_network(scenario: "Scenario", ax: "Axes | None" = None) -> "Axes":
    """Draw who belongs to, negotiates with and depends on whom, at month zero.

    Args:
        scenario: the scenario.
        ax: where to draw; by default a figure of its own. Its units become inches.
    """
    needed()
    from matplotlib.patches import FancyBboxPatch

    from sim.analysis.networks import relations

    graph = relations(scenario)
    if not graph.nodes:
        return nothing("No actors to show")
    columns = _columns(scenario)
    tall = {key: max(ROW, _box(scenario, key, graph)[1] + 0.3) for key in graph.nodes}
    deep = HEAD + FOOT + max(sum(tall[key] for key in column) for column in columns)
    with styled():
        drawn = ax if ax is not None else figure(WIDTH, deep).add_axes((0.0, 0.0, 1.0, 1.0))
        drawn.set_axis_off()
        drawn.set_xlim(0.0, WIDTH)
        drawn.set_ylim(0.0, deep)
        # Without members there is nothing in the first column.
        places = COLUMNS if columns[0] else (COLUMNS[0], 2.3, 7.5)
        at = {
            key: (x, FOOT + (deep - HEAD - FOOT) * (1 - (i + 0.5) / len(column)))
            for x, column in zip(places, columns, strict=True)
            for i, key in enumerate(column)
        }
        boxes = {key: _box(scenario, key, graph) for key in at}
        ends = _ends(graph, at)
        for one, other, data in graph.edges(data=True):
            if data["kind"] == "member":
                drawn.plot(
                    *zip(at[one], at[other], strict=True),
                    color=SOFT,
                    linestyle=(0, (1, 1.5)),
                    linewidth=1.2,
                    zorder=1,
                )
            elif data["kind"] == "dependence":
                ours = scenario.tables[data["table"]].destination.actor == one
                tied = (one, other, data["table"])
                start, end = (
                    _beside(at[here], boxes[here], at[there], ends[here, tied])
                    for here, there in ((one, other), (other, one))
                )
                _arrow(drawn, start, end, data["weight"], SIDES[0 if ours else 1])
        for key, (x, y) in at.items():
            wide, high = boxes[key]
            drawn.add_patch(
                FancyBboxPatch(
                    *((x - wide / 2, y - high / 2), wide, high),
                    boxstyle="round,pad=0,rounding_size=0.1",
                    facecolor="white",
                    edgecolor=_colour(scenario, key),
                    linewidth=1.8,
                    zorder=4,
                )
            )
            name = folded(scenario.actors[key].name, NAME, 3)
            drawn.text(*(x, y, name), ha="center", va="center", fontsize=10, zorder=5)
        drawn.text(
            *(0.2, deep - 0.15, folded(scenario.title, 92, 1)),
            va="top",
            fontsize=12.5,
            fontweight="bold",
        )
        drawn.text(*(0.2, 0.12, folded(SAYS, 130, 3)), va="bottom", fontsize=SMALL, color=SOFT)
    return drawn


def _columns(scenario: "Scenario") -> list[list[str]]:
    """Members; destination sides and unions; partners, then actors without a seat."""
    ours = {table.destination.actor for table in scenario.tables.values()}
    theirs = {table.partner.actor for table in scenario.tables.values()} - ours
    unions = {actor.member_of for actor in scenario.actors.values()}
    columns: list[list[str]] = [[], [], []]
    bystanders = []
    for key, actor in scenario.actors.items():
        if key in theirs:
            columns[2].append(key)
        elif actor.member_of is not None:
            columns[0].append(key)
        elif key in ours or key in unions:
            columns[1].append(key)
        else:
            bystanders.append(key)
    # Whoever talks to the same side stands together.
    opposite = {
        table.partner.actor: columns[1].index(table.destination.actor)
        for table in reversed(scenario.tables.values())
        if table.destination.actor in columns[1]
    }
    columns[2].sort(key=lambda key: opposite.get(key, len(columns[1])))
    columns[2] += bystanders
    return columns


def _colour(scenario: "Scenario", key: str) -> str:
    for table in scenario.tables.values():
        for side, seat in enumerate((table.destination, table.partner)):
            if seat.actor == key:
                return SIDES[side]
    return FAINT


def _box(scenario: "Scenario", key: str, graph: "MultiDiGraph") -> tuple[float, float]:
    """Inches across and down of an actor's box: its name fits, and all its arrows."""
    lines = folded(scenario.actors[key].name, NAME, 3).split("\n")
    arrows = sum(
        data["kind"] == "dependence" and key in (one, other)
        for one, other, data in graph.edges(data=True)
    )
    return LETTER * max(map(len, lines)) + 0.3, max(0.22 + 0.19 * len(lines), END * (arrows + 1))


def _ends(
    graph: "MultiDiGraph", at: dict[str, Point]
) -> dict[tuple[str, tuple[str, str, str]], float]:
    """How far above the middle of a box each arrow ends, so that neighbours do not cross."""
    found = {}
    for node in graph.nodes:
        here = [
            (at[other if node == one else one][1], node == one, (one, other, data["table"]))
            for one, other, data in graph.edges(data=True)
            if data["kind"] == "dependence" and node in (one, other)
        ]
        # Of a pair, the arrow of the left hand side runs below at both of its ends.
        here.sort(key=lambda each: (each[0], at[each[2][0]][0] > at[each[2][1]][0], each[2]))
        for rank, (_, _, tied) in enumerate(here):
            found[node, tied] = END * (rank - (len(here) - 1) / 2)
    return found


def _beside(at: Point, box: tuple[float, float], towards: Point, above: float) -> Point:
    """Where an arrow leaves the box of a name."""
    if abs(towards[0] - at[0]) < 0.1:
        up = 1.0 if towards[1] > at[1] else -1.0
        return at[0] + above, at[1] + up * (box[1] / 2 + 0.04)
    out = 1.0 if towards[0] > at[0] else -1.0
    return at[0] + out * (box[0] / 2 + 0.06), at[1] + above


def _arrow(ax: "Axes", one: Point, other: Point, weight: float, colour: str) -> None:
    """One dependence, with its number."""
    from matplotlib.colors import to_rgb
    from matplotlib.patches import FancyArrowPatch

    some = weight >= LEAST
    # Mixed with white instead of seen through: head and shaft overlap.
    mixed = [0.8 * part + 0.2 for part in to_rgb(colour)]
    ax.add_patch(
        FancyArrowPatch(
            *(one, other),
            connectionstyle=f"arc3,rad={BEND}",
            arrowstyle=f"-|>,head_length={5 + 5 * weight},head_width={3 + 4 * weight}",
            linewidth=0.8 + WIDEST * weight,
            mutation_scale=1.0,
            shrinkA=0.0,
            shrinkB=0.0,
            joinstyle="miter",
            capstyle="butt",
            zorder=2,
            color=mixed if some else FAINT,
        )
    )
    if not some:
        return
    # Near its beginning, where numbers of arrows that meet do not touch; on the bent line itself.
    t = 0.28
    along = other[0] - one[0], other[1] - one[1]
    bent = 2 * t * (1 - t) * BEND
    ax.text(
        one[0] + t * along[0] + bent * along[1],
        one[1] + t * along[1] - bent * along[0],
        f"{weight:.2f}",
        ha="center",
        va="center",
        fontsize=SMALL,
        color=INK,
        zorder=4,
        bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"},
    )
