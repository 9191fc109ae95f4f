"""The colours of a plane of two inputs: of the answer, or of what one neuron makes of it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from engine.arrays import Array
from engine.plane import Plane, layer_maps, map_side
from engine.snapshot import Snapshot
from gui import theme
from gui.painting.class_colours import class_image, homes_of
from gui.painting.colourmap import heat_image, shares
from gui.painting.output_picture import colour_range

# Into so many bands a quantity is parted; an answer has two sides.
BANDS, SIDES = 10, 2

Neuron = tuple[int, int]


class HeatMap(NamedTuple):
    """An image of the plane, the values at the ends of its colours, and where each class is at home, as shares of the
    width and of the height from the top. Both are missing where the other says it all.
    """

    image: QImage
    ends: tuple[float, float] | None
    homes: dict[int, Array]


class Heat:
    """The map of a plane, calculated anew only for other parameters, another plane or another look."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._parameters = np.zeros(0)
        self._map: HeatMap | None = None

    def of(self, snapshot: Snapshot, plane: Plane, discrete: bool, neuron: Neuron | None) -> HeatMap:
        of = (snapshot.experiment.architecture, snapshot.data, plane, discrete, neuron, theme.current())
        # Steps inside a batch give one picture after the other of the very same network.
        if self._map is None or of != self._of or not np.array_equal(snapshot.parameters, self._parameters):
            self._of, self._parameters = of, snapshot.parameters
            self._map = _heat(snapshot, plane, discrete, neuron)
        return self._map


def _heat(snapshot: Snapshot, plane: Plane, discrete: bool, neuron: Neuron | None) -> HeatMap:
    side = map_side(snapshot.experiment.architecture.weight_count)
    maps = layer_maps(snapshot, plane, side, neuron[0] if neuron else None)
    if neuron is None and len(maps) > 1:
        return HeatMap(class_image(maps, theme.current(), discrete), None, homes_of(maps))
    values = maps[neuron[1] if neuron else 0]
    ends = neuron_range(snapshot, neuron[0], values) if neuron else colour_range(snapshot)
    if discrete:
        values = banded(values, ends, SIDES if neuron or snapshot.data.dataset.is_classification else BANDS)
    return HeatMap(heat_image(values, *ends, theme.current()), ends, {})


def neuron_range(snapshot: Snapshot, layer: int, values: NDArray[np.float32]) -> tuple[float, float]:
    """The values at the ends of a neuron's colours: what its activation can give, or as far from 0 as it is here."""
    if layer == len(snapshot.layers) and len(snapshot.data.dataset.output_names) == 1:
        return colour_range(snapshot)
    low, high = snapshot.layers[layer - 1].activation.range
    if np.isfinite(low) and np.isfinite(high):
        return low, high
    furthest = float(np.abs(np.nan_to_num(values)).max()) or 1.0
    return -furthest, furthest


def banded(values: NDArray[np.float32], ends: tuple[float, float], bands: int) -> NDArray[np.float32]:
    """Values by the band they lie in, the outermost at the ends."""
    low, high = ends
    band = np.clip(np.floor(shares(values, low, high) * bands), 0, bands - 1)
    return np.asarray(low + band * ((high - low) / (bands - 1)))
