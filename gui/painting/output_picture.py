"""What all pictures of the output share: axes, a marker for each row, a ring around the chosen one."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from engine.arrays import Array
from engine.classes import classes_of
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import fixed, whole
from gui.output_choice import OutputSettings
from gui.painting.class_colours import class_ink
from gui.painting.markers import Markers, Shape, class_shape
from gui.probe import Probe

TICK = 11
MARKER = 5.0
# Above so many rows markers are smaller.
MANY_ROWS = 100
REACH = 12.0
# Markers of so many rows can be painted in a frame, and so many multiplications be done for them.
MOST_MARKERS, LEAST_MARKERS, MARKER_BUDGET = 2000, 100, 20_000_000

Bounds = tuple[float, float, float, float]


class OutputPicture:
    """One picture of what a network says, in a rectangle; made anew whenever something of it changes.

    `frame` are bounds that are kept while points are drawn, so that no new one moves the others.
    """

    frame: Bounds | None = None

    def __init__(
        self, rect: QRectF, snapshot: Snapshot, probe: Probe | None, settings: OutputSettings | None = None
    ) -> None:
        self.rect = rect
        self.snapshot = snapshot
        self.probe = probe
        self.settings = settings or OutputSettings()
        self.table = snapshot.data.dataset

    @cached_property
    def plot(self) -> QRectF:
        """Where the picture itself is, inside its axes."""
        raise NotImplementedError

    @cached_property
    def bounds(self) -> Bounds:
        """(left, right, bottom, top): what the axes go over."""
        raise NotImplementedError

    @cached_property
    def places(self) -> Array:
        """The middles of the rows' markers, shape (rows, 2)."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        raise NotImplementedError

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """The rows that have a marker: all, or so many, evenly spaced, as can be calculated and painted in a frame."""
        wanted, chosen = self.wanted_rows, self.probe.place if self.probe else None
        weights = self.snapshot.experiment.architecture.weight_count
        most = min(MOST_MARKERS, max(LEAST_MARKERS, MARKER_BUDGET // max(1, weights)))
        if len(wanted) <= most:
            return wanted
        some = wanted[np.linspace(0, len(wanted) - 1, most).astype(np.intp)]
        return np.union1d(some, wanted[wanted == chosen])

    @cached_property
    def wanted_rows(self) -> NDArray[np.intp]:
        """The rows that are asked for: all, or only those that train."""
        data = self.snapshot.data
        if self.settings.tests or not len(data.test):
            return np.arange(self.table.row_count)
        return np.sort(np.array(data.train.places, dtype=np.intp))

    @cached_property
    def predictions(self) -> Array:
        """What the network says of those rows, shape (rows, outputs)."""
        return self.snapshot.predictions_of(self.rows)

    @cached_property
    def targets(self) -> Array | None:
        """What they should give, shape (rows, outputs)."""
        return None if self.table.targets is None else self.table.targets[self.rows]

    # The mouse.

    def row_at(self, position: QPointF, reach: float = REACH) -> int | None:
        """The row whose marker is at a point, or the nearest within reach."""
        if not len(self.rows):
            return None
        distance = np.hypot(*(self.places - (position.x(), position.y())).T)
        nearest = int(distance.argmin())
        return int(self.rows[nearest]) if distance[nearest] <= reach else None

    # Drawing.

    @property
    def takes_points(self) -> bool:
        """Whether a point of the picture can be a row of the table: its axes are all of the table's columns."""
        return False

    def point_at(self, position: QPointF) -> Array:
        """What a position stands for, shape (2,), in the units of the axes."""
        raise NotImplementedError

    def reading(self, position: QPointF) -> str:
        """What the network says at a point; empty where it says nothing."""
        row = self.row_at(position)
        if row is None:
            return ""
        name, p = self.table.row_names[row], self.snapshot.prediction(row)
        if not self.has_several_outputs:
            return f"{name}: ŷ = {fixed(float(p[0]))}"
        text = QCoreApplication.translate("OutputView", "{0}: the answer is {1}, ŷ = {2}")
        return text.format(name, self.table.class_name_of(p), fixed(float(p.max())))

    # What is asked for.

    @property
    def has_several_outputs(self) -> bool:
        return len(self.table.output_names) > 1

    # What is typed.

    @property
    def typed(self) -> Array | None:
        """Inputs that are no row of the table, shape (1, inputs), if such are shown and fit this network."""
        probe = self.probe
        if probe is None or probe.place is not None or probe.inputs.shape[1] != self.table.inputs.shape[1]:
            return None
        return probe.inputs

    @property
    def all_inputs(self) -> Array:
        """The inputs that there has to be room for: those of all rows, and what is typed."""
        return self.table.inputs if self.typed is None else np.vstack([self.table.inputs, self.typed])

    def paint_typed(self, painter: QPainter, x: float, y: float) -> None:
        """What is typed, as a cross with its name."""
        assert self.probe is not None
        painter.setPen(QPen(theme.colour(theme.current().text), 2))
        painter.drawLine(QPointF(x - 6, y), QPointF(x + 6, y))
        painter.drawLine(QPointF(x, y - 6), QPointF(x, y + 6))
        painter.setFont(theme.font(theme.SMALL, bold=True))
        width = QFontMetricsF(painter.font()).horizontalAdvance(self.probe.name)
        above_plot = QRectF(0, 0, self.rect.width(), self.plot.top())
        box = free_place(QPointF(x, y), width, self.rect.right(), [above_plot])
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.probe.name)

    # The rows.

    @property
    def marker_size(self) -> float:
        return MARKER if self.table.row_count <= MANY_ROWS else MARKER * 0.6

    def paint_markers(self, painter: QPainter) -> None:
        """Each class in its colour and its shape; hollow for rows that only test."""
        tests = np.zeros(self.table.row_count, dtype=bool)
        tests[list(self.snapshot.data.test.places)] = True
        tests = tests[self.rows]
        groups = []
        for of_kind, ink, shape in self.kinds():
            for hollow in (False, True):
                chosen = self.places[of_kind & (tests == hollow)]
                if len(chosen):
                    groups.append(Markers(chosen, self.marker_size, ink, shape, hollow, theme.current().surface))
        self._draw(painter, groups)
        self._paint_choice(painter)

    def kinds(self) -> Iterator[tuple[NDArray[np.bool_], str, Shape]]:
        """Which rows share a colour and a shape, with both: one more class changes none of the others'."""
        if self.targets is None or not self.table.is_classification:
            yield np.ones(len(self.rows), dtype=bool), theme.current().positive, Shape.DISC
            return
        classes = classes_of(self.targets, self.table.middle)
        for number in range(len(self.table.class_names)):
            yield classes == number, class_ink(number, theme.current()), class_shape(number)

    def _draw(self, painter: QPainter, groups: Sequence[Markers]) -> None:
        for group in groups:
            group.draw(painter)

    def _paint_choice(self, painter: QPainter) -> None:
        """A ring around the chosen row."""
        place = self.probe.place if self.probe else None
        known = np.flatnonzero(self.rows == place)
        if not len(known):
            return
        painter.setPen(QPen(theme.colour(theme.current().text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self.marker_size + 4
        painter.drawEllipse(QPointF(*self.places[known[0]].tolist()), radius, radius)

    # Axes.

    def paint_frame(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(theme.current().line), 1))
        painter.drawRect(self.plot)

    def paint_axis_names(self, painter: QPainter, below: str, beside: str, distance: float) -> None:
        """The name of the axis below, and of the one on the left, upright and so far away from it."""
        painter.setPen(theme.colour(theme.current().muted))
        painter.setFont(theme.font(theme.SMALL))
        metrics = QFontMetricsF(painter.font())
        if len(self.rows) < len(self.wanted_rows):
            some = QCoreApplication.translate("OutputView", "{0} of {1} rows")
            below += " · " + some.format(whole(len(self.rows)), whole(len(self.wanted_rows)))
        width = metrics.horizontalAdvance(below)
        # In the middle of the plot, or as far to the left as it takes to be read to the end.
        left = max(0.0, min(self.plot.center().x() - width / 2, self.rect.right() - width - 4))
        painter.drawText(QPointF(left, self.plot.bottom() + 19 + metrics.ascent()), below)
        painter.save()
        painter.translate(self.plot.left() - distance, self.plot.center().y())
        painter.rotate(-90)
        beside = metrics.elidedText(beside, Qt.TextElideMode.ElideRight, self.plot.height())
        painter.drawText(QRectF(-100, -10, 200, 20), int(Qt.AlignmentFlag.AlignCenter), beside)
        painter.restore()


def free_place(point: QPointF, width: float, right: float, taken: list[QRectF]) -> QRectF:
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


def output_range(snapshot: Snapshot) -> tuple[float, float]:
    """The values at the ends of the strip: what the output can be and should be, or only what it should."""
    table = snapshot.data.dataset
    lower, upper = table.class_values
    low, high = snapshot.experiment.architecture.activations[-1].range
    if not (np.isfinite(low) and np.isfinite(high)):
        if table.is_classification or table.targets is None or not table.row_count:
            return lower, upper
        lower, upper = float(table.targets.min()), float(table.targets.max())
        return (lower, upper) if lower < upper else (lower - 1.0, upper + 1.0)
    return (min(low, lower), max(high, upper)) if table.is_classification else (low, high)


def colour_range(snapshot: Snapshot) -> tuple[float, float]:
    """The values at the ends of the colours, which turn in the middle: from the one class to the other."""
    table = snapshot.data.dataset
    return table.class_values if table.is_classification else output_range(snapshot)
