"""A row by itself, one number after the other: for batches too small to fill a vector.

`z`, `a` and `delta` hold all layers one after the other, the inputs first.
"""

from numba import njit

from engine.kernels.functions import (
    SOFTMAX,
    activation,
    loss_derivative,
    slope,
    softmax_delta_of_row,
    softmax_of_row,
)
from engine.kernels.lanes import at, put
from engine.kernels.places import Pointer


@njit(error_model="numpy")
def forward(
    parameters: Pointer,
    layers: int,
    sizes: Pointer,
    activations: Pointer,
    has_bias: Pointer,
    x: Pointer,
    row: int,
    z: Pointer,
    a: Pointer,
) -> int:
    """What every layer makes of a row; where in `z` and `a` the last layer begins."""
    inputs = at(sizes, 0)
    for i in range(inputs):
        put(a, i, at(x, row * inputs + i))
    w, layer_at = 0, 0
    for layer in range(layers):
        inputs, neurons = at(sizes, layer), at(sizes, layer + 1)
        code, bias = at(activations, layer), at(has_bias, layer)
        below = layer_at
        layer_at += inputs
        biases = w + inputs * neurons
        for neuron in range(neurons):
            s = at(parameters, biases + neuron) if bias else 0.0
            for i in range(inputs):
                s += at(parameters, w) * at(a, below + i)
                w += 1
            put(z, layer_at + neuron, s)
            put(a, layer_at + neuron, activation(code, s))
        if code == SOFTMAX:
            softmax_of_row(z, a, layer_at, neurons)
        w = biases + neurons * bias
    return layer_at


@njit(error_model="numpy")
def add_gradient(
    parameters: Pointer,
    layers: int,
    sizes: Pointer,
    activations: Pointer,
    has_bias: Pointer,
    loss: int,
    x: Pointer,
    y: Pointer,
    row: int,
    share: float,
    z: Pointer,
    a: Pointer,
    delta: Pointer,
    count: int,
    gradient: Pointer,
    again: bool,
) -> None:
    """A row's share of the gradient of the `count` parameters, or `again` added to that of the rows before."""
    layer_at = forward(parameters, layers, sizes, activations, has_bias, x, row, z, a)
    outputs = at(sizes, layers)
    for j in range(outputs):
        put(delta, layer_at + j, share * loss_derivative(loss, at(a, layer_at + j), at(y, row * outputs + j), outputs))
    after = count
    for layer in range(layers - 1, -1, -1):
        inputs, neurons, bias = at(sizes, layer), at(sizes, layer + 1), at(has_bias, layer)
        biases = after - neurons * bias
        first = biases - inputs * neurons
        below = layer_at - inputs
        code = at(activations, layer)
        if code == SOFTMAX:  # its delta is whole then: the slope is 1
            softmax_delta_of_row(a, delta, layer_at, neurons)
        w = first
        for neuron in range(neurons):
            place = layer_at + neuron
            d = at(delta, place) * slope(code, at(z, place), at(a, place))
            for i in range(inputs):
                put(gradient, w, (at(gradient, w) if again else 0.0) + d * at(a, below + i))
                if layer > 0:
                    put(delta, below + i, (at(delta, below + i) if neuron else 0.0) + d * at(parameters, w))
                w += 1
            if bias:
                put(gradient, biases + neuron, (at(gradient, biases + neuron) if again else 0.0) + d)
        layer_at = below
        after = first
