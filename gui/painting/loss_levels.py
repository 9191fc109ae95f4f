"""Heights of a loss: round numbers at which contours are drawn, and a colour for each step between two of them."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from engine.arrays import Array
from gui import theme
from gui.painting.axis_range import ticks
from gui.painting.colourmap import SHADES
from gui.theme import Theme

# As many contours as can be told apart; where the highest loss is so many times the lowest they are 1, 2, 5, 10 …
MOST_LEVELS = 9
WIDE = 30.0
# How strong the colours of the lowest and of the highest loss are.
DEEPEST, FAINTEST = 0.62, 0.04
# The share of the points that lie above the highest contour of an evenly spaced scale.
STEEP = 0.05


@dataclass(frozen=True, eq=False)
class Levels:
    """`values` are the round numbers between the ends `low` and `high`, rising."""

    low: float
    high: float
    values: tuple[float, ...]

    def shares(self, losses: Array) -> Array:
        """Where losses are between the lowest, 0, and the highest, 1: as high a step from each contour to the next."""
        ends = np.array([self.low, *self.values, self.high])
        known = np.nan_to_num(losses, nan=self.high, posinf=self.high)
        return np.asarray(np.interp(known, ends, np.linspace(0.0, 1.0, len(ends))))


def levels_of(losses: Array) -> Levels:
    """The levels of a surface; one that is flat has none."""
    known = losses[np.isfinite(losses)]
    if not len(known):
        return Levels(0.0, 1.0, ())
    low, high = float(known.min()), float(known.max())
    if not low < high:
        return Levels(low, low + 1.0, ())
    if low > 0 and high / low > WIDE:
        values = _widening(low, high)
    else:
        values = ticks(low, float(np.quantile(known, 1 - STEEP)), MOST_LEVELS)
    return Levels(low, high, tuple(value for value in values if low < value < high))


def _widening(low: float, high: float) -> list[float]:
    """1, 2, 5, 10 … between two numbers; of many powers of ten only some."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)))
    steps = (1.0, 2.0, 5.0) if len(powers) * 3 <= MOST_LEVELS + 4 else (1.0,)
    every = max(1, math.ceil(len(powers) * len(steps) / (MOST_LEVELS + 4)))
    return [step * 10.0**power for power in powers if power % every == 0 for step in steps]


@lru_cache(8)
def depth_table(colours: Theme) -> NDArray[np.uint32]:
    """256 opaque colours as 0xAARRGGBB: the lowest loss is deepest, the highest all but the surface."""
    table = [theme.blend(colours.surface, colours.accent, share).rgb() for share in _strengths()]
    found = np.array(table, dtype=np.uint32)
    found.setflags(write=False)
    return found


def _strengths() -> list[float]:
    return [float(share) for share in np.linspace(DEEPEST, FAINTEST, SHADES)]


def shades(shares: Array) -> NDArray[np.uint8]:
    """The places in `depth_table` of shares from 0 to 1."""
    return np.asarray(shares * (SHADES - 1), dtype=np.uint8)


def depth_image(shares: Array, colours: Theme) -> QImage:
    """An image of shares from 0 to 1, shape (height, width), whose first row is below."""
    pixels = np.ascontiguousarray(depth_table(colours)[shades(shares)[::-1]])
    height, width = shares.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
