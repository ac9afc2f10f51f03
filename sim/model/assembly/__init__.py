"""From a scenario to the arrays of a state: the one place where the two meet."""

from sim.model.assembly.names import Names
from sim.model.assembly.whole import Assembly, assemble
from sim.model.codes import NOTHING_OUTSIDE

__all__ = ["NOTHING_OUTSIDE", "Assembly", "Names", "assemble"]
