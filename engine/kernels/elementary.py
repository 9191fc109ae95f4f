"""e to the power of x, and what follows from it, for one number and for eight, without a branch.

The functions of the C library take one number at a time, and some 20 to 40 ns. Here eight take as long as one there.
Largest errors of some 45 million numbers, in units of the last place: exp 1.05, sigmoid 2.43, tanh 2.63;
tests/engine/kernels/test_elementary.py holds them to 1.1, 2.5 and 2.8. NaN stays NaN.

Method: x = n ln 2 + r with |r| ≤ ½ ln 2, so that eˣ = 2ⁿ eʳ, and eʳ by its Taylor series up to r¹³ / 13!, whose rest is
below 5 · 10⁻¹⁸. ln 2 is taken as a sum of two numbers, the first of which has so few digits that n times it is exact
(Cody and Waite, "Software Manual for the Elementary Functions", 1980).
"""

from numba import njit

from engine.kernels.lanes import choose_above, like, magnitude, multiply_add, power_of_two, with_sign_of
from engine.kernels.places import Number

# Beyond these eˣ would soon be 0 or infinite; it stays what it is here.
LOWEST, HIGHEST = -708.0, 709.0
# From here on tanh is 1 to the last place.
FLAT = 22.0
PER_LN_2 = 1.4426950408889634
LN_2, LN_2_REST = 6.93147180369123816490e-01, 1.90821492927058770002e-10
# Added to a number it rounds it to a whole one, which then stands in the lowest bits.
ROUNDER = 6755399441055744.0
# 1 / k! for k = 2 … 13.
SERIES = (
    1 / 2,
    1 / 6,
    1 / 24,
    1 / 120,
    1 / 720,
    1 / 5040,
    1 / 40320,
    1 / 362880,
    1 / 3628800,
    1 / 39916800,
    1 / 479001600,
    1 / 6227020800,
)

# 1 / k for k = 37, 35 … 1: the terms of the inverse of tanh, the smallest first.
ARTANH = tuple(1.0 / k for k in range(37, 0, -2))


@njit(error_model="numpy")
def at_least(x: Number, low: float) -> Number:
    """max(x, low); NaN stays."""
    return choose_above(like(low, x), x, like(low, x), x)


@njit(error_model="numpy")
def at_most(x: Number, high: float) -> Number:
    """min(x, high); NaN stays."""
    return choose_above(x, like(high, x), like(high, x), x)


@njit(error_model="numpy")
def _reduced(x: Number) -> tuple[Number, Number]:
    """(r, 2ⁿ) with x = n ln 2 + r."""
    shifted = multiply_add(x, like(PER_LN_2, x), like(ROUNDER, x))
    n = shifted - ROUNDER
    r = multiply_add(n, like(-LN_2, x), x)
    return multiply_add(n, like(-LN_2_REST, x), r), power_of_two(shifted)


@njit(error_model="numpy")
def _pair(low: int, r: Number) -> Number:
    """Two terms of the series, without their common power of r."""
    return multiply_add(r, like(SERIES[low + 1], r), like(SERIES[low], r))


@njit(error_model="numpy")
def _series(r: Number) -> Number:
    """eʳ - 1, its terms two by two, so that the processor need not wait for one after the other (Estrin 1960)."""
    r2 = r * r
    r4 = r2 * r2
    r8 = r4 * r4
    low = multiply_add(_pair(2, r), r2, _pair(0, r))
    middle = multiply_add(_pair(6, r), r2, _pair(4, r))
    high = multiply_add(_pair(10, r), r2, _pair(8, r))
    return multiply_add(multiply_add(high, r8, multiply_add(middle, r4, low)), r2, r)


@njit(error_model="numpy")
def exp(x: Number) -> Number:
    """eˣ."""
    r, power = _reduced(at_most(at_least(x, LOWEST), HIGHEST))
    return (_series(r) + 1.0) * power


@njit(error_model="numpy")
def less_one(x: Number) -> Number:
    """eˣ - 1, so that small numbers keep all their digits."""
    r, power = _reduced(at_most(at_least(x, LOWEST), HIGHEST))
    return multiply_add(power, _series(r), power - 1.0)


@njit(error_model="numpy")
def log_of_one_and(x: Number) -> Number:
    """ln(1 + x) for x from 0 to 1, as 2 artanh(s) = 2 (s + s³/3 + s⁵/5 + …) with s = x / (2 + x), at most 1/3.

    What follows the last term is below 10⁻¹⁸ of the whole.
    """
    s = x / (2.0 + x)
    square = s * s
    whole = like(ARTANH[0], x)
    for term in ARTANH[1:]:
        whole = multiply_add(whole, square, like(term, x))
    return 2.0 * s * whole


@njit(error_model="numpy")
def tanh(x: Number) -> Number:
    """(e²ˣ - 1) / (e²ˣ + 1), by e²ˣ - 1 as a whole, so that small numbers keep all their digits."""
    r, power = _reduced(2.0 * at_most(magnitude(x), FLAT))
    grown = multiply_add(power, _series(r), power - 1.0)
    return with_sign_of(grown / (grown + 2.0), x)


@njit(error_model="numpy")
def sigmoid(x: Number, smallest: float, largest: float) -> Number:
    """1 / (1 + e⁻ˣ), kept between two bounds; as in `engine.activations`, e is never raised to a positive number."""
    r, power = _reduced(at_least(with_sign_of(x, like(-1.0, x)), LOWEST))
    series = _series(r)
    # e and 1 + e side by side, so that the division need not wait for one and then the other.
    e = multiply_add(power, series, power)
    value = choose_above(like(0.0, x), x, e, like(1.0, x)) / multiply_add(power, series, 1.0 + power)
    return at_most(at_least(value, smallest), largest)
