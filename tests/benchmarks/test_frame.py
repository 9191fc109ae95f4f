"""What it costs to show one report of the trainer: compute, lay out and paint every pane."""

import pytest
from PySide6.QtWidgets import QApplication

from engine.lessons import load_lesson
from tests.gui.helpers import press, trained


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
