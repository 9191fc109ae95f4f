"""The compiled e to the power of x, sigmoid and tanh against exact ones, for one number and for eight."""

import math
from collections.abc import Callable
from decimal import Decimal, localcontext
from typing import NamedTuple

import numpy as np
import pytest

from engine.activations import LARGEST, SMALLEST, sigmoid
from engine.arrays import Array

pytest.importorskip("numba")

# What is neither dense nor random: where formulas change, and where numbers end.
EDGES = [0.0, 5e-324, 2.2e-308, 1e-300, 1e-100, 2.0**-53, 2.0**-27, 1e-8, math.log(2) / 2, math.log(2), 1.0, 22.0, 36.7]
# Digits enough that what is subtracted leaves 30.
DIGITS = 50

Function = Callable[[Array], Array]


class Compiled(NamedTuple):
    exp: Function
    sigmoid: Function
    tanh: Function


def compile_for(width: int) -> Compiled:
    """The functions of whole arrays, so many numbers at once."""
    from numba import njit

    from engine.kernels import elementary
    from engine.kernels.lanes import WIDTH, at, load, put, store

    take, give = (at, put) if width == 1 else (load, store)

    @njit(error_model="numpy")
    def fill(x: Array, results: Array) -> None:
        for place in range(0, x.shape[0], width):
            value = take(x, place)
            give(results[0], place, elementary.exp(value))
            give(results[1], place, elementary.sigmoid(value, SMALLEST, LARGEST))
            give(results[2], place, elementary.tanh(value))

    def function(number: int) -> Function:
        def of(x: Array) -> Array:
            padded = np.zeros(-(-len(x) // WIDTH) * WIDTH)
            padded[: len(x)] = x
            results = np.empty((3, len(padded)))
            fill(padded, results)
            return results[number, : len(x)]

        return of

    return Compiled(*map(function, range(3)))


@pytest.fixture(scope="module")
def both() -> dict[str, Compiled]:
    return {"one": compile_for(1), "eight": compile_for(8)}


@pytest.fixture(params=["one", "eight"])
def compiled(request, both) -> Compiled:
    return both[request.param]


def points(largest: float) -> Array:
    """Numbers of both signs up to a largest: dense, random of every size, and the edges with what lies next to them."""
    rng = np.random.default_rng(4)
    edges = np.array([edge for edge in EDGES if edge < largest] + [largest])
    positive = np.concatenate(
        [
            np.linspace(0.0, min(largest, 25.0), 1500),
            rng.uniform(0.0, largest, 1000),
            np.minimum(10.0 ** rng.uniform(-320, math.log10(largest), 500), largest),
            edges,
            np.nextafter(edges, 0.0),
            np.nextafter(edges, 1.0),
        ]
    )
    positive = positive[positive <= largest]
    return np.concatenate([positive, -positive])


def error(computed: Array, exact: Callable[[Decimal], Decimal], x: Array) -> float:
    """The largest error in units of the last place."""
    with localcontext() as context:
        context.prec = DIGITS
        context.Emin, context.Emax = -999_999, 999_999
        errors = [
            abs(Decimal(c) - wanted) / Decimal(math.ulp(float(wanted)))
            for c, wanted in ((float(c), exact(Decimal(float(number)))) for c, number in zip(computed, x, strict=True))
        ]
    return float(max(errors))


def exact_sigmoid(x: Decimal) -> Decimal:
    return 1 / (1 + (-x).exp())


def exact_tanh(x: Decimal) -> Decimal:
    if abs(x) < Decimal("1e-10"):
        return x - x**3 / 3  # the next term is below 1e-40 of it
    grown = (2 * x).exp()
    return (grown - 1) / (grown + 1)


def test_exp_is_right_to_a_unit_of_the_last_place_or_so(compiled):
    x = points(708.0)
    assert error(compiled.exp(x), Decimal.exp, x) < 1.1


def test_sigmoid_is_right_to_two_and_a_half_units_of_the_last_place(compiled):
    x = points(690.0)
    assert error(compiled.sigmoid(x), exact_sigmoid, x) < 2.5


def test_tanh_is_right_to_less_than_three_units_of_the_last_place(compiled):
    x = points(300.0)
    assert error(compiled.tanh(x), exact_tanh, x) < 2.8


def test_one_number_and_eight_give_the_same_to_a_unit_of_the_last_place(both):
    x = points(700.0)
    for one, eight in zip(both["one"], both["eight"], strict=True):
        np.testing.assert_array_max_ulp(one(x), eight(x), 1)


def test_zero_keeps_its_sign_where_it_has_one(compiled):
    zeros = np.array([0.0, -0.0])
    assert compiled.exp(zeros).tolist() == [1.0, 1.0]
    assert compiled.sigmoid(zeros).tolist() == [0.5, 0.5]
    assert compiled.tanh(zeros).tobytes() == zeros.tobytes()


def test_the_smallest_numbers_come_out_of_tanh_as_they_are(compiled):
    x = np.array([5e-324, -5e-324, 2.3e-308, -1e-300])
    assert compiled.tanh(x).tolist() == x.tolist()


@pytest.mark.parametrize("x", [-1e308, -1e4, -745.2, -708.5, -691.0, 37.0, 709.0, 1e4, 1e308, -np.inf, np.inf])
def test_far_out_all_stand_where_they_end(compiled, x):
    numbers = np.array([x])
    assert compiled.sigmoid(numbers) == sigmoid(numbers)
    assert compiled.tanh(numbers) == np.sign(x)
    # e to the power of x ends as a finite number above 0, so that no quotient of two is NaN.
    end = math.exp(min(max(x, -708.0), 709.0))
    np.testing.assert_array_max_ulp(compiled.exp(numbers), np.array([end]), 2)


def test_what_is_no_number_stays_none(compiled):
    assert all(np.isnan(function(np.array([1.0, np.nan]))).tolist() == [False, True] for function in compiled)
