"""Loss and accuracy of a network on some rows, as `engine.metrics` measures them."""

import numpy as np
from numba import njit

from engine.arrays import Array
from engine.kernels import together, wide
from engine.kernels.functions import loss_part
from engine.kernels.lanes import at, pointer, put
from engine.kernels.paths import WIDE
from engine.kernels.places import Flag, Ints

# Who measures leaves nobody out.
WHOLE_NETWORK = None


@njit(nogil=True, cache=True, error_model="numpy")
def measure(
    path: int,
    parameters: Array,
    sizes: Ints,
    activations: Ints,
    has_bias: Ints,
    loss: int,
    middle: float,
    x: Array,
    y: Array,
    z: Array,
    a: Array,
    packed: Array,
    stop: Flag,
) -> tuple[float, float]:
    """Mean loss and accuracy; NaN without rows. `packed` has room for the inputs of a chunk.

    Wide networks look at `stop` before every block of rows, and give NaN when they leave.
    """
    rows = len(x)
    if rows == 0:
        return np.nan, np.nan
    outputs = y.shape[1]
    lost, right = 0.0, 0
    # A row's outputs lie `step` apart; in a chunk one row beside the other, in a block one after the other.
    at_once = wide.BLOCK if path == WIDE else together.MOST_ROWS
    for begin in range(0, rows, at_once):
        if path == WIDE and stop[0]:
            return np.nan, np.nan
        end = min(begin + at_once, rows)
        if path == WIDE:
            a[: (end - begin) * x.shape[1]] = x[begin:end].reshape(-1)
            outputs_at = wide.forward(parameters, sizes, activations, has_bias, WHOLE_NETWORK, end - begin, z, a)
            row_step, step = outputs, 1
        else:
            _pack(x, begin, end, packed)
            outputs_at = together.forward(
                pointer(parameters), len(activations), pointer(sizes), pointer(activations), pointer(has_bias),
                WHOLE_NETWORK, pointer(packed), 0, at_once, pointer(z), pointer(a),
            )  # fmt: skip
            row_step, step = 1, at_once
        for row in range(begin, end):
            place = outputs_at + (row - begin) * row_step
            for j in range(outputs):
                lost += loss_part(loss, at(a, place + j * step), y[row, j], outputs)
            right += _is_right(a, place, step, y, row, middle)
    return lost / rows, right / rows


@njit(error_model="numpy")
def _pack(x: Array, begin: int, end: int, packed: Array) -> None:
    for lane in range(together.MOST_ROWS):
        for column in range(x.shape[1]):
            put(packed, column * together.MOST_ROWS + lane, x[begin + lane, column] if begin + lane < end else 0.0)


@njit(error_model="numpy")
def _is_right(a: Array, place: int, step: int, y: Array, row: int, middle: float) -> bool:
    """Whether a row's answer speaks for its target's class, as `engine.classes` has it."""
    outputs = y.shape[1]
    if outputs == 1:
        p, target = at(a, place), y[row, 0]
        return (p > middle and target > middle) or (p < middle and target < middle)
    answer, wanted = 0, 0
    for j in range(outputs):
        if np.isnan(at(a, place + j * step)):
            return False
        if at(a, place + j * step) > at(a, place + answer * step):
            answer = j
        if y[row, j] > y[row, wanted]:
            wanted = j
    return answer == wanted
