"""Folders that are written whole or not at all, and hashes of what tables hold."""

import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.runs.disk import MANIFEST, StoreError, replacing
from sim.runs.encoding import content_sha256, parquet

ROWS = pa.table({"name": ["a", None], "count": [1, 2], "share": [0.5, None]})


def put(folder: Path, text: str = "rows", *further: str, kind: str = "trial") -> None:
    with replacing(folder, kind) as staged:
        (staged / "rows.csv").write_text(text, "utf-8")
        for name in further:
            (staged / name).write_text("drawn", "utf-8")
        content = {"kind": kind, "files": {"rows.csv": {}}, "figures": list(further)}
        (staged / MANIFEST).write_text(json.dumps(content), "utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_the_former_result_made_goes_and_other_files_stay(tmp_path: Path) -> None:
    put(tmp_path, "rows", "old.png")
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    put(tmp_path, "one row", "new.png")
    assert names(tmp_path) == [MANIFEST, "new.png", "notes.txt", "rows.csv"]
    assert (tmp_path / "rows.csv").read_text("utf-8") == "one row"


def test_a_failure_on_the_way_leaves_the_former_result(tmp_path: Path) -> None:
    put(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    with pytest.raises(KeyboardInterrupt), replacing(tmp_path, "trial") as staged:
        (staged / "rows.csv").write_text("half", "utf-8")
        raise KeyboardInterrupt
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


@pytest.mark.parametrize("text", ['{"kind": "sweep", "files": {}, "figures": []}', "[]", "\x00"])
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    with pytest.raises(StoreError, match="name another folder") as caught:
        put(tmp_path)
    assert caught.value.exit_code == 3
    assert (tmp_path / MANIFEST).read_text("utf-8") == text
    assert names(tmp_path) == [MANIFEST]


def test_a_manifest_cannot_have_files_elsewhere_removed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep", "utf-8")
    put(tmp_path / "folder")
    manifest = tmp_path / "folder" / MANIFEST
    content = json.loads(manifest.read_text("utf-8")) | {"figures": ["../precious"]}
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
