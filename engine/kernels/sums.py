"""Weighted sums: forwards of the activations, backwards of the deltas, and of both the gradient.

They are written out for several sums of several rows at once, because that is what a processor is quick at: as many
products under way as it can hold, and each number read but once.
"""

from numba import njit

from engine.kernels.lanes import WIDTH, at, load, multiply_add, spread, store
from engine.kernels.places import Number, Pointer

# Where sums begin that begin with no bias: with 0, or with what stands there.
WITH_NOTHING, WITH_TARGET = -1, -2
# So many inputs of so many rows fill 32 KiB, the smallest of the nearest caches.
BLOCK = 64


@njit(error_model="numpy")
def weighted_sums(
    weights: Pointer,
    first: int,
    step_out: int,
    step_in: int,
    start: int,
    source: Pointer,
    source_at: int,
    source_step: int,
    inputs: int,
    target: Pointer,
    target_at: int,
    target_step: int,
    outputs: int,
    width: int,
) -> None:
    """target[o] = Σᵢ w[o, i] source[i] of rows of `width` numbers; w[o, i] is weights[first + o step_out + i step_in].

    The rows of the source and of the target lie `source_step` and `target_step` apart. `start` is where in the weights
    the biases lie that the sums begin with, or one of the two above. What does not fit into the nearest cache at once
    is worked on block by block of the source.
    """
    for i in range(0, inputs, BLOCK):
        for lane in range(0, width, BLOCK):
            _block_of_sums(
                weights, first + i * step_in, step_out, step_in, start if i == 0 else WITH_TARGET,
                source, source_at + i * source_step + lane, source_step, min(BLOCK, inputs - i),
                target, target_at + lane, target_step, outputs, min(BLOCK, width - lane),
            )  # fmt: skip


@njit(error_model="numpy")
def _block_of_sums(
    weights: Pointer,
    first: int,
    step_out: int,
    step_in: int,
    start: int,
    source: Pointer,
    source_at: int,
    source_step: int,
    inputs: int,
    target: Pointer,
    target_at: int,
    target_step: int,
    outputs: int,
    width: int,
) -> None:
    """As `weighted_sums`, tile by tile."""
    o, one = 0, 1 if start >= 0 else 0
    while o + 4 <= outputs:
        w, begin, place = first + o * step_out, start + o * one, target_at + o * target_step
        lane = 0
        while lane + 2 * WIDTH <= width:
            _sums_of_four_twice(
                weights, w, step_out, step_in, begin, one,
                source, source_at + lane, source_step, inputs, target, place + lane, target_step,
            )  # fmt: skip
            lane += 2 * WIDTH
        if lane < width:
            _sums_of_four(
                weights, w, step_out, step_in, begin, one,
                source, source_at + lane, source_step, inputs, target, place + lane, target_step,
            )  # fmt: skip
        o += 4
    while o < outputs:
        w, begin, place = first + o * step_out, start + o * one, target_at + o * target_step
        lane = 0
        while lane + 4 * WIDTH <= width:
            _sums_of_one_four_times(
                weights, w, step_in, begin, source, source_at + lane, source_step, inputs, target, place + lane
            )
            lane += 4 * WIDTH
        while lane < width:
            _sums_of_one(
                weights, w, step_in, begin, source, source_at + lane, source_step, inputs, target, place + lane
            )
            lane += WIDTH
        o += 1


@njit(error_model="numpy")
def _begun(weights: Pointer, start: int, target: Pointer, place: int) -> Number:
    """What eight sums begin with."""
    if start >= 0:
        return spread(at(weights, start))
    return load(target, place) if start == WITH_TARGET else spread(0.0)


@njit(error_model="numpy")
def _sums_of_four_twice(
    weights: Pointer,
    w: int,
    step_out: int,
    step_in: int,
    start: int,
    one: int,
    source: Pointer,
    place: int,
    source_step: int,
    inputs: int,
    target: Pointer,
    target_at: int,
    target_step: int,
) -> None:
    """Four sums of sixteen rows. Eight sums under way keep the processor busy, and each number is read but once."""
    first, second = target_at, target_at + target_step
    third, fourth = target_at + 2 * target_step, target_at + 3 * target_step
    s0, t0 = _begun(weights, start, target, first), _begun(weights, start, target, first + WIDTH)
    s1, t1 = _begun(weights, start + one, target, second), _begun(weights, start + one, target, second + WIDTH)
    s2, t2 = _begun(weights, start + 2 * one, target, third), _begun(weights, start + 2 * one, target, third + WIDTH)
    s3, t3 = _begun(weights, start + 3 * one, target, fourth), _begun(weights, start + 3 * one, target, fourth + WIDTH)
    for _ in range(inputs):
        near, far = load(source, place), load(source, place + WIDTH)
        w0, w1 = spread(at(weights, w)), spread(at(weights, w + step_out))
        w2, w3 = spread(at(weights, w + 2 * step_out)), spread(at(weights, w + 3 * step_out))
        s0, t0 = multiply_add(w0, near, s0), multiply_add(w0, far, t0)
        s1, t1 = multiply_add(w1, near, s1), multiply_add(w1, far, t1)
        s2, t2 = multiply_add(w2, near, s2), multiply_add(w2, far, t2)
        s3, t3 = multiply_add(w3, near, s3), multiply_add(w3, far, t3)
        w += step_in
        place += source_step
    store(target, first, s0)
    store(target, first + WIDTH, t0)
    store(target, second, s1)
    store(target, second + WIDTH, t1)
    store(target, third, s2)
    store(target, third + WIDTH, t2)
    store(target, fourth, s3)
    store(target, fourth + WIDTH, t3)


@njit(error_model="numpy")
def _sums_of_four(
    weights: Pointer,
    w: int,
    step_out: int,
    step_in: int,
    start: int,
    one: int,
    source: Pointer,
    place: int,
    source_step: int,
    inputs: int,
    target: Pointer,
    target_at: int,
    target_step: int,
) -> None:
    """Four sums of eight rows."""
    first, second = target_at, target_at + target_step
    third, fourth = target_at + 2 * target_step, target_at + 3 * target_step
    s0, s1 = _begun(weights, start, target, first), _begun(weights, start + one, target, second)
    s2, s3 = _begun(weights, start + 2 * one, target, third), _begun(weights, start + 3 * one, target, fourth)
    for _ in range(inputs):
        near = load(source, place)
        s0 = multiply_add(spread(at(weights, w)), near, s0)
        s1 = multiply_add(spread(at(weights, w + step_out)), near, s1)
        s2 = multiply_add(spread(at(weights, w + 2 * step_out)), near, s2)
        s3 = multiply_add(spread(at(weights, w + 3 * step_out)), near, s3)
        w += step_in
        place += source_step
    store(target, first, s0)
    store(target, second, s1)
    store(target, third, s2)
    store(target, fourth, s3)


@njit(error_model="numpy")
def _sums_of_one_four_times(
    weights: Pointer,
    w: int,
    step_in: int,
    start: int,
    source: Pointer,
    place: int,
    source_step: int,
    inputs: int,
    target: Pointer,
    target_at: int,
) -> None:
    """One sum of 32 rows."""
    s0 = _begun(weights, start, target, target_at)
    s1 = _begun(weights, start, target, target_at + WIDTH)
    s2 = _begun(weights, start, target, target_at + 2 * WIDTH)
    s3 = _begun(weights, start, target, target_at + 3 * WIDTH)
    for _ in range(inputs):
        weight = spread(at(weights, w))
        s0 = multiply_add(weight, load(source, place), s0)
        s1 = multiply_add(weight, load(source, place + WIDTH), s1)
        s2 = multiply_add(weight, load(source, place + 2 * WIDTH), s2)
        s3 = multiply_add(weight, load(source, place + 3 * WIDTH), s3)
        w += step_in
        place += source_step
    store(target, target_at, s0)
    store(target, target_at + WIDTH, s1)
    store(target, target_at + 2 * WIDTH, s2)
    store(target, target_at + 3 * WIDTH, s3)


@njit(error_model="numpy")
def _sums_of_one(
    weights: Pointer,
    w: int,
    step_in: int,
    start: int,
    source: Pointer,
    place: int,
    source_step: int,
    inputs: int,
    target: Pointer,
    target_at: int,
) -> None:
    """One sum of eight rows."""
    s = _begun(weights, start, target, target_at)
    for _ in range(inputs):
        s = multiply_add(spread(at(weights, w)), load(source, place), s)
        w += step_in
        place += source_step
    store(target, target_at, s)
