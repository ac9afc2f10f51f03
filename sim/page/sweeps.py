"""A sweep as a page shows it: the mean outcomes of each point, and what to replay a run by."""

from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.compute as pc

from sim.errors import QpqError
from sim.model.fingerprint import sources_fingerprint
from sim.runs.sweep_results import open_results
from sim.scenario import Scenario

SHOWN = (
    *("paper_agreement", "paper_months", "welfare_destination", "welfare_partner"),
    *("people_arrivals", "people_harm"),
)
MOST_POINTS = 5000
"""Points that a page holds: a map of more could not be read."""


class Kept(NamedTuple):
    """A sweep for a page."""

    scenario: Scenario
    """The scenario with what held at every point."""
    content: dict[str, Any]
    """Axes with their values; for each point its values, mean outcomes and number of runs."""


def read(folder: Path) -> Kept:
    """Read a sweep.

    Raises:
        QpqError: it is unfinished, has no axis or too many points, or a page could not
            replay it.
        StoreError: it is missing or damaged.
    """
    results = open_results(folder)
    content = results.manifest.content
    count = results.design.num_rows
    if not results.complete:
        raise QpqError(f"{folder}: the sweep is unfinished; the command that made it takes it up")
    if not results.axes:
        raise QpqError(f"{folder}: nothing varies in this sweep: there is no map to draw")
    if count > MOST_POINTS:
        raise QpqError(f"{folder}: {count:,} points; a page shows at most {MOST_POINTS:,}")
    if content["code"] != sources_fingerprint():
        raise QpqError(f"{folder}: played by another version of the model; play it anew to show it")
    if not content["common"]:
        raise QpqError(f"{folder}: made with --independent, which a page cannot replay")
    table = results.runs(["point", "error", *SHOWN])
    good = table.filter(pc.is_null(table["error"]))
    asked = [(name, "mean") for name in SHOWN]
    grouped = good.group_by("point").aggregate([*asked, ("point", "count")])
    found = {row["point"]: row for row in grouped.to_pylist()}
    points = []
    for row in results.design.to_pylist():
        own = found.get(row["point"], {})
        points.append(
            {
                "at": [row[axis] for axis in results.axes],
                "runs": own.get("point_count", 0),
                "means": {name: own.get(f"{name}_mean") for name in SHOWN},
            }
        )
    told = {
        "case": results.scenario.name,
        "axes": list(results.axes),
        "points": points,
        "outcomes": list(SHOWN),
        "seed": content["seed"],
        "replications": content["replications"],
    }
    return Kept(results.scenario, told)
