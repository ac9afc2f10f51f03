"""Folders that are written whole or not at all, and hashes of what tables hold."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.runs.disk import MANIFEST, StoreError, file_sha256, write_result
from sim.runs.encoding import content_sha256, parquet

ROWS = pa.table({"name": ["a", None], "count": [1, 2], "share": [0.5, None]})


FILES = {"rows.csv": b"rows", "old.png": b"drawn"}


def put(folder: Path, files: Mapping[str, bytes] = FILES) -> None:
    write_result(folder, "trial", files, {"seed": 7})


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_result_says_what_it_is_and_equal_results_have_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        put(tmp_path / "deep" / name)
    assert contents(tmp_path / "deep" / "one") == contents(tmp_path / "deep" / "two")
    manifest = json.loads((tmp_path / "deep" / "one" / MANIFEST).read_text("utf-8"))
    assert (manifest["kind"], manifest["seed"], list(manifest["files"])) == (
        *("trial", 7),
        list(FILES),
    )
    assert manifest["files"]["rows.csv"] == file_sha256(tmp_path / "deep" / "one" / "rows.csv")


def test_what_the_former_result_made_goes_and_other_files_stay(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    put(tmp_path, {"rows.csv": b"one row", "new.png": b"drawn"})
    assert sorted(contents(tmp_path)) == [MANIFEST, "new.png", "notes.txt", "rows.csv"]
    assert contents(tmp_path)["rows.csv"] == b"one row"


def test_a_failure_on_the_way_leaves_no_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path)
    monkeypatch.setattr("sim.runs.disk.os.replace", lambda *names: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(tmp_path, {"rows.csv": b"one row"})
    assert sorted(contents(tmp_path)) == ["rows.csv"]


@pytest.mark.parametrize("text", ['{"kind": "sweep", "files": {}}', "[]", "\x00"])
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    with pytest.raises(StoreError, match="name another folder") as caught:
        put(tmp_path)
    assert caught.value.exit_code == 3
    assert (tmp_path / MANIFEST).read_text("utf-8") == text
    assert list(contents(tmp_path)) == [MANIFEST]


def test_a_manifest_cannot_have_files_elsewhere_removed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep", "utf-8")
    put(tmp_path / "folder")
    manifest = tmp_path / "folder" / MANIFEST
    content = json.loads(manifest.read_text("utf-8")) | {"files": {"../precious": ""}}
    manifest.write_text(json.dumps(content), "utf-8")
    put(tmp_path / "folder")
    assert (tmp_path / "precious").exists()


def test_a_file_in_the_place_of_the_folder_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        put(tmp_path / "file")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_place_is_one_message(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written"):
        put(tmp_path / "folder")


@pytest.mark.parametrize(
    "other",
    [
        ROWS.take([1, 0]),
        ROWS.select(["count", "name", "share"]),
        ROWS.rename_columns(["name", "count", "part"]),
        ROWS.set_column(2, "share", pa.array([0.5, 0.0])),
        ROWS.set_column(1, "count", pa.array([1, 2], pa.int32())),
        ROWS.set_column(0, "name", pa.array(["a", ""])),
    ],
)
def test_the_content_hash_sees_every_change(other: pa.Table) -> None:
    assert content_sha256(other) != content_sha256(ROWS)


def test_the_content_hash_does_not_see_how_a_table_is_stored(tmp_path: Path) -> None:
    (tmp_path / "rows.parquet").write_bytes(parquet(ROWS))
    parts = pa.concat_tables([ROWS.slice(0, 1), ROWS.slice(1)])
    assert content_sha256(pq.read_table(tmp_path / "rows.parquet")) == content_sha256(ROWS)
    assert content_sha256(parts) == content_sha256(ROWS)
