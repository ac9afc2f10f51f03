"""Elementary functions whose every bit is the same on every machine.

The C library picks another ``exp``, ``log`` and ``pow`` for another processor, and their last bits
differ. These are built from + - * / and square roots, which IEEE 754 rounds in one way only, and
from exact scaling by powers of two. All take and return single floats. NaN in gives NaN out.

The coefficients of ``exponential`` and ``logarithm`` are those of FDLIBM (Sun Microsystems, 1993),
those of ``normal_quantile`` are algorithm AS 241 [wichura1988].
"""

import math

from sim.rules.compiling import compiles

SMALL = 1e-9
"""A level, a share or a utility below which a difference is rounding."""
FAR = 1e300
"""Beyond every utility and weight ratio, and yet finite: where searches for the best begin."""

_LARGEST = 709.0
_SMALLEST = -708.0
_INVERSE_LN2 = 1.44269504088896338700
# The upper part of ln 2 ends in zeros, so that its product with a small integer is exact.
_LN2_UPPER = 6.93147180369123816490e-01
_LN2_LOWER = 1.90821492927058770002e-10
_ROOT_HALF = 0.70710678118654752440
_SPLITTER = 134217729.0
_INFINITY = math.inf
_NAN = math.nan
_Coefficients = tuple[float, float, float, float, float, float, float, float]


@compiles
def clip(x: float, low: float, high: float) -> float:
    """The nearest point to x in an interval.

    Args:
        x: any number.
        low: lower end.
        high: upper end, at least ``low``.
    """
    if x < low:
        return float(low)
    if x > high:
        return float(high)
    return float(x)


@compiles
def _scaled_exponential(x: float, tail: float) -> float:
    """exp(x + tail) for x in [-708, 709] and a tail far below one unit in the last place of 1."""
    k = int(x * _INVERSE_LN2 + (0.5 if x >= 0.0 else -0.5))
    upper = x - k * _LN2_UPPER
    lower = k * _LN2_LOWER - tail
    r = upper - lower
    t = r * r
    p = -1.65339022054652515390e-06 + t * 4.13813679705723846039e-08
    p = 6.61375632143793436117e-05 + t * p
    p = -2.77777777770155933842e-03 + t * p
    p = 1.66666666666666019037e-01 + t * p
    c = r - t * p
    return math.ldexp(1.0 - ((lower - (r * c) / (2.0 - c)) - upper), k)


@compiles
def exponential(x: float) -> float:
    """Exponential function, within one unit in the last place of the true value.

    0 below -708 (where floats lose their precision) and infinity above 709.
    """
    x = float(x)
    if x > _LARGEST:
        return _INFINITY
    if x < _SMALLEST:
        return 0.0
    if x != x:
        return x
    return _scaled_exponential(x, 0.0)


@compiles
def _atanh_rest(z: float) -> float:
    """R in ``log((1 + s) / (1 - s)) = 2 s + s R(s^2)``, for s^2 = z up to 0.03."""
    p = 1.531383769920937332e-01 + z * 1.479819860511658591e-01
    p = 1.818357216161805012e-01 + z * p
    p = 2.222219843214978396e-01 + z * p
    p = 2.857142874366239149e-01 + z * p
    p = 3.999999999940941908e-01 + z * p
    p = 6.666666666666735130e-01 + z * p
    return z * p


@compiles
def logarithm(x: float) -> float:
    """Natural logarithm, within one unit in the last place of the true value.

    Minus infinity at 0, NaN below it, infinity at infinity.
    """
    x = float(x)
    if x <= 0.0:
        return -_INFINITY if x == 0.0 else _NAN
    if x != x or x == _INFINITY:
        return x
    m, k = math.frexp(x)
    if m < _ROOT_HALF:
        m *= 2.0
        k -= 1
    f = m - 1.0
    s = f / (2.0 + f)
    half_square = 0.5 * f * f
    rest = s * (half_square + _atanh_rest(s * s))
    return k * _LN2_UPPER - ((half_square - (rest + k * _LN2_LOWER)) - f)


@compiles
def _product_error(a: float, b: float, product: float) -> float:
    """The exact difference between a b and its rounded product, by Dekker's splitting."""
    t = _SPLITTER * a
    a_upper = t - (t - a)
    a_lower = a - a_upper
    t = _SPLITTER * b
    b_upper = t - (t - b)
    b_lower = b - b_upper
    return a_lower * b_lower - (
        ((product - a_upper * b_upper) - a_lower * b_upper) - a_upper * b_lower
    )


@compiles
def power(x: float, y: float) -> float:
    """The power of x >= 0 with a finite exponent y.

    ``exp(y log x)`` with the logarithm in double length. Within 2 units in the last place while
    the result lies between 1e-9 and 1e9, within 40 elsewhere; 0 below e^-708 and infinity above
    e^709. Exact for y = 0 (1, also at x = 0), y = 1 and x = 1. At x = 0 it is 0 for y > 0 and
    infinity for y < 0. NaN for x < 0, except at y = 0 and y = 1.

    Args:
        x: base, at least 0.
        y: exponent, finite.
    """
    x = float(x)
    y = float(y)
    if y == 0.0 or x == 1.0:
        return 1.0
    if y == 1.0:
        return x
    if x <= 0.0:
        if x < 0.0:
            return _NAN
        return 0.0 if y > 0.0 else _INFINITY
    m, k = math.frexp(x)
    if m < _ROOT_HALF:
        m *= 2.0
        k -= 1
    # s = (m - 1) / (m + 1) as an unevaluated sum of two floats.
    f = m - 1.0
    g = 1.0 + m
    g_lower = m - (g - 1.0)
    s = f / g
    back = s * g
    s_lower = (((f - back) - _product_error(s, g, back)) - s * g_lower) / g
    # log x = k ln 2 + 2 s + s R, likewise.
    large = k * _LN2_UPPER
    twice = 2.0 * s
    total = large + twice
    # Knuth's exact error of a sum, whichever of the two is the larger.
    part = total - large
    lost = (large - (total - part)) + (twice - part)
    small = lost + (2.0 * s_lower + (s * _atanh_rest(s * s) + k * _LN2_LOWER))
    upper = total + small
    lower = small - (upper - total)
    exponent = y * upper
    if exponent > _LARGEST:
        return _INFINITY
    if exponent < _SMALLEST:
        return 0.0
    if exponent != exponent:
        return exponent
    return _scaled_exponential(exponent, _product_error(y, upper, exponent) + y * lower)


@compiles
def logistic(z: float) -> float:
    """``1 / (1 + exp(-z))``, in [0, 1]; it never overflows."""
    z = float(z)
    if z >= 0.0:
        return 1.0 / (1.0 + exponential(-z))
    e = exponential(z)
    return e / (1.0 + e)


# AS 241, as numerators and denominators in rising powers: the centre, the tails, the far tails.
_CENTRE_ABOVE = (
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
)
_CENTRE_BELOW = (
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
)
_TAIL_ABOVE = (
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
)
_TAIL_BELOW = (
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)
_FAR_ABOVE = (
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
)
_FAR_BELOW = (
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)


@compiles
def _septic(x: float, c: _Coefficients) -> float:
    """The polynomial of degree seven with coefficients c in rising powers."""
    return (
        (((((c[7] * x + c[6]) * x + c[5]) * x + c[4]) * x + c[3]) * x + c[2]) * x + c[1]
    ) * x + c[0]


@compiles
def normal_quantile(p: float) -> float:
    """The value that a standard normal variable falls below with probability p.

    Relative error below 1e-14. Minus infinity for p <= 0 and infinity for p >= 1.
    """
    p = float(p)
    if p <= 0.0:
        return -_INFINITY
    if p >= 1.0:
        return _INFINITY
    if p != p:
        return p
    q = p - 0.5
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        return q * _septic(r, _CENTRE_ABOVE) / _septic(r, _CENTRE_BELOW)
    r = math.sqrt(-logarithm(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        distance = _septic(r, _TAIL_ABOVE) / _septic(r, _TAIL_BELOW)
    else:
        r -= 5.0
        distance = _septic(r, _FAR_ABOVE) / _septic(r, _FAR_BELOW)
    return -distance if q < 0.0 else distance
