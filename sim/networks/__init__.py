"""Who is tied to whom, and who stands on whose way: networks read off a scenario.

Nothing here plays a run. All numbers are those of month zero, before any shock or event.
"""

from sim.networks.graphs import relations, routes
from sim.networks.measures import centrality, cut, exclusivity

__all__ = ["centrality", "cut", "exclusivity", "relations", "routes"]
