"""A sweep, from its plan to a finished folder; taken up again wherever it was left."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from sim.errors import InputError, Problem, nearest, one_of
from sim.model.batch import play_many
from sim.model.fingerprint import sources_fingerprint
from sim.results.store import MANIFEST, StoreError
from sim.results.sweeps.disk import alone, put, told
from sim.results.sweeps.folder import Folder, altered_files, damages, writing
from sim.results.sweeps.manifest import Manifest, read_manifest
from sim.results.sweeps.parts import Entry
from sim.scenario.overrides import Value
from sim.sweeps.carrying import carried
from sim.sweeps.clusters import Dask, Local, Place, Running
from sim.sweeps.describing import content_of, files_of, plan_in, why_other
from sim.sweeps.engines import Engine, Processes, Threads
from sim.sweeps.plan import Plan
from sim.sweeps.playing import job_of
from sim.sweeps.queue_settings import CHANGE, SYSTEMS
from sim.sweeps.queues import Queue

LOCAL = "local"
"""In place of an address: a cluster of Dask's on this machine."""
TIMED_RUNS = 8

Progress = Callable[[int], None]


def engine_of(
    plan: Plan, jobs: int = 2, processes: bool = False, cluster: Place | None = None
) -> Engine:
    """The engine that plays a plan.

    Args:
        plan: the plan.
        jobs: how many threads or processes.
        processes: play in processes of their own rather than threads.
        cluster: a cluster that plays, see `place_of`.

    Raises:
        QpqError: a strategy cannot be sent to other processes.
    """
    if not (processes or cluster):
        return Threads(jobs)
    strategies, code = carried(plan.additions), sources_fingerprint()
    if cluster is not None:
        return Dask(cluster, strategies, code)
    return Processes(jobs, strategies, code)


def place_of(
    cluster: str,
    jobs: int | None = None,
    changes: Mapping[str, Value] | None = None,
    told: Callable[[str], None] = lambda text: None,
) -> Place:
    """The cluster that a word names.

    Args:
        cluster: address of a Dask scheduler, ``local``, a batch queue, or a file of its settings.
        jobs: workers of a cluster of this machine, or jobs of a queue.
        changes: settings of a queue, on top of the file's.
        told: called with what there is to say on the way.

    Raises:
        InputError: there is no such cluster, or a setting is not valid.
        QpqError: what it needs is not installed.
    """
    if cluster in SYSTEMS or Path(cluster).suffix in (".yaml", ".yml"):
        return Queue(cluster, jobs, changes, told)
    if changes:
        what, expected = "settings without a queue", f"--cluster with {one_of(SYSTEMS)}, or a file"
        raise InputError(Problem(what, CHANGE, None, next(iter(changes)), expected))
    if cluster == LOCAL:
        return Local(jobs or 2)
    if ":" in cluster:
        return Running(cluster)
    expected = f"tcp://host:port, {LOCAL}, {', '.join(SYSTEMS)}, or a file .yaml"
    near = nearest(cluster, (*SYSTEMS, LOCAL))
    raise InputError(Problem(f"no cluster '{cluster}'", "--cluster", None, None, expected, near))


def sweep(
    plan: Plan,
    folder: Path,
    engine: Engine,
    *,
    package: str,
    title: str = "",
    progress: Progress = lambda runs: None,
    begun: Callable[[Folder], None] = lambda folder: None,
) -> Manifest:
    """Play what is missing of a sweep; nothing if it is complete.

    Args:
        plan: what to play.
        folder: where to keep it.
        engine: who plays.
        package: version of this package.
        title: what the sweep asks, for readers.
        progress: called with the number of runs just finished.
        begun: called with the folder when it is held and read, before the first run.

    Raises:
        StoreError: the folder is held by another process, holds something else, or cannot be
            written.
    """
    with writing(folder, plan.identity, content_of(plan, package, title), files_of(plan)) as store:
        begun(store)
        if store.finished:
            return store.manifest
        jobs = (job_of(plan, part) for part in plan.parts if part.number not in store.done)
        with closing(engine.play(jobs, progress)) as parts:  # type: ignore[type-var]
            for part in parts:
                store.add(part)
        return store.finish()


def seconds_per_run(plan: Plan) -> float:
    """About how long a run takes on one thread, its share of its point included.

    A few runs of the first and the last point are timed; whatever must be compiled is compiled.
    """
    points = {0, plan.points - 1}
    play_many(plan.assembly(0), range(1), plan.seed, 1)
    began = perf_counter()
    for point in points:
        plan.assembly(point)
    making = (perf_counter() - began) / len(points)
    began = perf_counter()
    for point in points:
        assembly = plan.assembly(point)
        play_many(assembly, range(TIMED_RUNS), plan.seed, 1)
    playing = max((perf_counter() - began) / len(points) - making, 0.0) / TIMED_RUNS
    return playing + making / plan.replications


@dataclass(frozen=True)
class Verdict:
    """What came of looking at every byte of a sweep."""

    manifest: Manifest
    files: Sequence[str]
    """What is wrong with the files beside the parts."""
    parts: Sequence[tuple[Entry, Sequence[str]]]
    """Parts with something wrong, and what."""

    @property
    def well(self) -> bool:
        """Whether all is as it was written."""
        return not (self.files or self.parts)


def verified(folder: Path) -> Verdict:
    """Compare every file of a complete sweep with its checksum.

    Raises:
        StoreError: it is no sweep, or not complete.
    """
    manifest = read_manifest(folder)
    if not manifest.complete:
        raise StoreError(f"{folder}: not complete; the command that began it takes it up again")
    found = [(entry, damages(folder, entry)) for entry in manifest.parts]
    return Verdict(manifest, altered_files(folder, manifest), [each for each in found if each[1]])


def recomputed(
    folder: Path, verdict: Verdict, jobs: int = 2, progress: Progress = lambda runs: None
) -> None:
    """Play parts that are not whole once more, and put them in their place.

    Raises:
        StoreError: the files beside the parts are altered, the code is not the one that played
            the sweep, or what comes out is not what the manifest states.
    """
    if verdict.files:
        raise StoreError(f"{folder}: {verdict.files[0]}; without it nothing can be played again")
    plan = plan_in(folder, verdict.manifest)
    if reason := why_other(plan, verdict.manifest):
        raise StoreError(f"{folder}: {reason}; parts cannot be played again")
    wrong = {entry.number: entry for entry, _ in verdict.parts}
    wanted = (job_of(plan, part) for part in plan.parts if part.number in wrong)
    with alone(folder), closing(Threads(jobs).play(wanted, progress)) as parts:  # type: ignore[type-var]
        for part in parts:
            stated = wrong[part.entry.number]
            if part.entry.content_sha256 != stated.content_sha256:
                raise StoreError(f"{folder}: part {stated.number} comes out otherwise than stated")
            with told(folder):
                for name, data in part.data.items():
                    put(folder / name, data)
            wrong[part.entry.number] = part.entry
    if any(
        entry != before for entry, (before, _) in zip(wrong.values(), verdict.parts, strict=True)
    ):
        _restate(folder, verdict.manifest, wrong)


def _restate(folder: Path, manifest: Manifest, entries: dict[int, Entry]) -> None:
    """Write the manifest anew, for files whose bytes another version of pyarrow made."""
    parts = tuple(entries.get(entry.number, entry) for entry in manifest.parts)
    with told(folder):
        put(folder / MANIFEST, replace(manifest, parts=parts).as_bytes())
