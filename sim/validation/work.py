"""What each piece of work does. What comes out can be written as JSON."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.errors import InputError
from sim.scenario import Scenario, library, load
from sim.validation import question, screening, sobol
from sim.validation.alternatives import setting
from sim.validation.cases import forecast
from sim.validation.declared import read_patterns
from sim.validation.draws import draw, ranges
from sim.validation.measuring import measured
from sim.validation.sampling import sample
from sim.validation.setup import Setup
from sim.validation.verification import read_checks, run_check

CHUNK = 32
"""Points of a design in one unit."""


class Unit(NamedTuple):
    """One piece of work."""

    stage: str
    name: str
    weight: float
    """About how many runs it takes."""
    about: tuple[str, ...] = ()
    """Parameters that it is about, where other units decided on them."""


Results = Mapping[tuple[str, str], Any]
"""What came of each unit, by stage and name."""


def work(unit: Unit, setup: Setup) -> Any:
    """Do one unit; what comes out can be written as JSON."""
    if unit.stage == "sobol":
        return _points(unit, setup)
    stages: Mapping[str, Callable[[str, Setup], Any]] = {
        "verification": _verify,
        "cases": _forecast,
        "defaults": _defaults,
        "draws": _draw,
        "screening": _trajectory,
        "alternatives": _alternative,
        "question": _question,
    }
    return stages[unit.stage](unit.name, setup)


def _verify(name: str, setup: Setup) -> Any:
    return list(run_check(read_checks().checks[name]))


def _forecast(name: str, setup: Setup) -> Any:
    kind, case = name.split("|")
    each, seen = setup.cases[case], setup.records[case]
    found = forecast(kind, case, each, seen, setup.sizes.cases, threads=1)
    return None if found is None else {t: chances.tolist() for t, chances in found.items()}


def _scenarios(setup: Setup) -> dict[str, Scenario]:
    return {name: each.scenario for name, each in setup.cases.items()}


def _pattern_values(found: Any) -> dict[str, list[float | None]]:
    return {
        name: [_plain(number) for number in measured(pattern, found)]
        for name, pattern in read_patterns().patterns.items()
    }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def _defaults(name: str, setup: Setup) -> Any:
    declared, sizes = read_patterns(), setup.sizes
    encoded = name == "encoded"
    cases = _scenarios(setup) if encoded else {each: load(each) for each in library.names()}
    replicas = sizes.default_replicas if encoded else sizes.library_replicas
    found = sample(cases, declared.arms, {}, declared.columns, replicas=replicas, menu=encoded)
    return _pattern_values(found)


def _alternative(name: str, setup: Setup) -> Any:
    declared = read_patterns()
    arms = {arm: {**setting(name), **settings} for arm, settings in declared.arms.items()}
    replicas = setup.sizes.alternative_replicas
    try:
        found = sample(_scenarios(setup), arms, {}, declared.columns, replicas=replicas)
    except InputError:
        return None  # It asks for parts that these cases do not have.
    return _pattern_values(found)


def _draw(name: str, setup: Setup) -> Any:
    cases, declared, number = _scenarios(setup), read_patterns(), int(name)
    point = draw(number, next(iter(cases.values())))
    replicas = setup.sizes.replicas
    found = sample(
        cases, declared.arms, point, declared.columns, replicas=replicas, number=number + 1
    )
    return {"point": point, "patterns": _pattern_values(found)}


def _question(name: str, setup: Setup) -> Any:
    return question.answers(_scenarios(setup), int(name), setup.sizes.question_replicas)


def _trajectory(name: str, setup: Setup) -> Any:
    cases, number = _scenarios(setup), int(name)
    design = screening.trajectories(ranges(), setup.sizes.trajectories)[number]
    values = []
    for shares in design.tolist():
        point = {each.path: each.at(share) for each, share in zip(ranges(), shares, strict=True)}
        found = sample(
            cases,
            {"base": {}},
            point,
            screening.COLUMNS,
            replicas=setup.sizes.screening_replicas,
            number=number,
        )
        values.append(screening.outcomes(found))
    return {"design": design.tolist(), "values": values}


def _points(unit: Unit, setup: Setup) -> Any:
    start = int(unit.name) * CHUNK
    shares = sobol.points(unit.about, setup.sizes.sobol)[start : start + CHUNK]
    known = sobol.ranges_of(unit.about)
    values = []
    for row in shares.tolist():
        point = {each.path: each.at(share) for each, share in zip(known, row, strict=True)}
        replicas = setup.sizes.sobol_replicas
        found = sample(_scenarios(setup), {"base": {}}, point, screening.COLUMNS, replicas=replicas)
        values.append(screening.outcomes(found))
    return values


def screened(setup: Setup, results: Results) -> dict[str, list[screening.Effect]]:
    """Effects of the screening on each outcome's mean over cases."""
    found = [results["screening", f"{n:03}"] for n in range(setup.sizes.trajectories)]
    design = np.array([each["design"] for each in found])
    return {
        outcome: screening.effects(
            ranges(),
            design,
            np.array([[float(np.mean(v[outcome])) for v in each["values"]] for each in found]),
        )
        for outcome in screening.LAYERS
    }
