"""Every rule says what it does, what it takes and gives, and whence; works it names are known."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sim.rules
import sim.strategies
from sim.scenario import bibliography

ROOT = Path(sim.rules.__file__).parents[2]
CITATION = re.compile(r"\[([a-z][a-z]+\d{4}[a-z0-9]*)\]")


TOOLS = ("numbers", "draws", "compiling")
"""Modules of the rules that hold mathematics, not rules about states."""


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


def rules() -> Iterator[tuple[str, Callable[..., float]]]:
    """Public functions of the rules, by module and name."""
    for part in pkgutil.iter_modules(sim.rules.__path__):
        home = importlib.import_module(f"sim.rules.{part.name}")
        for name, rule in vars(home).items():
            own = inspect.isfunction(rule) and rule.__module__ == home.__name__
            if own and not name.startswith("_"):
                yield f"{part.name}.{name}", rule


def section(text: str, title: str) -> str:
    """A section of a docstring, without its title; empty if there is none."""
    found = re.search(rf"^{title}:\n((?:    .*\n?|\n)+)", text, re.M)
    return found.group(1) if found else ""


RULES = dict(rules())
RANGE = re.compile(r"in [\[(]|at (least|most)|above|below|of either sign|between ``")
UNIT = re.compile(r"utility|a month|millions|logit|weighted|draw|likewise|the same|\bunit\b", re.I)


@pytest.mark.parametrize("name", [n for n, r in RULES.items() if r.__code__.co_argcount > 1])
def test_arguments_are_described(name: str) -> None:
    taken = list(inspect.signature(RULES[name]).parameters)
    described = re.findall(r"^    (\w+): \S", section(inspect.getdoc(RULES[name]), "Args"), re.M)
    assert described == taken


@pytest.mark.parametrize("name", [n for n in RULES if n.split(".")[0] not in TOOLS])
def test_numbers_have_a_range_or_a_unit(name: str) -> None:
    text = section(inspect.getdoc(RULES[name]), "Args")
    told = dict(re.findall(r"^    (\w+): ((?:.+\n?(?:     .+\n?)*))", text, re.M))
    for argument in inspect.signature(RULES[name]).parameters.values():
        if argument.annotation is float:
            said = " ".join(told[argument.name].split())
            assert RANGE.search(said) or UNIT.search(said), argument.name


@pytest.mark.parametrize("name", [n for n in RULES if n.split(".")[0] not in TOOLS])
def test_a_rule_gives_its_formula_its_range_and_its_source(name: str) -> None:
    text = inspect.getdoc(RULES[name])
    assert re.search(r"``[^`]+``", text), "no formula"
    assert CITATION.search(text) or re.search(r"Own rule: \w", text), "no source"
    returned = " ".join(section(text, "Returns").split())
    told = RANGE.search(returned) or UNIT.search(returned)
    assert returned and (told or RULES[name].__annotations__["return"] is bool)


def test_citations_in_the_sources_resolve() -> None:
    known = set(bibliography.read(ROOT / "scenarios" / "sources.bib"))
    cited = {
        (key, str(path.relative_to(ROOT)))
        for path in sorted((ROOT / "sim").rglob("*.py"))
        for key in CITATION.findall(path.read_text("utf-8"))
    }
    assert len(cited) > 20
    assert not sorted(place for place in cited if place[0] not in known)
