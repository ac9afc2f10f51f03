"""What `qpq show` says of a scenario: as one document, and as a page."""

from typing import Any

from sim.cli.output import heading, say, table, title
from sim.scenario import Scenario
from sim.scenario.evidence import Evidence
from sim.scenario.treatments import Treatments
from sim.story.words import listed, number, spaced


def document(scenario: Scenario, sources: bool) -> dict[str, Any]:
    """A scenario as one JSON document.

    Args:
        scenario: as loaded.
        sources: whether to add every number with its evidence.
    """
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


def dependences(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """What each side of a table would lose, each month, if the other withdrew all it gives.

    Taken in the first month, once flows have settled what provisions are worth.
    """
    from sim.model.assembly import assemble
    from sim.model.leverage import dependence
    from sim.model.readable import Negotiation

    model = Negotiation(assemble(scenario))
    while model.step_phase() != "flows":
        pass
    return {
        name: (
            float(dependence(model.state, row, 0)),
            float(dependence(model.state, row, 1)),
        )
        for row, name in enumerate(model.assembly.names.tables)
    }


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


def draw(scenario: Scenario) -> None:
    """Print the page."""
    title(scenario.title)
    say(scenario.description.strip(), indent=2, hang=0)
    say(f"{scenario.period}; {scenario.horizon} months from {scenario.calendar(0)}.", indent=2)
    _actors(scenario)
    _tables(scenario)
    _issues(scenario)
    _instruments(scenario)
    _routes(scenario)
    _dependence(scenario)
    _events(scenario)
    _switches(scenario)
    _record(scenario)
    print()


def _actors(scenario: Scenario) -> None:
    heading("Actors")
    rows = [
        (name, actor.name, actor.role.value, spaced(actor.strategy))
        for name, actor in scenario.actors.items()
    ]
    table(("key", "name", "role", "strategy"), rows)
    for union, members in membership(scenario).items():
        names = listed(_name(scenario, member) for member in members)
        voting = spaced(scenario.actors[union].voting.value)
        say(f"{_name(scenario, union)}: {names}; decides by {voting}.", indent=2)


def _tables(scenario: Scenario) -> None:
    heading("Tables")
    rows = []
    for name, at in scenario.tables.items():
        issues = [key for key, issue in scenario.issues.items() if issue.table == name]
        opener = at.destination if at.initiator == "destination" else at.partner
        rows.append(
            (
                name,
                _name(scenario, at.destination.actor),
                _name(scenario, at.partner.actor),
                _name(scenario, opener.actor),
                ", ".join(issues),
            )
        )
    table(("key", "destination side", "partner", "opens", "issues"), rows)


def _issues(scenario: Scenario) -> None:
    heading("What is negotiated")
    rows = []
    for key, issue in scenario.issues.items():
        seats = scenario.tables[issue.table]
        for name, p in issue.provisions.items():
            others = [a for a in (seats.destination.actor, seats.partner.actor) if a != p.giver]
            rows.append(
                (
                    f"{key}.{name}",
                    _name(scenario, p.giver),
                    _name(scenario, p.receiver or others[0]),
                    number(p.inherited),
                    number(p.cap) if p.divisible else f"{number(p.cap)}, all or nothing",
                    number(p.benefit),
                    number(p.cost),
                )
            )
    columns = ("provision", "giver", "receiver", "inherited", "cap", "benefit", "cost")
    table(columns, rows, right=(3, 4, 5, 6))
    for key, issue in scenario.issues.items():
        closed = "" if issue.open else " Not open from the start; it may be drawn into the talks."
        say(f"{key}: {issue.title or 'no title'}.{closed}", indent=2)


def _instruments(scenario: Scenario) -> None:
    if not scenario.instruments:
        return
    heading("Instruments at hand")
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
    table(("key", "title", "what", "used by", "carries", "after"), rows)
    for name, at in scenario.tables.items():
        if at.instruments:
            say(f"At {name}: {listed(at.instruments)}.", indent=2)


def _routes(scenario: Scenario) -> None:
    if not scenario.routes:
        return
    heading("Ways that people take")
    for name, route in scenario.routes.items():
        borders = listed(_name(scenario, actor) for actor in (*route.via, route.through))
        start = route.origin
        if start in scenario.actors:
            start = _name(scenario, start)
        way = f"from {start} " if start else ""
        closed = "" if route.open else " Closed until an event opens it."
        say(f"{name}: {way}through {borders} to {_name(scenario, route.to)}.{closed}", indent=2)


def _dependence(scenario: Scenario) -> None:
    heading("Who depends on whom")
    say(
        "What a side would lose each month if the other withdrew all that it gives at their table, "
        "in the first month; 1 at most.",
        indent=2,
    )
    rows = []
    for name, (ours, theirs) in dependences(scenario).items():
        seats = scenario.tables[name]
        left = _name(scenario, seats.destination.actor)
        right = _name(scenario, seats.partner.actor)
        rows += [
            (name, f"{left} on {right}", number(ours)),
            (name, f"{right} on {left}", number(theirs)),
        ]
    table(("table", "who on whom", "dependence"), rows, right=(2,))


def _events(scenario: Scenario) -> None:
    if not scenario.events:
        return
    heading("Events from outside")
    for name, event in scenario.events.items():
        when = event.date or f"with a chance of {number(event.hazard or 0.0)} a month"
        what = event.description.strip() or "not described"
        say(f"{name} ({spaced(event.kind.value)}, {when}): {what}", indent=2)


def _switches(scenario: Scenario) -> None:
    if away := switched(scenario):
        heading("Rules switched away from their defaults")
        say(listed(f"{name} = {value}" for name, value in away.items()) + ".", indent=2)
    if scenario.overrides:
        heading("Overrides: what if")
        table(
            ("name", "question"),
            [(name, found.description.strip()) for name, found in scenario.overrides.items()],
        )


def _record(scenario: Scenario) -> None:
    if scenario.record:
        heading("What was observed (the model never reads it)")
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
        table(("key", "agreement", "months", "threat by", "demand met", "confidence"), rows)


def draw_sources(scenario: Scenario) -> None:
    """Print every number with what stands behind it, then the works cited."""
    heading("Numbers and what stands behind them")
    rows = [
        (path, _shown_value(scenario, path), evidence.word, _behind(evidence))
        for path, evidence in scenario.provenance.evidence.items()
    ]
    table(("path", "value", "evidence", "source, scale or reason"), rows, right=(1,))
    heading("Works cited")
    for key, citation in sorted(scenario.provenance.bibliography.items()):
        say(f"{key}: {citation}", indent=2)
    print()


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
