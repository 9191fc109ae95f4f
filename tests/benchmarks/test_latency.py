"""How soon the window answers and closes while the trainer's thread works flat out."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from gui.app import make_window, wait_until_settled
from tests.gui.helpers import go_fast, press, press_only, wait_until

CLOSINGS = 100


class Ear(QObject):
    """Hears an event that is posted to it, and when."""

    heard = 0.0

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.User:
            self.heard = time.perf_counter()
            return True
        return super().event(event)


def note(benchmark, name, seconds):
    milliseconds = 1000 * np.array(seconds)
    benchmark.extra_info[f"{name}, ms, median"] = round(float(np.median(milliseconds)), 2)
    benchmark.extra_info[f"{name}, ms, 99 %"] = round(float(np.percentile(milliseconds, 99)), 2)
    benchmark.extra_info[f"{name}, ms, worst"] = round(float(milliseconds.max()), 2)


@pytest.fixture(params=["height-weight", "breast-cancer-hidden"])
def busy_window(open_window, request):
    """A window that trains flat out, without an end."""
    window = open_window(request.param)
    window.controller.edit("epochs", 0)
    go_fast(window)
    press_only(window, "Space")
    wait_until(lambda: window.controller.running and window.controller.snapshot.epoch > 5)
    yield window
    press(window, "Esc")


def test_a_posted_event_while_it_trains(benchmark, busy_window):
    ear = Ear()
    waits = []

    def post() -> None:
        ear.heard = 0.0
        posted = time.perf_counter()
        QApplication.postEvent(ear, QEvent(QEvent.Type.User))
        while not ear.heard:
            QApplication.processEvents()
        waits.append(ear.heard - posted)

    benchmark.pedantic(post, rounds=2000 if benchmark.enabled else 3)
    note(benchmark, "event", waits)
    assert busy_window.controller.running


def test_a_chain_of_timers_while_it_trains(benchmark, busy_window):
    """Each link waits for nothing but the event loop: the gaps are what a key or a click would wait."""
    seconds = 3.0 if benchmark.enabled else 0.05
    times = [time.perf_counter()]
    timer = QTimer()

    def link() -> None:
        times.append(time.perf_counter())
        if times[-1] - times[0] > seconds:
            timer.stop()

    def chain() -> None:
        timer.start(0)
        wait_until(lambda: not timer.isActive())

    timer.timeout.connect(link)
    benchmark.pedantic(chain, rounds=1)
    note(benchmark, "gap", np.diff(times))
    assert busy_window.controller.running


def test_a_step_until_it_is_shown(benchmark, window):
    def step() -> None:
        press_only(window, "Right")
        wait_until(lambda: window.controller.settled)

    benchmark.pedantic(step, rounds=100 if benchmark.enabled else 1)
    assert window.controller.snapshot.epoch >= 1


def test_closing_while_it_trains(benchmark, qapp):
    closings = CLOSINGS if benchmark.enabled else 1
    opened = []

    def open_and_run():
        window = make_window("height-weight")
        opened.append(window)
        window.controller.edit("epochs", 0)
        window.controller.set_speed(None)
        window.show()
        wait_until_settled(window)
        window.controller.run()
        wait_until(lambda: window.controller.snapshot.epoch > 5)
        return (window,), {}

    def close(window) -> None:
        assert window.close()

    benchmark.pedantic(close, setup=open_and_run, rounds=closings)
    for window in opened:
        window.deleteLater()
    if benchmark.enabled:
        benchmark.extra_info["closings"] = closings
        benchmark.extra_info["worst, ms"] = round(1000 * benchmark.stats.stats.max, 1)
