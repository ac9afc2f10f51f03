"""Results of sweeps as others read them."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import sim
from sim.errors import InputError, QpqError
from sim.runs import folder
from sim.runs.disk import MANIFEST, StoreError
from sim.runs.engines import Threads
from sim.runs.running import sweep
from sim.runs.sweep_results import open_results, results_in
from tests.runs.small import plan_of, played


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reading")
    axes = ["actors.north.patience=0.5,0.9", "overrides=base", "horizon=4,5,6"]
    plan = plan_of(folder, [axes[0], axes[2]], replications=8, keep=["months"])
    played(plan, folder / "grid")
    sampled = plan_of(
        folder, ["actors.north.patience=0.5:0.9"], replications=3, design="lhs", points=5
    )
    played(sampled, folder / "sampled")
    return folder


def test_tables_come_as_arrow_and_pandas(out: Path) -> None:
    results = sim.open_results(out / "grid")
    assert results.complete and results.kinds == ("runs", "tables", "months")
    assert results.axes == ("actors.north.patience", "horizon")
    assert results.runs(["run", "horizon"]).column_names == ["run", "horizon"]
    assert results.design.num_rows == 6 and results.scenario.title
    frame = results.pandas("tables")
    assert len(frame) == 48 and set(frame["table"]) == {"main"}
    assert sum(batch.num_rows for batch in results.batches("months")) == 8 * 2 * (4 + 5 + 6)


def test_opening_many_parts_looks_into_none_of_them(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(out / "grid", tmp_path / "many")
    manifest = open_results(out / "grid").manifest
    first = manifest.parts[0]
    size = first.stop - first.start
    parts = tuple(
        replace(first, number=n, start=n * size, stop=(n + 1) * size) for n in range(5_000)
    )
    written = replace(manifest, parts=parts).as_bytes()
    (tmp_path / "many" / MANIFEST).write_bytes(written)
    shutil.rmtree(tmp_path / "many" / "runs")
    looked: list[str] = []
    real = folder.file_sha256
    monkeypatch.setattr(
        folder, "file_sha256", lambda path: (looked.append(path.name), real(path))[1]
    )
    many = open_results(tmp_path / "many")
    assert many.kept == 5_000 * size
    assert sorted(looked) == sorted(Path(name).name for name in manifest.files)


def test_a_grid_is_a_dataset_over_its_axes(out: Path) -> None:
    results = open_results(out / "grid")
    data = results.xarray(["welfare_partner", "paper_months"])
    assert dict(data.sizes) == {"actors.north.patience": 2, "horizon": 3, "replication": 8}
    assert data["welfare_partner"].attrs["unit"] == "utility a month"
    row = results.row(3 * 8 * 1 + 2 * 8 + 5)[0]
    place = {"actors.north.patience": 0.9, "horizon": 6, "replication": 5}
    assert float(data["welfare_partner"].sel(place)) == row["welfare_partner"]
    assert data.attrs["content_sha256"] == results.manifest.content_sha256


def test_other_designs_have_points(out: Path) -> None:
    results = open_results(out / "sampled")
    data = results.xarray()
    assert dict(data.sizes) == {"point": 5, "replication": 3}
    values = results.design["actors.north.patience"].to_numpy()
    assert np.array_equal(data["actors.north.patience"].to_numpy(), values)
    shares = results.shares["actors.north.patience"].to_numpy()
    assert np.allclose(0.5 + 0.4 * shares, values)
    assert open_results(out / "grid").shares.num_columns == 0


def test_sql_reads_all_tables(out: Path) -> None:
    results = open_results(out / "grid")
    found = results.sql('SELECT "horizon", count(*) AS n FROM runs GROUP BY 1 ORDER BY 1')
    assert isinstance(found, pa.Table) and found["n"].to_pylist() == [16, 16, 16]
    joined = results.sql("SELECT count(*) AS n FROM months JOIN runs USING (run) JOIN design "
                         "USING (point)")  # fmt: skip
    assert joined["n"].to_pylist() == [240]
    with pytest.raises(QpqError, match="the query failed"):
        results.sql("SELECT nothing FROM nowhere")


def test_what_is_not_there_is_said_with_the_nearest_name(out: Path) -> None:
    results = open_results(out / "grid")
    with pytest.raises(InputError, match="did you mean 'months'"):
        results.arrow("month")
    with pytest.raises(InputError, match="did you mean 'welfare_partner'"):
        results.runs(["welfare_partne"])
    with pytest.raises(InputError, match="expected 0 to 47"):
        results.row(48)
    with pytest.raises(StoreError, match="holds no result"):
        open_results(out)
    assert [path.name for path, _ in results_in(out)] == ["grid", "sampled"]
    assert results_in(out / "nowhere") == []


def test_a_damaged_part_is_one_message(out: Path, tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    played(plan, tmp_path / "out")
    (tmp_path / "out" / "runs" / "part-00000.parquet").write_bytes(b"nothing")
    with pytest.raises(StoreError, match="verify"):
        open_results(tmp_path / "out").runs()


def test_a_sweep_under_way_shows_what_is_finished(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def progress(runs: int) -> None:
        if (tmp_path / "out" / "parts.jsonl").exists():
            raise Enough

    with pytest.raises(Enough):
        sweep(plan_of(tmp_path), tmp_path / "out", Threads(1), progress=progress)
    results = open_results(tmp_path / "out")
    assert not results.complete and 0 < results.runs().num_rows < 200
    with pytest.raises(StoreError, match="not complete"):
        results.xarray()
