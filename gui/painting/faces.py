"""The faces of neurons: what each makes of every point of the map's plane, in the colours of the map."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QImage, QTransform

from engine.plane import Plane, activation_maps
from engine.snapshot import Snapshot
from gui import theme
from gui.painting.colourmap import diverging_table, shades
from gui.painting.heat import SIDES, banded, neuron_range

# Points of a face along a side, and weights above which there are none: a pass through them takes too long.
SIDE = 25
MOST_WEIGHTS = 100_000
# Neurons that look smaller have no face.
LEAST_RADIUS = 9.0


class Faces:
    """One image for each neuron after the inputs, calculated anew only for other parameters, plane or look."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._parameters = np.zeros(0)
        self._pixels: list[NDArray[np.uint32]] = []

    def update(self, snapshot: Snapshot, plane: Plane, discrete: bool) -> None:
        """Make the faces of a moment."""
        of = (snapshot.experiment.architecture, snapshot.data, plane, discrete, theme.current())
        if of != self._of or not np.array_equal(snapshot.parameters, self._parameters):
            self._pixels = _pixels(snapshot, plane, discrete)
            self._of, self._parameters = of, snapshot.parameters

    def brush(self, place: tuple[int, int], centre: QPointF, radius: float) -> QBrush:
        """What fills a neuron's disc with its face."""
        pixels = self._pixels[place[0] - 1][place[1]]
        brush = QBrush(QImage(pixels.data, SIDE, SIDE, 4 * SIDE, QImage.Format.Format_RGB32))
        scale = 2 * radius / SIDE
        brush.setTransform(QTransform(scale, 0, 0, scale, centre.x() - radius, centre.y() - radius))
        return brush


def _pixels(snapshot: Snapshot, plane: Plane, discrete: bool) -> list[NDArray[np.uint32]]:
    """The colours of the faces, one array (neurons, SIDE, SIDE) for each layer."""
    table = diverging_table(theme.current())
    layers = []
    for layer, maps in enumerate(activation_maps(snapshot, plane, SIDE), start=1):
        ends = neuron_range(snapshot, layer, maps)
        layers.append(np.take(table, shades(banded(maps, ends, SIDES) if discrete else maps, *ends)))
    return layers
