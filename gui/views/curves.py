"""Loss and accuracy against epochs: train solid, test dashed, and the spread of many starts."""

from collections.abc import Sequence
from functools import partial

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from engine.arrays import Array
from engine.history import Curves
from engine.snapshot import Snapshot
from engine.starts import Starts
from gui import theme
from gui.painting.axis_range import epoch_range, loss_range
from gui.views.curves_legend import CurvesLegend
from gui.views.plot import MARGIN, PLOTS, Plot

PERCENT = (0.0, 100.0)


class CurvesView(QWidget):
    """Both plots over one axis of epochs. A click on the curve of a run that was left asks to return to it."""

    ghost_clicked = Signal(int)

    def __init__(self, log_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves")
        self.setAccessibleName(self.tr("Learning curves"))
        self._curves: Curves | None = None
        self._starts: Starts | None = None
        labels = {
            "loss": (self.tr("loss"),),
            "accuracy": (self.tr("accuracy, %"), self.tr("accuracy"), self.tr("%")),
        }
        names = {"loss": self.tr("Loss against epochs"), "accuracy": self.tr("Accuracy against epochs")}
        self.plots = {what.name: Plot(what, *labels[what.name]) for what in PLOTS}
        # A canvas for each: what is new in one plot does not have the other painted again.
        self.canvases = {name: _canvas(plot, name, names[name]) for name, plot in self.plots.items()}
        self.plots["accuracy"].setLabel("bottom", self.tr("epoch"))
        self.plots["accuracy"].getViewBox().setMouseEnabled(y=False)
        self.plots["accuracy"].getAxis("left").setTicks([[(value, str(value)) for value in (0, 50, 100)]])
        for plot in self.plots.values():
            plot.getViewBox().sigRangeChangedManually.connect(partial(self._leave_ranges, plot))
            plot.ghost_clicked.connect(self.ghost_clicked)
            plot.scene().sigMouseMoved.connect(partial(self._follow_mouse, plot))
        self._follow = True
        self._log = False
        self._rival: Curves | None = None
        self._ghosts: tuple[Curves, ...] = ()
        self._mouse: tuple[Plot, QPointF] | None = None
        self.legend = CurvesLegend()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, theme.MARGIN, 0)
        head.addWidget(self.legend, 1)
        head.addWidget(_log_button(log_action))
        layout.addLayout(head)
        for canvas in self.canvases.values():
            layout.addWidget(canvas, 1)
        self._recolour()

    def show_snapshot(
        self,
        snapshot: Snapshot,
        rival: Snapshot | None = None,
        starts: Starts | None = None,
        plots: Sequence[str] = ("loss", "accuracy"),
    ) -> None:
        """The curves of a snapshot, in both plots or in one; those of the rival beside it stay in the background."""
        has_tests, ghosts = bool(len(snapshot.data.test)), snapshot.ghosts
        self.legend.show_lines(has_tests, rival is not None, starts.count if starts else 0, len(ghosts))
        self._curves, self._rival, self._ghosts = snapshot.curves, rival.curves if rival else None, ghosts
        if (starts and starts.train_loss) is not (self._starts and self._starts.train_loss):
            self._starts = starts
            for plot in self.plots.values():
                plot.show_starts(starts)
        self._give_room(has_accuracy=not snapshot.data.dataset.is_regression)
        for plot in map(self.plots.__getitem__, plots):
            plot.take_curves(self._curves, self._rival, self._ghosts)
            plot.show_now(snapshot.epoch, snapshot.furthest)
        self._set_ranges(plots)
        for plot in map(self.plots.__getitem__, plots):
            plot.draw()
        self._read()

    def _give_room(self, has_accuracy: bool) -> None:
        """Without an accuracy the loss has all the room, and the axis of epochs below it is named."""
        if has_accuracy == self.canvases["accuracy"].isHidden():
            self.canvases["accuracy"].setVisible(has_accuracy)
            self.plots["loss"].setLabel("bottom", "" if has_accuracy else self.tr("epoch"))

    def set_log(self, on: bool) -> None:
        """The loss on a logarithmic axis, or a plain one."""
        self._log = on
        self.plots["loss"].set_log(on)
        self.fit()

    def fit(self) -> None:
        """Show all of both curves, and go on doing so."""
        self._follow = True
        self._set_ranges(tuple(self.plots))

    def _leave_ranges(self, moved: Plot, *_: object) -> None:
        """Whoever zooms or pans wants to look at that part, in both plots."""
        self._follow = False
        for plot in self.plots.values():
            if plot is not moved:
                plot.setXRange(*moved.getViewBox().viewRange()[0], padding=0)

    def _set_ranges(self, plots: Sequence[str]) -> None:
        """All of what is shown, in each plot when it is its turn: new axes of both in one frame take too long."""
        if not self._follow or self._curves is None:
            return
        shown = [curves for curves in (self._curves, self._rival, *self._ghosts) if curves is not None and len(curves)]
        last = max((float(curves.epochs[-1]) for curves in shown), default=0.0)
        if self._starts is not None:
            last = max(last, float(self._starts.epochs[-1]))
        for name in plots:
            values = loss_range(self._losses(shown), self._log) if name == "loss" else PERCENT
            self.plots[name].show_range(epoch_range(last), values)

    def _losses(self, shown: list[Curves]) -> list[Array]:
        """Between which values the losses of all runs lie, and those of many starts."""
        losses = [curves.loss_span for curves in shown]
        if self._starts is not None:
            spreads = (self._starts.train_loss, self._starts.test_loss)
            losses += [spread.mean + spread.deviation for spread in spreads if spread is not None]
        return losses

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._recolour()
        super().changeEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self._read()

    def _recolour(self) -> None:
        for canvas in self.canvases.values():
            canvas.setBackground(theme.colour(theme.current().surface))
        for plot in self.plots.values():
            plot.recolour()
        self.legend.update()

    def _follow_mouse(self, plot: Plot, position: QPointF) -> None:
        self._mouse = plot, position
        self._read()

    def _read(self) -> None:
        """Say the values at the epoch under the mouse."""
        epoch = None
        if self._mouse is not None:
            plot, position = self._mouse
            if plot.sceneBoundingRect().contains(position):
                epoch = plot.getViewBox().mapSceneToView(position).x()
        for plot in self.plots.values():
            plot.show_reading(self._curves, epoch)


def _canvas(plot: Plot, name: str, text: str) -> pg.PlotWidget:
    canvas = pg.PlotWidget(plotItem=plot)
    canvas.setObjectName(f"{name}-canvas")
    canvas.setAccessibleName(text)
    plot.layout.setContentsMargins(4, MARGIN, 20, MARGIN)
    return canvas


def _log_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName("log-loss-button")
    button.setAccessibleName(action.text())
    button.setText(button.tr("log"))
    return button
