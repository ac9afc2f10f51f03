"""A fingerprint of runs, for comparing drivers, processes and machines.

Run as ``python -m tests.model.digest DRIVER COUNT`` it prints the fingerprint of the first runs
of both shipped cases and of one made-up world.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator

from sim.model.assembly import assemble
from sim.model.readable import Negotiation
from sim.model.state import State
from sim.scenario import Scenario, load
from tests.model.worlds import TWO_TABLES, world


def bytes_of(state: State) -> dict[str, bytes]:
    """Every array of a state, the unused end of the log left out."""
    return {
        name: (array[: int(state.run[0]["logged"])] if name == "log" else array).tobytes()
        for name, array in state._asdict().items()
    }


def digest(states: Iterable[State]) -> str:
    found = hashlib.sha256()
    for state in states:
        for name, content in bytes_of(state).items():
            found.update(name.encode() + content)
    return found.hexdigest()


def samples() -> list[Scenario]:
    return [load("ceuta_2021"), load("eu_tunisia_2023"), world(TWO_TABLES)]


def histories(driver: str, count: int, seed: int = 20) -> Iterator[State]:
    """Finished runs of the samples, by the driver of that name."""
    for scenario in samples():
        assembly = assemble(scenario)
        if driver == "compiled":
            from sim.model import batch

            yield from batch.histories(assembly, range(count), seed)
        else:
            for replication in range(count):
                yield Negotiation(assembly, seed=seed, replication=replication).play()


if __name__ == "__main__":
    print(digest(histories(sys.argv[1], int(sys.argv[2]))))
