"""The jobs of a batch queue while a sweep is played: submitted, seen, ended, submitted anew."""

import subprocess
from collections.abc import Callable
from time import monotonic
from typing import Any, cast

from sim.errors import QpqError
from sim.sweep.engines import RESUME, TRIES

LOST = 20.0
"""Seconds after which a job without workers is taken for ended; a worker restarts sooner."""
QUIET = 10.0
"""Seconds between two questions to the queue."""
LISTING = {"slurm": ("squeue", "--noheader", "--format=%A", "--jobs")}
"""Commands that tell whether the queue still knows a job; other queues are not asked."""


class Jobs:
    """The jobs of one cluster: which came, which ended, which were refused."""

    def __init__(self, system: str, count: int, told: Callable[[str], None]) -> None:
        """Look after jobs, of which there are none yet.

        Args:
            system: the queue.
            count: how many there should be at any time.
            told: called with what there is to say on the way.
        """
        self.system, self.count, self.told = system, count, told
        self.cluster: Any = None
        self.refusals: list[Exception] = []
        self.begun: dict[Any, tuple[str, float]] = {}
        """Number in the queue, and when it was submitted, by name."""
        self.seen: dict[Any, float] = {}
        """When workers of a job were last there."""
        self.ended = 0
        """Jobs that ended since a part was finished."""
        self.asked = monotonic()
        self.said = False

    def recorded(self, parent: Any) -> type:
        """A class of jobs like `parent`, which tells here what the queue answers."""
        from distributed.deploy.spec import ProcessInterface

        jobs, begin = self, cast(Any, ProcessInterface).start

        class Recorded(parent):  # type: ignore[misc]
            async def start(self) -> None:
                try:
                    await super().start()
                except (OSError, RuntimeError, ValueError) as error:
                    # Whoever waits for parts raises it; here it would be lost in a log.
                    jobs.refusals.append(error)
                    await begin(self)
                else:
                    jobs.begun[self.name] = (str(self.job_id), monotonic())

        return Recorded

    def submit(self, cluster: Any) -> None:
        """Submit the jobs of a cluster."""
        self.cluster = cluster
        cluster.scale(jobs=self.count)

    def watched(self, finished: int) -> None:
        """Submit anew what ended.

        Args:
            finished: parts finished since the last call.

        Raises:
            QpqError: the queue refuses jobs, or they end again and again.
        """
        if self.refusals:
            raise QpqError(f"{self.system} refused a job: {_reason(self.refusals[0])}")
        if finished:
            self.ended = 0
        if not self.said and len(self.begun) >= self.count:
            self.said = True
            numbers = ", ".join(number for number, _ in self.begun.values())
            self.told(f"{len(self.begun)} jobs submitted to {self.system}: {numbers}.")
        if ended := self._ended():
            self.ended += len(ended)
            numbers = ", ".join(self.begun.pop(name)[0] for name in ended)
            if self.ended > TRIES * self.count:
                raise QpqError(
                    f"jobs of {self.system} end before they finish a part; see what the last "
                    f"ones ({numbers}) printed, in the log_directory or where {self.system} "
                    f"puts it; {RESUME}"
                )
            self.told(f"Ended and submitted anew: {numbers}.")
            for name in ended:
                self.cluster.worker_spec.pop(name, None)
            self.cluster.scale(jobs=self.count)

    def _ended(self) -> list[Any]:
        """Names of jobs that are over: their workers are gone, or the queue knows them no more."""
        now = monotonic()
        workers = [str(each["name"]) for each in self.cluster.scheduler_info["workers"].values()]
        silent = []
        for name in list(self.begun):
            if any(worker == str(name) or worker.startswith(f"{name}-") for worker in workers):
                self.seen[name] = now
            elif name not in self.seen:
                silent.append(name)
        gone = [n for n in self.begun if n in self.seen and now - self.seen[n] > LOST]
        listing = LISTING.get(self.system)
        if silent and listing and now - self.asked > QUIET:
            self.asked = now
            gone += [
                name
                for name in silent
                if now - self.begun[name][1] > QUIET and not _listed(listing, self.begun[name][0])
            ]
        return gone


def _listed(listing: tuple[str, ...], number: str) -> bool:
    """Whether the queue knows a job; yes where it does not answer."""
    try:
        done = subprocess.run(
            [*listing, number], capture_output=True, text=True, timeout=QUIET, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return True
    if done.returncode:
        return "nvalid job id" not in done.stderr
    return bool(done.stdout.strip())


def _reason(error: Exception) -> str:
    """What the queue's command printed, without the words around it."""
    text = str(error)
    printed = text.partition("stderr:\n")[2].strip() or text.strip()
    return " ".join(printed.split()) or type(error).__name__
