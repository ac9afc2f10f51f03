"""Every rule says what it does, and every work that it names stands in the bibliography."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import sim.rules
import sim.strategies
from sim.scenario import bibliography

ROOT = Path(sim.rules.__file__).parents[2]
CITATION = re.compile(r"\[([a-z][a-z]+\d{4}[a-z0-9]*)\]")


def modules() -> list[str]:
    return [
        f"{package.__name__}.{module.name}"
        for package in (sim.rules, sim.strategies)
        for module in pkgutil.iter_modules(package.__path__)
    ]


@pytest.mark.parametrize("name", modules())
def test_public_functions_have_docstrings(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    for label, thing in vars(module).items():
        own = getattr(thing, "__module__", None) == name
        if label.startswith("_") or not own or not callable(thing):
            continue
        assert inspect.getdoc(thing), f"{name}.{label}"
        if inspect.isclass(thing):
            for part, method in vars(thing).items():
                plain = isinstance(method, staticmethod) or inspect.isfunction(method)
                if plain and not part.startswith("_"):
                    assert inspect.getdoc(method), f"{name}.{label}.{part}"


def test_citations_in_the_sources_resolve() -> None:
    known = set(bibliography.read(ROOT / "scenarios" / "sources.bib"))
    cited = {
        (key, str(path.relative_to(ROOT)))
        for path in sorted((ROOT / "sim").rglob("*.py"))
        for key in CITATION.findall(path.read_text("utf-8"))
    }
    assert len(cited) > 20
    assert not sorted(place for place in cited if place[0] not in known)
