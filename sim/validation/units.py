"""The work in small units, each kept as soon as it is done: work can be interrupted anywhere."""

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from sim.coding.encoding import SHARED as CODES
from sim.coding.encoding import EncodedCases, encode, shared_cases
from sim.errors import InputError, Problem, nearest, one_of
from sim.model.fingerprint import sources_fingerprint
from sim.paths import read_bytes
from sim.runs.disk import one_message, write_whole
from sim.scenario import Scenario, library, load
from sim.validation import screening
from sim.validation.cases import FORECASTERS, Size, forecast, together
from sim.validation.declared import FILE as PATTERNS
from sim.validation.declared import read_patterns
from sim.validation.draws import draw, ranges
from sim.validation.measuring import measured
from sim.validation.observed import SHARED as OBSERVED
from sim.validation.observed import Observed, read_observed
from sim.validation.sampling import sample
from sim.validation.verification import read_checks, run_check

PARTS = ("verification", "cases", "patterns", "calibration", "screening")
"""Parts of a validation; calibration reads the draws of patterns."""
HERE = Path(__file__).resolve().parent
AFTERWARDS = ("report", "writing", "findings", "calibration", "scores", "baselines")
"""Modules that only read what units left: changing them leaves the units as they are."""


@dataclass(frozen=True)
class Sizes:
    """How much is played."""

    cases: Size
    draws: int = 300
    """Joint draws of the parameters."""
    replicas: int = 4
    """Replicas of each case and arm at a draw."""
    default_replicas: int = 40
    """The same at the defaults."""
    library_replicas: int = 10
    """The same for cases of the library."""
    trajectories: int = 12
    """Trajectories of the screening."""
    screening_replicas: int = 2


FULL = Sizes(Size())
FAST = Sizes(Size(8, 1, 1), 3, 2, 3, 1, 2, 1)
"""A subset that shows in a minute whether the machine works; its numbers say next to nothing."""


@dataclass(frozen=True)
class Setup:
    """What is validated, and how much of it."""

    codes: tuple[str, ...] = field(default_factory=lambda: (str(shared_cases() / CODES),))
    """Sheets of codes."""
    observed: str = field(default_factory=lambda: str(shared_cases() / OBSERVED))
    """Table of observed outcomes."""
    sizes: Sizes = FULL
    parts: tuple[str, ...] = PARTS

    def __post_init__(self) -> None:
        """Refuse parts that do not exist.

        Raises:
            InputError: one does not.
        """
        for part in self.parts:
            if part not in PARTS:
                what, like = f"no part '{part}'", nearest(part, PARTS)
                raise InputError(Problem(what, "--part", None, None, one_of(PARTS), like))

    @property
    def cases(self) -> EncodedCases:
        """The cases, encoded."""
        return _encoded(self.codes, _content(self.codes))

    @property
    def records(self) -> dict[str, Observed]:
        """What was observed of them."""
        return _observed(self.observed, _content((self.observed,)))

    @property
    def identity(self) -> str:
        """Hash of all that decides what comes out."""
        content = hashlib.sha256(sources_fingerprint().encode())
        files = [file for file in sorted(HERE.glob("*.*")) if not file.name.startswith(AFTERWARDS)]
        files += sorted(HERE.parent.glob("coding/*.py"))
        files += [*map(Path, self.codes), Path(self.observed)]
        files += sorted(library.folder().glob("*.yaml"))
        for file in files:
            if file.is_file():
                content.update(hashlib.sha256(file.read_bytes()).digest())
        content.update(json.dumps(asdict(self.sizes), sort_keys=True).encode())
        return content.hexdigest()

    @property
    def hashes(self) -> dict[str, str]:
        """What is held fixed, and its hash."""
        found = {"model": sources_fingerprint()}
        files = {"codes": self.codes, "observed": (self.observed,), "patterns": (str(PATTERNS),)}
        return found | {name: _content(each) for name, each in files.items()}


class Unit(NamedTuple):
    """One piece of work."""

    stage: str
    name: str
    weight: float
    """About how many runs it takes."""


Results = Mapping[tuple[str, str], Any]
"""What came of each unit, by stage and name."""


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
    if "patterns" in parts or "calibration" in parts:
        runs = len(cases) * arms
        found.append(Unit("defaults", "encoded", runs * sizes.default_replicas))
        # A file of the library holds about three tables.
        every = len(library.names()) * arms * sizes.library_replicas
        found.append(Unit("defaults", "library", 3 * every))
        found += [Unit("draws", f"{n:04}", runs * sizes.replicas) for n in range(sizes.draws)]
    if "screening" in parts:
        runs = (len(ranges()) + 1) * len(cases) * sizes.screening_replicas
        found += [Unit("screening", f"{n:03}", runs) for n in range(sizes.trajectories)]
    if "verification" in parts:
        found += [Unit("verification", name, 2000.0) for name in read_checks().checks]
    return found


def work(unit: Unit, setup: Setup) -> Any:
    """Do one unit; what comes out can be written as JSON."""
    stages: Mapping[str, Callable[[str, Setup], Any]] = {
        "verification": _verify,
        "cases": _forecast,
        "defaults": _defaults,
        "draws": _draw,
        "screening": _trajectory,
    }
    return stages[unit.stage](unit.name, setup)


def _verify(name: str, setup: Setup) -> Any:
    return list(run_check(read_checks().checks[name]))


def _forecast(name: str, setup: Setup) -> Any:
    kind, case = name.split("|")
    each, seen = setup.cases[case], setup.records[case]
    found = forecast(kind, case, each, seen, setup.sizes.cases, threads=1)
    return None if found is None else {t: chances.tolist() for t, chances in found.items()}


def _scenarios(setup: Setup) -> dict[str, Scenario]:
    return {name: each.scenario for name, each in setup.cases.items()}


def _pattern_values(found: Any) -> dict[str, list[float | None]]:
    return {
        name: [_plain(number) for number in measured(pattern, found)]
        for name, pattern in read_patterns().patterns.items()
    }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def _defaults(name: str, setup: Setup) -> Any:
    declared, sizes = read_patterns(), setup.sizes
    encoded = name == "encoded"
    cases = _scenarios(setup) if encoded else {each: load(each) for each in library.names()}
    replicas = sizes.default_replicas if encoded else sizes.library_replicas
    found = sample(cases, declared.arms, {}, declared.columns, replicas=replicas, menu=encoded)
    return _pattern_values(found)


def _draw(name: str, setup: Setup) -> Any:
    cases, declared, number = _scenarios(setup), read_patterns(), int(name)
    point = draw(number, next(iter(cases.values())))
    replicas = setup.sizes.replicas
    found = sample(
        cases, declared.arms, point, declared.columns, replicas=replicas, number=number + 1
    )
    return {"point": point, "patterns": _pattern_values(found)}


def _trajectory(name: str, setup: Setup) -> Any:
    cases, number = _scenarios(setup), int(name)
    design = screening.trajectories(ranges(), setup.sizes.trajectories)[number]
    values = []
    for shares in design.tolist():
        point = {each.path: each.at(share) for each, share in zip(ranges(), shares, strict=True)}
        found = sample(
            cases,
            {"base": {}},
            point,
            screening.COLUMNS,
            replicas=setup.sizes.screening_replicas,
            number=number,
        )
        values.append(screening.outcomes(found))
    return {"design": design.tolist(), "values": values}


def _content(files: Sequence[str]) -> str:
    """Hash of some files: what was read is used again only as long as they stay as they are."""
    data = b"".join(read_bytes(Path(file), "a file that exists") for file in files)
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=4)
def _encoded(codes: tuple[str, ...], content: str) -> EncodedCases:
    return encode(*codes)


@lru_cache(maxsize=4)
def _observed(path: str, content: str) -> dict[str, Observed]:
    return read_observed(Path(path))


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
    wanted = units(setup)
    kept = folder / setup.identity[:12] if folder else None
    found: dict[tuple[str, str], Any] = {}
    left = []
    for unit in wanted:
        file = _file(kept, unit)
        if file and file.is_file():
            found[unit.stage, unit.name] = json.loads(file.read_text("utf-8"))
            progress(unit)
        else:
            left.append(unit)
    for unit, result in _results(left, setup, jobs):
        if file := _file(kept, unit):
            with one_message(file.parent):
                write_whole(file, json.dumps(result).encode())
        # As it is read back: the same whether or not it was interrupted.
        found[unit.stage, unit.name] = json.loads(json.dumps(result))
        progress(unit)
    return found


def _file(folder: Path | None, unit: Unit) -> Path | None:
    plain = "".join(c if c.isalnum() else "-" for c in unit.name)
    return folder / unit.stage / f"{plain}.json" if folder else None


def _results(left: Sequence[Unit], setup: Setup, jobs: int) -> Iterator[tuple[Unit, Any]]:
    if jobs <= 1:
        for unit in left:
            yield unit, work(unit, setup)
        return
    # Processes are started afresh: threads of a parent and compiled code do not survive a fork.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: dict[Future[Any], Unit] = {pool.submit(work, u, setup): u for u in left}
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
