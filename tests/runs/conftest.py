from pathlib import Path
from typing import NamedTuple

import pytest

from sim.runs.manifest import Manifest
from tests.runs.small import plan_of, played


class Reference(NamedTuple):
    """The small sweep, played without interruption; nobody writes there."""

    folder: Path
    out: Path
    manifest: Manifest


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    folder = tmp_path_factory.mktemp("reference")
    manifest = played(plan_of(folder), folder / "out", jobs=1)
    return Reference(folder, folder / "out", manifest)
