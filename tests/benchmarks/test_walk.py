"""Walking through a batch: what a step costs, and whether frames keep coming meanwhile."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from engine.commands import State
from tests.gui.helpers import press, wait_until

STEPS_A_SECOND = 30
FRAMES_A_SECOND = 60
FRAME_MS = 16


class Painted(QObject):
    """Notes when a widget is painted."""

    def __init__(self, widget) -> None:
        super().__init__()
        self.times: list[float] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times.append(time.perf_counter())
        return False


@pytest.mark.parametrize("pane", ["code", "weights", "pulls", "try", "check"])
@pytest.mark.parametrize("lesson_id", ["height-weight", "virus", "breast-cancer-hidden"])
def test_frames_while_walking_thirty_steps_a_second(benchmark, open_window, lesson_id, pane):
    """The network is painted at the screen's pace while steps are walked; a frame that comes late is a stutter."""
    window = open_window(lesson_id)
    press(window, "Ctrl+2")
    window.show_pane(pane)
    window.controller.set_speed(STEPS_A_SECOND)
    view = window.network.views[0]
    painted = Painted(view)
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(view.update)
    seconds = 4.0 if benchmark.enabled else 0.1

    def walk() -> None:
        window.controller.run()
        timer.start(FRAME_MS)
        end = time.perf_counter() + seconds
        wait_until(lambda: time.perf_counter() > end)
        timer.stop()

    benchmark.pedantic(walk, rounds=1)
    press(window, "Esc")
    times = np.array(painted.times)
    # What counts is in how many of a screen's frames there is something new.
    shown = len(np.unique(((times - times[0]) * FRAMES_A_SECOND).astype(int)))
    benchmark.extra_info["of 60 frames a second shown"] = round(shown / (times[-1] - times[0]), 1)
    benchmark.extra_info["frame gap, ms, 99 %"] = round(float(np.percentile(1000 * np.diff(times), 99)), 1)
    assert len(painted.times) > 2


@pytest.mark.parametrize("lesson_id", ["height-weight", "breast-cancer-hidden"])
def test_a_step_until_it_is_shown(benchmark, open_window, lesson_id):
    window = open_window(lesson_id)
    press(window, "Ctrl+2")

    def step() -> None:
        window.controller.step()
        wait_until(lambda: window.controller.settled)

    benchmark.pedantic(step, rounds=100 if benchmark.enabled else 1)
    assert window.controller.walk is not None


@pytest.mark.parametrize("pane", ["code", "weights", "pulls", "try", "check"])
@pytest.mark.parametrize("lesson_id", ["height-weight", "breast-cancer-hidden"])
def test_the_work_of_a_step_in_the_window(benchmark, open_window, lesson_id, pane):
    """What the window's thread does for a step: show the report in every pane, and paint what has changed."""
    window = open_window(lesson_id)
    press(window, "Ctrl+2")
    window.show_pane(pane)

    def walk_on():
        line = window.controller._line
        line.arrived.disconnect(window.controller._take)
        arrived = []
        line.arrived.connect(arrived.append)
        window.controller.step()
        # A step that takes longer is reported more than once.
        wait_until(lambda: arrived and line.answered(arrived[-1]) and arrived[-1].state is State.PAUSED)
        line.arrived.disconnect(arrived.append)
        line.arrived.connect(window.controller._take)
        return (arrived[-1],), {}

    def show(report) -> None:
        window.controller._take(report)
        QApplication.processEvents()

    benchmark.pedantic(show, setup=walk_on, rounds=100 if benchmark.enabled else 1)
    assert window.controller.walk is not None
