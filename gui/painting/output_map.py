"""The map of the output: the colour of the prediction at every point of a plane of two inputs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from engine.arrays import Array
from engine.plane import Plane
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import fixed, plain
from gui.output_choice import OutputSettings
from gui.painting.axis_range import round_up
from gui.painting.class_colours import calmest, class_ink
from gui.painting.colourmap import SHADES, diverging_table
from gui.painting.heat import Heat, HeatMap, Neuron
from gui.painting.markers import MarkerLayer, Markers, Shape
from gui.painting.network_names import name_of
from gui.painting.output_picture import TICK, Bounds, OutputPicture, free_place
from gui.painting.output_plane import plane_names, plane_of
from gui.probe import Probe, raw_of

# Names beside the markers up to so many rows; more would be soup.
MOST_NAMES = 10
# The bar of colours beside the plane, with room for its values; where the picture is too narrow it is left out.
BAR, BAR_GAP, BAR_ROOM, LEAST_WIDTH = 10.0, 12.0, 76.0, 240.0
# Markers of a quantity have so many colours.
MARKER_SHADES = 12
# The height of a short text on a ground of its own; it rather covers so many rows than the chosen one.
CHIP, DEAR = 18, 20


class OutputMap(OutputPicture):
    """The plane of two inputs, with the rows where their inputs are; of a neuron, if one is given, not the output."""

    def __init__(
        self,
        rect: QRectF,
        snapshot: Snapshot,
        probe: Probe | None,
        settings: OutputSettings,
        heat: Heat,
        markers: MarkerLayer,
        neuron: Neuron | None = None,
    ) -> None:
        super().__init__(rect, snapshot, probe, settings)
        self._heat, self._markers, self.neuron = heat, markers, neuron

    @cached_property
    def plane(self) -> Plane:
        plane = plane_of(self.snapshot, self.settings, self.probe)
        return plane if self.frame is None else replace(plane, bounds=self.frame)

    @cached_property
    def map(self) -> HeatMap:
        return self._heat.of(self.snapshot, self.plane, self.settings.discrete, self.neuron)

    @property
    def _has_bar(self) -> bool:
        return self.rect.width() >= LEAST_WIDTH and not self.has_several_outputs

    @cached_property
    def plot(self) -> QRectF:
        """As wide as high, with the bar of colours beside it."""
        room = self.rect.adjusted(52, 8, -16 - (BAR_ROOM if self._has_bar else 0), -40)
        side = max(min(room.width(), room.height()), 1.0)
        return QRectF(room.left() + (room.width() - side) / 2, room.top(), side, side)

    @property
    def bounds(self) -> Bounds:
        """(left, right, bottom, top) in the units of the inputs: all rows with room around them."""
        return self.plane.bounds

    @cached_property
    def places(self) -> Array:
        return self.to_plot(self.snapshot.data.table.inputs[self.rows])

    def to_plot(self, points: Array) -> Array:
        """Where raw inputs, shape (points, columns of the table), are in the picture."""
        left, right, bottom, top = self.bounds
        across, upwards = points[:, list(self.plane.axes)].T
        x = self.plot.left() + (across - left) / (right - left) * self.plot.width()
        y = self.plot.bottom() - (upwards - bottom) / (top - bottom) * self.plot.height()
        return np.column_stack([x, y])

    # The mouse.

    def reading(self, position: QPointF) -> str:
        """The row at a point, else what the network says there."""
        text = super().reading(position) or self._reading_of_bar(position)
        if text or not self.plot.contains(position):
            return text
        left, right, bottom, top = self.bounds
        pixel = np.array([right - left, top - bottom]) / self.plot.width()
        from_corner = np.array([position.x() - self.plot.left(), self.plot.bottom() - position.y()])
        grain = np.array([round_up(size) for size in pixel.tolist()])
        point = grain * np.round((np.array([left, bottom]) + from_corner * pixel) / grain)
        names = self._axis_names
        where = ", ".join(f"{name} = {plain(value)}" for name, value in zip(names, point.tolist(), strict=True))
        return f"{where}: {self._answer_at(point)}"

    def _reading_of_bar(self, position: QPointF) -> str:
        """What both ends of the bar of colours say, in full: there is little room beside it."""
        beside = self._has_bar and position.x() > self.plot.right() + BAR_GAP
        if not beside or not self.plot.top() <= position.y() <= self.plot.bottom():
            return ""
        return "\n".join(reversed(self._end_texts))

    @property
    def _axis_names(self) -> list[str]:
        return [self.snapshot.data.table.input_names[axis] for axis in self.plane.axes]

    def _answer_at(self, point: Array) -> str:
        """What the neuron gives at a point of the plane, or the network says."""
        raw = np.array([self.plane.held])
        raw[0, list(self.plane.axes)] = point
        inputs = self.snapshot.data.inputs_of(raw)
        if self.neuron is not None:
            layer, neuron = self.neuron
            value = float(self.snapshot.activations(inputs)[layer][0, neuron])
            return f"{name_of(self.snapshot, layer, neuron)} = {fixed(value)}"
        p = self.snapshot.predict(inputs)[0]
        return f"ŷ = {fixed(float(p.max()))} {self.table.class_name_of(p)}".rstrip()

    # Drawing.

    @property
    def takes_points(self) -> bool:
        """Whether the axes are the two columns that the table has, whatever follows from them goes in."""
        data, table = self.snapshot.data, self.table
        is_quantity = table.targets is not None and not self.has_several_outputs
        is_whole = len(plane_names(data)) == len(data.table.input_names) == 2
        return is_whole and (table.is_classification or is_quantity)

    def point_at(self, position: QPointF) -> Array:
        """The columns of the table, shape (2,), whichever of them lies on which axis."""
        left, right, bottom, top = self.bounds
        across = (position.x() - self.plot.left()) / self.plot.width()
        up = (self.plot.bottom() - position.y()) / self.plot.height()
        point = np.empty(2)
        point[list(self.plane.axes)] = left + across * (right - left), bottom + up * (top - bottom)
        return point

    # Painting.

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.settings.discrete)
        painter.drawImage(self.plot, self.map.image)
        self.paint_frame(painter)
        self._paint_ends(painter)
        below, beside = self._axis_names
        self.paint_axis_names(painter, below, beside, distance=34)
        self._paint_bar(painter)
        self.paint_markers(painter)
        if self.table.row_count <= MOST_NAMES:
            self._paint_names(painter)
        if self.typed is not None and self.probe is not None:
            raw = raw_of(self.snapshot.data, self.probe)
            if raw is not None:
                self.paint_typed(painter, *self.to_plot(raw[None])[0].tolist())
        self._paint_homes(painter)
        if self.neuron is not None:
            self._paint_chip(painter, name_of(self.snapshot, *self.neuron), self.plot.topLeft() + QPointF(6, 6))

    def kinds(self) -> Iterator[tuple[NDArray[np.bool_], str, Shape]]:
        """Rows of a quantity have the colour that the map should have below them."""
        if self.targets is None or self.table.is_classification or self.map.ends is None:
            yield from super().kinds()
            return
        low, high = self.map.ends
        shade = np.clip((self.targets[:, 0] - low) * (MARKER_SHADES / (high - low)), 0, MARKER_SHADES - 1).astype(int)
        table = diverging_table(theme.current(), 1.0)
        for number in np.unique(shade).tolist():
            pixel = int(table[number * (SHADES - 1) // (MARKER_SHADES - 1)])
            yield shade == number, QColor(pixel).name(), Shape.DISC

    def _draw(self, painter: QPainter, groups: Sequence[Markers]) -> None:
        self._markers.draw(painter, self.rect, groups)

    def _paint_ends(self, painter: QPainter) -> None:
        """The values at the ends of both axes."""
        painter.setPen(theme.colour(theme.current().muted))
        painter.setFont(theme.font(TICK))
        left, right, bottom, top = self.bounds
        flag = Qt.AlignmentFlag
        below = QRectF(self.plot.left(), self.plot.bottom() + 3, self.plot.width(), 16)
        painter.drawText(below, int(flag.AlignLeft), _end(left, right - left))
        painter.drawText(below, int(flag.AlignRight), _end(right, right - left))
        beside = QRectF(0, self.plot.top() - 2, self.plot.left() - 6, self.plot.height() + 4)
        painter.drawText(beside, int(flag.AlignRight | flag.AlignTop), _end(top, top - bottom))
        painter.drawText(beside, int(flag.AlignRight | flag.AlignBottom), _end(bottom, top - bottom))

    def _paint_bar(self, painter: QPainter) -> None:
        """Which colour stands for which value, and which class each end speaks for."""
        if not self._has_bar or not self._end_texts:
            return
        box = QRectF(self.plot.right() + BAR_GAP, self.plot.top(), BAR, self.plot.height())
        painter.drawImage(box, _bar(theme.current()))
        painter.setPen(QPen(theme.colour(theme.current().line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setPen(theme.colour(theme.current().muted))
        painter.setFont(theme.font(TICK))
        metrics, room = QFontMetricsF(painter.font()), self.rect.right() - box.right() - 8
        low, high = (metrics.elidedText(text, Qt.TextElideMode.ElideRight, room) for text in self._end_texts)
        texts = QRectF(box.right() + 5, box.top() - 2, room, box.height() + 4)
        flag = Qt.AlignmentFlag
        painter.drawText(texts, int(flag.AlignLeft | flag.AlignTop), high)
        painter.drawText(texts, int(flag.AlignLeft | flag.AlignBottom), low)

    @property
    def _end_texts(self) -> list[str]:
        """The values at the ends of the colours, and the classes that they speak for; none of several outputs."""
        names = self.table.class_names if self.neuron is None and len(self.table.class_names) == 2 else ("", "")
        ends = zip(self.map.ends or (), names, strict=False)
        return [f"{plain(float(f'{end:.3g}'))} {name}".rstrip() for end, name in ends]

    def _paint_homes(self, painter: QPainter) -> None:
        """The name of each class where it wins, and where it covers the fewest rows, least of all the chosen one."""
        painter.setFont(theme.font(theme.SMALL, bold=True))
        taken = np.vstack([self.places, np.repeat(self.places[self.rows == self._chosen], DEAR, axis=0)])
        for number, shares in self.map.homes.items():
            name = self.table.class_names[number]
            width = QFontMetricsF(painter.font()).horizontalAdvance(name) + 10
            edge = np.array([min(width, self.plot.width()) / 2 + 1, CHIP / 2 + 1])
            side = self.plot.width()
            corner = np.array([self.plot.left(), self.plot.top()])
            places = corner + np.clip(shares * side, edge, side - edge)
            room = 2 * self.marker_size
            middle = calmest(places, (width + room, CHIP + room), taken)
            self._paint_chip(painter, name, QPointF(*middle.tolist()), class_ink(number, theme.current()), True)
            # The next name must not stand on this one.
            ends = middle + np.outer(np.linspace(-0.5, 0.5, 5), [width, 0])
            taken = np.vstack([taken, np.repeat(ends, DEAR, axis=0)])

    @property
    def _chosen(self) -> int | None:
        return self.probe.place if self.probe else None

    def _paint_chip(
        self, painter: QPainter, text: str, place: QPointF, ink: str = "", in_the_middle: bool = False
    ) -> None:
        """A short text on a ground of its own; `place` is its top left, or its middle."""
        painter.setFont(theme.font(theme.SMALL, bold=True))
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.plot.width() / 2)
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + 10, CHIP)
        box.moveTopLeft(place)
        if in_the_middle:
            box.moveCenter(place)
        box.moveLeft(min(max(box.left(), self.plot.left() + 1), self.plot.right() - box.width() - 1))
        box.moveTop(min(max(box.top(), self.plot.top() + 1), self.plot.bottom() - box.height() - 1))
        colours = theme.current()
        painter.setPen(QPen(theme.colour(ink or colours.line), 1.2))
        painter.setBrush(theme.colour(colours.surface, 0.88))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour(colours.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour(theme.current().text))
        metrics = QFontMetricsF(painter.font())
        taken: list[QRectF] = []
        for row, (x, y) in zip(self.rows.tolist(), self.places.tolist(), strict=True):
            name = self.table.row_names[row]
            box = free_place(QPointF(x, y), metrics.horizontalAdvance(name), self.rect.width(), taken)
            taken.append(box)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)


def _end(value: float, length: float) -> str:
    """The value at an end of an axis: as many digits as its length asks for."""
    return plain(round(value, max(0, 2 - int(np.floor(np.log10(length))))))


def _bar(colours: theme.Theme) -> QImage:
    """All colours of the map, the highest value on top."""
    column = np.ascontiguousarray(diverging_table(colours)[::-1])
    return QImage(column.data, 1, SHADES, 4, QImage.Format.Format_RGB32).copy()
