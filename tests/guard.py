"""What a test may leave behind: no thread, no running timer, no window. `conftest.py` asks after every test."""

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer

# A thread that was told to end may need a moment, in seconds.
JOIN_SECONDS = 2.0

# Every QTimer that was made since `watch_timers`. To look for them among all things takes far longer than most tests.
_timers: WeakSet["QTimer"] = WeakSet()


@dataclass(frozen=True)
class Standing:
    """The threads, timers and windows that there are at one moment."""

    threads: frozenset[threading.Thread]
    timers: list[object] = field(default_factory=list)
    windows: list[object] = field(default_factory=list)


def standing() -> Standing:
    """What there is now. Qt is not imported for it where the test did not need it."""
    threads = frozenset(threading.enumerate())
    if _application():
        collect_here()
    return Standing(threads, running_timers(), windows()) if _application() else Standing(threads)


def collect_here() -> None:
    """Look for young garbage now, in this thread, and for none elsewhere: in a thread beside the window's it would
    delete widgets, as `gui.garbage` tells.
    """
    gc.disable()
    if gc.get_count()[0] > gc.get_threshold()[0]:
        gc.collect(1)


def left_since(before: Standing) -> list[str]:
    """A line for everything that there is now and was not before."""
    _tidy()
    lines = _left(before)
    if lines:
        gc.collect()
    # A timer that is about to fire for the last time may need a moment, too.
    deadline = time.monotonic() + JOIN_SECONDS
    while lines and time.monotonic() < deadline:
        _tidy()
        lines = _left(before)
    return lines


@cache
def watch_timers() -> None:
    """From now on know every QTimer that Python makes."""
    from PySide6.QtCore import QTimer

    make: Callable[..., None] = QTimer.__init__

    @wraps(make)
    def make_known(timer: QTimer, *args: Any, **kwargs: Any) -> None:
        make(timer, *args, **kwargs)
        _timers.add(timer)

    QTimer.__init__ = make_known  # type: ignore[method-assign]


def running_timers() -> list[object]:
    """Every watched QTimer that is running."""
    from shiboken6 import isValid

    return [timer for timer in _timers if isValid(timer) and timer.isActive()]


def windows() -> list[object]:
    """Every widget that is a window of its own; hidden menus go with whatever holds them."""
    from PySide6.QtWidgets import QApplication, QMenu

    alone = [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]
    return [widget for widget in alone if widget.isVisible() or not isinstance(widget, QMenu)]


def _left(before: Standing) -> list[str]:
    lines = [f"thread {thread.name}" for thread in _living_threads(before.threads)]
    if _application():
        lines += [f"timer {timer}" for timer in _new(running_timers, before.timers)]
        lines += [f"window {window}" for window in _new(windows, before.windows)]
    return lines


def _living_threads(before: Iterable[threading.Thread]) -> list[threading.Thread]:
    new = set(threading.enumerate()) - set(before)
    for thread in new:
        thread.join(JOIN_SECONDS)
    return [thread for thread in new if thread.is_alive()]


def _new(now: Callable[[], list[object]], before: list[object]) -> list[object]:
    old = {id(thing) for thing in before}
    return [thing for thing in now() if id(thing) not in old]


def _application() -> object | None:
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets else None


def _tidy() -> None:
    """Delete what asked to be deleted later."""
    if _application():
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
