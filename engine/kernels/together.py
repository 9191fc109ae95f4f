"""The rows of a batch side by side, eight in a vector.

Up to 64 rows are worked on at once, a chunk. What a neuron has for each of them lies next to each other, so that an
array of a layer has the shape (neurons, `width`), flat, where `width` is the number of rows of a chunk, rounded up to
whole vectors. `z`, `a` and `delta` hold all layers one after the other, the inputs first.
"""

from numba import njit

from engine.activations import SMALLEST
from engine.arrays import Array
from engine.kernels.dropping import Dropping, drop_out, scale_back
from engine.kernels.elementary import at_least, exp
from engine.kernels.functions import SOFTMAX, activation, loss_derivative, slope
from engine.kernels.lanes import (
    WIDTH,
    at,
    choose_above,
    load,
    multiply_add,
    put,
    spread,
    store,
    store_turned,
    total,
    totals,
)
from engine.kernels.places import Ints, Number, Pointer
from engine.kernels.sums import WITH_NOTHING, WITH_TARGET, weighted_sums

MOST_ROWS = 64


@njit(error_model="numpy")
def chunks_of(rows: int) -> tuple[int, int]:
    """How many chunks a batch of so many rows has, and how wide they are."""
    chunks = (rows + MOST_ROWS - 1) // MOST_ROWS
    return chunks, ((rows + chunks - 1) // chunks + WIDTH - 1) // WIDTH * WIDTH


@njit(error_model="numpy")
def pack(
    x: Array,
    y: Array,
    order: Ints,
    first_row: int,
    batch: int,
    mean: bool,
    packed_x: Array,
    packed_y: Array,
    shares: Array,
) -> None:
    """Lay out the rows of an epoch from `first_row` on, in their order, chunk after chunk.

    `shares` are what the gradient of each row is multiplied with: 1 for the sum of the batch, 1 / rows for its mean,
    and 0 where there is no row.
    """
    rows = len(order)
    place = 0
    for begin in range(first_row, rows, batch):
        end = min(begin + batch, rows)
        share = 1.0 / (end - begin) if mean else 1.0
        chunks, width = chunks_of(batch)
        for chunk in range(chunks):
            first = begin + chunk * width
            for lane in range(width):
                known = first + lane < end
                row = order[first + lane] if known else 0
                put(shares, place * width + lane, share if known else 0.0)
                _pack_row(x, row, known, packed_x, place * x.shape[1] * width + lane, width)
                _pack_row(y, row, known, packed_y, place * y.shape[1] * width + lane, width)
            place += 1


@njit(error_model="numpy")
def _pack_row(table: Array, row: int, known: bool, packed: Array, place: int, width: int) -> None:
    for column in range(table.shape[1]):
        put(packed, place + column * width, table[row, column] if known else 0.0)


# Forwards.


@njit(error_model="numpy")
def forward(
    parameters: Pointer,
    layers: int,
    sizes: Pointer,
    activations: Pointer,
    has_bias: Pointer,
    dropping: Dropping,
    x: Pointer,
    x_at: int,
    width: int,
    z: Pointer,
    a: Pointer,
) -> int:
    """What every layer makes of a chunk; where in `z` and `a` the last layer begins."""
    first, layer_at = 0, 0
    for layer in range(layers):
        inputs, neurons, bias = at(sizes, layer), at(sizes, layer + 1), at(has_bias, layer) != 0
        biases = first + inputs * neurons
        below = layer_at
        layer_at += inputs * width
        start = biases if bias else WITH_NOTHING
        if layer == 0:
            weighted_sums(
                parameters, first, inputs, 1, start, x, x_at, width, inputs, z, layer_at, width, neurons, width
            )
        else:
            weighted_sums(
                parameters, first, inputs, 1, start, a, below, width, inputs, z, layer_at, width, neurons, width
            )
        _activate(at(activations, layer), z, a, layer_at, neurons, width)
        if dropping is not None and layer < layers - 1:
            drop_out(a, layer_at, width, 1, neurons, width, layer + 1, dropping)
        first = biases + neurons * bias
    return layer_at


@njit(error_model="numpy")
def _activate(code: int, z: Pointer, a: Pointer, layer_at: int, neurons: int, width: int) -> None:
    if code == SOFTMAX:
        _softmax(z, a, layer_at, neurons, width)
        return
    for place in range(layer_at, layer_at + neurons * width, WIDTH):
        store(a, place, activation(code, load(z, place)))


@njit(error_model="numpy")
def _softmax(z: Pointer, a: Pointer, layer_at: int, neurons: int, width: int) -> None:
    for lane in range(layer_at, layer_at + width, WIDTH):
        largest = load(z, lane)
        for neuron in range(1, neurons):
            value = load(z, lane + neuron * width)
            largest = choose_above(value, largest, value, largest)
        whole = spread(0.0)
        for neuron in range(neurons):
            e = exp(load(z, lane + neuron * width) - largest)
            store(a, lane + neuron * width, e)
            whole = whole + e
        for neuron in range(neurons):
            place = lane + neuron * width
            store(a, place, at_least(load(a, place) / whole, SMALLEST))


# Backwards.


@njit(error_model="numpy")
def backward(
    parameters: Pointer,
    layers: int,
    sizes: Pointer,
    activations: Pointer,
    has_bias: Pointer,
    loss: int,
    dropping: Dropping,
    x: Pointer,
    x_at: int,
    y: Pointer,
    y_at: int,
    shares: Pointer,
    shares_at: int,
    width: int,
    z: Pointer,
    a: Pointer,
    delta: Pointer,
    layer_at: int,
    count: int,
    gradient: Pointer,
) -> None:
    """Add the gradient of a chunk to that of the `count` parameters.

    `layer_at` is where the last layer begins, as `forward` told it.
    """
    outputs = at(sizes, layers)
    for neuron in range(outputs):
        for lane in range(0, width, WIDTH):
            place = layer_at + neuron * width + lane
            da = loss_derivative(loss, load(a, place), load(y, y_at + neuron * width + lane), outputs)
            store(delta, place, da * load(shares, shares_at + lane))
    after = count
    for layer in range(layers - 1, -1, -1):
        # As a truth, not as a number: so the loops over the neurons come out a twentieth quicker.
        inputs, neurons, bias = at(sizes, layer), at(sizes, layer + 1), at(has_bias, layer) != 0
        biases = after - neurons * bias
        first = biases - inputs * neurons
        below = layer_at - inputs * width
        if dropping is not None and layer < layers - 1:
            # The slope is that of what was there before.
            drop_out(delta, layer_at, width, 1, neurons, width, layer + 1, dropping)
            scale_back(a, layer_at, neurons * width, dropping)
        _delta(at(activations, layer), z, a, delta, layer_at, neurons, width)
        if layer == 0:
            _add_gradient(gradient, first, biases, bias, delta, layer_at, neurons, x, x_at, inputs, width, below)
        else:
            _add_gradient(gradient, first, biases, bias, delta, layer_at, neurons, a, below, inputs, width, below)
            weighted_sums(
                parameters, first, 1, inputs, WITH_NOTHING,
                delta, layer_at, width, neurons, delta, below, width, inputs, width,
            )  # fmt: skip
        layer_at = below
        after = first


@njit(error_model="numpy")
def _delta(code: int, z: Pointer, a: Pointer, delta: Pointer, layer_at: int, neurons: int, width: int) -> None:
    """From ∂L/∂a to ∂L/∂z, in place."""
    if code == SOFTMAX:
        for lane in range(layer_at, layer_at + width, WIDTH):
            shared = spread(0.0)
            for neuron in range(neurons):
                place = lane + neuron * width
                shared = multiply_add(load(delta, place), load(a, place), shared)
            for neuron in range(neurons):
                place = lane + neuron * width
                store(delta, place, load(a, place) * (load(delta, place) - shared))
        return
    for place in range(layer_at, layer_at + neurons * width, WIDTH):
        store(delta, place, load(delta, place) * slope(code, load(z, place), load(a, place)))


@njit(error_model="numpy")
def _add_gradient(
    gradient: Pointer,
    first: int,
    biases: int,
    bias: bool,
    delta: Pointer,
    delta_at: int,
    neurons: int,
    a: Pointer,
    a_at: int,
    inputs: int,
    width: int,
    room_at: int,
) -> None:
    """∂L/∂W[j, i] += Σ delta[j] a[i] and ∂L/∂b[j] += Σ delta[j], sums over the rows.

    From `room_at` on, where the delta of the layer below is to be, `delta` has room that is free until then.
    """
    done = inputs // WIDTH * WIDTH if neurons >= 4 else 0
    if done:
        _turn(a, a_at, width, done, delta, room_at)
        weighted_sums(
            delta, delta_at, width, 1, WITH_TARGET, delta, room_at, done, width, gradient, first, inputs, neurons, done
        )
    for neuron in range(neurons):
        row, d_at = first + neuron * inputs, delta_at + neuron * width
        apart = done
        if inputs >= WIDTH and not done:
            _add_eights(gradient, row, delta, d_at, a, a_at, inputs, width)
            apart = inputs
        for i in range(apart, inputs):
            s = load(delta, d_at) * load(a, a_at + i * width)
            for lane in range(WIDTH, width, WIDTH):
                s = multiply_add(load(delta, d_at + lane), load(a, a_at + i * width + lane), s)
            put(gradient, row + i, at(gradient, row + i) + total(s))
        if bias:
            s = load(delta, d_at)
            for lane in range(WIDTH, width, WIDTH):
                s = s + load(delta, d_at + lane)
            put(gradient, biases + neuron, at(gradient, biases + neuron) + total(s))


@njit(error_model="numpy")
def _turn(a: Pointer, a_at: int, width: int, inputs: int, turned: Pointer, turned_at: int) -> None:
    """From (inputs, `width`) to (`width`, inputs): what one row has of several inputs lies next to each other."""
    for i in range(0, inputs, WIDTH):
        for lane in range(0, width, WIDTH):
            store_turned(a, a_at + i * width + lane, width, turned, turned_at + lane * inputs + i, inputs)


@njit(error_model="numpy")
def _add_eights(
    gradient: Pointer, row: int, delta: Pointer, d_at: int, a: Pointer, a_at: int, inputs: int, width: int
) -> None:
    """The gradients of a neuron's weights, eight by eight; among the last eight may be some of those before."""
    last = inputs - WIDTH
    before = load(gradient, row + last)
    for i in range(0, last + 1, WIDTH):
        sums = _sums_of_eight(delta, d_at, a, a_at + i * width, width)
        store(gradient, row + i, load(gradient, row + i) + sums)
    if inputs % WIDTH:
        store(gradient, row + last, before + _sums_of_eight(delta, d_at, a, a_at + last * width, width))


@njit(error_model="numpy")
def _sums_of_eight(delta: Pointer, d_at: int, a: Pointer, a_at: int, width: int) -> Number:
    """Σ delta a over the rows, of one neuron and eight inputs."""
    zero = spread(0.0)
    s0, s1, s2, s3, s4, s5, s6, s7 = zero, zero, zero, zero, zero, zero, zero, zero
    for lane in range(0, width, WIDTH):
        d, k = load(delta, d_at + lane), a_at + lane
        s0 = multiply_add(d, load(a, k), s0)
        s1 = multiply_add(d, load(a, k + width), s1)
        s2 = multiply_add(d, load(a, k + 2 * width), s2)
        s3 = multiply_add(d, load(a, k + 3 * width), s3)
        s4 = multiply_add(d, load(a, k + 4 * width), s4)
        s5 = multiply_add(d, load(a, k + 5 * width), s5)
        s6 = multiply_add(d, load(a, k + 6 * width), s6)
        s7 = multiply_add(d, load(a, k + 7 * width), s7)
    return totals(s0, s1, s2, s3, s4, s5, s6, s7)
