"""A plan as its folder tells it, and the plan that a folder tells."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.model.fingerprint import sources_fingerprint
from sim.paths import read_text
from sim.runs.axes import Axis
from sim.runs.designs import SHARE, Design, Point
from sim.runs.disk import StoreError
from sim.runs.encoding import parquet
from sim.runs.manifest import Manifest, revision, versions
from sim.runs.plan import Plan
from sim.runs.points import column_of, prepared
from sim.runs.trust import own_strategies
from sim.scenario import bibliography, library, load
from sim.scenario.evidence import FAMILIES, Distribution
from sim.scenario.overrides import Value
from sim.strategies.registry import Added

SCENARIO, DESIGN, SOURCES = "scenario.yaml", "design.parquet", library.SOURCES


def content_of(plan: Plan, title: str = "") -> dict[str, Any]:
    """What the manifest says of a plan.

    Args:
        plan: the plan.
        title: what the sweep asks, for readers.
    """
    scenario, told = plan.scenario, plan.scenario.provenance
    return {
        "name": plan.name,
        "title": title,
        "versions": versions(),
        "code": sources_fingerprint(),
        "revision": revision(),
        "scenario": {
            "name": scenario.name,
            "title": scenario.title,
            "sha256": hashlib.sha256(plan.text.encode()).hexdigest(),
            "overrides": list(told.overrides),
            "set": dict(told.changes),
        },
        "axes": [_axis_told(axis) for axis in plan.axes],
        "design": {
            "kind": plan.design.kind,
            "problem": plan.design.problem,
            "crossed": list(plan.design.crossed),
            "combinations": plan.design.combinations,
        },
        "points": plan.points,
        "replications": plan.replications,
        "runs": plan.runs,
        "seed": plan.seed,
        "common": plan.common,
        "keep": list(plan.keep),
        "tables": list(plan.tables),
        "horizon": plan.recipe.horizon,
        "strategies": {
            extra.strategy.name: {
                "file": _place(plan, extra) if extra.content is not None else None,
                "sha256": extra.sha256,
            }
            for extra in plan.additions
        },
    }


def files_of(plan: Plan) -> dict[str, bytes]:
    """What stands in the folder beside the parts, by name."""
    found = {
        SCENARIO: plan.text.encode(),
        DESIGN: parquet(design_table(plan.axes, plan.design)),
        SOURCES: _cited(plan).encode(),
    }
    path = plan.scenario.provenance.path
    own = path.resolve().parent / library.CODEBOOK
    if own.is_file() and path.resolve().parent != library.folder().resolve():
        found[library.CODEBOOK] = read_text(own).encode()
    for extra in plan.additions:
        if extra.content is not None:
            found[_place(plan, extra)] = extra.content
    return found


def design_table(axes: Sequence[Axis], design: Design) -> pa.Table:
    """One row per point: its number, its values, and where it stands along sampled axes."""
    data: dict[str, Any] = {"point": pa.array(np.arange(len(design.rows), dtype=np.int64))}
    for place, axis in enumerate(axes):
        data[axis.path] = column_of(axis, [row[place] for row in design.rows])
    if design.shares is not None:
        sampled = [axis.path for axis in axes if axis.path not in design.crossed]
        for path, shares in zip(sampled, design.shares.T, strict=True):
            data[f"{SHARE}{path}"] = pa.array(np.ascontiguousarray(shares))
    return pa.table(data)


def row_of(axes: Sequence[Axis], values: Mapping[str, Any]) -> Point:
    """The values of a point as the axes hold them, from a row of the design's table."""
    found: list[Value] = []
    for axis in axes:
        value = values[axis.path]
        if any(isinstance(each, tuple) for each in axis.values) and value is not None:
            value = tuple(json.loads(value))
        found.append(value)
    return tuple(found)


def _place(plan: Plan, extra: Added) -> str:
    """Where a strategy's file stands in the folder: where the scenario looks for it, if it does."""
    beside = plan.scenario.provenance.path.resolve().parent
    for variant in plan.scenario.strategies.values():
        file = variant.file
        if file and ".." not in Path(file).parts and str((beside / file).resolve()) == extra.home:
            return Path(file).as_posix()
    return Path(extra.home).name


def _cited(plan: Plan) -> str:
    """The entries of the bibliography that the scenario cites, as they are written there."""
    told = plan.scenario.provenance
    entries: dict[str, str] = {}
    for file in reversed(library.beside(told.path, library.SOURCES)):
        text = read_text(file)
        lines = text.splitlines()
        works = list(bibliography.parse(text, str(file)).values())
        ends = [work.line - 1 for work in works[1:]] + [len(lines)]
        for work, end in zip(works, ends, strict=True):
            entries[work.key] = "\n".join(lines[work.line - 1 : end]).strip()
    return "\n\n".join(entries[key] for key in sorted(told.bibliography) if key in entries) + "\n"


def _axis_told(axis: Axis) -> dict[str, Any]:
    found: dict[str, Any] = {"path": axis.path, "role": "lever" if axis.is_lever else "uncertainty"}
    if axis.values:
        return {**found, "values": list(axis.values)}
    found["whole"] = axis.whole
    if axis.distribution is None:
        return {**found, "low": axis.low, "high": axis.high}
    drawn = axis.distribution
    ends = [None if not np.isfinite(end) else end for end in (drawn.low, drawn.high)]
    return {**found, drawn.family: list(drawn.numbers), "bounds": ends}


def _axis_read(told: Mapping[str, Any]) -> Axis:
    path, role = told["path"], told["role"]
    if "values" in told:
        values = tuple(tuple(each) if isinstance(each, list) else each for each in told["values"])
        return Axis(path, values=values, role=role)
    if "low" in told:
        return Axis(path, low=told["low"], high=told["high"], whole=told["whole"], role=role)
    (family,) = (name for name in FAMILIES if name in told)
    low, high = told["bounds"]
    drawn = Distribution(
        family,
        tuple(told[family]),
        -np.inf if low is None else low,
        np.inf if high is None else high,
        told["whole"],
    )
    return Axis(path, distribution=drawn, whole=told["whole"], role=role)


def plan_in(folder: Path, manifest: Manifest, trust: Iterable[str] = ()) -> Plan:
    """The plan of a sweep, from its folder.

    Args:
        folder: where it is kept.
        manifest: what it says of itself.
        trust: names of strategies whose Python code in the folder may run.

    Raises:
        StoreError: its files do not fit together.
        InputError: its scenario is not valid, for this version.
    """
    content = manifest.content
    told = content["scenario"]
    axes = [_axis_read(each) for each in content["axes"]]
    try:
        table = pq.read_table(folder / DESIGN)
        values = [name for name in table.column_names if not name.startswith(SHARE)]
        rows = tuple(row_of(axes, row) for row in table.select(values).to_pylist())
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise StoreError(f"{folder / DESIGN}: cannot be read ({error})") from None
    laid_out = content["design"]
    crossed, combinations = tuple(laid_out["crossed"]), laid_out["combinations"]
    design = Design(laid_out["kind"], rows, None, laid_out["problem"], crossed, combinations)
    with own_strategies(folder, manifest, trust):
        # One after the other: what was set may have come later than an override of the same path.
        base = load(folder / SCENARIO, overrides=told["overrides"]).with_changes(set=told["set"])
        recipe = prepared(base, axes)
    return Plan(
        recipe,
        design,
        content["replications"],
        content["seed"],
        content["common"],
        tuple(content["keep"]),
    )


def why_other(plan: Plan, manifest: Manifest) -> str | None:
    """Why a plan read from a folder is not the one that was played; None if it is."""
    if plan.identity == manifest.identity:
        return None
    code = manifest.content["code"]
    if code != sources_fingerprint():
        made = manifest.content["versions"].get("quidproquo")
        return f"it was played by other code ({made}, {code}; this is {sources_fingerprint()})"
    missing = [
        name
        for name in manifest.content["strategies"]
        if name not in [extra.strategy.name for extra in plan.additions]
    ]
    if missing:
        return f"the strategy '{missing[0]}' is not the one that was played"
    return "its scenario, design or settings are not what was played"
