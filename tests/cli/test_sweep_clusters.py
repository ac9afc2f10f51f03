"""`qpq sweep --cluster`: what is said before anything is submitted."""

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.sweeps.small import scenario_in

pytestmark = pytest.mark.skipif(find_spec("dask_jobqueue") is None, reason="no extra")

Qpq = Callable[..., Any]


def test_a_queue_that_is_not_here_is_one_message(
    qpq: Qpq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario_in(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    world, out = str(tmp_path / "world.yaml"), tmp_path / "out"
    done = qpq("sweep", world, "-n", "5", "--cluster", "slurm", "--out", str(out))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("qpq: 'sbatch' is not on this machine") and not out.exists()


def test_the_plan_shows_the_script_and_submits_nothing(
    qpq: Qpq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario_in(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    arguments = ["sweep", str(tmp_path / "world.yaml"), "-n", "5", "--plan", "--cluster", "slurm"]
    arguments += ["--cluster-set", "walltime=01:00:00", "--cluster-set", "cores=4", "--jobs", "3"]
    done = qpq(*arguments)
    assert done.code == 0 and "on 12 cores" in done.err
    assert done.out.startswith("#!/usr/bin/env bash\n") and "#SBATCH -t 01:00:00\n" in done.out
    assert json.loads(qpq(*arguments, "--json").out)["plan"]["job"] == done.out
