"""What the network says: a map of its decision over two inputs, or a strip of its predictions for all rows."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.arrays import Array
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import fixed, plain
from gui.painting.colourmap import heat_image
from gui.painting.markers import draw_markers
from gui.painting.text import RIGHT
from gui.probe import Probe

# Points of a map along a side, and multiplications that one map may cost: large networks get a coarser one.
SIDES = (24, 100)
MAP_BUDGET = 5_000_000
MARKER = 5.0
# Names beside the markers up to so many rows; more would be soup.
MOST_NAMES = 10
REACH = 12.0


class OutputView(QWidget):
    """Draws the decision map of a network with two inputs and one output, and a strip of predictions for all others."""

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("output")
        self.setAccessibleName(self.tr("Output"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._snapshot: Snapshot | None = None
        self._probe: Probe | None = None
        self._places: Array = np.zeros((0, 2))
        self._image: QImage | None = None
        self._mapped = (0.0, 0.0, 0.0, 0.0)

    def sizeHint(self) -> QSize:
        return QSize(320, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._image = None
        self.update()

    def show_probe(self, probe: Probe) -> None:
        self._probe = probe
        # A typed point may need a wider map.
        if self.is_map and self.bounds() != self._mapped:
            self._image = None
        self.update()

    @property
    def is_map(self) -> bool:
        return self._snapshot is not None and self._snapshot.data.dataset.inputs.shape[1] == 2

    # Geometry.

    @property
    def _plot(self) -> QRectF:
        """The plot's rectangle: a map is as wide as high, a strip takes what there is."""
        room = QRectF(self.rect()).adjusted(self._left_margin(), 8, -16, -40)
        if not self.is_map:
            return room
        side = min(room.width(), room.height())
        return QRectF(room.left() + (room.width() - side) / 2, room.top(), side, side)

    def _left_margin(self) -> float:
        """Room for the vertical axis, or for the names of the classes."""
        if self._snapshot is None or self.is_map:
            return 52.0
        metrics = QFontMetricsF(theme.font(theme.SMALL))
        names = self._snapshot.data.dataset.class_names
        return max((metrics.horizontalAdvance(name) for name in names), default=0.0) + 22

    def bounds(self) -> tuple[float, float, float, float]:
        """(left, right, bottom, top) of a map in the units of the inputs: all rows with room around them."""
        assert self._snapshot is not None
        table = self._snapshot.data.dataset.inputs
        if self._probe is not None and self._probe.inputs.shape[1] == 2:
            table = np.vstack([table, self._probe.inputs])
        low, high = table.min(axis=0), table.max(axis=0)
        room = np.maximum((high - low) * 0.2, 0.5)
        (left, bottom), (right, top) = low - room, high + room
        return left, right, bottom, top

    def _to_plot(self, points: Array) -> Array:
        left, right, bottom, top = self.bounds()
        plot = self._plot
        x = plot.left() + (points[:, 0] - left) / (right - left) * plot.width()
        y = plot.bottom() - (points[:, 1] - bottom) / (top - bottom) * plot.height()
        return np.column_stack([x, y])

    def _strip_places(self, snapshot: Snapshot) -> Array:
        """Predictions from left to right; rows spread over the height of their class, always in the same place."""
        table = snapshot.data.dataset
        p = snapshot.predictions[:, 0]
        low, high = _range(snapshot)
        plot = self._plot
        classes = np.zeros(len(p)) if table.targets is None else table.targets[:, 0]
        lanes = np.unique(classes)
        lane = np.searchsorted(lanes, classes)
        # The golden ratio spreads any number of rows evenly, without chance.
        within = (np.arange(len(p)) * 0.6180339887498949) % 1.0
        height = plot.height() / len(lanes)
        y = plot.bottom() - height * (lane + 0.15 + 0.7 * within)
        x = plot.left() + np.clip((p - low) / (high - low), -0.02, 1.02) * plot.width()
        return np.column_stack([x, y])

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour(theme.current().surface))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._snapshot is not None:
                if self.is_map:
                    self._paint_map(painter, self._snapshot)
                else:
                    self._paint_strip(painter, self._snapshot)

    def _paint_map(self, painter: QPainter, snapshot: Snapshot) -> None:
        plot = self._plot
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(plot, self._heat(snapshot))
        table = snapshot.data.dataset
        self._places = self._to_plot(table.inputs)
        self._paint_axes(painter, table.input_names, self.bounds())
        self._paint_markers(painter, snapshot)
        self._paint_typed(painter)

    def _heat(self, snapshot: Snapshot) -> QImage:
        if self._image is None:
            self._mapped = left, right, bottom, top = self.bounds()
            side = map_side(snapshot.experiment.architecture.weight_count)
            middles = (np.arange(side) + 0.5) / side
            x = left + (right - left) * middles
            y = top + (bottom - top) * middles
            grid = np.column_stack([np.tile(x, side), np.repeat(y, side)])
            values = snapshot.predict(grid)[:, 0].reshape(side, side)
            self._image = heat_image(values, *_range(snapshot), theme.current())
        return self._image

    def _paint_strip(self, painter: QPainter, snapshot: Snapshot) -> None:
        plot = self._plot
        colours = theme.current()
        table = snapshot.data.dataset
        self._places = self._strip_places(snapshot)
        low, high = _range(snapshot)
        self._paint_axes(painter, (self.tr("prediction ŷ"), ""), (low, high, 0, 0))
        middle = plot.left() + plot.width() * (0.5 - low) / (high - low)
        painter.setPen(QPen(theme.colour(colours.muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(middle, plot.top()), QPointF(middle, plot.bottom()))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour(colours.muted))
        for number, name in enumerate(table.class_names):
            height = plot.height() / len(table.class_names)
            box = QRectF(0, plot.bottom() - height * (number + 1), plot.left() - 6, height)
            painter.drawText(box, int(RIGHT), name)
        self._paint_markers(painter, snapshot)

    def _paint_axes(self, painter: QPainter, names: tuple[str, ...], bounds: tuple[float, float, float, float]) -> None:
        colours = theme.current()
        plot = self._plot
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(colours.line), 1))
        painter.drawRect(plot)
        painter.setPen(theme.colour(colours.muted))
        painter.setFont(theme.font(11))
        left, right, bottom, top = bounds
        below = QRectF(plot.left(), plot.bottom() + 3, plot.width(), 16)
        flag = Qt.AlignmentFlag
        painter.drawText(below, int(flag.AlignLeft), plain(round(left, 2)))
        painter.drawText(below, int(flag.AlignRight), plain(round(right, 2)))
        painter.setFont(theme.font(theme.SMALL))
        painter.drawText(below.translated(0, 16), int(flag.AlignHCenter), names[0])
        if top > bottom:
            painter.setFont(theme.font(11))
            beside = QRectF(0, plot.top() - 2, plot.left() - 6, plot.height() + 4)
            painter.drawText(beside, int(flag.AlignRight | flag.AlignTop), plain(round(top, 2)))
            painter.drawText(beside, int(flag.AlignRight | flag.AlignBottom), plain(round(bottom, 2)))
            painter.setFont(theme.font(theme.SMALL))
            painter.save()
            painter.translate(plot.left() - 34, plot.center().y())
            painter.rotate(-90)
            painter.drawText(QRectF(-100, -10, 200, 20), int(flag.AlignCenter), names[1])
            painter.restore()

    def _paint_markers(self, painter: QPainter, snapshot: Snapshot) -> None:
        """Discs for the upper class, squares for the lower; hollow for rows that only test."""
        colours = theme.current()
        table = snapshot.data.dataset
        size = MARKER if table.row_count <= 100 else MARKER * 0.6
        tests = np.zeros(table.row_count, dtype=bool)
        tests[list(snapshot.data.test.places)] = True
        upper = np.ones(table.row_count, dtype=bool) if table.targets is None else table.targets[:, 0] >= 0.5
        for of_class, ink, cap in (
            (upper, colours.positive, Qt.PenCapStyle.RoundCap),
            (~upper, colours.negative, Qt.PenCapStyle.SquareCap),
        ):
            for hollow in (False, True):
                chosen = self._places[of_class & (tests == hollow)]
                draw_markers(painter, chosen, size, ink, cap, hollow, colours.surface)
        self._paint_choice(painter, size + 4)
        if table.row_count <= MOST_NAMES and self.is_map:
            self._paint_names(painter, table.row_names)

    def _paint_choice(self, painter: QPainter, radius: float) -> None:
        """A ring around the chosen row."""
        place = self._probe.place if self._probe else None
        if place is None or place >= len(self._places):
            return
        painter.setPen(QPen(theme.colour(theme.current().text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(*self._places[place].tolist()), radius, radius)

    def _paint_names(self, painter: QPainter, names: tuple[str, ...]) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour(theme.current().text))
        metrics = QFontMetricsF(painter.font())
        taken: list[QRectF] = []
        for name, (x, y) in zip(names, self._places.tolist(), strict=True):
            box = _free_place(QPointF(x, y), metrics.horizontalAdvance(name), self.rect().width(), taken)
            taken.append(box)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)

    def _paint_typed(self, painter: QPainter) -> None:
        """A point that is no row of the table, as a cross with its name."""
        probe = self._probe
        if probe is None or probe.place is not None or probe.inputs.shape[1] != 2:
            return
        x, y = self._to_plot(probe.inputs)[0].tolist()
        painter.setPen(QPen(theme.colour(theme.current().text), 2))
        painter.drawLine(QPointF(x - 6, y), QPointF(x + 6, y))
        painter.drawLine(QPointF(x, y - 6), QPointF(x, y + 6))
        painter.setFont(theme.font(theme.SMALL, bold=True))
        painter.drawText(QPointF(x + 9, y - 6), probe.name)

    # The mouse.

    def row_at(self, position: QPointF) -> int | None:
        """The row whose marker is at a point."""
        if not len(self._places):
            return None
        distance = np.hypot(*(self._places - (position.x(), position.y())).T)
        nearest = int(distance.argmin())
        return nearest if distance[nearest] <= REACH else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if row is None or self._snapshot is None:
            QToolTip.hideText()
            return
        table = self._snapshot.data.dataset
        p = float(self._snapshot.predictions[row, 0])
        QToolTip.showText(event.globalPosition().toPoint(), f"{table.row_names[row]}: ŷ = {fixed(p)}", self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.row_chosen.emit(row)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._image = None
        super().changeEvent(event)


def map_side(weights: int) -> int:
    """How many points a side of the map of a network with so many weights has."""
    return int(np.clip(np.sqrt(MAP_BUDGET / max(weights, 1)), *SIDES))


def _range(snapshot: Snapshot) -> tuple[float, float]:
    """The values at the ends of the colours and of the strip: what the output can be, else 0 to 1."""
    low, high = snapshot.experiment.architecture.activations[-1].range
    return (low, high) if np.isfinite(low) and np.isfinite(high) else (0.0, 1.0)


def _free_place(point: QPointF, width: float, right: float, taken: list[QRectF]) -> QRectF:
    """Room for a name beside a point: the first of four places that is free and inside."""
    height = 15.0
    choices = [
        QRectF(point.x() + 8, point.y() - height, width, height),
        QRectF(point.x() - width - 8, point.y() - height, width, height),
        QRectF(point.x() + 8, point.y() + 2, width, height),
        QRectF(point.x() - width - 8, point.y() + 2, width, height),
    ]
    for box in choices:
        if box.right() < right and box.left() > 0 and not any(box.intersects(other) for other in taken):
            return box
    return choices[0]
