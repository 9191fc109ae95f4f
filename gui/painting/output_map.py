"""The map of the output: the colour of the prediction at every point of a plane of two inputs."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from engine.arrays import Array
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import plain
from gui.painting.colourmap import heat_image
from gui.painting.markers import MarkerLayer, Markers
from gui.painting.output_picture import TICK, Bounds, OutputPicture, colour_range, free_place
from gui.probe import Probe

# Points of a map along a side, and multiplications that one map may cost: large networks get a coarser one.
SIDES = (24, 100)
MAP_BUDGET = 1_500_000
# Names beside the markers up to so many rows; more would be soup.
MOST_NAMES = 10
# What is shown of a table without rows.
EMPTY = (-6.0, 6.0, -6.0, 6.0)


class Heat:
    """The colours of the plane, calculated anew only for other parameters, other bounds or another theme."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._parameters = np.zeros(0)
        self._image = QImage()

    def image(self, snapshot: Snapshot, bounds: Bounds) -> QImage:
        of = (snapshot.experiment.architecture, snapshot.data, bounds, theme.current())
        # Steps inside a batch give one picture after the other of the very same network.
        if of != self._of or not np.array_equal(snapshot.parameters, self._parameters):
            self._of, self._parameters, self._image = of, snapshot.parameters, _heat(snapshot, bounds)
        return self._image


class OutputMap(OutputPicture):
    """The plane of two inputs, with the rows where their inputs are."""

    def __init__(self, rect: QRectF, snapshot: Snapshot, probe: Probe | None, heat: Heat, markers: MarkerLayer) -> None:
        super().__init__(rect, snapshot, probe)
        self._heat, self._markers = heat, markers

    @cached_property
    def plot(self) -> QRectF:
        """As wide as high."""
        room = self.rect.adjusted(52, 8, -16, -40)
        side = min(room.width(), room.height())
        return QRectF(room.left() + (room.width() - side) / 2, room.top(), side, side)

    @cached_property
    def bounds(self) -> Bounds:
        """(left, right, bottom, top) in the units of the inputs: all rows with room around them."""
        if self.frame is not None or not self.table.row_count:
            return self.frame or EMPTY
        low, high = self.all_inputs.min(axis=0), self.all_inputs.max(axis=0)
        room = np.maximum((high - low) * 0.2, 0.5)
        (left, bottom), (right, top) = low - room, high + room
        return left, right, bottom, top

    @cached_property
    def places(self) -> Array:
        return self.to_plot(self.table.inputs[self.rows])

    def to_plot(self, points: Array) -> Array:
        """Where inputs, shape (points, 2), are in the picture."""
        left, right, bottom, top = self.bounds
        x = self.plot.left() + (points[:, 0] - left) / (right - left) * self.plot.width()
        y = self.plot.bottom() - (points[:, 1] - bottom) / (top - bottom) * self.plot.height()
        return np.column_stack([x, y])

    @property
    def takes_points(self) -> bool:
        return self.table.is_classification and self.table.input_names == self.snapshot.data.table.input_names

    def point_at(self, position: QPointF) -> Array:
        left, right, bottom, top = self.bounds
        across = (position.x() - self.plot.left()) / self.plot.width()
        up = (self.plot.bottom() - position.y()) / self.plot.height()
        return np.array([left + across * (right - left), bottom + up * (top - bottom)])

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.plot, self._heat.image(self.snapshot, self.bounds))
        self.paint_frame(painter)
        self._paint_ends(painter)
        below, beside = self.table.input_names
        self.paint_axis_names(painter, below, beside, distance=34)
        self.paint_markers(painter)
        if self.table.row_count <= MOST_NAMES:
            self._paint_names(painter)
        if self.typed is not None:
            self.paint_typed(painter, *self.to_plot(self.typed)[0].tolist())

    def _draw(self, painter: QPainter, groups: Sequence[Markers]) -> None:
        self._markers.draw(painter, self.rect, groups)

    def _paint_ends(self, painter: QPainter) -> None:
        """The values at the ends of both axes."""
        painter.setPen(theme.colour(theme.current().muted))
        painter.setFont(theme.font(TICK))
        left, right, bottom, top = self.bounds
        flag = Qt.AlignmentFlag
        below = QRectF(self.plot.left(), self.plot.bottom() + 3, self.plot.width(), 16)
        painter.drawText(below, int(flag.AlignLeft), plain(round(left, 2)))
        painter.drawText(below, int(flag.AlignRight), plain(round(right, 2)))
        beside = QRectF(0, self.plot.top() - 2, self.plot.left() - 6, self.plot.height() + 4)
        painter.drawText(beside, int(flag.AlignRight | flag.AlignTop), plain(round(top, 2)))
        painter.drawText(beside, int(flag.AlignRight | flag.AlignBottom), plain(round(bottom, 2)))

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour(theme.current().text))
        metrics = QFontMetricsF(painter.font())
        taken: list[QRectF] = []
        for name, (x, y) in zip(self.table.row_names, self.places.tolist(), strict=True):
            box = free_place(QPointF(x, y), metrics.horizontalAdvance(name), self.rect.width(), taken)
            taken.append(box)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)


def map_side(weights: int) -> int:
    """How many points a side of the map of a network with so many weights has."""
    return int(np.clip(np.sqrt(MAP_BUDGET / max(weights, 1)), *SIDES))


def _heat(snapshot: Snapshot, bounds: Bounds) -> QImage:
    left, right, bottom, top = bounds
    side = map_side(snapshot.experiment.architecture.weight_count)
    middles = (np.arange(side) + 0.5) / side
    x = left + (right - left) * middles
    y = top + (bottom - top) * middles
    grid = np.column_stack([np.tile(x, side), np.repeat(y, side)])
    values = _first_output(snapshot, grid).reshape(side, side)
    return heat_image(values, *colour_range(snapshot), theme.current())


def _first_output(snapshot: Snapshot, points: Array) -> Array:
    """What the network says at each of many points, shape (points, inputs).

    A column for each point, where the engine has rows: of few neurons and many points that is quicker. So are 32-bit
    floats, which have a thousand times as many digits as a colour.
    """
    values: Any = np.ascontiguousarray(snapshot.data.scale(points).T, dtype=np.float32)
    # Weights that are set by hand may be of any size.
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in snapshot.layers:
            weights, biases, f = layer.W.astype(np.float32), layer.b.astype(np.float32), layer.activation
            z = weights @ values + biases[:, None]
            values = f.value(z) if f.elementwise else f.value(z.T).T
    return np.asarray(values[0], dtype=float)
