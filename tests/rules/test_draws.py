"""The draws: the published vectors, their range, and what they depend on."""

import math
from statistics import fmean, pvariance

import numpy as np
import pytest
from numba import njit

from sim.rules.compiling import let_compile
from sim.rules.draws import name_hash, normal, philox, uniform

let_compile()
ONES = 0xFFFFFFFF

# Known answers for philox4x32-10 of the Random123 distribution: counter, key, result.
KNOWN = [
    (
        (0, 0, 0, 0),
        (0, 0),
        (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ),
    (
        (ONES, ONES, ONES, ONES),
        (ONES, ONES),
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@njit
def compiled_philox(c0, c1, c2, c3, k0, k1):
    return philox(c0, c1, c2, c3, k0, k1)


@njit
def compiled_uniform(seed, replication, month, entity, decision, number):
    return uniform(seed, replication, month, entity, decision, number)


@njit
def compiled_normal(seed, replication, month, entity, decision, number):
    return normal(seed, replication, month, entity, decision, number)


@njit
def many(count):
    out = np.empty(count)
    for i in range(count):
        out[i] = uniform(seed=1, replication=i, month=2, entity=3, decision=4, number=5)
    return out


@pytest.mark.parametrize(("counter", "key", "expected"), KNOWN)
def test_known_answers(
    counter: tuple[int, ...], key: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert philox(*counter, *key) == expected
    assert compiled_philox(*counter, *key) == expected


def test_python_and_compiled_agree() -> None:
    words = np.random.default_rng(1).integers(-(2**63), 2**63, size=(3000, 6))
    for row in words:
        arguments = [int(word) for word in row]
        assert philox(*arguments) == compiled_philox(*arguments)
        arguments[4] %= 65536
        arguments[5] %= 65536
        assert uniform(*arguments) == compiled_uniform(*arguments)
        assert normal(*arguments) == compiled_normal(*arguments)


def test_numpy_integers_draw_like_pythons() -> None:
    arguments = (2**63 - 1, 4, -1, ONES, 65535, 65535)
    in_numpy = [np.int64(each) for each in arguments]
    assert uniform(*in_numpy) == uniform(*arguments)
    assert type(uniform(*in_numpy)) is float
    assert philox(*in_numpy) == philox(*arguments)


def test_draws_lie_strictly_between_0_and_1() -> None:
    # The extreme words, put through the formula of ``uniform``.
    assert (0 * 67108864.0 + 0 + 0.5) / 2.0**52 == 2.0**-53
    top = ((ONES >> 6) * 67108864.0 + (ONES >> 6) + 0.5) / 2.0**52
    assert top == 1 - 2.0**-53 < 1
    draws = many(200_000)
    assert 0 < draws.min() < 1e-4
    assert 1 - 1e-4 < draws.max() < 1
    assert np.all((draws * 2.0**53) % 2 == 1)


def test_draws_are_spread_evenly() -> None:
    counts = np.histogram(many(100_000), bins=100, range=(0, 1))[0]
    chi_square = float(np.sum((counts - 1000) ** 2) / 1000)
    # 99 degrees of freedom: mean 99, standard deviation 14.
    assert 50 < chi_square < 160


def test_normals_have_mean_0_and_variance_1() -> None:
    draws = [compiled_normal(9, replication, 0, 0, 0, 0) for replication in range(20_000)]
    assert abs(fmean(draws)) < 4 / math.sqrt(len(draws))
    assert abs(pvariance(draws) - 1) < 4 * math.sqrt(2 / len(draws))


def test_every_argument_matters_and_nothing_else_does() -> None:
    base = (1, 2, 3, 4, 5, 6)
    first = uniform(*base)
    for place in range(len(base)):
        changed = list(base)
        changed[place] += 1
        assert uniform(*changed) != first
    assert uniform(1 + 2**40, *base[1:]) != first
    assert uniform(*base) == first


def test_months_before_the_first_have_draws_of_their_own() -> None:
    draws = {
        uniform(seed=1, replication=0, month=month, entity=0, decision=0, number=0)
        for month in range(-3, 300)
    }
    assert len(draws) == 303


def test_name_hash_is_fixed_for_ever() -> None:
    assert name_hash("morocco") == 0xB7B42AFA
    assert name_hash("Türkiye") == 0xCFA51027
    assert name_hash("spain") != name_hash("Spain")
