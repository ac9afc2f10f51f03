"""Results as others read them: Arrow, pandas, xarray and SQL, lazily and larger than memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from sim.arguments import names_of, path_of
from sim.errors import InputError, Problem, QpqError, nearest, one_of
from sim.paths import standing_at
from sim.runs.designs import SHARE
from sim.runs.disk import MANIFEST, StoreError
from sim.runs.encoding import Entry
from sim.runs.folder import damages, journal
from sim.runs.manifest import Manifest, read_manifest
from sim.runs.querying import answered
from sim.runs.trust import own_strategies
from sim.scenario import Scenario, load

DESIGN = "design.parquet"
RUNS, TABLES, POINT = "runs", "tables", "point"
REPLICATION = "replication"
BATCH_ROWS = 65_536
LABELS = ("run", POINT, REPLICATION, "seed", "error", "replay", "table")
"""Columns that say which row it is and how it went, beside the axes."""


def open_results(
    path: str | Path, trust: Iterable[str] = (), *, partial: bool = False
) -> "Results":
    """Open the results of a sweep; nothing but the manifest is read until it is asked for.

    Args:
        path: folder of the sweep.
        trust: names of strategies whose Python code in the folder may run; see `sim.runs.trust`.
        partial: let analyses and figures take what there is of a sweep that is not finished, or
            whose files are damaged; parts that are not whole are left out.

    Raises:
        InputError: it is no path, or one that cannot be used.
        StoreError: it holds no sweep, one of another schema, or one whose scenario, design or
            strategies are not as they were written.
    """
    folder = path_of(path, "results", "results of a sweep, or the path of their folder")
    standing_at(folder)
    manifest = read_manifest(folder)
    # All else is read in their light.
    if damaged := damages(folder, manifest.files):
        raise StoreError(
            f"{folder / damaged[0]}; the command that made the sweep puts it right, and 'qpq "
            "results verify' looks at every file"
        )
    entries = manifest.parts if manifest.complete else tuple(journal(folder))
    found = tuple(sorted(entries, key=lambda entry: entry.start))
    results = Results(folder, manifest, found, names_of(trust, "trust", "patient"))
    return results.of_whole_parts() if partial else results


class Results:
    """The results of one sweep. A sweep under way shows the parts that are finished.

    Attributes:
        path: its folder.
        manifest: how it was made, and its checksums.
        trust: names of strategies whose code in the folder may run.
    """

    def __init__(
        self,
        path: Path,
        manifest: Manifest,
        entries: tuple[Entry, ...],
        trust: tuple[str, ...] = (),
    ) -> None:
        """Take what the manifest says; `open_results` calls this."""
        self.path, self.manifest, self._entries, self.trust = path, manifest, entries, trust
        self.partial = False

    def of_whole_parts(self) -> "Results":
        """The same without parts that are damaged, for readers who know that it is not all."""
        whole = tuple(each for each in self._entries if not damages(self.path, each.checksums))
        found = Results(self.path, self.manifest, whole, self.trust)
        found.partial = True
        return found

    def note(self) -> str:
        """What to say beside anything that is made of it: empty if all of it is there and whole.

        Raises:
            StoreError: it is not finished or damaged, and was not opened with ``partial``; or its
                design is damaged.
        """
        lacks = self.manifest.runs - self.kept
        wrong = damages(self.path, {k: v for k, v in self.manifest.files.items() if k == DESIGN})
        if not self.partial:
            wrong += [each for e in self._entries for each in damages(self.path, e.checksums)]
        if wrong:
            what = f"{self.path}: damaged ({wrong[0]}); see 'qpq results verify'"
            raise StoreError(what + ("" if wrong[0].startswith(DESIGN) else ", or add --partial"))
        if lacks and not self.partial:
            what = f"{self.path}: not finished: {self.kept:,} of {self.manifest.runs:,} runs are"
            raise StoreError(f"{what} there; finish it, or add --partial to take these alone")
        return f"Partial: {self.kept:,} of {self.manifest.runs:,} runs" if lacks else ""

    @property
    def complete(self) -> bool:
        """Whether all runs are there."""
        return self.manifest.complete

    @property
    def kept(self) -> int:
        """How many runs there are, finished parts alone."""
        return sum(entry.stop - entry.start for entry in self._entries)

    @property
    def axes(self) -> tuple[str, ...]:
        """Paths that vary; columns of these names hold their values."""
        return tuple(axis["path"] for axis in self.manifest.content["axes"])

    @property
    def kinds(self) -> tuple[str, ...]:
        """What there is to read: runs, tables, and histories that were kept."""
        return (RUNS, TABLES, *self.manifest.content["keep"])

    @cached_property
    def design(self) -> pa.Table:
        """One row per point: its number, and its values in columns named by their paths.

        Raises:
            StoreError: it is missing or damaged.
        """
        names = [name for name in self._design.column_names if not name.startswith(SHARE)]
        return self._design.select(names)

    @cached_property
    def shares(self) -> pa.Table:
        """Where sampled points stand along each axis, from 0 to 1, in columns named by paths.

        It has no columns for designs that are not sampled.

        Raises:
            StoreError: it is missing or damaged.
        """
        names = [name for name in self._design.column_names if name.startswith(SHARE)]
        found = self._design.select(names)
        return found.rename_columns([name.removeprefix(SHARE) for name in names])

    @cached_property
    def _design(self) -> pa.Table:
        try:
            return pq.read_table(self.path / "design.parquet")
        except (OSError, pa.ArrowException) as error:
            raise StoreError(f"{self.path / 'design.parquet'}: cannot be read ({error})") from None

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with what held at every point.

        Raises:
            InputError: this version does not take it.
        """
        told = self.manifest.content["scenario"]
        with own_strategies(self.path, self.manifest, self.trust):
            found = load(self.path / "scenario.yaml", overrides=tuple(told["overrides"]))
            return found.with_changes(set=told["set"])

    def dataset(self, what: str = RUNS) -> Any:
        """A `pyarrow.dataset.Dataset`: reads nothing before it is asked.

        Args:
            what: one of `kinds`.

        Raises:
            InputError: there is nothing of that name.
            StoreError: its files are missing or damaged.
        """
        if not isinstance(what, str) or what not in self.kinds:
            near = nearest(str(what), self.kinds)
            raise InputError(
                Problem(f"no '{what}' in it", str(self.path), None, None, one_of(self.kinds), near)
            )
        files = [
            str(self.path / name)
            for entry in self._entries
            for name in entry.files
            if name.startswith(f"{what}/")
        ]
        if not files:
            raise StoreError(f"{self.path}: no part of it is finished")
        try:
            return ds.dataset(files, format="parquet")
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(error) from None

    def runs(self, columns: Sequence[str] | None = None) -> pa.Table:
        """One row per run, in order; units and meanings are in the columns' metadata.

        Args:
            columns: what to read; by default everything.
        """
        return self.arrow(RUNS, columns)

    def tables(self, columns: Sequence[str] | None = None) -> pa.Table:
        """One row per run and table, in order."""
        return self.arrow(TABLES, columns)

    def arrow(self, what: str = RUNS, columns: Sequence[str] | None = None) -> pa.Table:
        """Rows in memory.

        Args:
            what: one of `kinds`.
            columns: what to read; by default everything.

        Raises:
            InputError: there is nothing, or no column, of that name.
            StoreError: its files are missing or damaged.
        """
        dataset = self.dataset(what)
        self._refuse_unknown(dataset.schema.names, columns)
        try:
            return dataset.to_table(columns=_chosen(columns))
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(error) from None

    def batches(self, what: str = RUNS, columns: Sequence[str] | None = None) -> Iterator[Any]:
        """Rows in pieces that fit into memory, in order.

        Raises:
            InputError: there is nothing, or no column, of that name.
            StoreError: its files are missing or damaged.
        """
        dataset = self.dataset(what)
        self._refuse_unknown(dataset.schema.names, columns)
        try:
            yield from dataset.to_batches(columns=_chosen(columns), batch_size=BATCH_ROWS)
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(error) from None

    def pandas(self, what: str = RUNS, columns: Sequence[str] | None = None) -> Any:
        """The same as a `pandas.DataFrame`; missing values are missing."""
        _needed("pandas")
        return self.arrow(what, columns).to_pandas()

    def xarray(self, columns: Sequence[str] | None = None) -> Any:
        """Outcomes of runs as an `xarray.Dataset` over the design's axes and replications.

        A grid has one dimension for each axis. Other designs have the dimension ``point``, along
        which the axes' values stand.

        Args:
            columns: outcomes to read; by default all numbers.

        Raises:
            StoreError: the sweep is not complete.
        """
        xr = _needed("xarray")
        if not self.complete:
            raise StoreError(f"{self.path}: not complete; its runs do not fill its design yet")
        dataset = self.dataset(RUNS)
        chosen = _chosen(columns)
        names = [
            name
            for name in dataset.schema.names
            if name not in (*LABELS, *self.axes) and (chosen is None or name in chosen)
        ]
        self._refuse_unknown(dataset.schema.names, columns)
        rows = self.arrow(RUNS, names)
        content = self.manifest.content
        dims, coords, shape = self._layout(content)
        data = {}
        for name in names:
            told = rows.schema.field(name).metadata or {}
            attributes = {key.decode(): text.decode() for key, text in told.items()}
            values = rows[name].to_numpy(zero_copy_only=False).astype(float)
            data[name] = (dims, values.reshape(shape), attributes)
        kept = ("identity", "content_sha256")
        return xr.Dataset(data, coords, {name: getattr(self.manifest, name) for name in kept})

    def _layout(self, content: Mapping[str, Any]) -> tuple[tuple[str, ...], Any, tuple[int, ...]]:
        """Dimensions, coordinates and shape of a dataset over the design."""
        count = int(content["replications"])
        columns = {axis: self.design[axis].to_pylist() for axis in self.axes}
        if content["design"]["kind"] == "grid":
            values = {axis: list(dict.fromkeys(column)) for axis, column in columns.items()}
            coords: dict[str, Any] = {axis: (axis, _array(each)) for axis, each in values.items()}
            dims = (*values, REPLICATION)
            shape = (*(len(each) for each in values.values()), count)
        else:
            coords = {axis: ("point", _array(each)) for axis, each in columns.items()}
            dims, shape = ("point", REPLICATION), (int(content["points"]), count)
        coords[REPLICATION] = (REPLICATION, np.arange(count))
        return dims, coords, shape

    def sql(self, query: str) -> pa.Table:
        """Answer a query in SQL; ``runs``, ``tables``, ``design`` and histories are its tables.

        Columns whose name is a path stand in double quotes. DuckDB reads what it needs alone.

        Raises:
            InputError: the query is not valid, does more than read, or takes too long or too much
                memory.
            StoreError: files that it reads are missing or damaged.
        """
        tables = {what: self.dataset(what) for what in self.kinds}
        return answered(query, {**tables, "design": self.design}, self._unreadable)

    def row(self, run: int, what: str = RUNS) -> list[dict[str, Any]]:
        """The rows of one run.

        Raises:
            InputError: there is no such run.
        """
        found = [e for e in self._entries if e.start <= run < e.stop]
        if not found:
            last = self.manifest.runs - 1
            raise InputError(Problem(f"no run {run}", "--run", None, None, f"0 to {last}"))
        names = [name for name in found[0].files if name.startswith(f"{what}/")]
        try:
            table = pq.read_table(self.path / names[0], filters=[("run", "=", run)])
        except (OSError, pa.ArrowException) as error:
            raise StoreError(f"{self.path / names[0]}: cannot be read ({error})") from None
        rows: list[dict[str, Any]] = table.to_pylist()
        return rows

    def _unreadable(self, error: Exception) -> StoreError:
        """What is wrong with files that should be readable."""
        reason = " ".join(str(error).split())
        return StoreError(f"{self.path}: {reason}; look closer with 'qpq results verify'")

    def _refuse_unknown(self, known: Sequence[str], columns: Sequence[str] | None) -> None:
        for name in names_of(columns, "columns", "people_harm"):
            if name not in known:
                like = nearest(name, known)
                raise InputError(
                    Problem(f"no column '{name}'", str(self.path), None, None, "a column", like)
                )


def results_in(folder: Path) -> list[tuple[Path, Manifest]]:
    """Sweeps in a folder of results, by name; other results are passed over."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if (path / MANIFEST).is_file():
            try:
                found.append((path, read_manifest(path)))
            except StoreError:
                continue
    return found


def _chosen(columns: Sequence[str] | None) -> list[str] | None:
    """Columns to read; None for all."""
    return None if columns is None else list(names_of(columns, "columns", "people_harm"))


def _array(values: Sequence[Any]) -> Any:
    """Values of an axis as an array of numbers, or of whatever they are."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return np.array(values)
    return np.array(values, dtype=object)


def _needed(package: str) -> Any:
    try:
        return import_module(package)
    except ImportError:
        extra = "analysis" if package == "pandas" else "sweeps"
        what = f"this needs {package}: pip install 'quidproquo[{extra}]'"
        raise QpqError(what) from None
