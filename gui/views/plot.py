"""One plot over epochs, with pyqtgraph."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPen

from engine.history import Curves, Figure
from engine.starts import Spread, Starts
from gui import theme
from gui.figures import figure, localised, percent, plain, whole
from gui.painting.axis_range import LOG_FLOOR
from gui.views.plot_line import NO_POINTS, PlotLine, Sight

LINE = 2.0
# Room for a power of ten such as 1.5·10⁻⁹ beside the name of the axis.
AXIS = 66
# Above and below a plot.
MARGIN = 4
# What is shown around all of the curves, as shares of what they cover.
SPACE_BESIDE = 0.02
SPACE_ABOVE = 0.12


@dataclass(frozen=True)
class PlotSpec:
    """One of the two plots: what it is called and where its numbers come from."""

    name: str
    unit: str
    train: Figure
    test: Figure
    spreads: Callable[[Starts], tuple[Spread | None, Spread | None]]
    text: Callable[[float], str]
    factor: float = 1.0


PLOTS = (
    PlotSpec(
        "loss",
        "",
        "train_loss",
        "test_loss",
        lambda starts: (starts.train_loss, starts.test_loss),
        figure,
    ),
    PlotSpec(
        "accuracy",
        "%",
        "train_accuracy",
        "test_accuracy",
        lambda starts: (starts.train_accuracy, starts.test_accuracy),
        lambda value: percent(value / 100),
        factor=100.0,
    ),
)


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis whose figures are written as all others are."""

    def boundingRect(self) -> QRectF:
        """With the margin beside the plot: a figure at the end of the axis reaches into it, or is left out."""
        return super().boundingRect().adjusted(0, -MARGIN, 0, MARGIN)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        texts = super().tickStrings(values, scale, spacing)
        return [plain(float(text)) if "e" in text else localised(text) for text in texts]

    def logTickValues(self, *place: Any) -> list[tuple[float | None, list[float]]]:
        """Between powers of ten only 2 and 5: the figures of all would lie over one another."""
        ticks = super().logTickValues(*place)
        return [(spacing, values if spacing else _round_ones(values)) for spacing, values in ticks]


def _round_ones(exponents: list[float]) -> list[float]:
    """Those of 1, 2 and 5 times a power of ten; all where there are none."""
    kept = [exponent for exponent in exponents if round(10 ** (exponent % 1)) in (1, 2, 5)]
    return kept or exponents


class Plot(pg.PlotItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Axes, two curves, a rival's and those of runs that were left behind them, two bands, and a line that follows the
    mouse.
    """

    ghost_clicked = Signal(int)

    def __init__(self, what: PlotSpec, *labels: str) -> None:
        """The label is the first that the plot is high enough for, else the last."""
        super().__init__(axisItems={side: Axis(side) for side in ("left", "bottom")})
        self.what = what
        self._labels = labels
        self.setMenuEnabled(False)
        self.hideButtons()
        self.disableAutoRange()
        for axis in ("left", "bottom"):
            self.getAxis(axis).enableAutoSIPrefix(False)
            # A growing curve leaves them as they are, and to write figures takes longer than to draw a curve.
            self.getAxis(axis).setCacheMode(pg.AxisItem.CacheMode.DeviceCoordinateCache)
        self.bands = [self._band(), self._band()]
        self._curves: Curves | None = None
        self._rival: Curves | None = None
        self._ghosts: tuple[Curves, ...] = ()
        self.ghosts: list[PlotLine] = []
        self.rivals = [self._line(what.train), self._line(what.test)]
        self.means = [self.plot(NO_POINTS, NO_POINTS) for _ in range(2)]
        self.train = self._line(what.train)
        self.test = self._line(what.test)
        self.now = pg.InfiniteLine(angle=90, movable=False)
        self.addItem(self.now, ignoreBounds=True)
        self.cursor = pg.InfiniteLine(angle=90, movable=False)
        self.addItem(self.cursor, ignoreBounds=True)
        self.cursor.hide()
        self.reading = pg.LabelItem("", justify="right")
        self.reading.setParentItem(self.getViewBox())
        self.reading.anchor(itemPos=(1, 0), parentPos=(1, 0), offset=(-4, 0))

        # Which points of the curves are drawn depends on what is in sight.
        self.getViewBox().sigRangeChanged.connect(self.draw)
        self.getViewBox().sigResized.connect(self.draw)
        self.getViewBox().sigResized.connect(self._write_label)

    def _line(self, figure: Figure) -> PlotLine:
        line = PlotLine(figure, self.what.factor)
        self.addItem(line)
        return line

    def _band(self) -> pg.FillBetweenItem:
        low, high = pg.PlotDataItem(), pg.PlotDataItem()
        band = pg.FillBetweenItem(low, high)
        self.addItem(band)
        return band

    def recolour(self) -> None:
        colours = theme.current()
        self.getViewBox().setBackgroundColor(None)
        for axis in ("left", "bottom"):
            self.getAxis(axis).setPen(theme.colour(colours.line))
            self.getAxis(axis).setTextPen(theme.colour(colours.muted))
            self.getAxis(axis).setStyle(tickFont=theme.font(11), hideOverlappingLabels=False)
            self.getAxis(axis).label.setFont(theme.font(theme.SMALL))
        self.getAxis("left").setWidth(AXIS)
        self.showGrid(x=False, y=True, alpha=0.12)
        self._write_label()
        solid, dashed = line_colours(colours)
        self.train.set_look(theme.colour(solid), Qt.PenStyle.SolidLine, LINE)
        self.test.set_look(theme.colour(dashed), Qt.PenStyle.DashLine, LINE)
        for rival, style in zip(self.rivals, (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine), strict=True):
            rival.set_look(theme.blend(colours.surface, colours.muted, 0.6), style, 1)
        for ghost in self.ghosts:
            self._recolour_ghost(ghost)
        for mean, band, value in zip(self.means, self.bands, (solid, dashed), strict=True):
            mean.setPen(value, width=1, style=Qt.PenStyle.DotLine)
            band.setBrush(theme.colour(value, 0.2))
        self.now.setPen(QPen(theme.colour(colours.accent), 0, Qt.PenStyle.DotLine))
        self.cursor.setPen(QPen(theme.colour(colours.muted), 0))
        self.reading.setAttr("color", colours.text)
        self.reading.setAttr("size", "12px")

    def _write_label(self) -> None:
        """Beside the vertical axis, no longer than there is room for."""
        # Set as rich text it is a little wider than it is measured: the margins are for that.
        width, room = QFontMetricsF(theme.font(theme.SMALL)).horizontalAdvance, self.getViewBox().height()
        label = next((label for label in self._labels if width(label) <= room), self._labels[-1])
        self.setLabel("left", label, units=None, color=theme.current().muted)
        # Otherwise it stays where the middle of the text before it was.
        self.getAxis("left").resizeEvent()

    def take_curves(self, curves: Curves, rival: Curves | None, ghosts: tuple[Curves, ...]) -> None:
        """What `draw` is to draw: a run, the other network's behind it, and pale those that were left for another."""
        self._curves, self._rival, self._ghosts = curves, rival, ghosts
        while len(self.ghosts) < len(ghosts):
            self.ghosts.append(self._ghost(len(self.ghosts)))

    def show_range(self, epochs: tuple[float, float], values: tuple[float, float]) -> None:
        """Show these epochs and values, and a little more on all sides. Where that is new, it is drawn."""
        (left, right), (low, high) = epochs, values
        beside, above = SPACE_BESIDE * (right - left), SPACE_ABOVE * (high - low)
        # Both at once: the picture is made anew once.
        self.setRange(xRange=(left - beside, right + beside), yRange=(low - above, high + above), padding=0)

    def draw(self) -> None:
        """Draw what is in sight of all curves."""
        sight = self._sight()
        for lines, curves in (
            ((self.train, self.test), self._curves),
            (self.rivals, self._rival),
            *(((line,), ghost) for line, ghost in zip_longest(self.ghosts, self._ghosts)),
        ):
            for line in lines:
                line.show_curve(curves, sight)
            # Both lines of a run are of one width.
            restless = any(line.restless for line in lines)
            for line in lines:
                line.set_thin(restless)

    def _sight(self) -> Sight:
        box = self.getViewBox()
        epochs, values = box.viewRange()
        return Sight(tuple(epochs), tuple(values), box.width(), box.height(), self.getAxis("left").logMode)

    def _ghost(self, number: int) -> PlotLine:
        item = self._line(self.what.train)
        item.setZValue(-1)
        item.setCurveClickable(True, width=10)
        # What is handed on with the signal is no ghost, but a part of one.
        item.sigClicked.connect(lambda *_: self.ghost_clicked.emit(number))
        self._recolour_ghost(item)
        return item

    def _recolour_ghost(self, item: PlotLine) -> None:
        colours = theme.current()
        item.set_look(theme.blend(colours.surface, colours.muted, 0.55), Qt.PenStyle.DashDotLine, 1.5)

    def show_now(self, epoch: int, furthest: int) -> None:
        """Where in the run one is, when that is not its end."""
        self.now.setVisible(epoch < furthest)
        self.now.setPos(epoch)

    def show_starts(self, starts: Starts | None) -> None:
        spreads = self.what.spreads(starts) if starts else (None, None)
        for spread, mean, band in zip(spreads, self.means, self.bands, strict=True):
            if spread is None or starts is None:
                x, middle, half = NO_POINTS, NO_POINTS, NO_POINTS
            else:
                x, factor = starts.epochs, self.what.factor
                middle, half = spread.mean * factor, spread.deviation * factor
            mean.setData(x, middle)
            # Of edges without points a band would keep the area that it had before.
            band.setVisible(spread is not None)
            # A logarithmic axis ends above 0.
            band.curves[0].setData(x, np.maximum(middle - half, LOG_FLOOR))
            band.curves[1].setData(x, middle + half)

    def set_log(self, on: bool) -> None:
        """A logarithmic vertical axis, or a plain one. The bands' edges are no items of the plot: they are told too."""
        self.setLogMode(x=False, y=on)
        for band in self.bands:
            for edge in band.curves:
                edge.setLogMode(False, on)

    def show_reading(self, curves: Curves | None, epoch: float | None) -> None:
        """The values at the recorded epoch nearest to the mouse; without a mouse nothing."""
        if epoch is None or curves is None or not len(curves):
            if self.cursor.isVisible():
                self.cursor.hide()
                self.reading.setText("")
            return
        place = curves.nearest(epoch)
        self.cursor.setPos(curves.epochs[place])
        self.cursor.show()
        values = [
            f"{name} {self.what.text(value * self.what.factor)}"
            for name, figure in ((self.tr("train"), self.what.train), (self.tr("test"), self.what.test))
            if not np.isnan(value := float(curves.values(figure)[place]))
        ]
        self.reading.setText(self.tr("epoch {0}: ").format(whole(int(curves.epochs[place]))) + ", ".join(values))


def line_colours(colours: theme.Theme) -> tuple[str, str]:
    """Colours of the curves of the rows that train and of those that test."""
    return colours.text, colours.accent
