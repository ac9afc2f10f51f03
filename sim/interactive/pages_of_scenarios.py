"""A scenario and its parts as documents: what `qpq show` prints and notebooks show."""

from collections.abc import Mapping
from typing import Any

from sim.documents.blocks import (
    Bar,
    Block,
    Cell,
    Code,
    Folded,
    Grid,
    Heading,
    Points,
    Strong,
    under,
)
from sim.scenario import Scenario
from sim.scenario.actors import Actor
from sim.scenario.case_checks import WORDS, CaseCheck, CaseChecks
from sim.scenario.evidence import Evidence
from sim.scenario.provisions import Issue, Table
from sim.scenario.treatments import Treatments
from sim.story.words import counted, listed, number, opening, percent, spaced


def as_json(scenario: Scenario, sources: bool) -> dict[str, Any]:
    """A scenario as one JSON object.

    Args:
        scenario: as loaded.
        sources: whether to add every number with its evidence.
    """
    from sim.model.opening import dependences

    found = {
        "name": scenario.name,
        **scenario.model_dump(
            mode="json",
            include={"title", "description", "period", "month_zero", "horizon"},
        ),
        **scenario.model_dump(
            mode="json",
            include={
                *("actors", "tables", "issues", "routes", "instruments", "events", "overrides")
            },
        ),
        "dependence": {
            name: {"destination": ours, "partner": theirs}
            for name, (ours, theirs) in dependences(scenario).items()
        },
        "treatments": scenario.treatments.model_dump(mode="json"),
        "switched": switched(scenario),
        "record": {
            name: record.model_dump(mode="json") for name, record in scenario.record.items()
        },
    }
    if sources:
        found["evidence"] = {
            path: {
                "value": _plain_value(scenario, path),
                "word": evidence.word,
                "scale": evidence.scale,
                "reason": evidence.reason,
                "note": evidence.note,
                "sources": list(evidence.sources),
            }
            for path, evidence in scenario.provenance.evidence.items()
        }
        found["bibliography"] = dict(scenario.provenance.bibliography)
    return found


def membership(scenario: Scenario) -> dict[str, list[str]]:
    """The members of each union that has any, in the order of the file."""
    found: dict[str, list[str]] = {}
    for name, actor in scenario.actors.items():
        if actor.member_of is not None:
            found.setdefault(actor.member_of, []).append(name)
    return found


def switched(scenario: Scenario) -> dict[str, str]:
    """Treatments that differ from the model's defaults."""
    ours = scenario.treatments.model_dump(mode="json")
    usual = Treatments().model_dump(mode="json")
    return {name: value for name, value in ours.items() if value != usual[name]}


def portrait(scenario: Scenario, record: bool = True) -> list[Block]:
    """A scenario: who, what is negotiated, who depends on whom, what may happen or be tried.

    Args:
        scenario: the scenario.
        record: whether what happened is told, too: for those who will not play it.
    """
    period = f"{scenario.period}; " if record else ""
    period += f"{scenario.horizon} months from {scenario.calendar(0)}"
    about = scenario.description.strip() if record else opening(scenario.description)
    return [
        Heading(scenario.title, 1, period),
        Folded("What it is about", [about]),
        *_actors(scenario),
        *_tables(scenario),
        *_provisions(scenario),
        *_folded("Instruments at hand", _instruments(scenario)),
        *_folded("Ways that people take", _routes(scenario)),
        *_folded("Who depends on whom", _dependence(scenario)),
        *_folded("Events from outside", _events(scenario) if record else []),
        *_folded("Rules switched away from their defaults", _switches(scenario)),
        *_folded("Overrides: what if", _overrides(scenario)),
        *_folded(
            "What was observed (the model never reads it)", _record(scenario) if record else []
        ),
    ]


def _folded(title: str, blocks: list[Block]) -> list[Block]:
    return [Folded(title, blocks)] if blocks else []


def _actors(scenario: Scenario) -> list[Block]:
    rows = [
        (key, a.name, a.role.value, spaced(a.strategy), a.empowerment, a.vulnerability)
        for key, a in scenario.actors.items()
    ]
    unions = [
        f"{_name(scenario, union)}: {listed(_name(scenario, member) for member in members)}; "
        f"decides by {spaced(scenario.actors[union].voting.value)}."
        for union, members in membership(scenario).items()
    ]
    columns = ("key", "name", "role", "strategy", "empowerment", "vulnerability")
    return [Heading("Actors"), Grid(columns, rows), *([Points(unions)] if unions else [])]


def _tables(scenario: Scenario) -> list[Block]:
    rows = []
    for name, at in scenario.tables.items():
        issues = [key for key, issue in scenario.issues.items() if issue.table == name]
        opener = at.destination if at.initiator == "destination" else at.partner
        actors = (at.destination.actor, at.partner.actor, opener.actor)
        rows.append((name, *(_name(scenario, actor) for actor in actors), ", ".join(issues)))
    return under("Tables", [Grid(("key", "destination side", "partner", "opens", "issues"), rows)])


def _provisions(scenario: Scenario) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    for key, issue in scenario.issues.items():
        seats = scenario.tables[issue.table]
        for name, p in issue.provisions.items():
            others = [a for a in (seats.destination.actor, seats.partner.actor) if a != p.giver]
            cap = number(p.cap) if p.divisible else f"{number(p.cap)}, all or nothing"
            rows.append(
                (
                    *(f"{key}.{name}", _name(scenario, p.giver)),
                    *(_name(scenario, p.receiver or others[0]), p.inherited, Bar(p.inherited)),
                    *(cap, p.benefit, p.cost),
                )
            )
    columns = ("provision", "giver", "receiver", "inherited", "", "cap", "benefit", "cost")
    closed = " Not open from the start; it may be drawn into the talks."
    issues = [
        f"{key}: {issue.title or 'no title'}.{'' if issue.open else closed}"
        for key, issue in scenario.issues.items()
    ]
    return under("What is negotiated", [Grid(columns, rows), Points(issues)])


def _instruments(scenario: Scenario) -> list[Block]:
    if not scenario.instruments:
        return []
    rows = [
        (
            name,
            found.title or "no title",
            f"{found.form} {spaced(found.kind.value)}",
            listed(role.value for role in found.users) or "all",
            listed(spaced(sector.value) for sector in found.carries) or "all",
            found.after or "",
        )
        for name, found in scenario.instruments.items()
    ]
    where = [
        f"At {name}: {listed(at.instruments)}."
        for name, at in scenario.tables.items()
        if at.instruments
    ]
    return [Grid(("key", "title", "what", "used by", "carries", "after"), rows), Points(where)]


def _routes(scenario: Scenario) -> list[Block]:
    lines = []
    for name, route in scenario.routes.items():
        borders = listed(_name(scenario, actor) for actor in (*route.via, route.through))
        start = route.origin
        if start in scenario.actors:
            start = _name(scenario, start)
        way = f"from {start} " if start else ""
        closed = "" if route.open else " Closed until an event opens it."
        lines.append(f"{name}: {way}through {borders} to {_name(scenario, route.to)}.{closed}")
    return [Points(lines)] if lines else []


def _dependence(scenario: Scenario) -> list[Block]:
    rows = []
    from sim.model.opening import dependences

    for name, (ours, theirs) in dependences(scenario).items():
        seats = scenario.tables[name]
        left = _name(scenario, seats.destination.actor)
        right = _name(scenario, seats.partner.actor)
        rows += [(name, f"{left} on {right}", ours), (name, f"{right} on {left}", theirs)]
    return [
        "What a side would lose each month if the other withdrew all that it gives at their table, "
        "before the first month; 1 at most.",
        Grid(("table", "who on whom", "dependence"), rows),
    ]


def _events(scenario: Scenario) -> list[Block]:
    lines = []
    for name, event in scenario.events.items():
        when = event.date or f"with a chance of {number(event.hazard or 0.0)} a month"
        what = event.description.strip() or "not described"
        lines.append(f"{name} ({spaced(event.kind.value)}, {when}): {what}")
    return [Points(lines)] if lines else []


def _switches(scenario: Scenario) -> list[Block]:
    away = switched(scenario)
    return [f"{listed(f'{name} = {value}' for name, value in away.items())}."] if away else []


def _overrides(scenario: Scenario) -> list[Block]:
    rows = [(name, found.description.strip()) for name, found in scenario.overrides.items()]
    return [Grid(("name", "question"), rows)] if rows else []


def _record(scenario: Scenario) -> list[Block]:
    rows = [
        (
            name,
            record.agreement,
            "unknown" if record.months is None else f"{record.months:g}",
            record.threat_by,
            record.demand_met,
            record.confidence,
        )
        for name, record in scenario.record.items()
    ]
    columns = ("key", "agreement", "months", "threat by", "demand met", "confidence")
    return [Grid(columns, rows)] if rows else []


def sources(scenario: Scenario) -> list[Block]:
    """Every number with what stands behind it, then the works cited."""
    rows = [
        (path, _shown_value(scenario, path), evidence.word, _behind(evidence))
        for path, evidence in scenario.provenance.evidence.items()
    ]
    cited = sorted(scenario.provenance.bibliography.items())
    return [
        Heading("Numbers and what stands behind them"),
        Grid(("path", "value", "evidence", "source, scale or reason"), rows),
        Heading("Works cited"),
        Points([f"{key}: {citation}" for key, citation in cited]),
    ]


def actor(actor: Actor) -> list[Block]:
    """An actor of a scenario: its role, its strategy and its numbers."""
    beside = f"{actor.role.value}, plays {spaced(actor.strategy)}"
    return [Heading(actor.name, 1, beside), numbers(actor.model_dump())]


def table(table: Table) -> list[Block]:
    """A table of a scenario: both seats, and the rhythm of talks."""
    seats = {"destination": table.destination, "partner": table.partner}
    own = table.destination.model_dump()
    rows = [
        (spaced(name), *(seat.model_dump()[name] for seat in seats.values()))
        for name, value in own.items()
        if isinstance(value, float)
    ]
    return [
        Heading("Table", 1, " and ".join(spaced(seat.actor) for seat in seats.values())),
        Grid(("", *(f"{spaced(seat.actor)} ({side})" for side, seat in seats.items())), rows),
        numbers(table.model_dump(exclude=set(seats))),
    ]


def issue(issue: Issue) -> list[Block]:
    """An issue of a scenario: its provisions."""
    rows = [
        (spaced(name), spaced(p.giver), p.inherited, p.cap, p.benefit, p.cost)
        for name, p in issue.provisions.items()
    ]
    columns = ("provision", "given by", "at the start", "at most", "worth", "cost")
    return [
        Heading(issue.title or "Issue", 1, f"at table {spaced(issue.table)}"),
        Grid(columns, rows),
    ]


def verdict(found: CaseCheck) -> list[Block]:
    """The verdict on one file of a case."""
    if not found.valid:
        return [Heading(f"{found.file}: not valid", 3), Code("\n".join(found.problems))]
    holds = listed(
        counted(found.holds[f"{kind}s"], kind) for kind in ("actor", "table", "issue", "provision")
    )
    lines = [f"{found.title}: {holds}."]
    if found.numbers:
        shares = listed(f"{percent(part)} {WORDS[word]}" for word, part in found.shares.items())
        lines.append(f"{counted(found.numbers, 'number')}: {shares}; {found.uncertain} uncertain.")
    return [Heading(f"{found.file}: valid", 3), Points(lines)]


def verdicts(found: CaseChecks) -> list[Block]:
    """Verdicts on several files, and what stands behind the numbers of each."""
    if len(found) == 1:
        return verdict(found[0])
    wrong = [block for each in found if not each.valid for block in verdict(each)]
    valid = [block for each in found if each.valid for block in verdict(each)]
    blocks = [*wrong, *_folded("What was found in order", valid)]
    if sum(each.valid for each in found) < 2:
        return blocks
    rows: list[list[Cell]] = [
        [name, every, *map(percent, shares)] for name, every, shares in found.rows()
    ]
    rows[-1] = [Strong(cell) if isinstance(cell, str) else cell for cell in rows[-1]]
    grid = Grid(("case", "numbers", *WORDS.values()), rows)
    return [*blocks, Heading("What stands behind the numbers"), grid]


def numbers(fields: Mapping[str, object]) -> Grid:
    """Numbers of an object in two columns to read down."""
    rows: list[tuple[Cell, ...]] = [
        (spaced(name), value)
        for name, value in fields.items()
        if isinstance(value, float | int) and not isinstance(value, bool)
    ]
    half = (len(rows) + 1) // 2
    pairs = [
        (*rows[i], *(rows[half + i] if half + i < len(rows) else ("", ""))) for i in range(half)
    ]
    return Grid(("", "", "", ""), pairs)


def _behind(evidence: Evidence) -> str:
    parts = [
        f"scale {evidence.scale}" if evidence.scale else "",
        listed(evidence.sources),
        evidence.reason.strip(),
        evidence.note.strip(),
    ]
    return "; ".join(part for part in parts if part)


def _plain_value(scenario: Scenario, path: str) -> Any:
    value: Any = scenario.provenance.plain
    for key in path.split("."):
        value = value[key]
    return value


def _shown_value(scenario: Scenario, path: str) -> str:
    value = f"{_plain_value(scenario, path):g}"
    uncertain = scenario.provenance.distributions.get(path)
    if uncertain is None:
        return value
    return f"{value} ({uncertain.family} {', '.join(f'{n:g}' for n in uncertain.numbers)})"


def _name(scenario: Scenario, actor: str) -> str:
    return scenario.actors[actor].name
