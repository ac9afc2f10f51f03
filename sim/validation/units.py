"""The work in small units, each kept as soon as it is done: work can be interrupted anywhere."""

import json
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem
from sim.runs.disk import one_message, write_whole
from sim.runs.engines import begin_worker
from sim.scenario import library
from sim.validation import question, screening, sobol
from sim.validation.alternatives import alternatives
from sim.validation.cases import FORECASTERS, together
from sim.validation.declared import read_patterns
from sim.validation.draws import ranges
from sim.validation.setup import Setup
from sim.validation.verification import read_checks
from sim.validation.work import CHUNK, Results, Unit, screened, work


def units(setup: Setup) -> list[Unit]:
    """All units of a validation, in the order in which they are played.

    Raises:
        InputError: a sheet, a table or the patterns are not valid.
    """
    found: list[Unit] = []
    sizes, parts = setup.sizes, setup.parts
    cases = setup.cases
    arms = len(read_patterns().arms)
    if "cases" in parts:
        names = together(cases, setup.records)
        runs = sizes.cases.draws * sizes.cases.replications
        for kind in FORECASTERS:
            found += [Unit("cases", f"{kind}|{name}", runs) for name in names]
    if "alternatives" in parts:
        runs = len(cases) * arms * sizes.alternative_replicas
        for each in alternatives(next(iter(cases.values())).scenario):
            found.append(Unit("alternatives", each, runs))
    if {"patterns", "calibration", "alternatives"} & set(parts):
        runs = len(cases) * arms
        found.append(Unit("defaults", "encoded", runs * sizes.default_replicas))
    if "patterns" in parts or "calibration" in parts:
        # A file of the library holds about three tables.
        every = len(library.names()) * arms * sizes.library_replicas
        found.append(Unit("defaults", "library", 3 * every))
        found += [Unit("draws", f"{n:04}", runs * sizes.replicas) for n in range(sizes.draws)]
    if "screening" in parts:
        runs = (len(ranges()) + 1) * len(cases) * sizes.screening_replicas
        found += [Unit("screening", f"{n:03}", runs) for n in range(sizes.trajectories)]
    if "question" in parts:
        runs = len(cases) * len(question.DESTINATIONS) * len(question.PARTNERS)
        every = runs * sizes.question_replicas
        found += [Unit("question", f"{n:04}", every) for n in range(sizes.draws)]
    if "verification" in parts:
        found += [Unit("verification", name, 2000.0) for name in read_checks().checks]
    return found


def further_units(setup: Setup, results: Results) -> list[Unit]:
    """Units that only the results of others decide on: indices of what screening found."""
    if "screening" not in setup.parts:
        return []
    paths = sobol.chosen(screened(setup, results))
    return _sobol_units(setup, paths, len(paths))


def _sobol_units(setup: Setup, paths: tuple[str, ...], count: int) -> list[Unit]:
    every = setup.sizes.sobol * (2 * count + 2)
    weight = CHUNK * len(setup.cases) * setup.sizes.sobol_replicas
    return [Unit("sobol", f"{n:03}", weight, paths) for n in range(-(-every // CHUNK))]


def weight_of(setup: Setup) -> float:
    """About how many runs a validation takes, with what is only decided on the way."""
    further: list[Unit] = []
    if "screening" in setup.parts:
        further = _sobol_units(setup, (), len(screening.LAYERS) * sobol.PER_LAYER)
    return sum(unit.weight for unit in (*units(setup), *further))


def done(
    setup: Setup,
    folder: Path | None = None,
    jobs: int = 2,
    progress: Callable[[Unit], None] = lambda unit: None,
) -> Results:
    """Do all units; those that an earlier call has left in the folder are taken as they are.

    Args:
        setup: what is validated.
        folder: where results of units are kept; None: nowhere.
        jobs: how many processes share the work; 1: this one. Results do not depend on it.
        progress: called with each unit when it is done.

    Raises:
        InputError: a sheet, a table or the patterns are not valid.
        StoreError: the folder cannot be written.
    """
    kept = folder / setup.identity[:12] if folder else None
    found: dict[tuple[str, str], Any] = {}
    _do(units(setup), found, setup, kept, jobs, progress)
    _do(further_units(setup, found), found, setup, kept, jobs, progress)
    return found


def _do(
    wanted: Sequence[Unit],
    found: dict[tuple[str, str], Any],
    setup: Setup,
    kept: Path | None,
    jobs: int,
    progress: Callable[[Unit], None],
) -> None:
    """Do some units, and put what comes of them among what was found."""
    left = []
    for unit in wanted:
        file = _file(kept, unit)
        if file and file.is_file():
            found[unit.stage, unit.name] = json.loads(file.read_text("utf-8"))
            progress(unit)
        else:
            left.append(unit)
    with closing(_results(left, setup, jobs)) as results:
        for unit, result in results:
            if file := _file(kept, unit):
                with one_message(file.parent):
                    write_whole(file, json.dumps(result).encode())
            # As it is read back: the same whether or not it was interrupted.
            found[unit.stage, unit.name] = json.loads(json.dumps(result))
            progress(unit)


def _file(folder: Path | None, unit: Unit) -> Path | None:
    plain = "".join(c if c.isalnum() else "-" for c in unit.name)
    return folder / unit.stage / f"{plain}.json" if folder else None


def _results(
    left: Sequence[Unit], setup: Setup, jobs: int
) -> Generator[tuple[Unit, Any], None, None]:
    if jobs <= 1 or not left:
        for unit in left:
            yield unit, work(unit, setup)
        return
    # Processes are started afresh: threads of a parent and compiled code do not survive a fork.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=begin_worker)
    try:
        waiting: dict[Future[Any], Unit] = {pool.submit(work, u, setup): u for u in left}
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    except BrokenProcessPool:
        what = (
            "a process that worked died; what is done is kept, and the same call takes it up again"
        )
        expected = "from a script, the call behind: if __name__ == '__main__':"
        raise InputError(Problem(what, key="jobs", expected=expected)) from None
    except BaseException:
        workers = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.terminate()
        raise
    pool.shutdown()
