"""The lock: one exact version for everything that is installed, and nothing else."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.licences import required_by

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.+!]*")


def lines() -> list[str]:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()


def locked() -> dict[str, str]:
    return {canonicalize_name(name): pin for name, pin in (line.split("==") for line in lines())}


def declared() -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield from map(Requirement, project["dependencies"])
    for needs in project["optional-dependencies"].values():
        yield from map(Requirement, needs)


def test_every_line_is_a_name_and_a_version() -> None:
    assert [line for line in lines() if not LINE.fullmatch(line)] == []
    assert len(locked()) == len(lines())


def test_every_declared_dependency_is_pinned_within_its_bounds() -> None:
    pins = locked()
    wrong = [
        f"{need} but {pins.get(canonicalize_name(need.name), 'no pin')}"
        for need in declared()
        if not need.specifier.contains(pins.get(canonicalize_name(need.name), "0"))
    ]
    assert wrong == []


def test_every_installed_dependency_is_pinned() -> None:
    assert {canonicalize_name(name) for name in required_by("quidproquo")} - set(locked()) == set()
