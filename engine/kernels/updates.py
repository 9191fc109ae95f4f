"""How the gradient of a batch moves the parameters: optimizers and schedules by number, penalties, clipping.

The one place of the compiled engine to add an optimizer or a schedule: a name's place in its tuple is its number. The
formulas and their sources are in `engine.optimizers`, `engine.schedules` and `engine.regularizers`. What an optimizer
remembers are (slots, parameters) numbers, row by row behind one pointer.
"""

import math
from typing import NamedTuple

from numba import njit

from engine.arrays import Array
from engine.blow_up import SURELY_FINITE
from engine.kernels.lanes import WIDTH, at, like, load, multiply_add, pointer, put, root, spread, store, total
from engine.kernels.places import Number, Pointer
from engine.optimizers import ALPHA, BETA_1, BETA_2, EPSILON, SMALL_EPSILON
from engine.regularizers import NORM_EPSILON
from engine.schedules import END_DIVISOR, FACTOR, RISING, START_DIVISOR

OPTIMIZERS = ("gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
GRADIENT_DESCENT, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM, ADAMW = range(len(OPTIMIZERS))

SCHEDULES = ("constant", "step", "cosine", "one-cycle")
CONSTANT, STEP, COSINE, ONE_CYCLE = range(len(SCHEDULES))

# So many parameters are moved eight at a time. Fewer are not: the gradient of a row was written one number after the
# other just before, and whoever reads eight of them at once waits until they have arrived in memory.
MANY = 64


class Rules(NamedTuple):
    """All that an experiment says of its updates; `is_weight`, shape (parameters,), is 1 for weights, 0 for biases."""

    optimizer: int
    learning_rate: float
    momentum: float
    weight_decay: float
    schedule: int
    schedule_epochs: int
    l1: float
    l2: float
    clip: float
    is_weight: Array


@njit(error_model="numpy")
def moves_plainly(rules: Rules) -> bool:
    """Whether the rate is constant, and there are neither penalties nor clipping."""
    return rules.schedule == CONSTANT and rules.l1 == 0.0 and rules.l2 == 0.0 and rules.clip == 0.0


@njit(error_model="numpy")
def change_gradient(rules: Rules, parameters: Pointer, gradient: Pointer, count: int) -> None:
    """Add the penalties to the gradient, then clip it, in place."""
    if rules.l1 != 0.0 or rules.l2 != 0.0:
        is_weight = pointer(rules.is_weight)
        for k in range(count):
            w = at(parameters, k)
            sign = math.copysign(1.0, w) if w != 0.0 else 0.0
            put(gradient, k, at(gradient, k) + at(is_weight, k) * (rules.l1 * sign + rules.l2 * w))
    if rules.clip != 0.0:
        squares = _sum_of_squares(gradient, count)
        # Clipped, a gradient beyond all bounds would look like none: it is made one that nobody overlooks.
        share = min(1.0, rules.clip / (math.sqrt(squares) + NORM_EPSILON)) if squares < SURELY_FINITE else math.nan
        for k in range(count):
            put(gradient, k, share * at(gradient, k))


@njit(error_model="numpy")
def _sum_of_squares(numbers: Pointer, count: int) -> float:
    squares = spread(0.0)
    vectors = count // WIDTH * WIDTH
    for k in range(0, vectors, WIDTH):
        some = load(numbers, k)
        squares = multiply_add(some, some, squares)
    whole = total(squares)
    for k in range(vectors, count):
        whole += at(numbers, k) * at(numbers, k)
    return whole


@njit(error_model="numpy")
def rate_of_batch(rules: Rules, epoch: int, batch: int, batches: int) -> float:
    """The learning rate of a batch, by the schedule."""
    base, length = rules.learning_rate, rules.schedule_epochs
    if rules.schedule == STEP:
        return base * FACTOR ** float(epoch // length)
    if rules.schedule == COSINE:
        return _between(base, 0.0, min(epoch / length, 1.0))
    if rules.schedule == ONE_CYCLE:
        number, count = float(epoch * batches + batch), float(length * batches)
        start, top = base / START_DIVISOR, RISING * count - 1.0
        if number <= top:
            return _between(start, base, number / top)
        return _between(base, start / END_DIVISOR, min((number - top) / (count - 1.0 - top), 1.0))
    return base


@njit(error_model="numpy")
def _between(first: float, last: float, share: float) -> float:
    return last + (first - last) * (1.0 + math.cos(math.pi * share)) / 2.0


@njit(error_model="numpy")
def update(
    optimizer: int,
    rate: float,
    momentum: float,
    weight_decay: float,
    parameters: Pointer,
    gradient: Pointer,
    memory: Pointer,
    count: int,
) -> float:
    """Move the `count` parameters; the sum of the squares of these and of what is remembered of the gradient.

    It is large, infinite or NaN when loss, gradient or any number of the update is not finite: a loss overflows where a
    gradient has passed 1e100, and where nothing is remembered of that it is in the step, at any rate that is no joke.
    """
    if optimizer == GRADIENT_DESCENT:
        return _descend(parameters, gradient, count, rate)
    if optimizer in (ADAM, ADAMW):
        decay = weight_decay if optimizer == ADAMW else 0.0
        return _update_by_moments(parameters, gradient, memory, count, rate, decay)
    return _update_by_one(optimizer, parameters, gradient, memory, count, rate, momentum)


@njit(error_model="numpy")
def _descend(parameters: Pointer, gradient: Pointer, count: int, rate: float) -> float:
    squares = spread(0.0)
    vectors = count // WIDTH * WIDTH if count >= MANY else 0
    for k in range(0, vectors, WIDTH):
        w = multiply_add(spread(-rate), load(gradient, k), load(parameters, k))
        store(parameters, k, w)
        squares = multiply_add(w, w, squares)
    sum_of_squares = total(squares)
    for k in range(vectors, count):
        v = at(parameters, k) - rate * at(gradient, k)
        put(parameters, k, v)
        sum_of_squares += v * v
    return sum_of_squares


@njit(error_model="numpy")
def _update_by_one(
    code: int, parameters: Pointer, gradient: Pointer, memory: Pointer, count: int, rate: float, momentum: float
) -> float:
    """Optimizers that remember one number of each parameter."""
    squares = spread(0.0)
    vectors = count // WIDTH * WIDTH
    for k in range(0, vectors, WIDTH):
        w, kept = _moved_by_one(code, load(parameters, k), load(gradient, k), load(memory, k), rate, momentum)
        store(parameters, k, w)
        store(memory, k, kept)
        squares = multiply_add(kept, kept, multiply_add(w, w, squares))
    sum_of_squares = total(squares)
    for k in range(vectors, count):
        v, one = _moved_by_one(code, at(parameters, k), at(gradient, k), at(memory, k), rate, momentum)
        put(parameters, k, v)
        put(memory, k, one)
        sum_of_squares += v * v + one * one
    return sum_of_squares


@njit(error_model="numpy")
def _moved_by_one(code: int, w: Number, g: Number, kept: Number, rate: float, momentum: float) -> tuple[Number, Number]:
    """The new parameters, and what is remembered of them."""
    if code in (MOMENTUM, NESTEROV):
        kept = multiply_add(like(momentum, g), kept, g)
        step = multiply_add(like(momentum, g), kept, g) if code == NESTEROV else kept
        return multiply_add(like(-rate, g), step, w), kept
    if code == ADAGRAD:
        kept = multiply_add(g, g, kept)
        return w - rate * g / (root(kept) + SMALL_EPSILON), kept
    kept = multiply_add(like(1.0 - ALPHA, g), g * g, ALPHA * kept)
    return w - rate * g / (root(kept) + EPSILON), kept


@njit(error_model="numpy")
def _update_by_moments(
    parameters: Pointer, gradient: Pointer, memory: Pointer, count: int, rate: float, decay: float
) -> float:
    """Adam, and with a decay AdamW: two means are remembered, and how many updates there were."""
    t = at(memory, 2 * count) + 1.0
    part_1, part_2 = 1.0 - BETA_1**t, 1.0 - BETA_2**t
    squares = spread(0.0)
    vectors = count // WIDTH * WIDTH
    for k in range(0, vectors, WIDTH):
        m = _mean(BETA_1, load(memory, k), load(gradient, k))
        v = _mean(BETA_2, load(memory, count + k), load(gradient, k) * load(gradient, k))
        w = _moved_by_moments(load(parameters, k), m / part_1, v / part_2, rate, decay)
        store(parameters, k, w)
        store(memory, k, m)
        store(memory, count + k, v)
        store(memory, 2 * count + k, spread(t))
        squares = multiply_add(m, m, multiply_add(w, w, squares))
    sum_of_squares = total(squares)
    for k in range(vectors, count):
        m_one = _mean(BETA_1, at(memory, k), at(gradient, k))
        v_one = _mean(BETA_2, at(memory, count + k), at(gradient, k) * at(gradient, k))
        w_one = _moved_by_moments(at(parameters, k), m_one / part_1, v_one / part_2, rate, decay)
        put(parameters, k, w_one)
        put(memory, k, m_one)
        put(memory, count + k, v_one)
        put(memory, 2 * count + k, t)
        sum_of_squares += w_one * w_one + m_one * m_one
    return sum_of_squares


@njit(error_model="numpy")
def _mean(share: float, before: Number, new: Number) -> Number:
    """A mean of which so large a share is what it was before."""
    return multiply_add(like(1.0 - share, new), new, share * before)


@njit(error_model="numpy")
def _moved_by_moments(w: Number, m_hat: Number, v_hat: Number, rate: float, decay: float) -> Number:
    return w - rate * (m_hat / (root(v_hat) + EPSILON) + decay * w)
