"""The loss along one weight as a small plot, in which the weight can be dragged."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.arrays import Array
from engine.loss_along import LossAlong
from gui import theme
from gui.figures import number
from gui.painting.calm_limits import Limits
from gui.painting.plot_frame import PlotFrame, draw_axes, draw_tag, frame_in
from gui.views.value_slider import rounded

POINT = 5.0
# How far a tangent reaches to both sides of its point, and how long an arrow is at least.
TANGENT = 70.0
HEAD = 8.0


@dataclass(frozen=True, eq=False)
class Curve:
    """What is drawn: the loss at `values`, between limits, and what the weight is called."""

    along: LossAlong
    values: Array
    losses: Array
    x: Limits
    y: Limits
    symbol: str


class LossPlot(QWidget):
    """The curve, the present point with its tangent, and an arrow to where gradient descent goes next."""

    dragged = Signal(float, bool)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("try-plot")
        self.setAccessibleName(self.tr("Loss along this weight"))
        self.setToolTip(self.tr("Drag to set the weight"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._curve: Curve | None = None
        self._instead = ""
        self._dragging = self._goes_on = False

    def sizeHint(self) -> QSize:
        return QSize(300, 140)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 54)

    @property
    def dragging(self) -> bool:
        return self._dragging

    @property
    def curve(self) -> Curve | None:
        return self._curve

    def show_curve(self, curve: Curve | None, instead: str = "") -> None:
        """Show a curve; where there is none, a text instead."""
        self._curve, self._instead = curve, instead
        self.setEnabled(curve is not None)
        self.update()

    def frame(self) -> PlotFrame | None:
        """Where the plot is in the widget."""
        curve = self._curve
        if curve is None:
            return None
        return frame_in(QRectF(self.rect()), curve.x, curve.y, curve.symbol, self.tr("loss"))

    # Dragging.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._curve is not None:
            self._dragging, self._goes_on = True, False
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._drag_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._dragging = False
            self.released.emit()

    def _drag_to(self, position: float) -> None:
        frame = self.frame()
        if frame is not None:
            goes_on, self._goes_on = self._goes_on, True
            self.dragged.emit(rounded(frame.x_at(position), frame.x), goes_on)

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame, curve = self.frame(), self._curve
            if frame is None or curve is None:
                painter.setFont(theme.font(theme.SMALL))
                painter.setPen(theme.colour(theme.current().muted))
                painter.drawText(QRectF(self.rect()), int(Qt.TextFlag.TextWordWrap), self._instead)
                return
            draw_axes(painter, frame, curve.symbol, self.tr("loss"), theme.current())
            painter.save()
            painter.setClipRect(frame.box.adjusted(-POINT, -POINT, POINT, POINT))
            self._paint_curve(painter, frame, curve)
            painter.restore()
            self._paint_point(painter, frame, curve)

    def _paint_curve(self, painter: QPainter, frame: PlotFrame, curve: Curve) -> None:
        painter.setPen(QPen(theme.colour(theme.current().text), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath()
        drawing = False
        for value, loss in zip(curve.values.tolist(), curve.losses.tolist(), strict=True):
            if math.isfinite(loss):
                place = frame.at(value, loss)
                path.lineTo(place) if drawing else path.moveTo(place)
            drawing = math.isfinite(loss)
        painter.drawPath(path)

    def _paint_point(self, painter: QPainter, frame: PlotFrame, curve: Curve) -> None:
        colours, along = theme.current(), curve.along
        if not (math.isfinite(along.loss) and frame.x[0] <= along.value <= frame.x[1]):
            return
        point = frame.at(along.value, along.loss)
        self._paint_arrow(painter, frame, along, point)
        painter.setPen(QPen(theme.colour(colours.gradient), 2.0))
        tangent = _tangent(frame, along, point)
        painter.drawLine(tangent)
        painter.setPen(QPen(theme.colour(colours.surface), 1.5))
        painter.setBrush(theme.colour(colours.accent))
        painter.drawEllipse(point, POINT, POINT)
        text = self.tr("slope {0}").format(number(along.slope))
        avoid = [point, *(frame.at(*pair) for pair in zip(curve.values, curve.losses, strict=True))]
        avoid += [tangent.pointAt(share) for share in np.linspace(0, 1, 21)]
        draw_tag(painter, point, frame.box, text, colours.gradient, avoid, colours)

    def _paint_arrow(self, painter: QPainter, frame: PlotFrame, along: LossAlong, point: QPointF) -> None:
        """Along the axis, from below the point to the next value; at the limits it ends."""
        colours = theme.current()
        foot = QPointF(point.x(), frame.box.bottom())
        painter.setPen(QPen(theme.colour(colours.muted), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(point, foot)
        way = along.next_value - along.value
        if not way:
            return
        side = math.copysign(1.0, way)
        end = frame.at(min(max(along.next_value, frame.x[0]), frame.x[1]), frame.y[0])
        tip = QPointF(foot.x() + side * max(HEAD, abs(end.x() - foot.x())), foot.y())
        ink = theme.colour(colours.accent)
        painter.setPen(QPen(ink, 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QLineF(foot, tip - QPointF(side * HEAD, 0)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        back = tip - QPointF(side * HEAD, 0)
        painter.drawPolygon(QPolygonF([tip, back + QPointF(0, HEAD * 0.6), back - QPointF(0, HEAD * 0.6)]))


def _tangent(frame: PlotFrame, along: LossAlong, point: QPointF) -> QLineF:
    """A piece of the straight line that has the curve's slope at the point, inside the frame."""
    further = frame.at(along.value + (frame.x[1] - frame.x[0]), along.loss + along.slope * (frame.x[1] - frame.x[0]))
    direction = np.array([further.x() - point.x(), further.y() - point.y()])
    length = float(np.hypot(*direction)) or 1.0
    dx, dy = (direction / length).tolist()
    return QLineF(_reach(frame.box, point, -dx, -dy), _reach(frame.box, point, dx, dy))


def _reach(box: QRectF, point: QPointF, dx: float, dy: float) -> QPointF:
    """As far as a tangent goes in a direction before it leaves the box."""
    room_x = (box.right() - point.x()) / dx if dx > 0 else (box.left() - point.x()) / dx if dx < 0 else math.inf
    room_y = (box.bottom() - point.y()) / dy if dy > 0 else (box.top() - point.y()) / dy if dy < 0 else math.inf
    length = max(0.0, min(TANGENT, room_x, room_y))
    return QPointF(point.x() + dx * length, point.y() + dy * length)
