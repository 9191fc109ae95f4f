"""What it costs to show one report of the trainer: compute, lay out and paint every pane."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, pairwise

import numpy as np
import pytest
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from engine.arrays import frozen
from engine.datasets import Dataset, DataSource, data_sources
from engine.experiment import Experiment
from engine.lessons import load_lesson
from engine.snapshot import Snapshot
from engine.trainer import Trainer
from gui import theme
from gui.painting.network_layout import NetworkLayout
from gui.probe import probe_of_row
from gui.views.network import NetworkView
from tests.gui.helpers import press, trained

# A pane of this size, with networks of these layers: the default of a playground in the browser and its largest, and a
# million weights.
PANE = (1000, 600)
NETWORKS = [(2, 4, 2, 1), (7, *[8] * 6, 1), (784, 1024, 256, 10)]
# The former way would draw a million edges for a minute: so many of them stand for all.
MOST_FORMER = 4000


@pytest.mark.parametrize("lesson_id", ["height-weight", "breast-cancer-hidden", "xor"])
def test_a_frame_of_the_window(benchmark, open_window, lesson_id):
    window = open_window(lesson_id)
    press(window, "Ctrl+8", "Right")
    report = window.controller.report

    def frame() -> None:
        window.controller.reported.emit(report)
        QApplication.processEvents()

    benchmark.pedantic(frame, rounds=100 if benchmark.enabled else 1, warmup_rounds=3)
    assert window.controller.snapshot.epoch == 100


@pytest.mark.parametrize("pane", ["network", "output", "curves", "data"])
def test_a_repaint_of_a_pane(benchmark, open_window, pane):
    window = open_window("breast-cancer-hidden")
    press(window, "Ctrl+8", "Right")
    widget = {"network": window.network, "output": window.output, "curves": window.curves, "data": window.data}[pane]
    picture = benchmark.pedantic(widget.grab, rounds=50 if benchmark.enabled else 1, warmup_rounds=1)
    assert picture.width() > 0


def test_a_snapshot(benchmark):
    trainer = trained(load_lesson("breast-cancer-hidden").experiment, 100)
    snapshot = benchmark(trainer.snapshot)
    assert snapshot.epoch == 100


# The picture of a network, beside one pen for each edge.


@pytest.fixture
def snapshots(monkeypatch):
    """Gives eight moments of a network of any layers, with data made up for it."""

    def moments(sizes: tuple[int, ...]) -> list[Snapshot]:
        rng = np.random.default_rng(0)
        inputs = tuple(f"x{number}" for number in range(sizes[0]))
        outputs = tuple(f"y{number}" for number in range(sizes[-1]))
        table = Dataset("made up", frozen(rng.normal(size=(20, sizes[0]))), inputs, None, outputs, tuple("r" * 20))
        monkeypatch.setitem(data_sources._entries, "made-up", DataSource("made-up", "", lambda: table))
        start = Trainer(Experiment("made-up", hidden=sizes[1:-1], activation=("tanh",))).snapshot()
        steps = (rng.normal(size=start.parameters.size) * 0.002 for _ in range(8))
        return [replace(start, parameters=frozen(start.parameters + step)) for step in steps]

    return moments


@pytest.mark.parametrize("sizes", NETWORKS, ids=lambda sizes: "-".join(map(str, sizes)))
def test_a_frame_of_a_network(benchmark, qtbot, snapshots, sizes):
    view, moments = NetworkView(), snapshots(sizes)
    qtbot.addWidget(view)
    view.resize(*PANE)
    view.show_snapshot(moments[0])
    view.show_probe(probe_of_row(moments[0], 0))
    with qtbot.waitExposed(view):
        view.show()
    turn = cycle(moments)

    def frame() -> None:
        # A new snapshot has worked nothing out yet.
        view.show_snapshot(replace(next(turn)))
        view.repaint()

    layout = view.layout_now()
    assert layout is not None
    frame()
    # Both ways in turn, so that whatever else the machine does slows both.
    rounds = 7 if benchmark.enabled else 1
    pairs = [(seconds(frame), former_seconds(layout, moments[0].weights)) for _ in range(rounds)]
    now, former = (statistics.median(way) for way in zip(*pairs, strict=True))
    benchmark.extra_info["a pen for each edge, in frames of now"] = round(former / now, 1)
    benchmark.pedantic(frame, rounds=50 if benchmark.enabled else 1, warmup_rounds=1)
    assert view.picture is not None
    assert len(view.picture.choice.edges) == min(sum(a * b for a, b in pairwise(sizes)), 399)


def seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def former_seconds(layout: NetworkLayout, weights: np.ndarray) -> float:
    """How long the edges alone took, each an antialiased line with a see-through pen of its own."""
    image = QImage(*PANE, QImage.Format.Format_RGB32)
    some = np.linspace(0, len(weights) - 1, min(len(weights), MOST_FORMER)).astype(int)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken = seconds(lambda: draw_former(painter, layout, some, weights))
    return taken * len(weights) / len(some)


def draw_former(painter: QPainter, layout: NetworkLayout, edges: np.ndarray, weights: np.ndarray) -> None:
    scale = layout.widest / np.abs(weights).max()
    for ends, weight in zip(layout.ends(edges).tolist(), weights[edges].tolist(), strict=True):
        ink = theme.current().negative if weight < 0 else theme.current().positive
        style = Qt.PenStyle.DashLine if weight < 0 else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.colour(ink, 0.8), max(abs(weight) * scale, 0.6), style))
        painter.drawLine(QLineF(*ends))
