"""The frame of a small plot: where values are in it, and its axes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui import theme
from gui.figures import plain
from gui.painting.calm_limits import Limits, ticks
from gui.painting.text import CENTRE, LEFT, RIGHT, draw_text
from gui.theme import Theme

TICK = 4.0
LABEL_HEIGHT = 16.0
# The least that there is between two labels of an axis.
BETWEEN = (70.0, 26.0)


@dataclass(frozen=True)
class PlotFrame:
    """A rectangle of the screen, and the limits of both axes."""

    box: QRectF
    x: Limits
    y: Limits

    def at(self, x: float, y: float) -> QPointF:
        """Where a point of the plot is on the screen."""
        return QPointF(
            self.box.left() + (x - self.x[0]) / (self.x[1] - self.x[0]) * self.box.width(),
            self.box.bottom() - (y - self.y[0]) / (self.y[1] - self.y[0]) * self.box.height(),
        )

    def x_at(self, position: float) -> float:
        """The value of the horizontal axis at a position of the screen, inside its limits."""
        share = (position - self.box.left()) / max(1.0, self.box.width())
        return self.x[0] + min(max(share, 0.0), 1.0) * (self.x[1] - self.x[0])


def frame_in(room: QRectF, x: Limits, y: Limits, x_name: str, y_name: str) -> PlotFrame:
    """The frame that leaves room for the labels of its axes."""
    metrics = QFontMetricsF(theme.font(theme.SMALL))
    below = LABEL_HEIGHT + TICK
    labels = [y_name, *map(plain, ticks(y, _most(room.height() - LABEL_HEIGHT / 2 - below, 1)))]
    left = max(metrics.horizontalAdvance(label) for label in labels) + 2 * TICK
    right = metrics.horizontalAdvance(x_name) + 2 * TICK
    return PlotFrame(room.adjusted(left, LABEL_HEIGHT / 2, -right, -below), x, y)


def draw_axes(painter: QPainter, frame: PlotFrame, x_name: str, y_name: str, colours: Theme) -> None:
    """Both axes with round numbers; the vertical one's name stands in the middle of its numbers."""
    box = frame.box
    for value in ticks(frame.x, _most(box.width(), 0)):
        x = frame.at(value, frame.y[0]).x()
        painter.setPen(QPen(theme.colour(colours.line), 1.0))
        painter.drawLine(QLineF(x, box.bottom(), x, box.bottom() + TICK))
        label = QRectF(x - 40, box.bottom() + TICK, 80, LABEL_HEIGHT)
        draw_text(painter, label, plain(value), theme.SMALL, colours.muted)
    for value in ticks(frame.y, _most(box.height(), 1)):
        y = frame.at(frame.x[0], value).y()
        painter.setPen(QPen(theme.colour(colours.grid), 1.0))
        painter.drawLine(QLineF(box.left(), y, box.right(), y))
        if abs(y - box.center().y()) >= LABEL_HEIGHT:
            _label_left(painter, box, y, plain(value), colours.muted)
    _label_left(painter, box, box.center().y(), y_name, colours.text)
    painter.setPen(QPen(theme.colour(colours.muted), 1.0))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    name = QRectF(box.right() + TICK, box.bottom() - LABEL_HEIGHT / 2, 80, LABEL_HEIGHT)
    draw_text(painter, name, x_name, theme.SMALL, colours.text, LEFT)


def _label_left(painter: QPainter, box: QRectF, y: float, text: str, ink: str) -> None:
    draw_text(painter, QRectF(0, y - LABEL_HEIGHT / 2, box.left() - TICK, LABEL_HEIGHT), text, theme.SMALL, ink, RIGHT)


def _most(length: float, axis: int) -> int:
    """How many labels an axis of a length has room for."""
    return int(length / BETWEEN[axis]) + 1


def draw_tag(
    painter: QPainter, near: QPointF, box: QRectF, text: str, ink: str, avoid: Sequence[QPointF], colours: Theme
) -> None:
    """A short text beside a point, inside a box, where it hides the fewest of some other points."""
    painter.setFont(theme.font(theme.SMALL, bold=True))
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 8
    lefts = (near.x() + 10, near.x() - 10 - width, near.x() - width / 2)
    tops = (near.y() - LABEL_HEIGHT - 10, near.y() + 10, near.y() - LABEL_HEIGHT - 30, box.top())
    places = [
        QRectF(
            min(max(left, box.left()), box.right() - width),
            min(max(top, box.top()), box.bottom() - LABEL_HEIGHT),
            width,
            LABEL_HEIGHT,
        )
        for top in tops
        for left in lefts
    ]
    tag = min(places, key=lambda place: sum(map(place.contains, avoid)))
    painter.fillRect(tag, theme.colour(colours.surface, 0.85))
    painter.setPen(theme.colour(ink))
    painter.drawText(tag, int(CENTRE), text)
