"""Bars of the inputs: how strongly each goes in, and what goes wrong when it is shuffled."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from engine.arrays import Array
from engine.influence import Importance
from gui import theme
from gui.figures import fixed, percent, signed
from gui.painting.text import LEFT, RIGHT

LINE = 22.0
BAR = 10.0
NAME_SHARE, WEIGHT_SHARE = 0.31, 0.15
NUMBER = 54.0
GAP = 10.0


@dataclass(frozen=True, eq=False)
class InfluenceBars:
    """The inputs of one moment from top to bottom, in an `order`, in a room of a width."""

    names: Sequence[str]
    weights: Array
    importance: Importance | None
    order: Sequence[int]
    width: float

    @property
    def height(self) -> float:
        return LINE * len(self.order)

    def line_at(self, y: float) -> int | None:
        """The input whose line is at a height."""
        line = int(y // LINE)
        return self.order[line] if 0 <= line < len(self.order) else None

    # The columns: name, weight, importance, and its number.

    @property
    def weight_room(self) -> tuple[float, float]:
        left = theme.MARGIN + NAME_SHARE * self.width
        return left, left + WEIGHT_SHARE * self.width

    @property
    def importance_room(self) -> tuple[float, float]:
        return self.weight_room[1] + GAP, self.width - theme.MARGIN - NUMBER

    @property
    def scale(self) -> float:
        """The importance at the end of its column."""
        if self.importance is None:
            return 1.0
        return float((np.abs(np.nan_to_num(self.importance.mean)) + np.nan_to_num(self.importance.std)).max()) or 1.0

    def paint(self, painter: QPainter) -> None:
        for line, place in enumerate(self.order):
            self._paint_name(painter, line, place)
            self._paint_weight(painter, line, place)
            if self.importance is not None:
                self._paint_importance(painter, line, place, self.importance)

    def _paint_name(self, painter: QPainter, line: int, place: int) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour(theme.current().text))
        box = QRectF(theme.MARGIN, line * LINE, NAME_SHARE * self.width - GAP, LINE)
        text = QFontMetricsF(painter.font()).elidedText(self.names[place], Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(LEFT), text)

    def _paint_weight(self, painter: QPainter, line: int, place: int) -> None:
        """To the right where it is positive, to the left and hollow where it is negative; sizes are all positive."""
        colours, (left, right) = theme.current(), self.weight_room
        largest = float(np.abs(np.nan_to_num(self.weights)).max()) or 1.0
        has_signs = bool((self.weights < 0).any())
        zero = (left + right) / 2 if has_signs else left
        value = float(np.nan_to_num(self.weights[place])) / largest
        length = value * (right - zero)
        top = line * LINE + (LINE - BAR) / 2
        painter.setPen(QPen(theme.colour(colours.line), 1))
        painter.drawLine(QPointF(zero, line * LINE), QPointF(zero, (line + 1) * LINE))
        ink = theme.colour(colours.positive if value >= 0 else colours.negative)
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(ink if value >= 0 else theme.colour(colours.surface))
        painter.drawRect(QRectF(min(zero, zero + length), top, abs(length), BAR))

    def _paint_importance(self, painter: QPainter, line: int, place: int, found: Importance) -> None:
        """A bar with its spread; below 0 where the shuffled input did better by chance."""
        colours, (left, right) = theme.current(), self.importance_room
        lowest = float(np.nan_to_num(found.mean - found.std).min())
        zero = left if lowest >= -0.02 * self.scale else left + (right - left) * -lowest / (self.scale - lowest)
        unit = (right - zero) / self.scale
        mean, std = float(np.nan_to_num(found.mean[place])), float(np.nan_to_num(found.std[place]))
        top = line * LINE + (LINE - BAR) / 2
        painter.setPen(QPen(theme.colour(colours.line), 1))
        painter.drawLine(QPointF(zero, line * LINE), QPointF(zero, (line + 1) * LINE))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colours.accent))
        painter.drawRect(QRectF(min(zero, zero + mean * unit), top, abs(mean) * unit, BAR))
        painter.setPen(QPen(theme.colour(colours.text), 1.2))
        y = line * LINE + LINE / 2
        painter.drawLine(QPointF(max(left, zero + (mean - std) * unit), y), QPointF(zero + (mean + std) * unit, y))
        painter.setFont(theme.font(theme.SMALL))
        box = QRectF(right, line * LINE, NUMBER, LINE)
        painter.drawText(box, int(RIGHT), importance_text(found, mean))


def importance_text(found: Importance, value: float) -> str:
    """A drop of accuracy in points of per cent, a rise of the loss as it is."""
    return percent(value) if found.of_accuracy else signed(value)


def weight_text(value: float) -> str:
    return fixed(value)
