"""The compact scenario in a folder, and strategies that stand in for the package's."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from sim.errors import InputError
from sim.scenario import Scenario, library, load
from tests.scenario.compact import BIBLIOGRAPHY, CODEBOOK, TEXT, Refuse


@pytest.fixture(autouse=True)
def stand_in_strategies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two strategies under the registry's contract, so that these tests need no other room."""
    everyone = frozenset({"supranational", "member", "destination", "transit", "origin"})
    zeal = SimpleNamespace(default=0.5, low=0.0, high=1.0, meaning="How hard")
    cooperative = SimpleNamespace(name="cooperative", roles=everyone, parameters={})
    coercive = SimpleNamespace(name="coercive", roles=everyone, parameters={"zeal": zeal})
    partners = frozenset({"transit", "origin"})
    reverse = SimpleNamespace(name="reverse_conditionality", roles=partners, parameters={})
    registry = ModuleType("sim.strategies.registry")
    registry.strategies = lambda: {  # type: ignore[attr-defined]
        strategy.name: strategy for strategy in (cooperative, coercive, reverse)
    }
    package = ModuleType("sim.strategies")
    package.registry = registry  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sim.strategies", package)
    monkeypatch.setitem(sys.modules, "sim.strategies.registry", registry)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of its own: one scenario, a bibliography and a codebook."""
    (tmp_path / "small_case.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "sources.bib").write_text(BIBLIOGRAPHY, "utf-8")
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    monkeypatch.setattr(library, "folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def small(folder: Path) -> Scenario:
    """The compact scenario, loaded by name."""
    return load("small_case")


@pytest.fixture
def refuse(folder: Path) -> Refuse:
    """Load the compact scenario with one piece of text replaced; return the refusal."""

    def edited(old: str, new: str) -> InputError:
        assert TEXT.count(old) >= 1, f"nothing to replace: {old}"
        path = folder / "edited.yaml"
        path.write_text(TEXT.replace(old, new, 1), "utf-8")
        with pytest.raises(InputError) as caught:
            load(path)
        return caught.value

    return edited
