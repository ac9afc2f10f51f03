"""From a name or a path to a checked scenario: read, layer, strip, validate, check."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.arguments import changes_of, names_of
from sim.errors import InputError, Problem
from sim.scenario import checks, library
from sim.scenario.document import Document
from sim.scenario.evidence_stripping import Stripped, strip
from sim.scenario.overrides import SET, Value, layered
from sim.scenario.provenance import Provenance
from sim.scenario.reading import parse, read
from sim.scenario.schema import Scenario
from sim.scenario.schema_tree import shape_of
from sim.scenario.validation import validate


def load(
    name_or_path: str | Path,
    *,
    set: Mapping[str, Value] | None = None,
    overrides: Sequence[str] = (),
) -> Scenario:
    """Load a scenario, with overrides and single values put in place.

    Args:
        name_or_path: a name in the library, such as ``ceuta_2021``, or a path to a file.
        set: values by dotted path, such as ``{"actors.morocco.patience": 0.9}``.
        overrides: names of the scenario's overrides.

    Raises:
        InputError: anything is wrong with the file or with a layer.
    """
    path = library.find(name_or_path)
    scenario = _checked(read(path), path)
    return scenario.with_changes(set=set, overrides=overrides)


def outline(name_or_path: str | Path) -> Scenario:
    """Read what a scenario says of itself, to list it; only types and bounds are checked.

    Raises:
        InputError: the file is not one that `load` could take.
    """
    scenario, _, problems = _typed(read(library.find(name_or_path)))
    if scenario is None:
        raise InputError(*_in_order(problems))
    return scenario


def loads(text: str, file: str = "scenario.yaml") -> Scenario:
    """Load a scenario from YAML text; `file` is its name in messages.

    Raises:
        InputError: anything is wrong with the text.
    """
    return _checked(parse(text, file), Path(file))


def changed(
    scenario: Scenario, set: Mapping[str, Value] | None, overrides: Sequence[str]
) -> Scenario:
    """Return the scenario with further layers, validated anew from the tree as read.

    Raises:
        InputError: a layer names nothing, contradicts another or sets a value out of range; or an
            override comes with or after a change of what it sets, and would have no effect there.
    """
    before = scenario.provenance
    names = tuple(dict.fromkeys((*before.overrides, *names_of(overrides, "overrides"))))
    changes = {**before.changes, **changes_of(set)}
    if names == before.overrides and changes == before.changes and not before.drawn:
        return scenario
    _refuse_idle(scenario, names, changes)
    document = layered(before.document, shape_of(Scenario), names, changes)
    built, stripped, problems = _built(document)
    if built is None or problems:
        raise InputError(*problems)
    built._provenance = replace(
        before,
        plain=stripped.tree,
        evidence=stripped.evidence,
        distributions=stripped.distributions,
        overrides=names,
        changes=changes,
        layers={".".join(path): place.layer for path, place in document.moved.items()},
        drawn={},
    )
    return built


def _refuse_idle(scenario: Scenario, names: Sequence[str], changes: Mapping[str, Value]) -> None:
    """Refuse overrides that are added where what they set is set already.

    A change that comes later wins over an override, and shows.
    """
    added = [name for name in names if name not in scenario.provenance.overrides]
    problems = [
        Problem(f"the override '{name}' sets it too", SET, None, path, "one of the two")
        for name in added
        if name in scenario.overrides
        for path in scenario.overrides[name].set
        if path in changes
    ]
    if problems:
        raise InputError(*problems)


def sampled(scenario: Scenario, quantile: Callable[[str], float]) -> Scenario:
    """Return the scenario with each uncertain number drawn at ``quantile(path)``."""
    before = scenario.provenance
    if not before.distributions:
        return scenario
    drawn = {
        path: distribution.quantile(quantile(path))
        for path, distribution in before.distributions.items()
    }
    plain: Any = before.plain
    for path, value in drawn.items():
        plain = _with(plain, path.split("."), value)
    built, problems = validate(Scenario, plain, before.document)
    if built is None:
        raise InputError(*problems)
    built._provenance = replace(before, drawn=drawn)
    return built


def _checked(document: Document, path: Path) -> Scenario:
    """Return the scenario in a file as it stands, overrides tried one by one."""
    scenario, stripped, problems = _built(document)
    if scenario is None:
        raise InputError(*_in_order(problems))
    from sim.scenario import citations  # A scenario that is only listed needs no BibTeX.

    shelf = citations.shelf(path, scenario.sources)
    cited, unresolved = citations.check(scenario, document, stripped, shelf)
    problems += unresolved
    if not problems:
        for name in scenario.overrides:
            try:
                problems += _built(layered(document, shape_of(Scenario), (name,), {}))[2]
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(*_in_order(problems))
    scenario._provenance = Provenance(
        path,
        document,
        stripped.tree,
        stripped.evidence,
        stripped.distributions,
        cited,
        changed,
        sampled,
    )
    return scenario


def _built(document: Document) -> tuple[Scenario | None, Stripped, list[Problem]]:
    scenario, stripped, problems = _typed(document)
    if scenario is None:
        return None, stripped, problems
    return scenario, stripped, checks.check(scenario, document, stripped.distributions)


def _typed(document: Document) -> tuple[Scenario | None, Stripped, list[Problem]]:
    """Return the scenario if all values are of their types and within their bounds."""
    stripped = strip(document, shape_of(Scenario))
    scenario, found = validate(Scenario, stripped.tree, document)
    refused = {document.place(path).key for path in stripped.refused}
    problems = stripped.problems + [problem for problem in found if problem.key not in refused]
    if scenario is None or problems:
        return None, stripped, problems
    return scenario, stripped, []


def _with(tree: Mapping[str, Any], keys: list[str], value: float) -> dict[str, Any]:
    """Return a copy of `tree` with one value replaced; untouched branches are shared."""
    first, *rest = keys
    return {**tree, first: _with(tree[first], rest, value) if rest else value}


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)
