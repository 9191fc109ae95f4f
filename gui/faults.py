"""Faults of our own, wherever they happen: written down, shown once in plain words, and the program goes on.

A fault may come from a slot, a paint event, a timer, a thread, an object that is collected, or from Qt itself, once or
again and again. Each place is written down and shown the first time; after that only how often is counted, and written
when that is 10, 100, 1000 … times. It is shown in the window's own thread, never in the midst of what failed.
"""

import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from gui.fault_log import FaultLog, log_folder
from gui.fault_words import details_of, words_of

# Places that are told apart; all further ones of a type count as one, and all further types.
MOST_PLACES, MOST_TYPES = 200, 50
Place = tuple[str, str, int]
OTHER: Place = ("other", "", 0)
Show = Callable[[str, str], None]


class Faults(QObject):
    """Hears of every fault from `install` to `uninstall`; `show` is given the words and the details.

    `fault_met` comes before a fault is shown, in the thread of the window: what is unsaved can be kept first.
    """

    fault_met = Signal(object)  # BaseException
    _came = Signal(object)  # BaseException, from whatever thread

    def __init__(self, show: Show, parent: QObject | None = None, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._folder = folder or log_folder()
        self._log: FaultLog | None = None
        # However much Qt has to say, it stands in the way of no fault.
        self._counts: Counter[Place] = Counter()
        self._sayings: Counter[Place] = Counter()
        self._lock = threading.RLock()
        self._before: tuple[Any, ...] = ()
        self._came.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the place of Python's and Qt's own ways to report a fault."""
        self._log = FaultLog(self._folder)
        qt = qInstallMessageHandler(self._take_message)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook, qt)
        sys.excepthook = self._take_exception
        threading.excepthook = lambda args: self._take_exception(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._take_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook, qt = self._before
        qInstallMessageHandler(qt)
        if self._log is not None:
            self._log.close()

    def take(self, fault: BaseException) -> None:
        """A fault: written down, and told the first time that it comes from its place. Never fails itself."""
        try:
            if self.write_down(fault) == 1:
                self._came.emit(fault)
        except BaseException as another:  # the last resort, also when there is no memory for the rest
            _say_at_least(another)

    def note(self, fault: BaseException) -> None:
        """A fault that the window shows by itself: written down, and what is unsaved is kept."""
        self.write_down(fault)
        self.fault_met.emit(fault)

    def write_down(self, fault: BaseException) -> int:
        """Write it down, no more; how often the same has come by now."""
        count = self._count(self._counts, _place_of(fault))
        if count == 1:
            self._write(details_of(fault))
        elif _is_round(count):
            self._write(f"{count} times: {_last_line(fault)}")
        return count

    # Hooks.

    def _take_exception(
        self, kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if fault is not None and not issubclass(kind, KeyboardInterrupt | SystemExit):
            self.take(fault if fault.__traceback__ else fault.with_traceback(trace))

    def _take_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        """What Qt has to say is for the log, and for whoever looks at the console."""
        try:
            count = self._count(self._sayings, ("Qt", text[:200], context.line or 0))
            if _is_round(count):
                self._write(f"Qt {kind.name}, {count} times: {text}")
        except BaseException as another:
            _say_at_least(another)

    # Inside.

    def _count(self, counts: "Counter[Place]", place: Place) -> int:
        with self._lock:
            if place not in counts and len(counts) >= MOST_PLACES:
                place = (place[0], "", 0)
            if place not in counts and len(counts) >= MOST_PLACES + MOST_TYPES:
                place = OTHER
            counts[place] += 1
            return counts[place]

    def _write(self, entry: str) -> None:
        if self._log is not None:
            with self._lock:
                self._log.write(entry)
        with suppress(Exception):
            print(entry, file=sys.stderr)

    def _tell(self, fault: BaseException) -> None:
        """In the window's thread: what is unsaved is kept, then the fault is shown."""
        try:
            self.fault_met.emit(fault)
            self._show(words_of(fault), details_of(fault))
        except BaseException as another:
            # It is written down, and not shown: to show it is what failed.
            with suppress(BaseException):
                self._write(details_of(another))


def _place_of(fault: BaseException) -> Place:
    """The line that failed, the same for each time that it does."""
    trace, last = fault.__traceback__, None
    while trace is not None:
        trace, last = trace.tb_next, trace
    where = ("", 0) if last is None else (last.tb_frame.f_code.co_filename, last.tb_lineno)
    return (type(fault).__name__, *where)


def _is_round(count: int) -> bool:
    """Whether it is 1, 10, 100 …"""
    return str(count).strip("0") == "1"


def _last_line(fault: BaseException) -> str:
    return traceback.format_exception_only(fault)[-1].strip()


def _say_at_least(fault: BaseException) -> None:
    with suppress(BaseException):
        sys.__stderr__.write(f"gradwalk: {type(fault).__name__}\n")  # type: ignore[union-attr]
