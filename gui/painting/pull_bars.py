"""Bars of pulls: to the right and solid above zero, to the left and hatched below."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen

from gui import theme
from gui.theme import Theme

LINE_HEIGHT = 22.0
BAR_HEIGHT = 12.0
GAP = 8.0
# A bar is never thinner, and what is longer than the scale is cut this far before its end.
THINNEST = 1.5
CUT = 10.0


@dataclass(frozen=True)
class Columns:
    """Where the names, the bars and the numbers of a line are, as left and right ends."""

    names: tuple[float, float]
    bars: tuple[float, float]
    numbers: tuple[float, float]

    @property
    def zero(self) -> float:
        """Where a bar begins."""
        return sum(self.bars) / 2


def columns_of(width: float, names: float, numbers: float) -> Columns:
    """The columns of a line, for names and numbers that are so wide; the bars get what is left."""
    left, right = float(theme.MARGIN), width - theme.MARGIN
    return Columns(
        (left, left + names),
        (left + names + GAP, max(left + names + GAP, right - numbers - GAP)),
        (right - numbers, right),
    )


def draw_bar(painter: QPainter, columns: Columns, top: float, share: float, surface: str, colours: Theme) -> None:
    """A bar of a share of the scale, from -1 to 1; one beyond that is drawn with a cut through it."""
    half = columns.bars[1] - columns.zero
    length = max(min(abs(share), 1.0) * half, THINNEST if share else 0.0)
    left = columns.zero if share > 0 else columns.zero - length
    bar = QRectF(left, top + (LINE_HEIGHT - BAR_HEIGHT) / 2, length, BAR_HEIGHT)
    ink = theme.colour(colours.positive if share > 0 else colours.negative)
    painter.setPen(QPen(ink, 1.0))
    painter.setBrush(QBrush(ink, Qt.BrushStyle.SolidPattern if share > 0 else Qt.BrushStyle.BDiagPattern))
    painter.drawRect(bar)
    if abs(share) > 1:
        _cut(painter, bar, math.copysign(1.0, share), surface)


def _cut(painter: QPainter, bar: QRectF, side: float, surface: str) -> None:
    """A slanted gap near the far end: the bar is longer than there is room for."""
    x = bar.right() - CUT if side > 0 else bar.left() + CUT
    painter.setPen(QPen(theme.colour(surface), 3.0))
    painter.drawLine(QLineF(x - 3, bar.bottom() + 2, x + 3, bar.top() - 2))


def write(painter: QPainter, ends: tuple[float, float], top: float, text: str, align: Qt.AlignmentFlag) -> None:
    """A text of a line in the painter's font, with … where it is too long for its column."""
    width = ends[1] - ends[0]
    elided = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width + 1)
    painter.drawText(QRectF(ends[0], top, width + 1, LINE_HEIGHT), int(align), elided)
