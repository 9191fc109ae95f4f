"""Activations and losses by number: the one place of the compiled engine to add one.

A name's place in its tuple is its number. What the functions take and give is one number or eight (see `lanes.py`); the
formulas and their sources are in `engine.activations` and `engine.losses`.
"""

import math

from numba import njit

from engine.activations import GELU_CUBE, GELU_REACH, GELU_SCALE, LARGEST, LEAK, SMALLEST
from engine.kernels import elementary
from engine.kernels.elementary import at_least, at_most
from engine.kernels.lanes import at, choose_above, like, magnitude, put
from engine.kernels.places import Number, Pointer

ACTIVATIONS = (
    "linear", "sigmoid", "tanh", "relu", "leaky-relu", "elu", "swish", "gelu", "softplus", "sigmoid-slip", "softmax",
)  # fmt: skip
LINEAR, SIGMOID, TANH, RELU, LEAKY_RELU, ELU, SWISH, GELU, SOFTPLUS, SIGMOID_SLIP, SOFTMAX = range(len(ACTIVATIONS))

LOSSES = (
    "half-squared-error", "squared-error", "absolute-error", "huber", "cross-entropy", "categorical-cross-entropy",
)  # fmt: skip
HALF_SQUARED_ERROR, SQUARED_ERROR, ABSOLUTE_ERROR, HUBER, CROSS_ENTROPY, CATEGORICAL_CROSS_ENTROPY = range(len(LOSSES))


@njit(error_model="numpy")
def activation(code: int, z: Number) -> Number:
    """a = f(z), for every activation that looks at nothing but its own z."""
    if code in (SIGMOID, SIGMOID_SLIP):
        return elementary.sigmoid(z, SMALLEST, LARGEST)
    if code == TANH:
        return elementary.tanh(z)
    if code == RELU:
        return at_least(z, 0.0)
    if code == LEAKY_RELU:
        return choose_above(z, like(0.0, z), z, LEAK * z)
    if code == ELU:
        return choose_above(z, like(0.0, z), z, elementary.less_one(at_most(z, 0.0)))
    if code == SWISH:
        return z * elementary.sigmoid(z, SMALLEST, LARGEST)
    if code == GELU:
        return z * _gelu_share(z)
    if code == SOFTPLUS:
        return at_least(z, 0.0) + elementary.log_of_one_and(elementary.exp(0.0 - magnitude(z)))
    return z


@njit(error_model="numpy")
def slope(code: int, z: Number, a: Number) -> Number:
    """f'(z), given both z and a."""
    if code == SIGMOID:
        return a * (1.0 - a)
    if code == TANH:
        return 1.0 - a * a
    if code == RELU:
        return choose_above(z, like(0.0, z), like(1.0, z), like(0.0, z))
    if code == LEAKY_RELU:
        return choose_above(z, like(0.0, z), like(1.0, z), like(LEAK, z))
    if code == ELU:
        return choose_above(z, like(0.0, z), like(1.0, z), a + 1.0)
    if code == SWISH:
        share = elementary.sigmoid(z, SMALLEST, LARGEST)
        return share + a * (1.0 - share)
    if code == GELU:
        near, part = _near(z), _gelu_share(z)
        return part + a * (1.0 - part) * (GELU_SCALE * (1.0 + 3.0 * GELU_CUBE * near * near))
    if code == SOFTPLUS:
        return elementary.sigmoid(z, SMALLEST, LARGEST)
    if code == SIGMOID_SLIP:
        s = elementary.sigmoid(a, SMALLEST, LARGEST)
        return s * (1.0 - s)
    return like(1.0, z)


@njit(error_model="numpy")
def _near(z: Number) -> Number:
    """z as far as it makes a difference to GELU's σ."""
    return at_most(at_least(z, -GELU_REACH), GELU_REACH)


@njit(error_model="numpy")
def _gelu_share(z: Number) -> Number:
    """σ(√(8/π) (z + 0.044715 z³)), what of z a GELU lets through."""
    z = _near(z)
    return elementary.sigmoid(GELU_SCALE * (z + GELU_CUBE * z * z * z), SMALLEST, LARGEST)


@njit(error_model="numpy")
def softmax_of_row(z: Pointer, a: Pointer, begin: int, neurons: int) -> None:
    """a = softmax(z) of the neurons of one row, which lie next to each other."""
    largest = at(z, begin)
    for place in range(begin + 1, begin + neurons):
        largest = max(largest, at(z, place))
    whole = 0.0
    for place in range(begin, begin + neurons):
        e = elementary.exp(at(z, place) - largest)
        put(a, place, e)
        whole += e
    for place in range(begin, begin + neurons):
        put(a, place, at_least(at(a, place) / whole, SMALLEST))


@njit(error_model="numpy")
def softmax_delta_of_row(a: Pointer, delta: Pointer, begin: int, neurons: int) -> None:
    """From ∂L/∂a to ∂L/∂z of the neurons of one row, in place."""
    shared = 0.0
    for place in range(begin, begin + neurons):
        shared += at(delta, place) * at(a, place)
    for place in range(begin, begin + neurons):
        put(delta, place, at(a, place) * (at(delta, place) - shared))


@njit(error_model="numpy")
def loss_derivative(code: int, p: Number, y: Number, outputs: int) -> Number:
    """∂L/∂p of one output of a row, which has so many."""
    if code == HALF_SQUARED_ERROR:
        return p - y
    if code == SQUARED_ERROR:
        return (p - y) * (2.0 / float(outputs))
    if code == ABSOLUTE_ERROR:
        nothing, one = like(0.0, p), like(1.0, p)
        above = choose_above(p, y, one, nothing)
        return (above - choose_above(y, p, one, nothing)) / float(outputs)
    if code == HUBER:
        return at_most(at_least(p - y, -1.0), 1.0) / float(outputs)
    p = at_most(at_least(p, SMALLEST), LARGEST)
    if code == CROSS_ENTROPY:
        return (p - y) / (p * (1.0 - p))
    return (0.0 - y) / p


@njit(error_model="numpy")
def loss_part(code: int, p: float, y: float, outputs: int) -> float:
    """What one output of a row, which has so many, adds to the row's loss."""
    if code == HALF_SQUARED_ERROR:
        return 0.5 * (p - y) * (p - y)
    if code == SQUARED_ERROR:
        return (p - y) * (p - y) / outputs
    if code == ABSOLUTE_ERROR:
        return abs(p - y) / outputs
    if code == HUBER:
        distance = abs(p - y)
        return (0.5 * distance * distance if distance <= 1.0 else distance - 0.5) / outputs
    p = at_most(at_least(p, SMALLEST), LARGEST)
    if code == CROSS_ENTROPY:
        return -(y * math.log(p) + (1.0 - y) * math.log(1.0 - p))
    return -y * math.log(p)
