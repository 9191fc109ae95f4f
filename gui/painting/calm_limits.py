"""Limits of axes around a value that moves: round, and changed only when it is time."""

import math
from collections.abc import Callable

import numpy as np

from engine.arrays import Array
from gui.painting.axis_range import round_up

Limits = tuple[float, float]

# A value may move through this part of the axis, as a share from its middle to its end.
MIDDLE = 0.6
# How far an axis of weights reaches to both sides: as a rule so far at least, and never less than that; the last is a
# share of the value, for large ones.
USUAL_REACH, LEAST_REACH, LEAST_SHARE = 2.0, 0.1, 0.05
# A loss that is so many times as large as is usual is not to be seen beside the present one.
STEEP = 20.0
# A curve that covers less of the old limits gets new ones.
LEAST_COVERED = 0.4
UNITS = 4


def stays(value: float, limits: Limits) -> bool:
    """Whether a value is in the middle part of limits, so that they need not change."""
    middle, reach = sum(limits) / 2, (limits[1] - limits[0]) / 2
    return abs(value - middle) <= MIDDLE * reach


def limits_around(value: float, losses: Callable[[Array], Array], usual: float) -> Limits:
    """Round limits around a value; narrower ones where the loss soon is far larger than is usual."""
    reach = round_up(max(USUAL_REACH, abs(value) / 2))
    least = max(LEAST_REACH, LEAST_SHARE * abs(value))
    while reach > least and not losses(np.array([value - reach, value + reach])).max() <= STEEP * usual:
        reach = round_up(reach * 0.4)
    centre = round(value / (reach / 2)) * (reach / 2)
    return centre - reach, centre + reach


def loss_limits(losses: Array, before: Limits | None = None) -> Limits:
    """Round limits around all losses; those from before, as long as the losses fit in and fill them well."""
    known = losses[np.isfinite(losses)]
    if not len(known):
        return before or (0.0, 1.0)
    low, high = float(known.min()), float(known.max())
    fits = before is not None and before[0] <= low and high <= before[1]
    if before is not None and fits and high - low >= LEAST_COVERED * (before[1] - before[0]):
        return before
    unit = round_up(max(high - low, 1e-3 * high, 1e-12) / UNITS)
    # A multiple of a binary fraction may lie a hair beyond the number that it stands for.
    bottom = max(0.0, min(math.floor(low / unit) * unit, low))
    return bottom, max(math.ceil(high / unit) * unit, high, bottom + unit)


def ticks(limits: Limits, most: int) -> list[float]:
    """Round numbers from end to end, at most so many; the two ends alone where there is room for no more."""
    low, high = limits
    if most < 3:
        return [low, high]
    unit = round_up((high - low) / (most - 1))
    first, last = math.ceil(low / unit - 1e-9), math.floor(high / unit + 1e-9)
    inner = [number * unit for number in range(first, last + 1)]
    return inner if len(inner) > 1 else [low, high]
