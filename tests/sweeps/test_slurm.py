"""A real Slurm: the same content as in this process, jobs that are lost, and a clean end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from sim.sweeps.queues import Queue
from sim.sweeps.running import engine_of, sweep
from tests.sweeps.conftest import Reference
from tests.sweeps.real_slurm import missing, queued, slurm
from tests.sweeps.small import ROOT, plan_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("dask_jobqueue") is None, reason="the extra is not installed"),
    pytest.mark.skipif(bool(missing()), reason=f"no Slurm here: without {', '.join(missing())}"),
    # What Dask says of itself while a worker dies is no fault of ours.
    pytest.mark.filterwarnings("default"),
]

FILE = """system: slurm
jobs: 2
memory: 1 GB
walltime: "00:10:00"
interface: lo
log_directory: {logs}
shared_temp_directory: {logs}
"""


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    with slurm() as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "queue.yaml"
    (tmp_path / "logs").mkdir()
    path.write_text(FILE.format(logs=tmp_path / "logs"), "utf-8")
    return path


def emptied(environment: dict[str, str]) -> bool:
    """Whether no job is left, after the moment that Slurm needs to end one."""
    end = time.monotonic() + 30
    while queued(environment) and time.monotonic() < end:
        time.sleep(0.2)
    return not queued(environment)


def test_slurm_plays_the_same_content_though_a_job_is_lost(
    reference: Reference, tmp_path: Path, settings: Path, environment: dict[str, str]
) -> None:
    plan = plan_of(reference.folder)
    said: list[str] = []
    finished: list[int] = []

    def progress(runs: int) -> None:
        finished.append(runs)
        if len(finished) == 2:
            # All are lost: without further jobs nothing would ever be finished.
            subprocess.run(["scancel", *queued(environment)], check=True)

    queue = Queue(str(settings), told=said.append)
    manifest = sweep(
        plan,
        tmp_path / "out",
        engine_of(plan, cluster=queue),
        package="1.2.3",
        progress=progress,
    )
    assert manifest.content_sha256 == reference.manifest.content_sha256
    assert sum(finished) == plan.runs
    assert said[0].startswith("2 jobs submitted to slurm: ")
    assert said[1].startswith("Ended and submitted anew: ")
    assert emptied(environment)


def test_ctrl_c_cancels_the_jobs_and_the_command_goes_on(
    reference: Reference, tmp_path: Path, settings: Path, environment: dict[str, str]
) -> None:
    out = tmp_path / "out"
    world = reference.folder / "world.yaml"
    command = ["sweep", str(world), "-n", "1000000", "--cluster", str(settings), "--out", str(out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", *command],
        cwd=ROOT,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 180
    journal = out / "parts.jsonl"
    while not (journal.exists() and journal.read_bytes()) and time.monotonic() < end:
        time.sleep(0.1)
    assert queued(environment)
    process.send_signal(signal.SIGINT)
    said, told = process.communicate(timeout=120)
    assert (process.returncode, said) == (130, "")
    assert "of 1,000,000 runs are kept" in told and "Traceback" not in told
    assert emptied(environment)
    assert not list((tmp_path / "logs").glob(".qpq-*"))


def test_what_slurm_refuses_is_one_message(
    reference: Reference, tmp_path: Path, settings: Path
) -> None:
    command = ["sweep", str(reference.folder / "world.yaml"), "-n", "10", "--cluster"]
    command += [str(settings), "--cluster-set", "queue=nowhere", "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-m", "sim.cli", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1 and done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert last.startswith("qpq: slurm refused a job: sbatch: error: invalid partition")
