"""The legend of the output's curve: what solid, dashed and dotted lines, discs and squares stand for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from engine.datasets import Dataset
from gui import theme
from gui.painting.markers import Markers, Shape

SAMPLE = 24.0
DOT = 10.0
GAP = 6.0
LINE_HEIGHT = 18.0

Draw = Callable[[QPainter, QPointF], None]


@dataclass(frozen=True)
class Pens:
    """What the lines of the curve are drawn with, in the colours of now."""

    curve: QPen
    slope: QPen
    rival: QPen
    error: QPen


def curve_pens() -> Pens:
    colours = theme.current()
    rival = QPen(theme.colour(colours.muted), 2)
    rival.setDashPattern([0.5, 2.0])
    rival.setCapStyle(Qt.PenCapStyle.RoundCap)
    slope = QPen(theme.colour(colours.accent), 1.6)
    slope.setDashPattern([4.0, 2.5])
    return Pens(QPen(theme.colour(colours.text), 2), slope, rival, QPen(theme.colour(colours.muted), 1.5))


@dataclass(frozen=True)
class Entry:
    """A sample, drawn with its left end at a point, and what it means."""

    text: str
    sample: float
    draw: Draw


class CurveLegend:
    """The entries from left to right, in as many rows as they need."""

    def __init__(self, table: Dataset, width: float, slope: bool, rival: bool, errors: bool) -> None:
        self._table = table
        self._width = width
        self._slope = slope
        self._rival = rival
        self._errors = errors

    @property
    def height(self) -> float:
        """Room from the top of the pane to the plot."""
        return LINE_HEIGHT * (1 + max(row for _, _, row in self._placed)) + 8

    def paint(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SMALL))
        for entry, x, row in self._placed:
            y = 10 + LINE_HEIGHT * row
            entry.draw(painter, QPointF(x, y))
            painter.setPen(theme.colour(theme.current().muted))
            painter.drawText(QPointF(x + entry.sample + GAP, y + 4), entry.text)

    @cached_property
    def _placed(self) -> list[tuple[Entry, float, int]]:
        """Each entry with its left end and its row."""
        metrics = QFontMetricsF(theme.font(theme.SMALL))
        placed: list[tuple[Entry, float, int]] = []
        x, row = float(theme.MARGIN), 0
        for entry in self._entries():
            needed = entry.sample + GAP + metrics.horizontalAdvance(entry.text)
            if placed and x + needed > self._width:
                x, row = float(theme.MARGIN), row + 1
            placed.append((entry, x, row))
            x += needed + 2 * theme.GAP
        return placed

    def _entries(self) -> Iterator[Entry]:
        pens = curve_pens()
        yield Entry("ŷ", SAMPLE, _line(pens.curve))
        if self._slope:
            yield Entry("f′(z)", SAMPLE, _line(pens.slope))
        if self._rival:
            yield Entry(QCoreApplication.translate("OutputView", "the other"), SAMPLE, _line(pens.rival))
        colours = theme.current()
        if self._table.is_classification:
            lower, upper = self._table.class_names
            yield Entry(upper, DOT, _marker(colours.positive, Shape.DISC))
            yield Entry(lower, DOT, _marker(colours.negative, Shape.SQUARE))
        elif self._table.targets is not None:
            yield Entry(QCoreApplication.translate("OutputView", "target"), DOT, _marker(colours.positive, Shape.DISC))
        if self._errors:
            yield Entry(QCoreApplication.translate("OutputView", "error"), DOT, _upright(pens.error))


def _line(pen: QPen) -> Draw:
    def draw(painter: QPainter, at: QPointF) -> None:
        painter.setPen(pen)
        painter.drawLine(at, at + QPointF(SAMPLE, 0))

    return draw


def _upright(pen: QPen) -> Draw:
    def draw(painter: QPainter, at: QPointF) -> None:
        painter.setPen(pen)
        painter.drawLine(at + QPointF(DOT / 2, -6), at + QPointF(DOT / 2, 6))

    return draw


def _marker(ink: str, shape: Shape) -> Draw:
    def draw(painter: QPainter, at: QPointF) -> None:
        centre = np.array([[at.x() + DOT / 2, at.y()]])
        Markers(centre, 4.0, ink, shape, hollow=False, surface=theme.current().surface).draw(painter)

    return draw
