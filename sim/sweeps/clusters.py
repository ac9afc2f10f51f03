"""Clusters of Dask's as an engine: one that runs already, one of this machine, a batch queue's."""

import contextlib
import logging
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from importlib import import_module
from itertools import islice
from typing import Any, Protocol

from sim.errors import QpqError
from sim.results.sweeps.parts import Encoded
from sim.sweeps.carrying import Carried
from sim.sweeps.engines import RESUME, TRIES, play_elsewhere
from sim.sweeps.players import Progress
from sim.sweeps.playing import Job

PATIENCE = 2.0
"""Seconds between two looks at a cluster that finishes nothing."""
LONGEST = 30.0
"""Seconds in which a part that is finished comes from its worker, unless that is gone."""


class Place(Protocol):
    """Where a cluster's workers are."""

    cores: int
    """How many parts are played at once when all workers are there; 0: the cluster says."""

    def opened(self, distributed: Any, open_ones: ExitStack) -> Any:
        """A client of the cluster; `open_ones` ends what was begun."""

    def watched(self, finished: int) -> None:
        """Look after the workers; called now and then, with the parts finished since."""


class Dask:
    """Plays on a cluster of Dask's."""

    def __init__(self, place: Place, strategies: tuple[Carried, ...], code: str) -> None:
        """Play on a cluster.

        Args:
            place: where its workers are.
            strategies: strategies of users' own that they need.
            code: fingerprint of the sources with which the sweep was planned.
        """
        self.place, self.strategies, self.code = place, strategies, code

    def play(self, jobs: Iterable[Job], progress: Progress) -> Iterator[Encoded]:
        """Yield parts as they are finished; parts of a worker that dies go to another.

        Raises:
            QpqError: there is no such cluster, or its workers die again and again.
        """
        distributed = needed("distributed", "a cluster needs Dask", "cluster")
        with ExitStack() as open_ones:
            client = open_ones.enter_context(self.place.opened(distributed, open_ones))
            rest, running = iter(jobs), set[Any]()
            while True:
                # Workers may come and go; those expected are given work before they are there.
                cores = max(sum(client.ncores().values()), self.place.cores, 1)
                for job in islice(rest, max(2 * cores - len(running), 0)):
                    running.add(self._submitted(client, job))
                if not running:
                    return
                done = _finished(distributed, running)
                self.place.watched(len(done))
                for future in done:
                    found = _result(distributed, future)
                    if found is None:
                        continue
                    running.discard(future)
                    progress(found.entry.stop - found.entry.start)
                    yield found

    def _submitted(self, client: Any, job: Job) -> Any:
        return client.submit(
            play_elsewhere, job, self.strategies, self.code, pure=False, retries=TRIES
        )


def _finished(distributed: Any, running: set[Any]) -> list[Any]:
    """Those of the parts under way that are finished, after waiting a little."""
    try:
        done = distributed.wait(list(running), PATIENCE, return_when="FIRST_COMPLETED").done
    except distributed.CancelledError as error:
        raise _gone(error) from None
    except TimeoutError:
        return []
    return list(done)


def _result(distributed: Any, future: Any) -> Encoded | None:
    """A finished part; None if it was lost with its worker, and is to be played again."""
    try:
        found: Encoded = future.result(timeout=LONGEST)
    except TimeoutError:
        return None
    except distributed.KilledWorker as error:
        raise QpqError(f"workers died again and again ({error}); {RESUME}") from None
    except distributed.CancelledError as error:
        raise _gone(error) from None
    return found


def _gone(error: BaseException) -> QpqError:
    return QpqError(f"the cluster went away ({error}); {RESUME}")


class Running:
    """A cluster that runs already."""

    cores = 0

    def __init__(self, address: str) -> None:
        """Name where its scheduler listens, such as ``tcp://10.0.0.1:8786``."""
        self.address = address

    def opened(self, distributed: Any, open_ones: ExitStack) -> Any:
        """A client of the scheduler.

        Raises:
            QpqError: none answers.
        """
        try:
            return distributed.Client(self.address, timeout="10s")
        except (OSError, ValueError, TypeError) as error:
            raise QpqError(
                f"no Dask scheduler answers at {self.address} ({type(error).__name__})"
            ) from None

    def watched(self, finished: int) -> None:
        """Whoever began the cluster looks after it."""


class Local:
    """A cluster of this machine that lasts as long as the sweep."""

    def __init__(self, count: int) -> None:
        """Have so many workers."""
        self.cores = count

    def opened(self, distributed: Any, open_ones: ExitStack) -> Any:
        """A client of a new cluster, which nobody beyond this machine can reach."""
        with _deaf_to_interrupts():
            cluster = distributed.LocalCluster(
                n_workers=self.cores,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                host="127.0.0.1",
                silence_logs=logging.CRITICAL,
            )
        return distributed.Client(open_ones.enter_context(cluster))

    def watched(self, finished: int) -> None:
        """Each worker has a nurse of its own."""


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """While it lasts, processes that begin leave Ctrl-C to this one, for good."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def needed(module: str, what: str, extra: str) -> Any:
    """A package that one of the extras brings.

    Raises:
        QpqError: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        raise QpqError(f"{what}: pip install 'quidproquo[{extra}]'") from None
