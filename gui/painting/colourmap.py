"""From a number to a colour: orange below, the surface in the middle, blue above."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui.theme import Theme

SHADES = 256
STRENGTH = 0.62


@lru_cache(8)
def diverging_table(theme: Theme, strength: float = STRENGTH) -> NDArray[np.uint32]:
    """256 opaque colours as 0xAARRGGBB, from the negative colour through the surface to the positive."""
    ends = [theme.negative, theme.surface, theme.positive]
    channels = np.array([[c.red(), c.green(), c.blue()] for c in map(QColor, ends)], dtype=float)
    place = np.linspace(-1.0, 1.0, SHADES)
    towards = np.where(place[:, None] < 0, channels[0], channels[2])
    mixed = channels[1] + (towards - channels[1]) * (np.abs(place) * strength)[:, None]
    red, green, blue = np.rint(mixed).astype(np.uint32).T
    table = np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue
    table.setflags(write=False)
    return table


def shares(values: NDArray[np.floating], low: float, high: float) -> NDArray[np.floating]:
    """How far values lie on the way from `low` to `high`, from 0 to 1."""
    # Shortly before numbers blow up these are so large that twice as much is none any more.
    values, low, high = values / 2, low / 2, high / 2
    return (np.clip(values, low, high) - low) / (high - low)


def shades(values: NDArray[np.floating], low: float, high: float) -> NDArray[np.uint8]:
    """The places of values in the table, with `low` and `high` at its ends; what is no number is at the lower."""
    return np.nan_to_num(shares(values, low, high) * (SHADES - 1)).astype(np.uint8)


def heat_image(
    values: NDArray[np.floating], low: float, high: float, theme: Theme, strength: float = STRENGTH
) -> QImage:
    """An image of `values`, shape (height, width), with `low` and `high` at the ends of the colours."""
    pixels = np.take(diverging_table(theme, strength), shades(values, low, high))
    height, width = values.shape
    image = QImage(np.ascontiguousarray(pixels).data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()
