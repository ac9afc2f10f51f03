"""Sweeps that are not all there are refused, unless one asks for what there is."""

import shutil
from pathlib import Path

import pytest

from sim.analysis.material import Material
from sim.runs.disk import StoreError
from sim.runs.sweep_results import open_results

STORED = Path("results/sample/ceuta_2021")


def test_a_damaged_part_is_refused_or_left_out_and_said(tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    shutil.copytree(STORED, folder)
    assert open_results(folder).note() == ""
    with min((folder / "runs").iterdir()).open("ab") as file:
        file.write(b"x")
    with pytest.raises(StoreError, match=r"damaged .* add --partial"):
        Material.of(open_results(folder))
    some = open_results(folder, partial=True)
    assert some.note() == "Partial: 60 of 80 runs"
    assert Material.of(some).runs.num_rows == 60
