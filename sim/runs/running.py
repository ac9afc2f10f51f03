"""A sweep, from its plan to a finished folder; taken up again wherever it was left."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import pyarrow as pa

from sim.errors import InputError, Problem
from sim.model.batch import Progress, compiles_afresh, is_warm, play_many
from sim.model.fingerprint import sources_fingerprint
from sim.runs.carrying import carried
from sim.runs.crate import CRATE, altered, crate
from sim.runs.disk import MANIFEST, StoreError, one_message, sole_writer, write_whole
from sim.runs.encoding import Entry
from sim.runs.engines import Dask, Engine, Processes, Threads
from sim.runs.folder import Folder, damages, writing
from sim.runs.manifest import Manifest, Shard, read_manifest
from sim.runs.plan import Plan
from sim.runs.plan_files import content_of, files_of, plan_in, why_other
from sim.runs.playing import job_of, play_part
from sim.runs.trust import remember

TIMED_RUNS = 8
RANGES = 4
"""Ranges of runs for each thread, where all is kept in memory."""
MOST_JOBS = 1_024
FEW = 50_000
"""Months of tables that the readable driver plays sooner than a strategy is compiled."""


def engine_of(plan: Plan, jobs: int = 2, processes: bool = False, cluster: str = "") -> Engine:
    """The engine that plays a plan.

    Args:
        plan: the plan.
        jobs: how many threads or processes.
        processes: play in processes of their own rather than threads.
        cluster: address of a Dask scheduler, whose workers play instead.

    Raises:
        InputError: the address is none, there are too many jobs, or both processes and a cluster.
        QpqError: a strategy cannot be sent to other processes.
    """
    if processes and cluster:
        what = "the workers of a cluster, and processes of this machine"
        raise InputError(Problem(what, "--cluster", None, None, "one of the two"))
    if jobs > MOST_JOBS:
        what = f"{jobs:,} threads or processes"
        raise InputError(Problem(what, "--jobs", None, None, f"at most {MOST_JOBS:,}"))
    if not (processes or cluster):
        return Threads(jobs)
    if cluster and ":" not in cluster:
        expected = "the address of a Dask scheduler, such as tcp://10.0.0.1:8786"
        what = f"no cluster '{cluster}'"
        raise InputError(Problem(what, "--cluster", None, None, expected))
    strategies, code = carried(plan.additions), sources_fingerprint()
    if cluster:
        return Dask(cluster, strategies, code)
    return Processes(jobs, strategies, code)


def few_of_own(plan: Plan) -> bool:
    """Whether compiling a strategy of a user's own takes longer than playing without it."""
    points = [plan.recipe.scenario(row) for row in plan.design.rows]
    cold = [each for each in points if not is_warm(each)]
    months = sum(each.horizon * len(each.tables) for each in cold)
    return plan.replications * months <= FEW and any(map(compiles_afresh, cold))


def sweep(
    plan: Plan,
    folder: Path,
    engine: Engine,
    *,
    title: str = "",
    shard: Shard | None = None,
    replace_other: bool = False,
    readably: bool = False,
    progress: Progress = lambda runs: None,
    begun: Callable[[Folder], None] = lambda folder: None,
) -> Manifest:
    """Play what is missing of a sweep; nothing if it is complete.

    Args:
        plan: what to play.
        folder: where to keep it.
        engine: who plays.
        title: what the sweep asks, for readers.
        shard: the share of its parts to play; by default all.
        replace_other: whether another sweep that the folder holds is removed first.
        readably: whether the readable driver plays what would have to be compiled first.
        progress: called with the number of runs just finished.
        begun: called with the folder when it is held and read, before the first run.

    Raises:
        StoreError: the folder is held by another process, holds something else, or cannot be
            written.
    """
    content, files = content_of(plan, title), files_of(plan)
    remember(plan.additions)
    with writing(folder, plan.identity, content, files, shard, replace_other) as store:
        begun(store)
        if store.finished:
            return store.manifest
        jobs = (
            job_of(plan, part, readably)
            for part in plan.parts
            if part.number not in store.done and (shard is None or shard.holds(part.number))
        )
        with closing(engine.play(jobs, progress)) as parts:  # type: ignore[type-var]
            for part in parts:
                store.add(part)
        return store.finish() if shard is None else store.manifest


def played(
    plan: Plan, threads: int = 2, *, readably: bool = False, progress: Progress = lambda runs: None
) -> dict[str, pa.Table]:
    """Play a whole plan and keep its tables in memory: the rows that a folder would hold.

    Args:
        plan: what to play.
        threads: how many threads share the work; the results do not depend on it.
        readably: whether the readable driver plays what would have to be compiled first.
        progress: called with the number of runs just finished.

    Returns:
        ``runs``, ``tables``, and what the plan keeps of histories.
    """
    # Preparing a point takes as long as some runs of it: no more ranges than keep threads busy.
    ranges = plan.cut(max(-(-plan.runs // (RANGES * threads)), 1))
    jobs = (job_of(plan, part, readably) for part in ranges)
    found = Threads(threads).each(
        jobs, progress, lambda job, told: (job.part.start, play_part(job, told))
    )
    parts = [tables for _, tables in sorted(found, key=lambda each: each[0])]
    return {name: pa.concat_tables(part[name] for part in parts) for name in parts[0]}


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
class Inspection:
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


def verified(folder: Path) -> Inspection:
    """Compare every file of a complete sweep with its checksum.

    Raises:
        StoreError: it is no sweep, or not complete.
    """
    manifest = read_manifest(folder)
    if manifest.shard:
        what = f"holds shard {manifest.shard} of a sweep"
        raise StoreError(f"{folder}: {what}; 'qpq results merge' checks and joins all shards")
    if not manifest.complete:
        raise StoreError(f"{folder}: not complete; the command that began it takes it up again")
    parts = [(entry, damages(folder, entry.checksums)) for entry in manifest.parts]
    # The description is made from the other files, and so is looked at when these are whole.
    files = damages(folder, manifest.files) or altered(folder, manifest)
    return Inspection(manifest, files, [each for each in parts if each[1]])


def recomputed(
    folder: Path,
    found: Inspection,
    jobs: int = 2,
    progress: Progress = lambda runs: None,
    trust: Sequence[str] = (),
) -> None:
    """Play parts that are not whole once more, and put them in their place.

    Raises:
        StoreError: the files beside the parts are altered, the code is not the one that played
            the sweep, or what comes out is not what the manifest states.
    """
    if found.files and found.files[0].startswith(CRATE):
        with sole_writer(folder), one_message(folder):
            write_whole(folder / CRATE, crate(folder, found.manifest))
    elif found.files:
        raise StoreError(f"{folder}: {found.files[0]}; without it nothing can be played again")
    plan = plan_in(folder, found.manifest, trust)
    if reason := why_other(plan, found.manifest):
        raise StoreError(f"{folder}: {reason}; parts cannot be played again")
    wrong = {entry.number: entry for entry, _ in found.parts}
    wanted = (job_of(plan, part) for part in plan.parts if part.number in wrong)
    with sole_writer(folder), closing(Threads(jobs).play(wanted, progress)) as parts:  # type: ignore[type-var]
        for part in parts:
            stated = wrong[part.entry.number]
            if part.entry.content_sha256 != stated.content_sha256:
                raise StoreError(f"{folder}: part {stated.number} comes out otherwise than stated")
            with one_message(folder):
                for name, data in part.data.items():
                    write_whole(folder / name, data)
            wrong[part.entry.number] = part.entry
    if any(entry != before for entry, (before, _) in zip(wrong.values(), found.parts, strict=True)):
        _restate(folder, found.manifest, wrong)


def _restate(folder: Path, manifest: Manifest, entries: dict[int, Entry]) -> None:
    """Write the manifest anew, for files whose bytes another version of pyarrow made."""
    parts = tuple(entries.get(entry.number, entry) for entry in manifest.parts)
    with one_message(folder):
        write_whole(folder / MANIFEST, replace(manifest, parts=parts).as_bytes())
