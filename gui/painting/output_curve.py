"""The curve of the output: what a network with one input makes of every x, beside what the rows ask for."""

from functools import cached_property

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from engine.arrays import Array
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import fixed, plain, signed
from gui.output_choice import OutputSettings
from gui.painting.axis_range import input_range, round_up, ticks, value_range
from gui.painting.curve_legend import CurveLegend, curve_pens
from gui.painting.output_picture import MANY_ROWS, TICK, Bounds, OutputPicture
from gui.painting.text import CENTRE, RIGHT
from gui.probe import Probe

# A point for each pixel; multiplications that one curve may cost: large networks get a coarser one.
POINTS = (24, 1000)
CURVE_BUDGET = 5_000_000
# Between the frame and the ends of the vertical axis, so that a line along an end is seen whole.
PADDING = 7.0
# Room that a labelled tick needs on the horizontal and on the vertical axis, and how many there are at most.
TICK_ROOM = (42.0, 26.0)
MOST_TICKS = 6
# Room for the numbers of the vertical axis, so that it seldom moves when they change.
LEAST_WIDTH = 26.0
# What is shown of a table without rows.
EMPTY = (-6.0, 6.0, -1.5, 1.5)


class OutputCurve(OutputPicture):
    """The output over the only input; the rival's curve behind it."""

    def __init__(
        self,
        rect: QRectF,
        snapshot: Snapshot,
        probe: Probe | None,
        rival: Snapshot | None,
        settings: OutputSettings | None = None,
    ) -> None:
        super().__init__(rect, snapshot, probe, settings)
        self._rival = rival if rival is not None and has_curve(rival) else None
        has_slope = slope_at(snapshot, self.table.inputs) is not None
        self._legend = CurveLegend(self.table, rect.width(), has_slope, self._rival is not None, self._has_errors)

    @cached_property
    def plot(self) -> QRectF:
        metrics = QFontMetricsF(theme.font(TICK))
        widest = max(metrics.horizontalAdvance(plain(value)) for value in self._values)
        return self.rect.adjusted(max(widest, LEAST_WIDTH) + 30, self._legend.height, -16, -40)

    @cached_property
    def bounds(self) -> Bounds:
        """(left, right, bottom, top) in the units of the input and of the output."""
        if self.frame is not None or not self.table.row_count:
            return self.frame or EMPTY
        left, right = input_range(float(self.all_inputs.min()), float(self.all_inputs.max()))
        ends = [end for end in self.snapshot.layers[-1].activation.range if np.isfinite(end)]
        values = [np.array(ends), self._predictions]
        if self.typed is not None:
            values.append(predicted(self.snapshot, self.typed))
        if self.table.targets is not None:
            values.append(self.table.targets[:, 0])
        slope = slope_at(self.snapshot, self.table.inputs)
        return left, right, *value_range(np.concatenate(values if slope is None else [*values, slope]))

    @cached_property
    def _values(self) -> list[float]:
        """The labelled values of the vertical axis."""
        height = self.rect.height() - self._legend.height - 40
        return ticks(*self.bounds[2:], min(int(height / TICK_ROOM[1]), MOST_TICKS))

    @cached_property
    def places(self) -> Array:
        """Rows stand at their targets, or on the curve where they have none."""
        targets = self.targets
        x = self.table.inputs[self.rows, 0]
        return self.to_plot(x, self._predictions if targets is None else targets[:, 0])

    @cached_property
    def _predictions(self) -> Array:
        with np.errstate(over="ignore", invalid="ignore"):
            return self.predictions[:, 0]

    def to_plot(self, x: Array, y: Array) -> Array:
        """Where values of the output are in the picture, shape (points, 2); what is far outside comes just outside."""
        left, right, bottom, top = self.bounds
        inner = self.plot.adjusted(0, PADDING, 0, -PADDING)
        across = inner.left() + (x - left) / (right - left) * inner.width()
        height = np.clip(np.nan_to_num((y - bottom) / (top - bottom)), -2.0, 3.0)
        return np.column_stack([across, inner.bottom() - height * inner.height()])

    @property
    def takes_points(self) -> bool:
        return self.table.is_regression and self.table.input_names == self.snapshot.data.table.input_names

    def point_at(self, position: QPointF) -> Array:
        left, right, bottom, top = self.bounds
        inner = self.plot.adjusted(0, PADDING, 0, -PADDING)
        across = (position.x() - inner.left()) / inner.width()
        up = (inner.bottom() - position.y()) / inner.height()
        return np.array([left + across * (right - left), bottom + up * (top - bottom)])

    # The mouse.

    def reading(self, position: QPointF) -> str:
        """The row at a point, else the curve above or below it."""
        row = self.row_at(position)
        if row is None:
            return self._reading_at(position.x()) if self.plot.contains(position) else ""
        if self.table.targets is None:
            return super().reading(position)
        target = float(self.table.targets[row, 0])
        off = float(self.snapshot.prediction(row)[0]) - target
        error = QCoreApplication.translate("OutputView", "error {0}").format(signed(off))
        return f"{super().reading(position)}, y = {plain(target)}, {error}"

    def _reading_at(self, place: float) -> str:
        """What the curves are worth at the roundest x of a pixel."""
        left, right, _, _ = self.bounds
        pixel = (right - left) / self.plot.width()
        grain = round_up(pixel)
        x = np.array([[grain * round((left + (place - self.plot.left()) * pixel) / grain)]])
        texts = [f"ŷ = {fixed(float(predicted(self.snapshot, x)[0]))}"]
        slope = slope_at(self.snapshot, x)
        if slope is not None:
            texts.append(f"f′(z) = {fixed(float(slope[0]))}")
        return f"{self.table.input_names[0]} = {plain(float(x[0, 0]))}: " + ", ".join(texts)

    # Painting.

    def paint(self, painter: QPainter) -> None:
        self._paint_axes(painter)
        painter.save()
        painter.setClipRect(self.plot)
        self._paint_lines(painter)
        self._paint_errors(painter)
        painter.restore()
        self.paint_markers(painter)
        if self.typed is not None:
            y = predicted(self.snapshot, self.typed)
            self.paint_typed(painter, *self.to_plot(self.typed[:, 0], y)[0].tolist())
        self._legend.paint(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        colours = theme.current()
        left, right, _, _ = self.bounds
        painter.setFont(theme.font(TICK))
        for value in ticks(left, right, min(int(self.plot.width() / TICK_ROOM[0]), MOST_TICKS)):
            x = float(self.to_plot(np.array([value]), np.zeros(1))[0, 0])
            self._paint_grid_line(painter, QLineF(x, self.plot.top(), x, self.plot.bottom()), value == 0)
            painter.setPen(theme.colour(colours.muted))
            painter.drawText(QRectF(x - 40, self.plot.bottom() + 3, 80, 16), int(CENTRE), plain(value))
        for value in self._values:
            y = float(self.to_plot(np.zeros(1), np.array([value]))[0, 1])
            self._paint_grid_line(painter, QLineF(self.plot.left(), y, self.plot.right(), y), value == 0)
            painter.setPen(theme.colour(colours.muted))
            painter.drawText(QRectF(0, y - 8, self.plot.left() - 6, 16), int(RIGHT), plain(value))
        self.paint_frame(painter)
        beside = QCoreApplication.translate("OutputView", "prediction ŷ")
        self.paint_axis_names(painter, self.table.input_names[0], beside, distance=self.plot.left() - 12)

    def _paint_grid_line(self, painter: QPainter, line: QLineF, is_zero: bool) -> None:
        colours = theme.current()
        painter.setPen(QPen(theme.colour(colours.line if is_zero else colours.grid), 1))
        painter.drawLine(line)

    def _paint_lines(self, painter: QPainter) -> None:
        """The rival's curve, the derivative and the curve itself, the most important on top."""
        pens = curve_pens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line, pen in zip(self._lines, (pens.rival, pens.slope, pens.curve), strict=True):
            if line is not None:
                painter.setPen(pen)
                painter.drawPolyline(line)

    @cached_property
    def _lines(self) -> list[QPolygonF | None]:
        """The same three, where they are in the picture."""
        left, right, _, _ = self.bounds
        x = np.linspace(left, right, curve_points(self.snapshot, self.plot.width()))[:, None]
        lines = [
            predicted(self._rival, x) if self._rival else None,
            slope_at(self.snapshot, x),
            predicted(self.snapshot, x),
        ]
        return [None if y is None else _polyline(self.to_plot(x[:, 0], y)) for y in lines]

    @property
    def _has_errors(self) -> bool:
        """Whether there are lines of errors; those of very many rows would hide the curve."""
        return self.table.targets is not None and self.table.row_count <= MANY_ROWS

    def _paint_errors(self, painter: QPainter) -> None:
        """A line from each target to its prediction."""
        if not self._has_errors:
            return
        ends = self.to_plot(self.table.inputs[self.rows, 0], self._predictions)
        painter.setPen(curve_pens().error)
        pairs = zip(self.places.tolist(), ends.tolist(), strict=True)
        painter.drawLines([QLineF(*target, *prediction) for target, prediction in pairs])


def has_curve(snapshot: Snapshot) -> bool:
    """Whether the output is a curve over the input: of one input and one output."""
    sizes = snapshot.experiment.architecture.sizes
    return sizes[0] == sizes[-1] == 1


def predicted(snapshot: Snapshot, inputs: Array) -> Array:
    """What the network says of inputs as one reads them, shape (rows, 1): one number a row."""
    # Weights that are set by hand may be of any size.
    with np.errstate(over="ignore", invalid="ignore"):
        return snapshot.predict(inputs)[:, 0]


def _polyline(points: Array) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def slope_at(snapshot: Snapshot, inputs: Array) -> Array | None:
    """f′(z) of a single neuron; None for more neurons, for a wrong derivative, and for one that is 1 everywhere."""
    layer = snapshot.layers[0]
    if len(snapshot.layers) > 1 or not layer.activation.exact or layer.activation.name == "linear":
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        z = snapshot.data.scale(inputs) @ layer.W.T + layer.b
        return layer.activation.derivative(z, layer.activation.value(z))[:, 0]


def curve_points(snapshot: Snapshot, width: float) -> int:
    """How many points the curve has in a plot of that width."""
    affordable = CURVE_BUDGET // max(snapshot.experiment.architecture.weight_count, 1)
    return int(np.clip(min(width, affordable), *POINTS))
