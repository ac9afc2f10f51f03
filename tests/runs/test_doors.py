"""Doors that stay shut: what a query reads, whose code runs, what damage and size do."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.model.fingerprint import private_folder
from sim.runs import querying
from sim.runs.axes import Axis, listed, parse_vary
from sim.runs.crate import CRATE
from sim.runs.disk import StoreError
from sim.runs.plan import planned
from sim.runs.replay import replay
from sim.runs.running import recomputed, verified
from sim.runs.sweep_results import open_results
from sim.scenario import load
from sim.strategies import registry
from tests.runs.conftest import Reference
from tests.runs.small import plan_of, played, scenario_in
from tests.strategies.own import TEXT


@pytest.fixture
def out(reference: Reference, tmp_path: Path) -> Path:
    return Path(shutil.copytree(reference.out, tmp_path / "copy"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * FROM read_csv('{file}')", "reaches for files"),
        ("SELECT * FROM '{file}'", "does not exist|reaches for files"),
        ("SELECT * FROM read_text('{file}')", "reaches for files"),
        ("COPY runs TO '{file}'", "more than read"),
        ("ATTACH '{file}'", "more than read"),
        ("INSTALL httpfs", "more than read"),
        ("SET enable_external_access = true", "more than read"),
        ("SELECT 1; COPY runs TO '{file}'", "more than read"),
        ("CREATE TABLE a AS SELECT 1", "more than read"),
        ("", "asks nothing"),
        ("selec", "syntax error"),
        ("SELECT nope FROM runs", "double quotes"),
        ("SELECT * FROM nope", "runs, tables, design"),
        ("SELECT 'x'::INTEGER", "Conversion"),
    ],
)
def test_a_query_reads_its_tables_and_nothing_else(
    reference: Reference, tmp_path: Path, query: str, said: str
) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n", "utf-8")
    with pytest.raises(InputError, match=said):
        open_results(reference.out).sql(query.format(file=file))
    assert file.read_text("utf-8") == "a\n1\n"
    assert [each.name for each in tmp_path.iterdir()] == ["secret.csv"]


def test_a_query_that_never_ends_is_ended(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(querying, "SECONDS", 1)
    query = "SELECT count(*) FROM range(100000000000) a, range(100000) b"
    with pytest.raises(InputError, match="longer than 1 s"):
        open_results(reference.out).sql(query)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def one_bit(path: Path) -> None:
    first, *rest = path.read_bytes()
    path.write_bytes(bytes([first ^ 1, *rest]))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "removed": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "a bit": lambda path: path.write_bytes(
        bytes([path.read_bytes()[0] ^ 1, *path.read_bytes()[1:]])
    ),
    "a folder": a_folder,
}
KINDS = ("manifest.json", "scenario.yaml", "design.parquet", "sources.bib", CRATE)
PARTS = ("runs/part-00003.parquet", "tables/part-00003.parquet")


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", [*KINDS, *PARTS])
def test_damage_of_every_kind_to_every_kind_of_file_is_seen(
    out: Path, name: str, damage: str
) -> None:
    DAMAGE[damage](out / name)
    try:
        assert not verified(out).well
    except StoreError as error:
        assert name == "manifest.json" and str(error)
    if name in ("scenario.yaml", "design.parquet", "sources.bib", "manifest.json"):
        with pytest.raises(StoreError):
            open_results(out)


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", ["scenario.yaml", "design.parquet", "sources.bib"])
def test_the_same_sweep_puts_its_small_files_right(
    reference: Reference, out: Path, name: str, damage: str
) -> None:
    DAMAGE[damage](out / name)
    played(plan_of(reference.folder), out)
    assert verified(out).well
    assert (out / name).read_bytes() == (reference.out / name).read_bytes()


def test_the_description_is_made_anew_and_may_be_added_to(out: Path) -> None:
    (out / CRATE).write_text("{", "utf-8")
    recomputed(out, verified(out))
    assert verified(out).well
    document = json.loads((out / CRATE).read_text("utf-8"))
    root = next(each for each in document["@graph"] if each["@id"] == "./")
    root.update(license={"@id": "#mine"}, author={"@id": "#me"}, name="Mine")
    document["@graph"] += [{"@id": "#me", "@type": "Person"}]
    (out / CRATE).write_text(json.dumps(document), "utf-8")
    assert verified(out).well
    file = next(each for each in document["@graph"] if each["@id"] == "scenario.yaml")
    file["sha256"] = "0" * 64
    (out / CRATE).write_text(json.dumps(document), "utf-8")
    assert verified(out).files == [f"{CRATE}: altered (what it says of scenario.yaml)"]


@pytest.mark.parametrize(
    ("axes", "more", "said"),
    [
        (["actors.north.patience=0.1:0.9"], {"points": 2**63 - 1}, "has 9,223"),
        (["actors.north.patience=0.1:0.9"], {"points": 2**62, "design": "oat"}, "has 4,611"),
        (["actors.north.patience=0.1:0.9"], {"points": 2**62, "design": "lhs"}, "has 4,611"),
        (["actors.north.patience=0.1:0.9"], {"points": 2**62, "design": "morris"}, "has 9,223"),
        (["actors.north.patience=0.1:0.9"], {"replications": 2**62}, "at most|from 1 to"),
    ],
)
def test_a_plan_is_counted_before_it_is_built(
    tmp_path: Path, axes: list[str], more: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        planned(scenario_in(tmp_path), [parse_vary(text) for text in axes], **more)  # type: ignore[arg-type]


def test_an_axis_of_thousands_of_values_is_refused(tmp_path: Path) -> None:
    axis = listed("actors.north.patience", [i / 6000 for i in range(1, 5001)])
    with pytest.raises(InputError, match="5,000 values"):
        planned(scenario_in(tmp_path), [axis])


def test_whole_numbers_of_a_range_count_once() -> None:
    assert Axis("horizon", low=1, high=10, whole=True).count(10**9) == 10


CONFLICTS = [
    ({"overrides": ["no_linkage"]}, {"treatments.linkage": "none,tactical"}, "no_linkage sets it"),
    ({"set": {"horizon": 24}}, {"horizon": "12,18"}, "sets it too"),
    ({}, {"treatments.linkage": "none,tactical", "overrides": "base,no_linkage"}, "varies too"),
    ({}, {"overrides": "base,no_linkage", "treatments.linkage": "none,tactical"}, "varies too"),
]


@pytest.mark.parametrize(("layers", "axes", "said"), CONFLICTS)
def test_two_things_that_set_one_path_are_refused(
    layers: dict[str, object], axes: dict[str, str], said: str
) -> None:
    scenario = load("ceuta_2021", **layers)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=said):
        planned(scenario, [parse_vary(f"{path}={text}") for path, text in axes.items()])


@pytest.fixture
def strange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Results with a strategy in them, and this process as somebody's who never played it."""
    monkeypatch.setattr(registry, "EXTRAS", [])
    monkeypatch.setenv("QPQ_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "patient.py"
    file.write_text(TEXT, "utf-8")
    registry.add(file)
    plan = plan_of(tmp_path, ["tables.main.partner.strategy=patient,coercive"], replications=2)
    from sim.runs.engines import Threads
    from sim.runs.running import sweep

    sweep(plan, tmp_path / "out", Threads(1), readably=True)
    shutil.rmtree(tmp_path / "cache" / "quidproquo" / "strategies-played")
    file.unlink()
    registry.EXTRAS.clear()
    return tmp_path / "out"


def test_the_code_of_others_runs_by_name_alone(strange: Path) -> None:
    held = open_results(strange)
    assert held.runs().num_rows == 4
    assert verified(strange).well
    with pytest.raises(InputError, match="not run unasked"):
        replay(held, 0)
    assert registry.EXTRAS == []
    with pytest.raises(InputError, match="did you mean 'patient'"):
        replay(open_results(strange, ["patent"]), 0)
    found = replay(open_results(strange, ["patient"]), 0)
    assert (found.raised, found.differences, found.warning) == (None, (), None)


def test_a_folder_for_compiled_code_is_its_owner_s_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QPQ_CACHE", str(tmp_path))
    folder = private_folder()
    assert folder is not None
    assert folder.stat().st_mode & 0o077 == 0
    folder.parent.chmod(0o777)
    with pytest.raises(InputError, match="others can put compiled code there"):
        private_folder()
    folder.parent.chmod(0o700)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(InputError, match="of somebody else"):
        private_folder()


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    scenario_in(tmp_path)
    script = tmp_path / "script.py"
    script.write_text(
        "import sim\n"
        "sim.sweep('world.yaml', {'actors.north.patience': [.5, .9]}, replications=2,\n"
        "    processes=True, out='out')\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, script.name], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "__name__ == '__main__'" in done.stderr
