"""Verification: exact claims, and whether the tests that say so pass here and now."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from sim.errors import InputError
from sim.scenario.base import StrictBlock
from sim.scenario.reading import read
from sim.scenario.validation import validate

HERE = Path(__file__).resolve().parent
FILE = HERE / "verification.yaml"
NO_CHECKOUT = "not run: tests come with a checkout alone"
_COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


class Check(StrictBlock):
    """One claim."""

    claim: str
    tests: Annotated[list[str], Field(min_length=1)]
    """Tests that say so, as pytest names them."""


class Checks(StrictBlock):
    """The file."""

    checks: Annotated[dict[str, Check], Field(min_length=1)]
    missing: dict[str, str] = Field(default_factory=dict)
    """What is not checked, and why."""


class Verdict(NamedTuple):
    """What came of a check."""

    passed: bool | None
    """None: it was not run."""
    says: str


def root() -> Path:
    """The folder of a checkout, whether or not this is one."""
    return HERE.parents[1]


def read_checks(path: Path = FILE) -> Checks:
    """The declared checks.

    Raises:
        InputError: the file is malformed.
    """
    document = read(path)
    found, problems = validate(Checks, document.tree, document)
    if found is None or problems:
        raise InputError(*problems)
    return found


def run_check(check: Check) -> Verdict:
    """Run the tests of a check in a process of their own."""
    here = root()
    missing = [test for test in check.tests if not (here / test.split("::")[0]).is_file()]
    if missing:
        return Verdict(None, NO_CHECKOUT if not (here / "tests").is_dir() else f"no {missing[0]}")
    command = [
        *(sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=no"),
        *("-p", "no:cacheprovider", *check.tests),
    ]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    counts = _COUNTS.findall(done.stdout)
    if done.returncode not in (0, 1) or not counts:
        return Verdict(None, f"not run: pytest ended with code {done.returncode}")
    return Verdict(done.returncode == 0, ", ".join(f"{n} {word}" for n, word in counts))
