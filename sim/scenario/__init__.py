"""Scenarios: one YAML file becomes one frozen, typed and checked object."""

from sim.scenario.evidence import Distribution, Evidence
from sim.scenario.loading import load, loads
from sim.scenario.overrides import parse_assignment, parse_assignments, settable
from sim.scenario.provenance import Provenance
from sim.scenario.schema import Scenario

__all__ = [
    "Distribution",
    "Evidence",
    "Provenance",
    "Scenario",
    "load",
    "loads",
    "parse_assignment",
    "parse_assignments",
    "settable",
]
