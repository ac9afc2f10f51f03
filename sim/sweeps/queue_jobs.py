"""The jobs of a batch queue while a sweep is played: submitted, seen, ended, submitted anew."""

import contextlib
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any, cast

from sim.errors import QpqError
from sim.sweeps.engines import RESUME, TRIES

LATER = 5.0
"""Seconds between Dask's giving up a lost worker and our taking its job for ended."""
QUIET = 5.0
"""Seconds between two questions to the queue."""
LISTING = {"slurm": ("squeue", "--noheader", "--format=%A", "--jobs")}
"""Commands that tell whether the queue still knows a job; other queues are not asked."""


class Jobs:
    """The jobs of one cluster: which came, which ended, which were refused."""

    def __init__(
        self, system: str, count: int, told: Callable[[str], None], logs: Sequence[str]
    ) -> None:
        """Look after jobs, of which there are none yet.

        Args:
            system: the queue.
            count: how many there should be at any time.
            told: called with what there is to say on the way.
            logs: files in which a job's output may stand, with ``{}`` for its number.
        """
        self.system, self.count, self.told, self.logs = system, count, told, logs
        self.cluster: Any = None
        self.lost = LATER
        """Seconds after which a job without workers has ended; a worker restarts sooner."""
        self.refusals: list[str] = []
        self.begun: dict[Any, tuple[str, float]] = {}
        """Number in the queue, and when it was submitted, by name."""
        self.seen: dict[Any, float] = {}
        """When workers of a job were last there."""
        self.ended = 0
        """Jobs that ended since a part was finished."""
        self.asked = monotonic()
        self.said = self.came = False

    def recorded(self, parent: Any) -> type:
        """A class of jobs like `parent`, which tells here what the queue answers."""
        from distributed.deploy.spec import ProcessInterface

        jobs, process = self, cast(Any, ProcessInterface)

        class Recorded(parent):  # type: ignore[misc]
            async def start(self) -> None:
                try:
                    await super().start()
                except (OSError, RuntimeError, ValueError) as error:
                    # Whoever waits for parts raises it; here it would be lost in a log.
                    jobs.refusals.append(_reason(error))
                    await process.start(self)
                else:
                    jobs.seen.pop(self.name, None)
                    jobs.begun[self.name] = (str(self.job_id), monotonic())

            async def close(self) -> None:
                await super().close()
                # Dask asks of its processes that they say when they are closed.
                await process.close(self)

        return Recorded

    def submit(self, cluster: Any) -> None:
        """Submit the jobs of a cluster."""
        import dask

        self.cluster = cluster
        timeout = dask.config.get("distributed.deploy.lost-worker-timeout")
        self.lost = LATER + dask.utils.parse_timedelta(timeout)
        cluster.scale(jobs=self.count)

    def watched(self, finished: int) -> None:
        """Submit anew what ended.

        Args:
            finished: parts finished since the last call.

        Raises:
            QpqError: the queue refuses jobs, or they end again and again.
        """
        if self.refusals:
            raise QpqError(f"{self.system} refused a job: {self.refusals[0]}")
        if finished:
            self.ended = 0
        if not self.said and len(self.begun) >= self.count:
            self.said = True
            numbers = ", ".join(number for number, _ in self.begun.values())
            self.told(f"{len(self.begun)} jobs submitted to {self.system}: {numbers}.")
        if ended := self._ended():
            self.ended += len(ended)
            numbers = ", ".join(self.begun.pop(name)[0] for name in ended)
            # Where no worker ever came, more of the same jobs will not bring one.
            if self.ended >= (TRIES * self.count if self.came else self.count):
                raise QpqError(
                    f"jobs of {self.system} ({numbers}) ended before they finished a part"
                    f"{self._printed(numbers)}; {RESUME}"
                )
            self.told(f"Ended and submitted anew: {numbers}.")
            for name in ended:
                self.seen.pop(name, None)
                self.cluster.worker_spec.pop(name, None)
            self.cluster.scale(jobs=len(self.cluster.worker_spec))
        elif len(self.cluster.worker_spec) < self.count and self._forgotten():
            self.cluster.scale(jobs=self.count)

    def _forgotten(self) -> bool:
        """Whether Dask knows of no job that ended: names come again, and must not be mixed up."""
        return set(self.cluster.workers) <= set(self.cluster.worker_spec)

    def _printed(self, numbers: str) -> str:
        """The last line that one of some jobs printed, where it can be read from here."""
        for number in numbers.split(", "):
            for log in self.logs:
                with contextlib.suppress(OSError):
                    lines = Path(log.format(number)).read_text("utf-8", "replace").split("\n")
                    if said := [line.strip() for line in lines if line.strip()]:
                        return f"; the last line in {log.format(number)}: {said[-1]}"
        return f"; see what they printed where {self.system} puts it"

    def _ended(self) -> list[Any]:
        """Names of jobs that are over: their workers are gone, or the queue knows them no more."""
        now = monotonic()
        # The scheduler is in this process; what its cluster says of it may be a second old.
        workers = [str(each.name) for each in list(self.cluster.scheduler.workers.values())]
        silent = []
        for name in list(self.begun):
            if any(worker == str(name) or worker.startswith(f"{name}-") for worker in workers):
                self.seen[name] = now
                self.came = True
            elif name not in self.seen:
                silent.append(name)
        gone = [n for n in self.begun if n in self.seen and now - self.seen[n] > self.lost]
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
