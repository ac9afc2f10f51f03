"""Cases as files: check them, and begin a new one. Public names are found in `sim` itself."""

from sim.scenario.case_checks import check as check
from sim.scenario.drafting import new_scenario as new_scenario
