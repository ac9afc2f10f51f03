"""All that a strategy reaches is part of it, or refused."""

from types import FunctionType
from typing import Any

import pytest

from sim.errors import InputError
from sim.strategies import registry
from sim.strategies.protocol import Strategy, View
from sim.strategies.reach import digest
from tests.strategies.conftest import Write

SHARE = 0.2
FACTORS = [0.5]


def helper(share: float) -> float:
    return share * 0.5


class Reaching(Strategy):
    name = "reaching"
    uses = frozenset({"best"})

    @staticmethod
    def concede(view: View, p: Any) -> float:
        return view.best * SHARE * helper(FACTORS[0])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import helper_beside", "imports 'helper_beside'"),
        ("from .helper import share", "imports '.helper'"),
        ("import os", "imports 'os'"),
        ("import random", "imports 'random'"),
        ("from pathlib import Path", "imports 'pathlib'"),
        ("from numpy import loadtxt", "imports 'numpy.loadtxt'"),
        ("import numpy as np; DATA = np.loadtxt('a.csv')", "reads 'loadtxt'"),
        ("DATA = open('a.csv').read()", "calls 'open'"),
        ("exec('K = 1')", "calls 'exec'"),
    ],
)
def test_a_file_stands_for_itself_alone(write: Write, line: str, said: str) -> None:
    path = write(("from typing import Any\n", f"from typing import Any\n{line}\n"))
    with pytest.raises(InputError) as refused:
        registry.add(path)
    assert said in str(refused.value)
    assert refused.value.line == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHARE", 0.8),
        ("FACTORS", [0.7]),
        ("helper", FunctionType((lambda share: share * 0.6).__code__, {})),
    ],
)
def test_what_a_class_reads_is_part_of_its_hash(
    nothing_added: None, monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    before = digest(Reaching)
    registry.add(Reaching)
    assert registry.EXTRAS[0].sha256 == before
    monkeypatch.setitem(globals(), name, value)
    assert digest(Reaching) != before
    with pytest.raises(InputError, match="has changed since it was added"):
        registry.refuse_changed([Reaching])
    with pytest.raises(InputError, match="has changed since it was added"):
        registry.add(Reaching)


def test_what_cannot_be_hashed_is_refused(
    nothing_added: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Box:
        def __mul__(self, other: float) -> float:
            return other

        __rmul__ = __mul__

    monkeypatch.setitem(globals(), "SHARE", Box())
    with pytest.raises(InputError, match="reads 'SHARE', a value of the type 'Box'"):
        registry.add(Reaching)
