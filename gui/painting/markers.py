"""Markers of many rows at once: points of a wide pen, which is a hundred times quicker than a shape each."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from engine.arrays import Array
from gui import theme

OUTLINE = 1.2


class Markers(NamedTuple):
    """Discs (round cap) or squares (square cap) of radius `size` at `centres`, shape (rows, 2)."""

    centres: Array
    size: float
    ink: str
    cap: Qt.PenCapStyle
    hollow: bool
    surface: str

    def draw(self, painter: QPainter) -> None:
        if not len(self.centres):
            return
        points = [QPointF(x, y) for x, y in self.centres.tolist()]
        layers = [(self.surface, self.size + OUTLINE), (self.ink, self.size)]
        if self.hollow:
            layers.append((self.surface, self.size - OUTLINE))
        for colour, radius in layers:
            painter.setPen(QPen(theme.colour(colour), 2 * radius, Qt.PenStyle.SolidLine, self.cap))
            painter.drawPoints(points)


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
