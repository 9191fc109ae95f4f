"""Loss and accuracy against epochs: train solid, test dashed, and the spread of many starts."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from engine.arrays import Array
from engine.history import Curves
from engine.snapshot import Snapshot
from engine.starts import Spread, Starts
from gui import theme
from gui.figures import figure, percent, whole
from gui.painting.axis_range import epoch_range, loss_range

NO_POINTS: Array = np.zeros(0)
LINE = 2.0


@dataclass(frozen=True)
class Figure:
    """One of the two plots: what it is called and where its numbers come from."""

    name: str
    unit: str
    train: Callable[[Curves], Array]
    test: Callable[[Curves], Array]
    spreads: Callable[[Starts], tuple[Spread | None, Spread | None]]
    text: Callable[[float], str]
    factor: float = 1.0


FIGURES = (
    Figure(
        "loss",
        "",
        lambda curves: curves.train_loss,
        lambda curves: curves.test_loss,
        lambda starts: (starts.train_loss, starts.test_loss),
        figure,
    ),
    Figure(
        "accuracy",
        "%",
        lambda curves: curves.train_accuracy,
        lambda curves: curves.test_accuracy,
        lambda starts: (starts.train_accuracy, starts.test_accuracy),
        lambda value: percent(value / 100),
        factor=100.0,
    ),
)


class Plot(pg.PlotItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Axes, two curves, a rival's curve behind them, two bands, and a line that follows the mouse."""

    def __init__(self, what: Figure, label: str) -> None:
        super().__init__()
        self.what = what
        self._label = label
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setDownsampling(auto=True, mode="peak")
        self.setClipToView(True)
        self.disableAutoRange()
        for axis in ("left", "bottom"):
            self.getAxis(axis).enableAutoSIPrefix(False)
        self.bands = [self._band(), self._band()]
        self.rivals = [self.plot(NO_POINTS, NO_POINTS, antialias=True) for _ in range(2)]
        self.means = [self.plot(NO_POINTS, NO_POINTS) for _ in range(2)]
        self.train = self.plot(NO_POINTS, NO_POINTS, antialias=True)
        self.test = self.plot(NO_POINTS, NO_POINTS, antialias=True)
        self.cursor = pg.InfiniteLine(angle=90, movable=False)
        self.addItem(self.cursor, ignoreBounds=True)
        self.cursor.hide()
        self.reading = pg.LabelItem("", justify="right")
        self.reading.setParentItem(self.getViewBox())
        self.reading.anchor(itemPos=(1, 0), parentPos=(1, 0), offset=(-4, 0))

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
        self.getAxis("left").setWidth(52)
        self.showGrid(x=False, y=True, alpha=0.12)
        self.setLabel("left", self._label, units=None, color=colours.muted)
        solid, dashed = line_colours(colours)
        self.train.setPen(solid, width=LINE)
        self.test.setPen(dashed, width=LINE, style=Qt.PenStyle.DashLine)
        for rival, style in zip(self.rivals, (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine), strict=True):
            rival.setPen(theme.blend(colours.surface, colours.muted, 0.6), width=1, style=style)
        for mean, band, value in zip(self.means, self.bands, (solid, dashed), strict=True):
            mean.setPen(value, width=1, style=Qt.PenStyle.DotLine)
            band.setBrush(theme.colour(value, 0.2))
        self.cursor.setPen(QPen(theme.colour(colours.muted), 0))
        self.reading.setAttr("color", colours.text)
        self.reading.setAttr("size", "12px")

    def show_curves(self, curves: Curves, rival: Curves | None) -> None:
        for item, values in ((self.train, self.what.train(curves)), (self.test, self.what.test(curves))):
            _set(item, curves.epochs, values * self.what.factor)
        for item, of in zip(self.rivals, (self.what.train, self.what.test), strict=True):
            if rival is None:
                item.setData(NO_POINTS, NO_POINTS)
            else:
                _set(item, rival.epochs, of(rival) * self.what.factor)

    def show_starts(self, starts: Starts | None) -> None:
        spreads = self.what.spreads(starts) if starts else (None, None)
        for spread, mean, band in zip(spreads, self.means, self.bands, strict=True):
            if spread is None or starts is None:
                x, middle, half = NO_POINTS, NO_POINTS, NO_POINTS
            else:
                x, factor = starts.epochs, self.what.factor
                middle, half = spread.mean * factor, spread.deviation * factor
            mean.setData(x, middle)
            band.curves[0].setData(x, middle - half)
            band.curves[1].setData(x, middle + half)

    def show_reading(self, curves: Curves | None, epoch: float | None) -> None:
        """The values at the recorded epoch nearest to the mouse; without a mouse nothing."""
        if epoch is None or curves is None or not len(curves):
            self.cursor.hide()
            self.reading.setText("")
            return
        place = int(np.abs(curves.epochs - epoch).argmin())
        self.cursor.setPos(curves.epochs[place])
        self.cursor.show()
        values = [
            f"{name} {self.what.text(float(of(curves)[place]) * self.what.factor)}"
            for name, of in (("train", self.what.train), ("test", self.what.test))
            if not np.isnan(of(curves)[place])
        ]
        self.reading.setText(f"epoch {whole(int(curves.epochs[place]))}: " + ", ".join(values))


def line_colours(colours: theme.Theme) -> tuple[str, str]:
    """Colours of the curves of the rows that train and of those that test."""
    return colours.text, colours.accent


def _log_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName("log-loss-button")
    button.setAccessibleName(action.text())
    button.setText(button.tr("log"))
    return button


def _set(item: pg.PlotDataItem, x: Array, y: Array) -> None:
    if not len(y) or np.isnan(y[0]):
        item.setData(NO_POINTS, NO_POINTS)
        return
    item.setData(x, y)


class CurvesLegend(QWidget):
    """Which line is which."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(18)
        self._entries: list[tuple[str, Qt.PenStyle, str, float]] = []

    def show_lines(self, test: bool, rival: bool, starts: bool) -> None:
        colours = theme.current()
        train_colour, test_colour = line_colours(colours)
        style = Qt.PenStyle
        entries = [(self.tr("train"), style.SolidLine, train_colour, LINE)]
        if test:
            entries.append((self.tr("test"), style.DashLine, test_colour, LINE))
        if rival:
            entries.append((self.tr("the other network"), style.SolidLine, colours.muted, 1.0))
        if starts:
            entries.append((self.tr("mean ± s of ten starts"), style.DotLine, train_colour, 1.0))
        if entries != self._entries:
            self._entries = entries
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme.font(theme.SMALL))
            metrics = painter.fontMetrics()
            x = float(theme.MARGIN)
            for text, style, colour, width in self._entries:
                painter.setPen(QPen(theme.colour(colour), width, style))
                painter.drawLine(QPointF(x, 9), QPointF(x + 24, 9))
                painter.setPen(theme.colour(theme.current().muted))
                painter.drawText(QPointF(x + 30, 13), text)
                x += 30 + metrics.horizontalAdvance(text) + 14


class CurvesView(QWidget):
    """Both plots over one axis of epochs."""

    def __init__(self, log_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves")
        self.setAccessibleName(self.tr("Loss and accuracy"))
        self._curves: Curves | None = None
        self._starts: Starts | None = None
        self._canvas = pg.GraphicsLayoutWidget(self)
        self._canvas.setObjectName("curves-canvas")
        self._canvas.ci.layout.setContentsMargins(4, 6, 20, 4)
        self._canvas.ci.layout.setSpacing(6)
        labels = {"loss": self.tr("loss"), "accuracy": self.tr("accuracy, %")}
        self.plots = {what.name: Plot(what, labels[what.name]) for what in FIGURES}
        for row, plot in enumerate(self.plots.values()):
            self._canvas.addItem(plot, row=row, col=0)
        self.plots["accuracy"].setXLink(self.plots["loss"])
        self.plots["accuracy"].setLabel("bottom", self.tr("epoch"))
        self.plots["accuracy"].setYRange(0, 100, padding=0.15)
        self.plots["accuracy"].getViewBox().setMouseEnabled(y=False)
        self.plots["accuracy"].getAxis("left").setTicks([[(value, str(value)) for value in (0, 50, 100)]])
        for plot in self.plots.values():
            plot.getViewBox().sigRangeChangedManually.connect(self._leave_ranges)
        self._follow = True
        self._log = False
        self._rival: Curves | None = None
        self._canvas.scene().sigMouseMoved.connect(self._read)
        self.legend = CurvesLegend()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, theme.MARGIN, 0)
        head.addWidget(self.legend, 1)
        head.addWidget(_log_button(log_action))
        layout.addLayout(head)
        layout.addWidget(self._canvas, 1)
        self._recolour()

    def show_snapshot(self, snapshot: Snapshot, rival: Snapshot | None = None, starts: Starts | None = None) -> None:
        """The curves of a snapshot; those of the rival beside it stay in the background."""
        self.legend.show_lines(bool(len(snapshot.data.test)), rival is not None, starts is not None)
        self._curves, self._rival = snapshot.curves, rival.curves if rival else None
        for plot in self.plots.values():
            plot.show_curves(self._curves, self._rival)
        if starts is not self._starts:
            self._starts = starts
            for plot in self.plots.values():
                plot.show_starts(starts)
        self._set_ranges()

    def set_log(self, on: bool) -> None:
        """The loss on a logarithmic axis, or a plain one."""
        self._log = on
        self.plots["loss"].setLogMode(x=False, y=on)
        self.fit()

    def fit(self) -> None:
        """Show all of both curves, and go on doing so."""
        self._follow = True
        self._set_ranges()

    def _leave_ranges(self) -> None:
        """Whoever zooms or pans wants to look at that part."""
        self._follow = False

    def _set_ranges(self) -> None:
        if not self._follow or self._curves is None:
            return
        shown = [curves for curves in (self._curves, self._rival) if curves is not None and len(curves)]
        losses = [loss for curves in shown for loss in (curves.train_loss, curves.test_loss)]
        last = max(float(curves.epochs[-1]) for curves in shown)
        if self._starts is not None:
            last = max(last, float(self._starts.epochs[-1]))
            spreads = (self._starts.train_loss, self._starts.test_loss)
            losses += [spread.mean + spread.deviation for spread in spreads if spread is not None]
        self.plots["loss"].setXRange(*epoch_range(last), padding=0.02)
        self.plots["loss"].setYRange(*loss_range(losses, self._log), padding=0.1)
        self.plots["accuracy"].setYRange(0, 100, padding=0.15)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._recolour()
        super().changeEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        for plot in self.plots.values():
            plot.show_reading(None, None)

    def _recolour(self) -> None:
        self._canvas.setBackground(theme.colour(theme.current().surface))
        for plot in self.plots.values():
            plot.recolour()

    def _read(self, position: QPointF) -> None:
        if self._curves is None:
            return
        inside = any(plot.sceneBoundingRect().contains(position) for plot in self.plots.values())
        epoch = self.plots["loss"].getViewBox().mapSceneToView(position).x() if inside else None
        for plot in self.plots.values():
            plot.show_reading(self._curves, epoch)
