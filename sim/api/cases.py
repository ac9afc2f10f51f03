"""Cases as files: check them, and begin a new one. Public names are found in `sim` itself."""

from sim.scenario.drafting import new_scenario as new_scenario
from sim.scenario.verdicts import check as check
