"""A real Dask cluster on this machine: the same content, also when a worker is killed."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.errors import QpqError
from sim.runs.carrying import Carried, arrived
from sim.runs.plan import sources_fingerprint
from sim.runs.running import engine_of, sweep
from tests.runs.conftest import Reference
from tests.runs.small import plan_of

distributed = pytest.importorskip("distributed")

# What Dask says of itself while a worker dies is no fault of ours.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1"
    ) as found:
        yield found


def test_a_cluster_gives_the_same_content_though_a_worker_is_killed(
    reference: Reference, tmp_path: Path, cluster: Any
) -> None:
    plan = plan_of(reference.folder)
    workers = [worker.process.pid for worker in cluster.workers.values()]
    finished: list[int] = []

    def progress(runs: int) -> None:
        finished.append(runs)
        if len(finished) == 2:
            os.kill(workers[0], signal.SIGKILL)

    manifest = sweep(
        plan,
        tmp_path / "out",
        engine_of(plan, cluster=cluster.scheduler_address),
        progress=progress,
    )
    assert sum(finished) == plan.runs
    assert manifest.content_sha256 == reference.manifest.content_sha256


def test_workers_with_other_code_are_refused() -> None:
    with pytest.raises(QpqError, match="a worker runs other code"):
        arrived((), "0123")
    with pytest.raises(QpqError, match="cannot take in"):
        arrived((Carried("odd.py", b"x = 1\n", False),), sources_fingerprint())
