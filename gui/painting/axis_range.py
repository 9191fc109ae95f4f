"""Calm axes: ranges that grow in round steps, so that a growing curve does not make the axis dance."""

import math

import numpy as np

from engine.arrays import Array

ROUND = (1.0, 2.0, 5.0, 10.0)
FINE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
# The smallest loss that a logarithmic axis shows.
LOG_FLOOR = 1e-12


def round_up(value: float, steps: tuple[float, ...] = ROUND) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … (or of other steps) at or above a positive value; 1 for any other value."""
    if not math.isfinite(value) or value <= 0:
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
