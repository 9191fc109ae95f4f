"""One line of a plot: as many of a curve's points as can be told apart, and no more."""

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from engine.arrays import Array
from engine.history import Curves, Figure
from gui.painting.axis_range import LOG_FLOOR

NO_POINTS: Array = np.zeros(0)
# A bin is at least so many pixels wide, and shows two points: the lowest and the highest.
BIN = 1.0
FEWEST_BINS = 50
# A line that is so many times as long as its plot is wide goes up and down all the time. It is drawn thin: each of its
# spikes can still be seen, and a wide one takes ten times as long to draw.
RESTLESS = 3.0
THIN = 1.0


class Sight(NamedTuple):
    """What a plot shows: its ranges of epochs and of values (as exponents if `log`), and its size in pixels."""

    epochs: tuple[float, float]
    values: tuple[float, float]
    width: float
    height: float
    log: bool

    @property
    def bins(self) -> int:
        return max(FEWEST_BINS, round(self.width / BIN))

    def is_restless(self, values: Array) -> bool:
        """Whether a line through values goes up and down all the time."""
        heights = np.clip(np.log10(values) if self.log else values, *self.values)
        pixels = self.height / (self.values[1] - self.values[0])
        return bool(np.abs(np.diff(heights)).sum() * pixels > RESTLESS * self.width)


class PlotLine(pg.PlotDataItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A figure of a run against epochs. It is given to pyqtgraph only where the picture changes."""

    def __init__(self, figure: Figure, factor: float) -> None:
        super().__init__(NO_POINTS, NO_POINTS, antialias=True, skipFiniteCheck=True)
        self._figure = figure
        self._factor = factor
        self._shown: tuple[Curves | None, Sight | None] = None, None
        self._calm = self._thin = QPen()
        self._is_thin = False
        self.restless = False

    def set_look(self, colour: QColor, style: Qt.PenStyle, width: float) -> None:
        """How a calm line is drawn. A restless one is thin, with dashes as long as those of the calm one."""
        self._calm = QPen(colour, width, style)
        self._thin = QPen(colour, THIN, style)
        if style is not Qt.PenStyle.SolidLine:
            self._thin.setDashPattern([length * width / THIN for length in self._calm.dashPattern()])
        for pen in (self._calm, self._thin):
            pen.setCosmetic(True)
        self.setPen(self._thin if self._is_thin else self._calm)

    def show_curve(self, curves: Curves | None, sight: Sight) -> None:
        """The part of a run that is in sight; without a run nothing."""
        if (curves, sight) == self._shown:
            return
        self._shown = curves, sight
        self.restless = False
        if curves is None:
            self.setData(NO_POINTS, NO_POINTS)
            return
        epochs, values = curves.envelope(self._figure, *sight.epochs, sight.bins)
        # A logarithmic axis ends above 0.
        values = np.maximum(values * self._factor, LOG_FLOOR)
        self.restless = sight.is_restless(values)
        self.setData(epochs, values)

    def set_thin(self, on: bool) -> None:
        if on != self._is_thin:
            self._is_thin = on
            self.setPen(self._thin if on else self._calm)
