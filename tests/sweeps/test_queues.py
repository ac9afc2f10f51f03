"""Batch queues: job scripts, messages, and a pretended Slurm that plays its jobs for real."""

import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError, QpqError
from sim.sweeps import queue_jobs
from sim.sweeps.queue_settings import SYSTEMS
from sim.sweeps.queues import Queue
from sim.sweeps.running import engine_of, place_of, sweep
from tests.sweeps.conftest import Reference
from tests.sweeps.pretended import Pretended
from tests.sweeps.small import ROOT, plan_of

dask = pytest.importorskip("dask")

# What Dask says of itself while a worker dies is no fault of ours.
pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.skipif(find_spec("dask_jobqueue") is None, reason="the extra is not installed"),
]

FILE = """system: slurm
jobs: 3
cores: 8
processes: 4
memory: 16 GB
queue: short
account: history
walltime: "02:30:00"
interface: lo
python: /opt/sim/bin/python
job_script_prologue:
  - module load gcc
  - export NUMBA_CACHE_DIR=/scratch/numba
job_extra_directives: ["--constraint=avx2", "--exclusive"]
worker_extra_args: [--lifetime, 2h]
"""
LOOPBACK = {"interface": "lo", "memory": "1 GB"}


def queue_in(folder: Path, text: str = FILE) -> Queue:
    path = folder / "queue.yaml"
    path.write_text(text, "utf-8")
    return Queue(str(path))


def test_a_file_becomes_a_job_script(tmp_path: Path) -> None:
    queue = queue_in(tmp_path)
    lines = queue.script().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert [line.removeprefix("#SBATCH ") for line in lines if line.startswith("#SBATCH")] == [
        "-J qpq",
        "-p short",
        "-A history",
        "-n 1",
        "--cpus-per-task=8",
        "--mem=15G",
        "-t 02:30:00",
        "--constraint=avx2",
        "--exclusive",
    ]
    assert lines[-3:-1] == ["module load gcc", "export NUMBA_CACHE_DIR=/scratch/numba"]
    command = lines[-1].split()
    assert command[:3] == ["/opt/sim/bin/python", "-m", "distributed.cli.dask_worker"]
    for words in (
        "--nthreads 2 --memory-limit 3.73GiB --nworkers 4 --nanny",
        "--lifetime 2h",
        "--interface lo",
        "--dashboard-address 127.0.0.1:0",
        "--tls-ca-file CERTIFICATE --tls-cert CERTIFICATE --tls-key KEY",
    ):
        assert words in lines[-1]
    assert (queue.jobs, queue.cores) == (3, 24)
    assert Queue(queue.where, jobs=5).cores == 40


def test_without_settings_a_job_is_one_core_of_this_python() -> None:
    script = Queue("slurm").script()
    assert "#SBATCH --cpus-per-task=1" in script and "#SBATCH --mem=2G" in script
    assert f"\n{sys.executable} -m distributed.cli.dask_worker tls://SCHEDULER " in script
    assert "--tls" not in Queue("slurm", changes={"tls": False}).script()


@pytest.mark.parametrize(
    ("system", "lines"),
    [
        ("pbs", ["#PBS -q short", "#PBS -l select=1:ncpus=2:mem=3815MB"]),
        ("moab", ["#PBS -q short", "#PBS -l select=1:ncpus=2:mem=3815MB"]),
        ("lsf", ["#BSUB -q short", "#BSUB -n 2"]),
        ("sge", ["#$ -q short", "#$ -N qpq"]),
        ("oar", ["#OAR -q short", "#OAR -l /nodes=1/core=2,walltime=00:30:00"]),
    ],
)
def test_other_queues_come_by_name(system: str, lines: list[str]) -> None:
    script = Queue(system, changes={"cores": 2, "queue": "short"}).script()
    assert [line for line in lines if line not in script.splitlines()] == []
    assert "dask_worker tls://SCHEDULER" in script


def test_condor_has_a_script_of_its_own() -> None:
    changes = {"disk": "1 GB", "job_extra_directives": "Requirements = Arch == X86_64"}
    script = Queue("htcondor", changes=changes).script()
    assert "Requirements = Arch == X86_64" in script and "dask_worker" in script
    assert set(SYSTEMS) == {"slurm", "pbs", "lsf", "sge", "oar", "moab", "htcondor"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("system: slrum\n", r"queue.yaml:1: system: .*did you mean 'slurm'"),
        ("system: slurm\ncorse: 2\n", r"queue.yaml:2: corse: unknown key.*did you mean 'cores'"),
        ("cores: 2\n", "system: missing key"),
        ("system: slurm\ncores: 0\n", r"queue.yaml:2: cores: .*out of range"),
        ("system: slurm\njob_script_prologue: x\n", "expected a list"),
        ("system: pbs\njob_cpu: 2\n", r"job_cpu: a setting that 'pbs' does not know; expected one"),
    ],
)
def test_a_wrong_file_is_one_message(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        queue_in(tmp_path, text)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("where", "changes", "said"),
    [
        ("slrum", {}, "no cluster 'slrum'; expected tcp://host:port, local.*mean 'slurm'"),
        ("nowhere.yaml", {}, "nowhere.yaml: no such file"),
        ("slurm", {"waltime": "1:00"}, "--cluster-set: waltime: unknown key.*mean 'walltime'"),
        ("local", {"cores": 2}, "cores: settings without a queue"),
        ("", {"cores": 2}, "cores: settings without a queue"),
    ],
)
def test_a_wrong_word_is_one_message(where: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        place_of(where, changes=changes)


def test_what_dask_jobqueue_objects_to_is_one_message() -> None:
    with pytest.raises(QpqError, match=r"slurm: the queue does not take .*'much' as a byte unit"):
        Queue("slurm", changes={"memory": "much"})
    with pytest.raises(QpqError, match="project has been renamed to account"):
        Queue("slurm", changes={"project": "history"})
    with pytest.raises(QpqError, match="how much disk"):
        Queue("htcondor")


@pytest.mark.parametrize("module", ["dask_jobqueue", "cryptography"])
def test_a_missing_extra_is_one_message(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(QpqError, match=r"pip install 'quidproquo\[queue\]'"):
        Queue("slurm")


def test_ctrl_c_stays_what_it_was() -> None:
    code = (
        "import signal; from sim.sweeps.queues import Queue; Queue('slurm'); "
        "print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pretended]:
    found = Pretended(tmp_path)
    monkeypatch.setenv("PATH", str(found.commands), prepend=":")
    monkeypatch.setattr(queue_jobs, "LATER", 1.0)
    monkeypatch.setattr(queue_jobs, "QUIET", 0.5)
    with dask.config.set({"distributed.deploy.lost-worker-timeout": "0.5s"}):
        yield found


def test_jobs_play_and_one_that_ends_is_submitted_anew(
    reference: Reference, tmp_path: Path, slurm: Pretended
) -> None:
    plan = plan_of(reference.folder)
    said: list[str] = []
    changes = {**LOOPBACK, "shared_temp_directory": str(tmp_path)}
    queue = Queue("slurm", jobs=1, changes=changes, told=said.append)
    finished: list[int] = []
    keys: list[Path] = []

    def progress(runs: int) -> None:
        finished.append(runs)
        keys.extend(tmp_path.glob(".qpq-*/key.pem"))
        if len(finished) == 2:
            # The only worker is gone: without a further job nothing would ever be finished.
            assert stat.S_IMODE(keys[0].stat().st_mode) == 0o600
            slurm.kill("1")

    engine = engine_of(plan, cluster=queue)
    manifest = sweep(plan, tmp_path / "out", engine, package="1.2.3", progress=progress)
    assert manifest.content_sha256 == reference.manifest.content_sha256
    assert sum(finished) == plan.runs
    assert slurm.jobs == ["1", "2"] and slurm.cancelled("2")
    assert said == ["1 jobs submitted to slurm: 1.", "Ended and submitted anew: 1."]
    assert str(keys[0]) in slurm.script("2") and not keys[0].parent.exists()


def test_a_refused_job_is_one_message(
    reference: Reference, tmp_path: Path, slurm: Pretended
) -> None:
    slurm.refuse()
    plan = plan_of(reference.folder)
    engine = engine_of(plan, cluster=Queue("slurm", changes=LOOPBACK))
    with pytest.raises(QpqError, match=r"^slurm refused a job: sbatch: error: invalid partition"):
        sweep(plan, tmp_path / "out", engine, package="1.2.3")


def test_jobs_that_end_before_a_worker_comes_are_one_message(
    reference: Reference, tmp_path: Path, slurm: Pretended
) -> None:
    plan = plan_of(reference.folder)
    queue = Queue("slurm", changes={**LOOPBACK, "python": "/no/python"})
    with pytest.raises(QpqError, match=r"jobs of slurm \(.*\) ended before they finished a part"):
        sweep(plan, tmp_path / "out", engine_of(plan, cluster=queue), package="1.2.3")
    assert slurm.jobs == ["1", "2"] and all(map(slurm.cancelled, slurm.jobs))
    # What was there is kept for the next time.
    assert not (tmp_path / "out" / ".lock").exists()


def test_a_scheduler_that_cannot_begin_is_one_message(
    reference: Reference, tmp_path: Path, slurm: Pretended
) -> None:
    plan = plan_of(reference.folder)
    engine = engine_of(plan, cluster=Queue("slurm", changes={"interface": "eth99"}))
    with pytest.raises(QpqError, match="'eth99' is not a valid network interface"):
        sweep(plan, tmp_path / "out", engine, package="1.2.3")
    missing = Queue("slurm", changes={**LOOPBACK, "shared_temp_directory": "/no/place"})
    with pytest.raises(QpqError, match="/no/place: no place for the certificate"):
        sweep(plan, tmp_path / "other", engine_of(plan, cluster=missing), package="1.2.3")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
