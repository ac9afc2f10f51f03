"""The elementary functions: accurate, and the same bits in Python and compiled."""

import math
import random
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from numba import njit
from numpy.typing import NDArray

from sim.rules import numbers
from sim.rules.compiling import let_compile

let_compile()
COUNT = 100_000
Floats = NDArray[np.float64]


def over(low: float, high: float, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).uniform(low, high, COUNT)


def in_units_of_last_place(values: Floats, reference: list[float]) -> float:
    expected = np.array(reference)
    return float(np.max(np.abs(values - expected) / np.spacing(np.abs(expected))))


def in_python(function: Callable[..., float], *arguments: Floats) -> Floats:
    rows = (argument.tolist() for argument in arguments)
    return np.array([function(*each) for each in zip(*rows, strict=True)])


def compiled(function: Callable[..., float], *arguments: Floats) -> Floats:
    if len(arguments) == 1:

        @njit
        def one(x):
            out = np.empty(x.size)
            for i in range(x.size):
                out[i] = function(x[i])
            return out

        return one(*arguments)

    @njit
    def two(x, y):
        out = np.empty(x.size)
        for i in range(x.size):
            out[i] = function(x[i], y[i])
        return out

    return two(*arguments)


POSITIVE = np.ldexp(over(0.5, 1.0), np.arange(COUNT) % 2040 - 1020)
SPECIAL = np.array(
    [
        *(0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 5e-324, 2.3e-308, 1.7e308, 708.0, -708.0),
        *(709.0, 709.1, -708.1, 1e300, -1e300, math.inf, -math.inf, math.nan),
    ]
)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (numbers.exponential, over(-720, 720)),
        (numbers.logarithm, POSITIVE),
        (numbers.logistic, over(-800, 800)),
        (numbers.normal_quantile, over(0, 1)),
        (numbers.normal_quantile, 10.0 ** over(-16, 0)),
        (numbers.exponential, SPECIAL),
        (numbers.logarithm, SPECIAL),
        (numbers.logistic, SPECIAL),
        (numbers.normal_quantile, SPECIAL),
    ],
)
def test_python_and_compiled_give_the_same_bits(
    function: Callable[[float], float], arguments: Floats
) -> None:
    slow, fast = in_python(function, arguments), compiled(function, arguments)
    real = ~np.isnan(slow)
    assert np.array_equal(slow[real].view(np.int64), fast[real].view(np.int64))
    assert np.all(np.isnan(fast[~real]))


def test_power_gives_the_same_bits_in_python_and_compiled() -> None:
    special = [pair for x in SPECIAL for pair in ((x, y) for y in SPECIAL)]
    x = np.concatenate([10.0 ** over(-40, 40), [pair[0] for pair in special]])
    y = np.concatenate([over(-10, 10, seed=2), [pair[1] for pair in special]])
    slow, fast = in_python(numbers.power, x, y), compiled(numbers.power, x, y)
    real = ~np.isnan(slow)
    assert np.array_equal(slow[real].view(np.int64), fast[real].view(np.int64))
    assert np.all(np.isnan(fast[~real]))


@pytest.mark.parametrize(
    ("function", "reference", "arguments", "bound"),
    [
        (numbers.exponential, math.exp, over(-700, 700), 2),
        (numbers.exponential, math.exp, over(-1, 1), 2),
        (numbers.logarithm, math.log, POSITIVE, 2),
        (numbers.logarithm, math.log, over(0.5, 2), 2),
        (numbers.logistic, lambda z: 1 / (1 + math.exp(-z)), over(-30, 30), 4),
    ],
)
def test_accuracy(
    function: Callable[[float], float],
    reference: Callable[[float], float],
    arguments: Floats,
    bound: float,
) -> None:
    expected = [reference(x) for x in arguments.tolist()]
    assert in_units_of_last_place(compiled(function, arguments), expected) <= bound


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (over(0, 3), over(-3, 3, seed=2)),
        (over(0, 2.5), np.full(COUNT, 0.5)),
        (10.0 ** over(-3, 3), over(-4, 4, seed=2)),
        (10.0 ** over(-30, 30), over(-10, 10, seed=2)),
        (1 + over(-1e-6, 1e-6), over(-6e8, 6e8, seed=2)),
        (over(0.72, 1.4), over(-2000, 2000, seed=2)),
        (over(0.72, 1.4), over(-80, 80, seed=2)),
    ],
)
def test_accuracy_of_powers(x: Floats, y: Floats) -> None:
    exponent = np.abs(y * np.log(x))
    for largest, bound in ((math.log(1e9), 2), (700.0, 40)):
        pairs = zip(x[exponent < largest].tolist(), y[exponent < largest].tolist(), strict=True)
        expected = [math.pow(a, b) for a, b in pairs]
        values = compiled(numbers.power, x, y)[exponent < largest]
        assert in_units_of_last_place(values, expected) <= bound


def test_powers_of_exact_numbers_against_fractions() -> None:
    # An independent reference: integer powers are known exactly.
    draw = random.Random(3)
    for _ in range(2000):
        x, y = draw.uniform(0.1, 10), draw.randint(-8, 8)
        exact = Fraction(x) ** y
        error = abs(Fraction(numbers.power(x, float(y))) - exact) / exact
        assert error < Fraction(2) ** -51


def test_normal_quantile_inverts_the_error_function() -> None:
    for p in (10.0 ** over(-15, -0.32)).tolist()[:5000]:
        x = numbers.normal_quantile(p)
        density = math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
        step = (0.5 * math.erfc(-x / math.sqrt(2)) - p) / density
        assert abs(step / x) < 1e-13
        assert numbers.normal_quantile(0.5 + p / 2) > 0 > x
    for q in over(1e-9, 0.3).tolist()[:5000]:
        x = numbers.normal_quantile(0.5 + q)
        exact_q = (0.5 + q) - 0.5
        density = math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
        assert abs((0.5 * math.erf(x / math.sqrt(2)) - exact_q) / density / x) < 1e-13


def test_special_values() -> None:
    assert numbers.exponential(0) == 1.0
    assert numbers.exponential(-708.5) == 0.0
    assert 0.0 < numbers.exponential(-708) < 1e-307
    assert numbers.exponential(709.5) == math.inf
    assert numbers.exponential(709) < math.inf
    assert numbers.logarithm(1) == 0.0
    assert numbers.logarithm(0) == -math.inf
    assert math.isnan(numbers.logarithm(-1))
    assert numbers.power(0, 0) == numbers.power(-3, 0) == numbers.power(1, 1e300) == 1.0
    assert numbers.power(0, 0.5) == 0.0
    assert numbers.power(0, -2) == math.inf
    assert numbers.power(0.3, 1) == 0.3
    assert numbers.power(10, 400) == math.inf
    assert numbers.power(10, -400) == 0.0
    assert math.isnan(numbers.power(-0.5, 2))
    assert numbers.logistic(0) == 0.5
    assert numbers.logistic(-1e9) == 0.0
    assert numbers.logistic(1e9) == 1.0
    assert numbers.normal_quantile(0.5) == 0.0
    assert numbers.normal_quantile(0) == -math.inf
    assert numbers.normal_quantile(1) == math.inf
    assert numbers.normal_quantile(0.25) == -numbers.normal_quantile(0.75)


def test_clip() -> None:
    assert numbers.clip(-2, 0, 1) == 0.0
    assert numbers.clip(2, 0, 1) == 1.0
    assert numbers.clip(0.3, 0, 1) == 0.3
    assert math.isnan(numbers.clip(math.nan, 0, 1))


def test_numpy_scalars_are_taken_without_warnings() -> None:
    zero, large = np.float64(0), np.float64(1e4)
    assert numbers.exponential(large) == math.inf
    assert numbers.logarithm(zero) == -math.inf
    assert numbers.power(zero, np.float64(-1)) == math.inf
    assert numbers.logistic(-large) == 0.0
    assert type(numbers.exponential(np.float64(1))) is float


def test_logistic_stays_in_range_and_rises() -> None:
    values = compiled(numbers.logistic, np.sort(over(-40, 40)))
    assert values.min() >= 0.0
    assert values.max() <= 1.0
    # A last place may be lost between neighbours, no more.
    assert np.all(np.diff(values) > -2e-16)
