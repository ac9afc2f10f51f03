"""The numbers behind a report, as plain rows for files."""

from typing import Any

from sim.analysis.findings import Findings
from sim.analysis.intervals import Estimate


def plain_rows(found: Findings) -> dict[str, list[dict[str, Any]]]:
    """The numbers behind the report, one list of rows for each table."""

    def cells(estimate: Estimate) -> dict[str, Any]:
        return dict(estimate._asdict())

    rows: dict[str, list[dict[str, Any]]] = {
        "outcomes": [
            {
                "outcome": each.measure.name,
                "column": each.measure.formula,
                "statistic": each.measure.statistic,
                "unit": each.measure.unit,
                **cells(each.whole),
                "lowest_point": each.lowest,
                "highest_point": each.highest,
            }
            for each in found.outcomes
        ],
        "differences": [
            {
                "axis": each.axis,
                "from": each.first,
                "to": each.level,
                "outcome": name,
                **cells(estimate),
            }
            for each in found.levels
            for name, estimate in each.differences.items()
        ],
        "idle": [{"changes_nothing": each} for each in found.idle],
        "sensitivity": [
            {
                "outcome": name,
                "part": part,
                "method": each.method,
                "axis": axis,
                "index": index,
                **cells(estimate),
                "without_effect": each.noise.get(axis) if index == each.headline else None,
                "at_most": each.most.get(axis),
            }
            for (name, part), each in found.sensitivity.items()
            for axis, row in each.indices.items()
            for index, estimate in row.items()
        ],
        "interactions": [
            {"outcome": name, "part": part, "axis": one, "with": two, **cells(estimate)}
            for (name, part), each in found.sensitivity.items()
            for (one, two), estimate in each.pairs.items()
        ],
        "regions": [
            {
                "question": found.discovery.question.text,
                "where": rule.box.written(found.discovery.question.axes),
                "holds": rule.holds,
                "points": rule.box.n,
                "right": rule.right.value,
                "coverage": rule.box.coverage if rule.holds else None,
            }
            for rule in (found.discovery.rules if found.discovery else ())
            if found.discovery
        ],
        "boxes": [
            {
                "step": i,
                "where": box.written(found.question.axes),
                "points": box.n,
                "coverage": box.coverage,
                "density": box.density,
                "restricted": box.restricted,
            }
            for i, box in enumerate(found.peeling.boxes if found.peeling else ())
            if found.question
        ],
        "survival": [
            {"runs": name, "month": month, "waiting": share, "low": low, "high": high}
            for name, curve in found.survival.items()
            for month, share, low, high in zip(
                *(each.tolist() for each in (curve.months, curve.waiting, curve.low, curve.high)),
                strict=True,
            )
        ],
        "threats": [
            {"outcome": name, "estimand": each.name, "of": each.of, **cells(each.estimate)}
            for name, contrasts in found.contrasts.items()
            for each in contrasts
        ],
        "adequacy": [
            {
                "outcome": each.measure.name,
                "point_row": i,
                "n": point.n,
                "error": point.error,
                "half": point.half,
                "asked": each.asked,
                "more": point.more,
            }
            for each in found.adequacy
            for i, point in enumerate(each.points)
        ],
        "power": [
            {
                "axis": each.axis,
                "change": each.change,
                "outcome": each.measure.name,
                "difference": each.effect,
                "needed": each.needed,
                "played": each.played,
                "detectable": each.detectable,
                "why": each.why,
            }
            for each in found.power
        ],
    }
    return {name: listed for name, listed in rows.items() if listed}
