import json
from pathlib import Path

import pytest

pytest.importorskip("matplotlib")

from sim.cli import main
from sim.figures.registry import figures
from tests.runs.small import scenario_in


def plot(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["plot", *arguments])
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("kind", "ending"),
    [("space", "png"), ("timeline", "svg"), ("relations", "pdf"), ("routes", "png")],
)
def test_a_figure_of_a_scenario_is_written(
    kind: str, ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "deep" / f"figure.{ending}"
    more = ["--set", "horizon=6", *(["-n", "1"] if kind == "timeline" else [])]
    assert plot("ceuta_2021", "--kind", kind, "--out", str(file), *more) == 0
    begins = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    assert file.read_bytes().startswith(begins)
    assert file.as_posix() in capsys.readouterr().out


def test_the_same_command_gives_the_same_bytes(tmp_path: Path) -> None:
    files = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for file in files:
        plot("ceuta_2021", "--kind", "space", "--out", str(file), "--set", "horizon=6")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_without_a_name_the_file_is_called_after_scenario_and_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert plot("ceuta_2021", "--kind", "relations") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["ceuta_2021-relations.png"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--kind", "timelin"), "no figure of the kind 'timelin'"),
        (("--kind", "timelin"), "did you mean 'timeline'?"),
        (("--kind", "space", "--out", "a.pgn"), "ends in no format"),
        (("--kind", "space", "--out", "a.pgn"), "did you mean 'png'?"),
        (("--kind", "phase"), "'phase' is drawn from a folder of 'qpq sweep'"),
        (
            ("--kind", "relations", "--outcome", "harm"),
            "--outcome: it has no effect on",
        ),
        (("--kind", "space", "-n", "9"), "expected one of --seed, --replication, --table, --month"),
        (("--kind", "space", "--table", "rabt"), "did you mean 'rabat'?"),
        (("--kind", "space", "--month", "40"), "month 40 was not played; expected 0 to 35"),
    ],
)
def test_mistakes_are_named_with_what_is_right(
    arguments: tuple[str, ...],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert plot("ceuta_2021", *arguments) == 2
    assert expected in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_result_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plot(str(tmp_path), "--kind", "heatmap") == 3
    assert "holds no result" in capsys.readouterr().err


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `qpq pairings` leaves of a made-up world."""
    folder = tmp_path_factory.mktemp("paired")
    scenario_in(folder)
    with pytest.raises(SystemExit):
        main(["pairings", str(folder / "world.yaml"), "-n", "3", "--out", str(folder / "out")])
    return folder / "out"


def test_a_result_cannot_be_changed(paired: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plot(str(paired), "--kind", "heatmap", "--set", "horizon=6") == 2
    assert "cannot be changed" in capsys.readouterr().err
    assert plot(str(paired), "--kind", "heatmap", "--by", "x") == 2
    assert "--by: it has no effect on 'heatmap'" in capsys.readouterr().err
    assert plot(str(paired), "--kind", "space") == 2
    assert "is a folder of 'qpq pairings'; expected for that, one of" in capsys.readouterr().err


def test_pairings_and_heat_maps_are_drawn_from_a_folder(paired: Path, tmp_path: Path) -> None:
    for kind in ("pairings", "heatmap"):
        file = tmp_path / f"{kind}.png"
        assert plot(str(paired), "--kind", kind, "--out", str(file)) == 0
        assert file.exists()
    assert plot(str(paired), "--kind", "heatmap", "--outcome", "harms") == 2


def test_the_points_of_any_grid_are_drawn_as_arms(paired: Path, tmp_path: Path) -> None:
    for kind in ("arms", "differences"):
        file = tmp_path / f"{kind}.png"
        assert plot(str(paired / "world"), "--kind", kind, "--out", str(file)) == 0
        assert file.exists()


def test_results_of_an_older_layout_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("pairings", "comparison"):
        (tmp_path / "manifest.json").write_text(json.dumps({"kind": kind, "schema_version": 1}))
        assert plot(str(tmp_path), "--kind", "heatmap") == 3
        assert f"holds {kind} in an older layout" in capsys.readouterr().err


def test_every_kind_is_named_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert plot("--help") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert all(kind in said for kind in figures())
