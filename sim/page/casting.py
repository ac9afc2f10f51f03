"""What a page must know of a case beside what it plays: names in words, evidence, what if."""

from typing import Any

from sim.model.assembly import assemble
from sim.scenario import Scenario, library
from sim.scenario.events import EFFECTS
from sim.scenario.treatments import Treatments
from sim.story.cast import Cast
from sim.story.catalogue import label


def words_of(scenario: Scenario) -> dict[str, Any]:
    """Names of rows as sentences use them, and what a reader may want to know of the case.

    Lists follow the rows of the state; ``evidence`` counts the numbers given by what stands behind
    them; ``switched`` are structural choices that differ from the model's own.
    """
    assembly = assemble(scenario)
    names, template = assembly.names, assembly.template
    cast = Cast(scenario, names, template)
    usual = Treatments().model_dump(mode="json")
    chosen = scenario.treatments.model_dump(mode="json")
    return {
        "description": scenario.description.strip(),
        "period": scenario.period,
        "actors": [cast.actor(row) for row in range(len(names.actors))],
        "roles": [scenario.actors[name].role.value for name in names.actors],
        "provisions": [cast.provision(row) for row in range(len(names.provisions))],
        "issues": [cast.issue(row) for row in range(len(names.issues))],
        "tables": [label(name) for name in names.tables],
        "routes": [cast.route(row) for row in range(len(names.routes))],
        "instruments": [cast.instrument(row) for row in range(len(names.instruments))],
        "events": [_event(scenario, name) for name in names.events],
        "command": _command(scenario),
        "overrides": {
            name: {"says": found.description, "set": dict(found.set)}
            for name, found in scenario.overrides.items()
        },
        "evidence": {str(word): count for word, count in scenario.provenance.counts.items()},
        "sources": len({key for e in scenario.provenance.evidence.values() for key in e.sources}),
        "switched": {name: value for name, value in chosen.items() if usual[name] != value},
    }


def _command(scenario: Scenario) -> dict[str, Any]:
    """How a command names the scenario as it was given: where it is, and what was changed."""
    provenance = scenario.provenance
    return {
        "scenario": scenario.name if scenario.name in library.names() else str(provenance.path),
        "set": dict(provenance.changes),
        "overrides": list(provenance.overrides),
    }


def _event(scenario: Scenario, name: str) -> dict[str, Any]:
    """An event: what is said of it, and of which kind it is."""
    found = scenario.events[name]
    return {
        "says": (found.description or label(name)).split(". ")[0].rstrip("."),
        "kind": found.kind.value,
        "sized": EFFECTS[found.kind].sized,
        "turnover": found.turnover,
        "route": -1 if found.route is None else list(scenario.routes).index(found.route),
    }
