"""Who plays the parts of a sweep: threads of this process, other processes, or a cluster.

Each engine takes jobs and gives back encoded parts, in whatever order they are finished. What a
part holds does not depend on the engine. At no time are there more parts under way, or waiting
to be written, than a few for each worker.
"""

import contextlib
import logging
import multiprocessing
import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from itertools import islice
from typing import Any, Protocol

from sim.errors import QpqError
from sim.results.sweeps.parts import Encoded, encoded
from sim.sweeps.carrying import Carried, arrived
from sim.sweeps.players import Progress
from sim.sweeps.playing import Job, play_part

RESUME = "what is whole is kept: the same command takes it up again"
TRIES = 3
"""How often workers may die before a sweep gives up."""


class Engine(Protocol):
    """Plays jobs."""

    def play(self, jobs: Iterable[Job], progress: Progress) -> Iterator[Encoded]:
        """Yield parts as they are finished; closing the iterator stops the work."""


class Stopped(BaseException):
    """Ends a thread's part when the sweep is over before its time."""


def play(job: Job, progress: Progress | None = None) -> Encoded:
    """Play one part and encode it."""
    part = job.part
    return encoded(part.number, part.start, part.stop, play_part(job, progress))


def _play_elsewhere(job: Job, strategies: tuple[Carried, ...], code: str) -> Encoded:
    """Play one part in a process that may have to be told of strategies first."""
    from sim.model.batch import RunsSlowly

    arrived(strategies, code)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RunsSlowly)  # The process that asked has told it.
        return play(job)


class Threads:
    """Threads of this process; the compiled month lets them run side by side."""

    def __init__(self, count: int) -> None:
        """Play on `count` threads."""
        self.count = count

    def play(self, jobs: Iterable[Job], progress: Progress) -> Iterator[Encoded]:
        """Yield parts as they are finished."""
        over = threading.Event()
        lock = threading.Lock()

        def told(finished: int) -> None:
            if over.is_set():
                raise Stopped
            with lock:
                progress(finished)

        with ThreadPoolExecutor(self.count) as pool:
            try:
                yield from _in_flight(pool, jobs, 2 * self.count, lambda job: (play, job, told))
            finally:
                over.set()
                pool.shutdown(wait=True, cancel_futures=True)


class Processes:
    """Processes of this machine; strategies that cannot be compiled gain most."""

    def __init__(self, count: int, strategies: tuple[Carried, ...], code: str) -> None:
        """Play on `count` processes.

        Args:
            count: how many.
            strategies: strategies of users' own that they need.
            code: fingerprint of the sources with which the sweep was planned.
        """
        self.count, self.strategies, self.code = count, strategies, code

    def play(self, jobs: Iterable[Job], progress: Progress) -> Iterator[Encoded]:
        """Yield parts as they are finished; a process that dies is replaced."""
        waiting = list(jobs)
        for left in reversed(range(TRIES)):
            try:
                for part in self._once(waiting):
                    waiting = [job for job in waiting if job.part.number != part.entry.number]
                    progress(part.entry.stop - part.entry.start)
                    yield part
                return
            except BrokenProcessPool:
                if not left:
                    raise QpqError(f"processes that played died {TRIES} times; {RESUME}") from None

    def _once(self, jobs: list[Job]) -> Iterator[Encoded]:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self.count, mp_context=context, initializer=_begin_worker)
        try:
            yield from _in_flight(
                pool,
                jobs,
                2 * self.count,
                lambda job: (_play_elsewhere, job, self.strategies, self.code),
            )
        except BaseException:
            workers = list((getattr(pool, "_processes", None) or {}).values())
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.terminate()
            raise
        pool.shutdown()


def _begin_worker() -> None:
    """Leave Ctrl-C to the process that asked, and end when that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end_with_it() -> None:
        if parent is not None:
            parent.join()
            signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=end_with_it, daemon=True).start()


def _in_flight(
    pool: Executor, jobs: Iterable[Job], most: int, call: Callable[[Job], tuple[Any, ...]]
) -> Iterator[Encoded]:
    """Keep a few jobs under way, and yield what comes out."""
    rest = iter(jobs)
    running: set[Future[Encoded]] = {pool.submit(*call(job)) for job in islice(rest, most)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            found = future.result()
            # The next one starts before this one is written.
            running |= {pool.submit(*call(job)) for job in islice(rest, 1)}
            yield found


class Dask:
    """A cluster of Dask's: one that runs already, or one of this machine."""

    def __init__(
        self, address: str | None, count: int, strategies: tuple[Carried, ...], code: str
    ) -> None:
        """Play on a cluster.

        Args:
            address: where its scheduler listens, such as ``tcp://10.0.0.1:8786``; None: a cluster
                of this machine that lasts as long as the sweep.
            count: workers of such a cluster.
            strategies: strategies of users' own that they need.
            code: fingerprint of the sources with which the sweep was planned.
        """
        self.address, self.count = address, count
        self.strategies, self.code = strategies, code

    def play(self, jobs: Iterable[Job], progress: Progress) -> Iterator[Encoded]:
        """Yield parts as they are finished; parts of a worker that dies go to another."""
        distributed = _distributed()
        with contextlib.ExitStack() as open_ones:
            client = open_ones.enter_context(self._client(distributed, open_ones))
            rest, most = iter(jobs), 2 * max(sum(client.ncores().values()), 1)

            def submit(job: Job) -> Any:
                return client.submit(
                    _play_elsewhere, job, self.strategies, self.code, pure=False, retries=TRIES
                )

            running = distributed.as_completed(
                [submit(job) for job in islice(rest, most)], raise_errors=False
            )
            for future in running:
                found = self._result(distributed, future)
                for job in islice(rest, 1):
                    running.add(submit(job))
                progress(found.entry.stop - found.entry.start)
                yield found

    def _client(self, distributed: Any, open_ones: contextlib.ExitStack) -> Any:
        if self.address is None:
            with _deaf_to_interrupts():
                cluster = distributed.LocalCluster(
                    n_workers=self.count,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    host="127.0.0.1",
                    silence_logs=logging.ERROR,
                )
            return distributed.Client(open_ones.enter_context(cluster))
        try:
            return distributed.Client(self.address, timeout="10s")
        except (OSError, ValueError, TypeError) as error:
            raise QpqError(
                f"no Dask scheduler answers at {self.address} ({type(error).__name__})"
            ) from None

    @staticmethod
    def _result(distributed: Any, future: Any) -> Encoded:
        try:
            found: Encoded = future.result()
        except distributed.KilledWorker as error:
            raise QpqError(f"workers died again and again ({error}); {RESUME}") from None
        except distributed.CancelledError as error:
            raise QpqError(f"the cluster went away ({error}); {RESUME}") from None
        return found


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


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise QpqError("a cluster needs Dask: pip install 'quidproquo[cluster]'") from None
