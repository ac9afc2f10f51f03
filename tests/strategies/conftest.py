"""Strategies of users' own, forgotten after each test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.strategies import registry
from tests.strategies.own import TEXT

Write = Callable[..., Path]


@pytest.fixture
def nothing_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry to which nobody has added anything, put back afterwards."""
    monkeypatch.setattr(registry, "EXTRAS", [])


@pytest.fixture
def write(tmp_path: Path, nothing_added: None) -> Write:
    """Write the patient strategy into a file, with pieces of text replaced."""

    def written(*changes: tuple[str, str], name: str = "patient.py") -> Path:
        text = TEXT
        for old, new in changes:
            assert old in text, f"nothing to replace: {old}"
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return written
