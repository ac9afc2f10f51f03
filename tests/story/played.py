"""Runs that the tests of stories share, played once."""

from functools import cache

import sim
from sim.runs.run import Run


@cache
def played(name: str, replication: int = 0, override: str = "") -> Run:
    """A run of a shipped case."""
    return sim.run(name, seed=1, replication=replication, overrides=[override] if override else [])
