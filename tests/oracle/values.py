"""The values of `negmas.json` as arrays."""

import json
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

LEVELS = np.array(list(product(range(5), repeat=4)))


@cache
def _data() -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "negmas.json").read_text("utf-8"))


def domains(parties: int) -> list[dict[str, Any]]:
    return [domain for domain in _data()["domains"] if domain["parties"] == parties]


def sessions() -> list[dict[str, Any]]:
    return _data()["sessions"]


def utilities(domain: dict[str, Any]) -> np.ndarray:
    """Utility of every outcome to every party, shape (parties, 625)."""
    weights = np.array(domain["weights"])
    values = np.array(domain["values"])
    chosen = values[:, np.arange(4), LEVELS]
    return np.einsum("pk,pok->po", weights, chosen)


def is_dominated(one: np.ndarray, other: np.ndarray, index: int) -> bool:
    """Whether a point is no better than another for either party and worse for one of them."""
    as_good = (one >= one[index]) & (other >= other[index])
    return bool((as_good & ((one > one[index]) | (other > other[index]))).any())
