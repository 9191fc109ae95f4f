"""What it costs to show one more point of a long run, beside pyqtgraph that is given all points."""

import time
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from engine.history import History
from engine.lessons import load_lesson
from engine.metrics import Metrics
from engine.snapshot import Position
from gui.views.curves import CurvesView
from tests.gui.helpers import trained

SIZE = 520, 420


def figures(points: int):
    """Figures of a run that comes down with a little noise, shape (points, 4)."""
    down = np.exp(-5 * np.linspace(0, 1, points))[:, None]
    noise = np.random.default_rng(0).random((points, 4))
    return np.abs([0.0, 1.0, 0.0, 1.0] - down * (0.5 + 0.2 * noise) - [0.0, 0.05, -0.05, 0.1])


def ours(qtbot, points: int):
    """The pane of the curves; what is done for one frame."""
    history, snapshot = History(), trained(load_lesson("breast-cancer").experiment, 1).snapshot()
    history.extend(np.arange(points), figures(points))
    view = CurvesView(QAction())
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()

    def frame() -> None:
        epoch = history.last_epoch + 1
        history.append(epoch, Metrics(0.1, 0.9), Metrics(0.2, 0.8))
        view.show_snapshot(replace(snapshot, curves=history.curves(), position=Position(epoch, 0, 1), furthest=epoch))
        for canvas in view.canvases.values():
            canvas.viewport().repaint()

    return view, frame


def plain(qtbot, points: int):
    """Four curves in two plots that get all points each time; what is done for one frame."""
    canvas = pg.GraphicsLayoutWidget()
    qtbot.addWidget(canvas)
    canvas.resize(*SIZE)
    plots = [canvas.addPlot(row=row, col=0) for row in range(2)]
    for plot in plots:
        plot.setDownsampling(auto=True, mode="peak")
        plot.setClipToView(True)
        plot.setXRange(0, points)
        plot.setYRange(0, 1.2)
    lines = [plot.plot(antialias=True) for plot in plots for _ in range(2)]
    table = figures(points).T
    epochs = np.arange(float(points))
    canvas.show()

    def frame() -> None:
        for line, values in zip(lines, table, strict=True):
            line.setData(epochs, values)
        canvas.viewport().repaint()

    return canvas, frame


def milliseconds(frame) -> float:
    started = time.perf_counter()
    frame()
    return 1000 * (time.perf_counter() - started)


@pytest.mark.parametrize("points", [1000, 100_000, 1_000_000])
def test_a_frame_of_the_curves(benchmark, qtbot, qapp, points):
    points = points if benchmark.enabled else 1000
    view, frame = ours(qtbot, points)
    canvas, plain_frame = plain(qtbot, points)
    rounds = 50 if benchmark.enabled else 1
    milliseconds(plain_frame)
    theirs = []

    def their_turn() -> None:
        theirs.append(milliseconds(plain_frame))
        QApplication.processEvents()

    benchmark.pedantic(frame, setup=their_turn, rounds=rounds, warmup_rounds=3)
    assert view.plots["loss"].train.xData[-1] >= points
    if benchmark.enabled:
        median, other = 1000 * benchmark.stats.stats.median, float(np.median(theirs))
        benchmark.extra_info["one frame, ms"] = round(median, 2)
        benchmark.extra_info["pyqtgraph with all points, ms"] = round(other, 2)
        benchmark.extra_info["of pyqtgraph's time"] = round(median / other, 2)
    canvas.close()
