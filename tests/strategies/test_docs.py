"""The page on strategies lists them all, and its example works as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

from sim.strategies.protocol import ANY_ROLE, DESTINATION_ROLES, PARTNER_ROLES
from sim.strategies.registry import SHIPPED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "strategies.md").read_text("utf-8")
ROLES = {
    ANY_ROLE: "all",
    PARTNER_ROLES: "transit, origin",
    DESTINATION_ROLES: "supranational, member, destination",
}


def example() -> dict[str, str]:
    """Files of the example by name."""
    return dict(re.findall(r"^`(\w+\.py)`[^\n]*\n\n```python\n(.*?)```", PAGE, re.M | re.S))


def test_the_table_lists_every_strategy_as_it_declares_itself() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", PAGE, re.M)
    declared = [(s.name, ROLES[s.roles], ", ".join(s.sources)) for s in SHIPPED]
    assert rows == declared


def test_the_example_and_its_test_are_short() -> None:
    files = example()
    assert list(files) == ["patient.py", "test_patient.py"]
    assert sum(len(text.splitlines()) for text in files.values()) < 40


def test_the_example_s_own_test_passes(tmp_path: Path) -> None:
    for name, text in example().items():
        (tmp_path / name).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
