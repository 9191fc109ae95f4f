"""How evenly the window is painted, and how soon it answers and closes, while the trainer's thread works flat out."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.app import make_window, wait_until_settled
from tests.gui.helpers import go_fast, press, press_only, wait_until

CLOSINGS = 100
FRAMES_SECONDS = 4.0
CLICKS = 100
SIZES = ((1280, 800), (1920, 1080))


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


def run_flat_out(window):
    """Train without an end."""
    window.controller.edit("epochs", 0)
    go_fast(window)
    press_only(window, "Space")
    wait_until(lambda: window.controller.running and window.controller.snapshot.epoch > 5)


@pytest.fixture(params=["height-weight", "breast-cancer-hidden"])
def busy_window(open_window, request):
    """A window that trains flat out, without an end."""
    window = open_window(request.param)
    run_flat_out(window)
    yield window
    press(window, "Esc")


# The last has 324 edges.
@pytest.fixture(params=["height-weight", "or-gate", "xor", "breast-cancer-hidden", "playground 12,12,12"])
def full_window(open_window, request, each_engine):
    """The same with all panes open, trained by either engine."""
    lesson, *hidden = request.param.split()
    window = open_window(lesson)
    window.show_calculation(True)
    for neurons in hidden:
        window.controller.edit("hidden", tuple(map(int, neurons.split(","))))
    run_flat_out(window)
    assert window.controller.snapshot.engine == each_engine
    yield window
    press(window, "Esc")


class Paintings(QObject):
    """When a widget was painted: a window with all that is in it, by its request for an update."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times: list[float] = []
        self._kind = QEvent.Type.UpdateRequest if widget.isWindow() else QEvent.Type.Paint
        widget.installEventFilter(self)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        if event.type() != self._kind:
            return False
        # Painted here, and not once more by whoever is asked next.
        widget.removeEventFilter(self)
        QApplication.sendEvent(widget, event)
        widget.installEventFilter(self)
        self.times.append(time.perf_counter())
        return True


def let_events_run(seconds: float) -> None:
    """A real event loop, as the program has it."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_frames_while_it_trains(benchmark, full_window, size):
    full_window.resize(*size)
    let_events_run(0.5 if benchmark.enabled else 0.05)
    paintings = Paintings(full_window), Paintings(full_window.network.views[0])
    seconds = FRAMES_SECONDS if benchmark.enabled else 0.1
    benchmark.pedantic(let_events_run, args=(seconds,), rounds=1)
    wait_until(lambda: all(painting.times for painting in paintings))
    for name, painting in zip(("window", "network"), paintings, strict=True):
        if benchmark.enabled:
            benchmark.extra_info[f"{name}, frames a second"] = round(len(painting.times) / seconds, 1)
            note(benchmark, f"{name}, interval", np.diff(painting.times))
        painting.deleteLater()
    assert full_window.controller.running


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_click_until_it_is_painted_while_it_trains(benchmark, full_window, size):
    full_window.resize(*size)
    let_events_run(0.5 if benchmark.enabled else 0.05)
    window, view = full_window, full_window.network.views[0]
    painting = Paintings(window)
    waits: list[float] = []
    changes: list[float] = []

    def note_change() -> None:
        changes.append(time.perf_counter())

    def click() -> None:
        # Not in step with the frames.
        let_events_run(0.02 + 0.0013 * (len(waits) % 13))
        changes.clear()
        clicked = time.perf_counter()
        post_click(view, view.position_of(len(waits) % 2, 0))
        wait_until(lambda: changes and painting.times and painting.times[-1] > changes[0])
        waits.append(next(painted for painted in painting.times if painted > changes[0]) - clicked)

    window.controller.selection.changed.connect(note_change)
    benchmark.pedantic(click, rounds=CLICKS if benchmark.enabled else 1)
    window.controller.selection.changed.disconnect(note_change)
    note(benchmark, "click to paint", waits)
    painting.deleteLater()
    assert window.controller.running


def post_click(widget: QWidget, at: QPointF) -> None:
    """A press and a release, queued as the system queues them."""
    left, none, keys = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
        event = QMouseEvent(kind, at, widget.mapToGlobal(at), left, held, keys)
        QApplication.postEvent(widget, event)


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
