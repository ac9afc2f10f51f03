"""The parts of a report that lead on: how to see single runs, and what each outcome means."""

import numpy as np

from sim.analysis.axes import POINT
from sim.analysis.findings import Findings
from sim.analysis.matching import label_of
from sim.analysis.wording import number
from sim.documents.blocks import Block, Grid, under

RUN = "run"


def closely(found: Findings) -> list[Block]:
    """A run of the point where each outcome is lowest and highest, with what replays it."""
    material = found.material
    if RUN not in material.finished.column_names:
        return []
    runs = np.asarray(material.finished[RUN].to_numpy())
    rows: list[list[str]] = []
    for measure in found.measures:
        means = material.by_point(measure).mean
        if np.isnan(means).all() or len(means) < 2:
            continue
        for says, row in (("lowest", np.nanargmin(means)), ("highest", np.nanargmax(means))):
            place = int(row)
            rows.append(
                [
                    f"{measure.says}: {says}, {number(float(means[place]), measure)}",
                    f"{material.design[POINT][place].as_py():,}",
                    "; ".join(
                        f"{axis.name} = {label_of(axis, axis.values[place])}"
                        for axis in material.axes
                    ),
                    f"qpq replay RESULT --run {runs[material.at(place)[0]]}",
                ]
            )
    blocks: list[Block] = [
        "Any run can be told month by month, in the same numbers: qpq replay RESULT --run NUMBER, "
        "where RESULT is the folder of the sweep and the numbers stand in its table of runs."
    ]
    if rows:
        blocks += [
            "The first run of the points at which the means are most extreme (one run of many "
            "there; it need not be typical):",
            Grid(("point", "number", "where it lies", "command"), rows),
        ]
    return under("Look closely", blocks)


def meanings(found: Findings) -> list[Block]:
    """What each outcome is made of."""
    runs = found.material.runs
    rows = []
    for each in found.outcomes:
        told = runs.schema.field(each.measure.column).metadata or {}
        meaning = told.get(b"meaning", b"").decode()
        rows.append(
            [
                each.measure.name,
                meaning or each.measure.says,
                each.measure.unit,
                each.measure.column,
            ]
        )
    note = (
        "By the name in the first column an outcome is asked for (--outcome NAME). Levels and "
        "utilities are the model's own; docs/model.md derives them."
    )
    return under(
        "What the outcomes mean", [Grid(("name", "meaning", "unit", "column"), rows), note]
    )
