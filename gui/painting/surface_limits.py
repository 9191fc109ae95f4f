"""Limits of the axes of a surface: round ones around a path, that stay while they suit it."""

import numpy as np

from engine.arrays import Array
from gui.painting.axis_range import FINE, round_up
from gui.painting.calm_limits import Limits

# The path keeps this share of an axis away from its ends; an axis of which it needs less than that is too long.
MARGIN = 0.06
LEAST_COVERED = 0.2
# An axis reaches so far, in lengths of the path, and numbers beyond this are drawn at its end.
REACH = 0.7
FARTHEST = 1e6


def limits_of(values: Array, least: float, before: Limits | None) -> Limits:
    """Limits around the values of a path along an axis, which reaches `least` to both sides at least."""
    known = np.clip(values, -FARTHEST, FARTHEST)
    low, high = float(known.min()), float(known.max())
    if before is not None and _suits(low, high, least, before):
        return before
    reach = round_up(max(least, REACH * (high - low)), FINE)
    centre = round((low + high) / 2 / (reach / 4)) * (reach / 4)
    return centre - reach, centre + reach


def _suits(low: float, high: float, least: float, limits: Limits) -> bool:
    length = limits[1] - limits[0]
    fits = limits[0] + MARGIN * length <= low and high <= limits[1] - MARGIN * length
    return fits and (high - low >= LEAST_COVERED * length or length <= 2.5 * least)
