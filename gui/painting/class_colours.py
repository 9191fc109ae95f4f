"""The map of several classes: whose answer is the largest, in the colour of the class, as strong as it is sure."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from engine.arrays import Array
from gui.painting.colourmap import STRENGTH
from gui.theme import Theme

SHADES = 64
# A class that wins less of the plane than this has no name written in it; every so many cells are looked at.
LEAST_HOME = 0.01
COARSE = 4
# A name may stand at so many places of the plane that its class wins.
MOST_PLACES = 100


def class_ink(number: int, theme: Theme) -> str:
    """The colour of a class; of very many some share one."""
    return theme.classes[number % len(theme.classes)]


def _channels(ink: str) -> Array:
    colour = QColor(ink)
    return np.array([colour.red(), colour.green(), colour.blue()], dtype=float)


@lru_cache(16)
def class_table(theme: Theme, classes: int) -> NDArray[np.uint32]:
    """Colours as 0xAARRGGBB, shape (classes × SHADES,): for each class from the surface to its own."""
    surface = _channels(theme.surface)
    inks = np.array([_channels(class_ink(number, theme)) for number in range(classes)])
    shares = np.linspace(0.0, STRENGTH, SHADES)[None, :, None]
    mixed = surface + (inks[:, None, :] - surface) * shares
    red, green, blue = np.moveaxis(np.rint(mixed).astype(np.uint32), 2, 0)
    table = np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue
    return np.ascontiguousarray(table.ravel())


def class_image(p: NDArray[np.float32], theme: Theme, discrete: bool) -> QImage:
    """An image of the answers, shape (classes, height, width): an even answer is pale, a sure one strong."""
    classes, height, width = p.shape
    winner = p.argmax(axis=0)
    shade = np.full(winner.shape, SHADES - 1)
    if not discrete:
        sure = (np.nan_to_num(p.max(axis=0)) - 1 / classes) / (1 - 1 / classes)
        shade = np.clip(sure * (SHADES - 1), 0, SHADES - 1).astype(np.intp)
    pixels = np.take(class_table(theme, classes), winner * SHADES + shade)
    return QImage(np.ascontiguousarray(pixels).data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def homes_of(p: NDArray[np.float32]) -> dict[int, Array]:
    """Places (across, down) where each class wins, shape (places, 2), from their middle outwards: some of all."""
    winner = p[:, COARSE // 2 :: COARSE, COARSE // 2 :: COARSE].argmax(axis=0)
    homes = {}
    for number in np.unique(winner).tolist():
        cells = np.argwhere(winner == number)
        if len(cells) >= LEAST_HOME * winner.size:
            outwards = ((cells - cells.mean(axis=0)) ** 2).sum(axis=1).argsort(kind="stable")
            chosen = cells[outwards[:: max(1, len(cells) // MOST_PLACES)]]
            homes[number] = ((chosen + 0.5) / winner.shape)[:, ::-1]
    return homes


def calmest(places: Array, size: tuple[float, float], points: Array) -> Array:
    """The first of the places, shape (places, 2), at which a box in its middle covers the fewest points."""
    distance = np.abs(points[None] - places[:, None])
    return np.asarray(places[(2 * distance < size).all(axis=2).sum(axis=1).argmin()])
