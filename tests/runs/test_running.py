"""Sweeps on the real thing: engines, crashes, full disks, two at once, altered files."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.errors import QpqError
from sim.runs.disk import HALF, LOCK, StoreError, sole_writer
from sim.runs.engines import Threads
from sim.runs.folder import JOURNAL, journal
from sim.runs.manifest import SCHEMA
from sim.runs.running import engine_of, recomputed, seconds_per_run, sweep, verified
from tests.runs.conftest import Reference
from tests.runs.small import ROOT, child, plan_of, played, stated

PARTS = 10


def copied(reference: Reference, tmp_path: Path) -> Path:
    out = tmp_path / "copy"
    shutil.copytree(reference.out, out)
    return out


def test_a_sweep_leaves_a_whole_folder(reference: Reference) -> None:
    names = {path.name for path in reference.out.iterdir()}
    assert names == {
        "manifest.json",
        "scenario.yaml",
        "design.parquet",
        "sources.bib",
        "ro-crate-metadata.json",
        "runs",
        "tables",
    }
    assert len(list((reference.out / "runs").iterdir())) == PARTS
    assert reference.manifest.complete and reference.manifest.failed == 0
    assert str(reference.folder) not in json.dumps(stated(reference.out))
    assert verified(reference.out).well


@pytest.mark.parametrize(("jobs", "processes"), [(2, False), (5, False), (2, True)])
def test_the_content_does_not_depend_on_who_plays(
    reference: Reference, tmp_path: Path, jobs: int, processes: bool
) -> None:
    manifest = played(plan_of(tmp_path), tmp_path / "out", jobs, processes)
    assert manifest.content_sha256 == reference.manifest.content_sha256
    assert (tmp_path / "out" / "manifest.json").read_bytes() == (
        reference.out / "manifest.json"
    ).read_bytes()


def test_a_finished_sweep_is_recognised_and_not_played(
    reference: Reference, tmp_path: Path
) -> None:
    out = copied(reference, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    finished = []
    manifest = sweep(
        plan_of(reference.folder),
        out,
        Threads(1),
        progress=lambda runs: pytest.fail("played"),
        begun=lambda folder: finished.append(folder.finished),
    )
    assert finished == [True] and manifest == reference.manifest
    files = {path: when for path, when in before.items() if path.is_file()}
    assert {path: path.stat().st_mtime_ns for path in files} == files


def test_another_sweep_does_not_overwrite_it(reference: Reference, tmp_path: Path) -> None:
    out = copied(reference, tmp_path)
    with pytest.raises(StoreError, match="holds another sweep") as caught:
        played(plan_of(reference.folder, seed=1), out)
    assert caught.value.exit_code == 3
    assert verified(out).well


@pytest.mark.parametrize("content", ["{", '{"kind": "analysis", "schema_version": 1}', "[]"])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, content: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(StoreError, match=r"not a manifest|not a sweep"):
        played(plan_of(tmp_path), out)
    assert (out / "manifest.json").read_text("utf-8") == content


def test_parts_without_a_manifest_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out" / "runs").mkdir(parents=True)
    with pytest.raises(StoreError, match="parts without a manifest"):
        played(plan_of(tmp_path), tmp_path / "out")


def killed_and_resumed(reference: Reference, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    out = tmp_path / "out"
    process = child(reference.folder, out, pause=0.02)
    assert process.stdout is not None
    for _ in range(chance.randrange(PARTS)):
        process.stdout.readline()
    try:
        process.wait(chance.uniform(0, 0.06))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert process.stderr is not None
    process.stderr.close()
    there = journal(out)
    kept: list[int] = []
    manifest = sweep(
        plan_of(reference.folder),
        out,
        Threads(2),
        begun=lambda folder: kept.extend(folder.done),
    )
    # What was on the disk is not played again.
    assert {entry.number for entry in there} <= set(kept)
    assert manifest.content_sha256 == reference.manifest.content_sha256
    assert verified(out).well
    assert not list(out.rglob(f"*{HALF}")) and not (out / JOURNAL).exists()


@pytest.mark.parametrize("seed", range(3))
def test_a_sweep_killed_at_any_moment_is_taken_up_again(
    reference: Reference, tmp_path: Path, seed: int
) -> None:
    killed_and_resumed(reference, tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 33))
def test_a_sweep_killed_at_many_moments_is_taken_up_again(
    reference: Reference, tmp_path: Path, seed: int
) -> None:
    killed_and_resumed(reference, tmp_path, seed)


def interrupted(reference: Reference, out: Path, after: int) -> None:
    """Begin the sweep and stop after some parts, as a crash would."""

    class Crash(Exception):
        pass

    finished = []

    def count(runs: int) -> None:
        finished.append(runs)
        if sum(finished) >= after * 20:
            raise Crash

    with pytest.raises(Crash):
        sweep(plan_of(reference.folder), out, Threads(1), progress=count)


def test_parts_torn_between_crash_and_resumption_are_played_again(
    reference: Reference, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    interrupted(reference, out, 6)
    entries = journal(out)
    assert 0 < len(entries) < PARTS
    torn = out / next(iter(entries[0].files))
    torn.write_bytes(torn.read_bytes()[:100])
    (out / "runs" / f"part-00009.parquet{HALF}").write_bytes(b"half")
    with (out / JOURNAL).open("ab") as file:
        file.write(b'{"number": 7, "sta')
    manifest = played(plan_of(reference.folder), out)
    assert manifest.content_sha256 == reference.manifest.content_sha256
    assert verified(out).well and not list(out.rglob(f"*{HALF}"))


@pytest.mark.parametrize("damage", ["truncated", "altered", "missing"])
def test_what_is_altered_is_found_and_played_again(
    reference: Reference, tmp_path: Path, damage: str
) -> None:
    out = copied(reference, tmp_path)
    part = out / "tables" / "part-00004.parquet"
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    if damage == "missing":
        part.unlink()
    else:
        part.write_bytes(data if damage == "altered" else data[:-9])
    found = verified(out)
    assert [entry.number for entry, _ in found.parts] == [4] and not found.well
    recomputed(out, found)
    assert verified(out).well
    assert part.read_bytes() == (reference.out / "tables" / part.name).read_bytes()


def test_nothing_is_played_again_from_an_altered_scenario(
    reference: Reference, tmp_path: Path
) -> None:
    out = copied(reference, tmp_path)
    with (out / "scenario.yaml").open("a", encoding="utf-8") as file:
        file.write("# a word\n")
    (out / "runs" / "part-00000.parquet").unlink()
    found = verified(out)
    assert found.files == ["scenario.yaml: altered (its checksum differs)"]
    with pytest.raises(StoreError, match="nothing can be played again"):
        recomputed(out, found)


def test_hashes_that_contradict_each_other_are_noticed(
    reference: Reference, tmp_path: Path
) -> None:
    out = copied(reference, tmp_path)
    document = stated(out) | {"content_sha256": "0" * 64}
    (out / "manifest.json").write_text(json.dumps(document), "utf-8")
    with pytest.raises(StoreError, match="contradict"):
        verified(out)


def test_results_of_an_older_schema_are_refused(reference: Reference, tmp_path: Path) -> None:
    out = copied(reference, tmp_path)
    document = stated(out) | {"schema_version": 0}
    (out / "manifest.json").write_text(json.dumps(document), "utf-8")
    with pytest.raises(StoreError, match=rf"an older schema \(0; this version reads {SCHEMA}\)"):
        verified(out)
    with pytest.raises(StoreError, match="an older schema"):
        played(plan_of(reference.folder), out)


def test_a_sweep_that_other_code_played_is_not_mended(
    reference: Reference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = copied(reference, tmp_path)
    (out / "runs" / "part-00000.parquet").unlink()
    found = verified(out)
    monkeypatch.setattr("sim.runs.plan.sources_fingerprint", lambda: "other")
    monkeypatch.setattr("sim.runs.plan_files.sources_fingerprint", lambda: "other")
    with pytest.raises(StoreError, match="played by other code"):
        recomputed(out, found)


def test_the_second_of_two_sweeps_on_one_folder_refuses(
    reference: Reference, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = child(reference.folder, out, pause=0.2)
    assert process.stdout is not None and process.stderr is not None
    try:
        process.stdout.readline()
        with pytest.raises(StoreError, match="another command is writing there") as caught:
            played(plan_of(reference.folder), out)
        assert caught.value.exit_code == 3
        assert (out / LOCK).exists()
    finally:
        process.kill()
        process.communicate()
    # The system let go of the lock with its holder.
    assert played(plan_of(reference.folder), out).complete


def test_a_lock_is_gone_with_its_holder(tmp_path: Path) -> None:
    with sole_writer(tmp_path), pytest.raises(StoreError), sole_writer(tmp_path):
        pass
    assert not (tmp_path / LOCK).exists()
    with sole_writer(tmp_path):
        pass


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB, where one may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(["mount", *options], check=False,
                                                      capture_output=True).returncode:  # fmt: skip
        pytest.skip("mounting a tmpfs is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_one_message_and_the_sweep_can_go_on(
    reference: Reference, small_disk: Path
) -> None:
    out = small_disk / "out"
    (small_disk / "ballast").write_bytes(b"0" * 150_000)
    with pytest.raises(StoreError, match=r"no space left on the disk.*same command") as caught:
        played(plan_of(reference.folder), out)
    assert caught.value.exit_code == 3
    assert 0 < len(journal(out)) < PARTS
    (small_disk / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    manifest = played(plan_of(reference.folder), out)
    assert manifest.content_sha256 == reference.manifest.content_sha256


def test_a_disk_that_fills_is_told_wherever_it_happens(
    reference: Reference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without a mount: the system says that there is no space."""
    real, calls = os.fsync, []

    def full(number: int) -> None:
        calls.append(number)
        if len(calls) > 25:
            raise OSError(28, "No space left on device")
        real(number)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="no space left"):
        played(plan_of(reference.folder), tmp_path / "out")
    monkeypatch.undo()
    manifest = played(plan_of(reference.folder), tmp_path / "out")
    assert manifest.content_sha256 == reference.manifest.content_sha256


NOBODY = """
import os, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from sim.runs.disk import StoreError
from sim.runs.folder import writing
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    with writing(Path({out!r}), "x", {{"runs": 0}}, {{}}):
        pass
except StoreError as error:
    print(error)
    sys.exit(error.exit_code)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")
def test_a_read_only_folder_is_one_message(tmp_path: Path) -> None:
    place = tmp_path / "closed"
    place.mkdir()
    for folder in (place, tmp_path, *tmp_path.parents[:3]):
        if folder.owner() == place.owner() and folder != place:
            folder.chmod(folder.stat().st_mode | 0o055)
    place.chmod(0o555)
    code = NOBODY.format(root=str(ROOT), out=str(place / "out"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if "Error" in done.stderr and "Permission" in done.stderr:
        pytest.skip("an unprivileged process cannot even read this package here")
    assert (done.returncode, done.stderr) == (3, "")
    assert "cannot be written (Permission denied)" in done.stdout


def test_time_is_guessed_before_anything_is_played(tmp_path: Path) -> None:
    assert 0 < seconds_per_run(plan_of(tmp_path)) < 1


def test_no_scheduler_is_one_message(reference: Reference, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    plan = plan_of(reference.folder)
    with pytest.raises(QpqError, match="no Dask scheduler answers"):
        sweep(
            plan,
            tmp_path / "out",
            engine_of(plan, cluster="x://nonsense"),
        )
