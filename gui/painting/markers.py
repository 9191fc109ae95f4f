"""Markers of many rows at once: most are points of a wide pen, a hundred times quicker than a shape each."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from engine.arrays import Array
from gui import theme

OUTLINE = 1.2


# A square that stands on a corner is smaller than one that lies on a side, to look as large.
ON_A_CORNER = 0.85


class Shape(Enum):
    """Of the marker of a class, in the order of the classes."""

    SQUARE = auto()
    DISC = auto()
    DIAMOND = auto()
    TRIANGLE = auto()


def class_shape(number: int) -> Shape:
    """The shape of a class: of many, some share one, in another colour."""
    return list(Shape)[number % len(Shape)]


class Markers(NamedTuple):
    """Markers of one shape with radius `size` at `centres`, shape (rows, 2)."""

    centres: Array
    size: float
    ink: str
    shape: Shape
    hollow: bool
    surface: str

    def draw(self, painter: QPainter) -> None:
        if not len(self.centres):
            return
        layers = [(self.surface, self.size + OUTLINE), (self.ink, self.size)]
        if self.hollow:
            layers.append((self.surface, self.size - OUTLINE))
        draw = {Shape.DIAMOND: _draw_diamonds, Shape.TRIANGLE: _draw_triangles}.get(self.shape)
        for colour, radius in layers:
            if draw is None:
                cap = Qt.PenCapStyle.RoundCap if self.shape is Shape.DISC else Qt.PenCapStyle.SquareCap
                _draw_points(painter, self.centres, theme.colour(colour), radius, cap)
            else:
                draw(painter, self.centres, theme.colour(colour), radius)


def _draw_points(painter: QPainter, centres: Array, ink: QColor, radius: float, cap: Qt.PenCapStyle) -> None:
    painter.setPen(QPen(ink, 2 * radius, Qt.PenStyle.SolidLine, cap))
    painter.drawPoints([QPointF(x, y) for x, y in centres.tolist()])


def _draw_diamonds(painter: QPainter, centres: Array, ink: QColor, radius: float) -> None:
    """Squares on paper that is turned by an eighth."""
    x, y = centres.T
    turned = np.column_stack([x + y, y - x]) / np.sqrt(2)
    painter.save()
    painter.rotate(45)
    _draw_points(painter, turned, ink, ON_A_CORNER * radius, Qt.PenCapStyle.SquareCap)
    painter.restore()


def _draw_triangles(painter: QPainter, centres: Array, ink: QColor, radius: float) -> None:
    """There is no pen for them: one by one, with their weight in the middle."""
    high, wide = 1.5 * radius, 1.3 * radius
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    one = QPolygonF([QPointF(0, -high), QPointF(wide, high / 2), QPointF(-wide, high / 2)])
    for x, y in centres.tolist():
        painter.drawConvexPolygon(one.translated(x, y))


class MarkerLayer:
    """Markers that stay where they are for long: drawn anew only when one of them changes."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._picture = QPixmap()

    def draw(self, painter: QPainter, rect: QRectF, groups: Sequence[Markers]) -> None:
        """Draw markers that lie in a rectangle."""
        ratio = painter.device().devicePixelRatio()
        of = (rect, ratio, *((group.centres.tobytes(), *group[1:]) for group in groups))
        if of != self._of:
            self._of, self._picture = of, _picture(rect, ratio, groups)
        painter.drawPixmap(rect.topLeft(), self._picture)


def _picture(rect: QRectF, ratio: float, groups: Sequence[Markers]) -> QPixmap:
    picture = QPixmap((rect.size() * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-rect.topLeft())
        for group in groups:
            group.draw(painter)
    return picture
