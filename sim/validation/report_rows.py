"""The numbers behind the report of a validation, as rows of tables."""

from collections.abc import Mapping

import numpy as np

from sim.validation.findings import Findings
from sim.validation.report_cases import mean_of
from sim.validation.screening import LAYERS
from sim.validation.targets import TARGETS


def data(found: Findings) -> Mapping[str, list[dict[str, object]]]:
    """The numbers behind the report, as rows of tables by name."""
    tables: dict[str, list[dict[str, object]]] = {}
    if found.scores:
        tables["scores"] = [
            {
                "target": each.target,
                "forecast": each.forecaster,
                "cases": len(each.cases),
                "rps": mean_of(each.rps),
                "log_score": mean_of(each.log),
                "kappa": None if np.isnan(each.kappa) else each.kappa,
                **{
                    f"{kind}_over_{rival.replace(' ', '_')}{end}": value
                    for kind, skills in (("skill", each.skill), ("log_skill", each.log_skill))
                    for rival, estimate in skills.items()
                    for end, value in zip(("", "_low", "_high"), estimate[:3], strict=True)
                },
            }
            for each in found.scores.scored
        ]
        tables["forecasts"] = [
            {
                "forecast": kind,
                "target": target.name,
                "case": name,
                "level": level,
                "chance": chance,
            }
            for kind, by_target in found.scores.chances.items()
            for target in TARGETS
            for name, chances in by_target[target.name].items()
            for level, chance in zip(target.levels, chances.tolist(), strict=True)
        ]
    if found.patterns:
        tables["patterns"] = [
            {
                "draw": draw,
                "pattern": row.name,
                "role": row.pattern.role,
                "value": None if np.isnan(row.values[draw]) else row.values[draw],
                "verdict": row.verdicts[draw],
            }
            for row in found.patterns.rows
            for draw in range(found.patterns.draws)
        ]
        tables["draws"] = [{"draw": n, **each.point} for n, each in enumerate(found.draws)]
    if found.screened:
        tables["screening"] = [
            {
                "outcome": outcome,
                "case": case,
                "parameter": each.path,
                "mu_star": each.strength,
                "mu": each.mean,
                "sigma": each.spread,
                "mu_star_half": each.error,
            }
            for outcome in LAYERS
            for case, effects in {
                "all": found.screened.effects[outcome],
                **found.screened.by_case[outcome],
            }.items()
            for each in effects
        ]
        tables["sobol"] = [
            {
                "outcome": outcome,
                "case": case,
                "parameter": each.name,
                "first": each.first,
                "first_half": each.first_error,
                "total": each.total,
                "total_half": each.total_error,
            }
            for outcome in LAYERS
            for case, found_here in {
                "all": [*found.screened.indices[outcome], *found.screened.pairs[outcome]],
                **found.screened.indices_by_case[outcome],
            }.items()
            for each in found_here
        ]
    return tables
