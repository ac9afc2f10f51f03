"""The compiled month, compiled by one process and loaded from disk by the others."""

import fcntl
from collections.abc import Callable, Iterator

import pytest

from sim.model import batch
from sim.model.assembly import Assembly, assemble
from sim.model.fingerprint import cache_folder
from sim.model.state import State
from tests.model.worlds import SPLIT, world

Compiled = Callable[[Assembly, range, int], Iterator[State]]


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    """Histories from the batch driver."""
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "compiling.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        list(batch.histories(assemble(world(SPLIT)), range(1), 0))
    return batch.histories
