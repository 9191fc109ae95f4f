"""Wide layers: matrix products of the BLAS, of blocks of rows; arrays of a layer have the shape (rows, neurons).

`z`, `a` and `delta` hold all layers one after the other, the inputs first, each with room for a block.
"""

import numpy as np
from numba import njit

from engine.arrays import Array
from engine.kernels.dropping import Dropping, drop_out, scale_back
from engine.kernels.functions import (
    SOFTMAX,
    activation,
    loss_derivative,
    slope,
    softmax_delta_of_row,
    softmax_of_row,
)
from engine.kernels.lanes import WIDTH, at, load, put, store
from engine.kernels.places import Ints

# So many rows at once: the products reach the speed of the BLAS, and between two blocks work can be stopped.
BLOCK = 256


@njit(error_model="numpy")
def gather(table: Array, order: Ints, begin: int, end: int, block: Array) -> Array:
    """Some rows of a table, in their order, in a block of memory: shape (rows, columns)."""
    rows, columns = end - begin, table.shape[1]
    target = block[: rows * columns].reshape(rows, columns)
    for row in range(rows):
        target[row] = table[order[begin + row]]
    return target


@njit(error_model="numpy")
def forward(
    parameters: Array,
    sizes: Ints,
    activations: Ints,
    has_bias: Ints,
    dropping: Dropping,
    rows: int,
    z: Array,
    a: Array,
) -> int:
    """What every layer makes of the rows whose inputs `a` begins with; where the last layer begins."""
    first, layer_at = 0, 0
    for layer in range(len(sizes) - 1):
        inputs, neurons, bias = sizes[layer], sizes[layer + 1], has_bias[layer]
        biases = first + inputs * neurons
        below = a[layer_at : layer_at + rows * inputs].reshape(rows, inputs)
        layer_at += BLOCK * inputs
        sums = z[layer_at : layer_at + rows * neurons].reshape(rows, neurons)
        np.dot(below, parameters[first:biases].reshape(neurons, inputs).T, sums)
        if bias:
            for row in range(rows):
                for neuron in range(neurons):
                    sums[row, neuron] += parameters[biases + neuron]
        _activate(activations[layer], z, a, layer_at, rows, neurons)
        if dropping is not None and layer < len(sizes) - 2:
            drop_out(a, layer_at, rows, neurons, neurons, 1, layer + 1, dropping)
        first = biases + neurons * bias
    return layer_at


@njit(error_model="numpy")
def _activate(code: int, z: Array, a: Array, layer_at: int, rows: int, neurons: int) -> None:
    if code == SOFTMAX:
        for begin in range(layer_at, layer_at + rows * neurons, neurons):
            softmax_of_row(z, a, begin, neurons)
        return
    end = layer_at + rows * neurons
    vectors = layer_at + rows * neurons // WIDTH * WIDTH
    for place in range(layer_at, vectors, WIDTH):
        store(a, place, activation(code, load(z, place)))
    for place in range(vectors, end):
        put(a, place, activation(code, at(z, place)))


@njit(error_model="numpy")
def backward(
    parameters: Array,
    sizes: Ints,
    activations: Ints,
    has_bias: Ints,
    loss: int,
    dropping: Dropping,
    y: Array,
    share: float,
    z: Array,
    a: Array,
    delta: Array,
    layer_at: int,
    gradient: Array,
    again: bool,
    room: Array,
) -> None:
    """The gradient of a block, or `again` added to that of the blocks before; `room` is as large as the gradient."""
    rows, outputs = y.shape
    for row in range(rows):
        for j in range(outputs):
            place = layer_at + row * outputs + j
            put(delta, place, share * loss_derivative(loss, at(a, place), y[row, j], outputs))
    after = len(parameters)
    target = room if again else gradient
    for layer in range(len(sizes) - 2, -1, -1):
        inputs, neurons, bias = sizes[layer], sizes[layer + 1], has_bias[layer]
        biases = after - neurons * bias
        first = biases - inputs * neurons
        below_at = layer_at - BLOCK * inputs
        if dropping is not None and layer < len(sizes) - 2:
            # The slope is that of what was there before.
            drop_out(delta, layer_at, rows, neurons, neurons, 1, layer + 1, dropping)
            scale_back(a, layer_at, rows * neurons, dropping)
        _delta(activations[layer], z, a, delta, layer_at, rows, neurons)
        error = delta[layer_at : layer_at + rows * neurons].reshape(rows, neurons)
        below = a[below_at : below_at + rows * inputs].reshape(rows, inputs)
        np.dot(error.T, below, target[first:biases].reshape(neurons, inputs))
        if bias:
            for neuron in range(neurons):
                put(target, biases + neuron, 0.0)
            for row in range(rows):
                for neuron in range(neurons):
                    put(target, biases + neuron, at(target, biases + neuron) + error[row, neuron])
        if layer > 0:
            weights = parameters[first:biases].reshape(neurons, inputs)
            np.dot(error, weights, delta[below_at : below_at + rows * inputs].reshape(rows, inputs))
        layer_at = below_at
        after = first
    if again:
        for k in range(len(gradient)):
            gradient[k] += room[k]


@njit(error_model="numpy")
def _delta(code: int, z: Array, a: Array, delta: Array, layer_at: int, rows: int, neurons: int) -> None:
    """From ∂L/∂a to ∂L/∂z, in place."""
    if code == SOFTMAX:
        for begin in range(layer_at, layer_at + rows * neurons, neurons):
            softmax_delta_of_row(a, delta, begin, neurons)
        return
    end = layer_at + rows * neurons
    vectors = layer_at + rows * neurons // WIDTH * WIDTH
    for place in range(layer_at, vectors, WIDTH):
        store(delta, place, load(delta, place) * slope(code, load(z, place), load(a, place)))
    for place in range(vectors, end):
        put(delta, place, at(delta, place) * slope(code, at(z, place), at(a, place)))
