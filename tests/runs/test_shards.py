"""A sweep in shards: merged, they are that of one undivided command; what does not fit is told."""

import json
import shutil
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.runs.disk import StoreError
from sim.runs.encoding import Encoded
from sim.runs.engines import Threads
from sim.runs.folder import Folder, journal
from sim.runs.manifest import Shard
from sim.runs.running import sweep, verified
from sim.runs.shards import merge, shard_of
from tests.runs.conftest import Reference
from tests.runs.small import plan_of

COUNT = 3


@pytest.fixture(scope="module")
def shards(reference: Reference, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The small sweep in three shards, which nobody alters."""
    place = tmp_path_factory.mktemp("shards")
    plan = plan_of(reference.folder)
    for number in range(1, COUNT + 1):
        shard = shard_of(f"{number}/{COUNT}", plan)
        sweep(plan, place / f"{number}", Threads(1), shard=shard)
    return [place / f"{number}" for number in range(1, COUNT + 1)]


@pytest.fixture
def own(shards: list[Path], tmp_path: Path) -> list[Path]:
    """The same, to be altered."""
    return [Path(shutil.copytree(each, tmp_path / each.name)) for each in shards]


def test_merged_shards_are_the_undivided_sweep(
    reference: Reference, shards: list[Path], tmp_path: Path
) -> None:
    manifest = merge(reversed(shards), tmp_path / "out")  # type: ignore[arg-type]
    assert manifest.content_sha256 == reference.manifest.content_sha256
    whole, merged = (
        {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}
        for out in (reference.out, tmp_path / "out")
    )
    assert merged == whole
    assert verified(tmp_path / "out").well
    # Each part was played once.
    numbers = sorted(entry.number for each in shards for entry in journal(each))
    assert numbers == [part.number for part in plan_of(reference.folder).parts]


def stopped_after(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have whoever writes a folder stop when so many parts are in it."""
    add = Folder.add

    def some(self: Folder, part: Encoded) -> None:
        if len(self.done) == parts:
            raise KeyboardInterrupt
        add(self, part)

    monkeypatch.setattr(Folder, "add", some)


def test_a_merger_that_stopped_goes_on(
    shards: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_after(4, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        merge(shards, tmp_path / "out")
    monkeypatch.undo()
    assert len(journal(tmp_path / "out")) == 4
    assert merge(shards, tmp_path / "out").complete
    assert merge(shards, tmp_path / "out").complete


def test_a_shard_that_stopped_goes_on(
    reference: Reference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(reference.folder)
    shard = shard_of("2/3", plan)
    stopped_after(1, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        sweep(plan, tmp_path / "out", Threads(1), shard=shard)
    monkeypatch.undo()
    (there,) = (entry.number for entry in journal(tmp_path / "out"))
    assert shard.holds(there)
    others = _others(plan, tmp_path)
    with pytest.raises(StoreError, match=r"shard 2/3 is not finished \(1 of 3 parts\)"):
        merge([tmp_path / "out", *others], tmp_path / "whole")
    again: list[int] = []
    sweep(plan, tmp_path / "out", Threads(1), shard=shard, progress=again.append)
    assert sum(again) == 2 * 20
    manifest = merge([tmp_path / "out", *others], tmp_path / "whole")
    assert manifest.content_sha256 == reference.manifest.content_sha256


def _others(plan: object, place: Path) -> list[Path]:
    folders = []
    for number in (1, 3):
        folders.append(place / f"other-{number}")
        sweep(plan, folders[-1], Threads(1), shard=Shard(number, COUNT, 10))  # type: ignore[arg-type]
    return folders


def test_what_is_no_shard_of_one_sweep_is_refused(
    reference: Reference, shards: list[Path], tmp_path: Path
) -> None:
    def refused(folders: list[Path], message: str) -> None:
        with pytest.raises(StoreError, match=message) as caught:
            merge(folders, tmp_path / "out")
        assert caught.value.exit_code == 3 and not (tmp_path / "out").exists()

    one, two, three = shards
    refused([one, three], r"^shard of world-\w+ missing: 2/3$")
    refused([one], "2 shards of .* missing: 2/3, 3/3")
    refused([one, two, three, two], "overlap, both hold shard 2/3")
    refused([one, reference.out], "holds a sweep that is not divided")
    refused([one, tmp_path / "nothing"], "holds no result")
    other = plan_of(reference.folder, seed=1)
    sweep(other, tmp_path / "other", Threads(1), shard=shard_of("2/3", other))
    refused([one, tmp_path / "other", three], "shards of different sweeps")
    plan = plan_of(reference.folder)
    sweep(plan, tmp_path / "half", Threads(1), shard=shard_of("2/2", plan))
    refused([one, tmp_path / "half"], "shard 1/3 and shard 2/2 overlap")
    with pytest.raises(StoreError, match="holds shard 1/3 of this sweep, not the whole"):
        merge(shards, one)


@pytest.mark.parametrize("name", ["runs/part-00001.parquet", "scenario.yaml"])
@pytest.mark.parametrize("damage", ["altered", "missing"])
def test_damaged_shards_are_refused_and_mended_by_their_command(
    reference: Reference, own: list[Path], tmp_path: Path, name: str, damage: str
) -> None:
    file = own[1] / name
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreError, match=f"{name}: {damage}"):
        merge(own, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    plan = plan_of(reference.folder)
    sweep(plan, own[1], Threads(1), shard=shard_of("2/3", plan))
    assert merge(own, tmp_path / "out").content_sha256 == reference.manifest.content_sha256


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0/3", "from 1/COUNT to COUNT/COUNT"),
        ("4/3", "from 1/COUNT"),
        ("1", "such as 3/40"),
        ("a/b", "no shard 'a/b'"),
        ("1/11", "11 shards of a sweep of 10 parts"),
    ],
)
def test_what_is_no_shard_is_one_message(reference: Reference, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        shard_of(text, plan_of(reference.folder))


def test_a_shard_is_no_whole_sweep(
    reference: Reference, shards: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="holds shard 1/3 of a sweep"):
        verified(shards[0])
    with pytest.raises(StoreError, match="holds shard 1/3 of this sweep, not the whole"):
        sweep(plan_of(reference.folder), shards[0], Threads(1))
    document = json.loads((shards[0] / "manifest.json").read_text("utf-8"))
    assert document["shard"] == {"number": 1, "of": 3, "parts": 10}
    assert (document["complete"], document["content_sha256"]) == (False, None)
