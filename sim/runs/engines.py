"""Who plays the parts of a sweep: threads of this process, other processes, or a Dask cluster.

Each engine takes jobs and gives back encoded parts, in whatever order they are finished. What a
part holds does not depend on the engine. At no time are there more parts under way, or waiting
to be written, than a few for each worker.
"""

import contextlib
import multiprocessing
import os
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
from typing import Any, Protocol, TypeVar

from sim.errors import InputError, Problem, QpqError
from sim.model.batch import Progress
from sim.runs.carrying import Carried, arrived
from sim.runs.encoding import Encoded, encoded
from sim.runs.folder import RESUME
from sim.runs.playing import Job, play_part

Out = TypeVar("Out")

TRIES = 3
"""How often workers may die before a sweep gives up."""
PATIENCE = 2.0
"""Seconds between two looks at a cluster that finishes nothing."""
LONGEST = 30.0
"""Seconds in which a part that is finished comes from its worker, unless that is gone."""
UNGUARDED = 87
"""How a process ends that finds itself beginning the sweep that it is to play for."""


class ClusterError(QpqError):
    """A cluster cannot be reached, or went away."""

    exit_code = 4


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


def play_elsewhere(job: Job, strategies: tuple[Carried, ...], code: str) -> Encoded:
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
        yield from self.each(jobs, progress, play)

    def each(
        self, jobs: Iterable[Job], progress: Progress, call: Callable[[Job, Progress], Out]
    ) -> Iterator[Out]:
        """Yield what a function makes of each job, as they are finished."""
        over = threading.Event()
        lock = threading.Lock()

        def told(finished: int) -> None:
            if over.is_set():
                raise Stopped
            with lock:
                progress(finished)

        with ThreadPoolExecutor(self.count) as pool:
            try:
                yield from _in_flight(pool, jobs, 2 * self.count, lambda job: (call, job, told))
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
        if getattr(multiprocessing.current_process(), "_inheriting", False):
            # A script without a guard has begun itself anew in a process of its own sweep.
            os._exit(UNGUARDED)
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
        pool = ProcessPoolExecutor(self.count, mp_context=context, initializer=begin_worker)
        # The pool forgets its processes when one of them dies.
        held: dict[int, Any] = getattr(pool, "_processes", {})
        try:
            yield from _in_flight(
                pool,
                jobs,
                2 * self.count,
                lambda job: (play_elsewhere, job, self.strategies, self.code),
            )
        except BaseException:
            workers = list(held.values())
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.join(1.0)
            if any(worker.exitcode == UNGUARDED for worker in workers):
                what = "a script that plays in processes is begun anew by each of them"
                expected = "the call behind: if __name__ == '__main__':"
                raise InputError(Problem(what, key="processes", expected=expected)) from None
            raise
        pool.shutdown()


def begin_worker() -> None:
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
) -> Iterator[Any]:
    """Keep a few jobs under way, and yield what comes out."""
    rest = iter(jobs)
    running: set[Future[Any]] = {pool.submit(*call(job)) for job in islice(rest, most)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            found = future.result()
            # The next one starts before this one is written.
            running |= {pool.submit(*call(job)) for job in islice(rest, 1)}
            yield found


class Dask:
    """A Dask cluster that runs already."""

    def __init__(self, address: str, strategies: tuple[Carried, ...], code: str) -> None:
        """Play on a cluster.

        Args:
            address: where its scheduler listens, such as ``tcp://10.0.0.1:8786``.
            strategies: strategies of users' own that its workers need.
            code: fingerprint of the sources with which the sweep was planned.
        """
        self.address, self.strategies, self.code = address, strategies, code

    def play(self, jobs: Iterable[Job], progress: Progress) -> Iterator[Encoded]:
        """Yield parts as they are finished; parts of a worker that dies go to another.

        Raises:
            QpqError: no scheduler answers, or its workers die again and again.
        """
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            what = "a cluster needs Dask: pip install 'quidproquo[cluster]'"
            raise QpqError(what) from None
        try:
            client = distributed.Client(self.address, timeout="10s")
        except (OSError, ValueError, TypeError) as error:
            what = f"no Dask scheduler answers at {self.address} ({type(error).__name__})"
            raise ClusterError(what) from None
        with client:
            rest, running = iter(jobs), set[Any]()
            while True:
                # Workers may come and go.
                most = 2 * max(sum(client.ncores().values()), 1)
                for job in islice(rest, max(most - len(running), 0)):
                    running.add(
                        client.submit(
                            *(play_elsewhere, job, self.strategies, self.code),
                            pure=False,
                            retries=TRIES,
                        )
                    )
                if not running:
                    return
                for future, found in _finished(distributed, running):
                    running.discard(future)
                    progress(found.entry.stop - found.entry.start)
                    yield found


def _finished(distributed: Any, running: set[Any]) -> Iterator[tuple[Any, Encoded]]:
    """Those of the parts under way that are finished, after waiting a little."""
    try:
        for future in distributed.wait(list(running), PATIENCE, "FIRST_COMPLETED").done:
            # What was lost with its worker is no longer finished: it is played again.
            with contextlib.suppress(TimeoutError):
                yield future, future.result(timeout=LONGEST)
    except TimeoutError:
        return
    except distributed.KilledWorker as error:
        raise ClusterError(f"workers died again and again ({error}); {RESUME}") from None
    except distributed.CancelledError as error:
        raise ClusterError(f"the cluster went away ({error}); {RESUME}") from None
