"""Calm axes: ranges that grow in round steps, so that a growing curve does not make the axis dance."""

import math

import numpy as np

from engine.arrays import Array

ROUND = (1.0, 2.0, 5.0, 10.0)
FINE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
# Distances of labelled ticks, and into how many parts at least a range of inputs is rounded.
TICKS = (1.0, 2.0, 2.5, 4.0, 5.0, 10.0)
PARTS = 8
# What is larger cannot be rounded up any more.
ENDLESS = 1e300
# What is smaller than this share of the other side of 0 needs no room of its own.
NEXT_TO_NOTHING = 0.01
# The smallest loss that a logarithmic axis shows.
LOG_FLOOR = 1e-12


def round_up(value: float, steps: tuple[float, ...] = ROUND) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … (or of other steps) at or above a positive value; 1 for any other value."""
    # Below this, powers of ten begin to lose their digits.
    if not math.isfinite(value) or value < 1e-300:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in steps if step * power >= value * (1 - 1e-12))


def epoch_range(last: float) -> tuple[float, float]:
    """From epoch 0 to a round one."""
    return 0.0, max(10.0, round_up(last))


def loss_range(values: list[Array], log: bool) -> tuple[float, float]:
    """From 0 to a round number above all values; on a logarithmic axis whole powers of ten, as exponents."""
    known = np.concatenate([values_of[np.isfinite(values_of)] for values_of in values] or [np.zeros(0)])
    if not len(known):
        return (-1.0, 0.0) if log else (0.0, 1.0)
    top = float(known.max())
    if not log:
        return 0.0, round_up(top)
    high = math.ceil(math.log10(max(top, LOG_FLOOR)))
    low = math.floor(math.log10(max(float(known.min()), LOG_FLOOR)))
    return float(min(low, high - 1)), float(high)


def input_range(low: float, high: float) -> tuple[float, float]:
    """Round numbers on both sides of inputs from `low` to `high`, with some room between."""
    room = 0.1 * (high - low) or 0.5
    step = round_up((high - low + 2 * room) / PARTS)
    return step * math.floor((low - room) / step), step * math.ceil((high + room) / step)


def value_range(values: Array) -> tuple[float, float]:
    """From 0 to a round number beyond all values, on one side or on both; what is all but infinite is left out."""
    known = values[np.abs(values) <= ENDLESS]
    low, high = -float(known.min(initial=0.0)), float(known.max(initial=0.0))
    least = NEXT_TO_NOTHING * max(low, high)
    below = round_up(low) if low > least else 0.0
    above = round_up(high) if high > least else 0.0
    return (0.0 - below, above) if below or above else (0.0, 1.0)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers from `low` to `high`, about `most` of them at most, with both ends where a round step allows it."""
    smallest = (high - low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(smallest))
    steps = [step * power for step in TICKS if step * power >= smallest * (1 - 1e-9)]
    step = next((step for step in steps if _divides(step, low) and _divides(step, high)), round_up(smallest))
    return [step * place for place in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _divides(step: float, value: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-9
