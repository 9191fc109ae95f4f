"""The training loop: batches, one after the other, without Python and without its lock."""

import numpy as np
from numba import njit

from engine.arrays import Array
from engine.blow_up import SURELY_FINITE
from engine.kernels import one_by_one, together, wide
from engine.kernels.dropping import Dropping, dropping_in, from_row
from engine.kernels.lanes import at, pointer
from engine.kernels.measuring import measure
from engine.kernels.paths import ONE_BY_ONE, WIDE
from engine.kernels.places import Flag, Ints, Pointer
from engine.kernels.updates import Rules, change_gradient, moves_plainly, rate_of_batch, update

# Why the loop ended: all is done, it was asked to stop, or it is doubtful whether a batch's numbers are all finite.
DONE, STOPPED, DOUBTFUL = range(3)
# No row is packed: all lie before.
UNPACKED = 2**62


@njit(nogil=True, cache=True, error_model="numpy")
def train(
    path: int,
    sizes: Ints,
    activations: Ints,
    has_bias: Ints,
    loss: int,
    rules: Rules,
    mean: bool,
    dropout: float | None,
    seed: np.uint64,
    batch: int,
    parameters: Array,
    memory: Array,
    before: Array,
    memory_before: Array,
    x: Array,
    y: Array,
    test_x: Array,
    test_y: Array,
    middle: float,
    order: Ints,
    shuffle: bool,
    generator: np.random.Generator,
    first_row: int,
    batches: int,
    packed_from: Ints,
    packed_x: Array,
    packed_y: Array,
    shares: Array,
    z: Array,
    a: Array,
    delta: Array,
    gradient: Array,
    room: Array,
    epoch: int,
    stride: int,
    records: Array,
    stop: Flag,
) -> tuple[int, int, int]:
    """Train so many batches; how many were done, why no more, and how many records were made.

    `parameters` (n,) and `memory` (slots, n) are changed in place; `before` and `memory_before` are what they were when
    the last of the batches began. Training begins at `first_row` of an epoch whose rows come in `order`; every epoch
    that begins thereafter draws its order from `generator`, if rows are shuffled. After every epoch whose number,
    counted from `epoch`, is a multiple of `stride` the next of `records`, shape (epochs, 4), gets loss and accuracy on
    the rows that train and on those that test; with a stride of 0 none does. Wide networks look at `stop` before every
    block of rows, and leave a batch undone that they have begun; others are quick enough to be waited for.
    `packed_from` is the row from which on the rows of this epoch are packed. Which neurons `dropout` leaves out follows
    from `seed`; None is another type than a number, so that the code for it has no trace of dropout.

    What is doubtful is left undone, for numpy to look at closely; `parameters` are then of no use.
    """
    rows, layers, count = len(x), len(activations), len(parameters)
    record = 0
    row = first_row
    rate, is_plain = rules.learning_rate, moves_plainly(rules)
    optimizer, momentum, weight_decay = rules.optimizer, rules.momentum, rules.weight_decay
    dropping = dropping_in(dropout, seed, epoch)
    for done in range(batches):
        if row == 0 and done > 0 and shuffle:
            order[:] = generator.permutation(rows)
            packed_from[0] = UNPACKED
        end = min(row + batch, rows)
        if done == batches - 1:
            before[:] = parameters
            memory_before[:] = memory
        share = 1.0 / (end - row) if mean else 1.0
        if path == ONE_BY_ONE:
            for place in range(row, end):
                one_by_one.add_gradient(
                    pointer(parameters), layers, pointer(sizes), pointer(activations), pointer(has_bias), loss,
                    pointer(x), pointer(y), order[place], share,
                    pointer(z), pointer(a), pointer(delta), count, pointer(gradient), place > row,
                )  # fmt: skip
        elif path == WIDE:
            for begin in range(row, end, wide.BLOCK):
                if stop[0]:
                    return done, STOPPED, record
                _add_block(
                    parameters, sizes, activations, has_bias, loss, dropping,
                    x, y, order, begin, min(begin + wide.BLOCK, end), share,
                    z, a, delta, gradient, begin > row, room, packed_y,
                )  # fmt: skip
        else:
            if packed_from[0] > row or (row - packed_from[0]) % batch:
                together.pack(x, y, order, row, batch, mean, packed_x, packed_y, shares)
                packed_from[0] = row
            gradient[:] = 0.0
            _add_chunks(
                pointer(parameters), layers, pointer(sizes), pointer(activations), pointer(has_bias), loss,
                dropping, row, pointer(packed_x), pointer(packed_y), pointer(shares),
                (row - packed_from[0]) // batch, batch,
                pointer(z), pointer(a), pointer(delta), count, pointer(gradient),
            )  # fmt: skip
        if not is_plain:
            rate = rate_of_batch(rules, epoch, row // batch, (rows + batch - 1) // batch)
            change_gradient(rules, pointer(parameters), pointer(gradient), count)
        squares = update(
            optimizer, rate, momentum, weight_decay, pointer(parameters), pointer(gradient), pointer(memory), count
        )
        if not squares < SURELY_FINITE:
            return done, DOUBTFUL, record
        row = end
        if row == rows:
            row = 0
            epoch += 1
            dropping = dropping_in(dropout, seed, epoch)
            if stride and epoch % stride == 0:
                figures = records[record]
                figures[0], figures[1] = measure(
                    path, parameters, sizes, activations, has_bias, loss, middle, x, y, z, a, delta, stop
                )
                figures[2], figures[3] = measure(
                    path, parameters, sizes, activations, has_bias, loss, middle, test_x, test_y, z, a, delta, stop
                )
                record += 1
    return batches, DONE, record


@njit(error_model="numpy")
def _add_chunks(
    parameters: Pointer,
    layers: int,
    sizes: Pointer,
    activations: Pointer,
    has_bias: Pointer,
    loss: int,
    dropping: Dropping,
    first_row: int,
    x: Pointer,
    y: Pointer,
    shares: Pointer,
    number: int,
    batch: int,
    z: Pointer,
    a: Pointer,
    delta: Pointer,
    count: int,
    gradient: Pointer,
) -> None:
    """The gradient of a batch of packed rows, chunk after chunk."""
    chunks, width = together.chunks_of(batch)
    for place in range(number * chunks, (number + 1) * chunks):
        x_at, y_at = place * at(sizes, 0) * width, place * at(sizes, layers) * width
        chunk = from_row(dropping, first_row + (place - number * chunks) * width)
        layer_at = together.forward(parameters, layers, sizes, activations, has_bias, chunk, x, x_at, width, z, a)
        together.backward(
            parameters, layers, sizes, activations, has_bias, loss, chunk,
            x, x_at, y, y_at, shares, place * width, width,
            z, a, delta, layer_at, count, gradient,
        )  # fmt: skip


@njit(error_model="numpy")
def _add_block(
    parameters: Array,
    sizes: Ints,
    activations: Ints,
    has_bias: Ints,
    loss: int,
    dropping: Dropping,
    x: Array,
    y: Array,
    order: Ints,
    begin: int,
    end: int,
    share: float,
    z: Array,
    a: Array,
    delta: Array,
    gradient: Array,
    again: bool,
    room: Array,
    targets: Array,
) -> None:
    """The gradient of a block of rows; `targets` has room for theirs."""
    wide.gather(x, order, begin, end, a)
    layer_at = wide.forward(parameters, sizes, activations, has_bias, from_row(dropping, begin), end - begin, z, a)
    wanted = wide.gather(y, order, begin, end, targets)
    wide.backward(
        parameters, sizes, activations, has_bias, loss, from_row(dropping, begin),
        wanted, share, z, a, delta, layer_at, gradient, again, room,
    )  # fmt: skip
