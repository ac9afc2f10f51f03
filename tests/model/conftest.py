"""The compiled month, built by one process and loaded from disk by the others."""

from collections.abc import Callable, Iterator

import pytest

from sim.model import batch
from sim.model.assembly import Assembly
from sim.model.state import State

Compiled = Callable[[Assembly, range, int], Iterator[State]]


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    """Histories from the batch driver."""
    return batch.histories
