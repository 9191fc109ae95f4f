"""Dropout, as `engine.dropout` has it: the same bits, and so the same neurons."""

from typing import Any, TypeAlias

import numpy as np
from numba import njit

from engine.dropout import FIRST, INCREMENT, LAYER_BITS, SECOND
from engine.kernels.lanes import at, put
from engine.kernels.places import Pointer

# The share that is left out, the key of the epoch and the row that is the first at hand; or None.
Dropping: TypeAlias = Any

_INCREMENT, _FIRST, _SECOND = np.uint64(INCREMENT), np.uint64(FIRST), np.uint64(SECOND)
_11, _27, _30, _31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)


@njit(error_model="numpy")
def mixed(word: np.uint64) -> np.uint64:
    """A word made into another."""
    word = word + _INCREMENT
    word = (word ^ (word >> _30)) * _FIRST
    word = (word ^ (word >> _27)) * _SECOND
    return word ^ (word >> _31)


@njit(error_model="numpy")
def key_of(seed: np.uint64, epoch: int) -> np.uint64:
    """What the words of an epoch begin with."""
    return mixed(mixed(seed) + np.uint64(epoch))


@njit(error_model="numpy")
def dropping_in(dropout: float | None, seed: np.uint64, epoch: int) -> Dropping:
    """How neurons are left out in an epoch, from its first row on; None is another type, and leaves no trace."""
    if dropout is None:
        return None
    return dropout, key_of(seed, epoch), 0


@njit(error_model="numpy")
def from_row(dropping: Dropping, row: int) -> Dropping:
    """The same from another row of the epoch on."""
    if dropping is None:
        return None
    dropout, key, _ = dropping
    return dropout, key, row


@njit(error_model="numpy")
def drop_out(
    values: Pointer,
    begin: int,
    rows: int,
    row_step: int,
    neurons: int,
    neuron_step: int,
    layer: int,
    dropping: Dropping,
) -> None:
    """Multiply what a layer has for some rows of an epoch by 0 or by 1 / (1 - p), in place.

    The values of a row lie `neuron_step` apart, the rows `row_step`; `layer` counts from 1.
    """
    dropout, key, first_row = dropping
    factor = 1.0 / (1.0 - dropout)
    for row in range(rows):
        of_row = mixed(key + np.uint64(first_row + row))
        for neuron in range(neurons):
            bits = mixed(of_row + np.uint64((layer << LAYER_BITS) + neuron))
            place = begin + row * row_step + neuron * neuron_step
            is_out = float(bits >> _11) * 2.0**-53 < dropout
            put(values, place, 0.0 if is_out else at(values, place) * factor)


@njit(error_model="numpy")
def scale_back(values: Pointer, begin: int, count: int, dropping: Dropping) -> None:
    """Make of activations that lie next to each other what they were before dropout, but of those that are out."""
    dropout, _, _ = dropping
    factor = 1.0 - dropout
    for place in range(begin, begin + count):
        put(values, place, at(values, place) * factor)
