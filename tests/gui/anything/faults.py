"""What must never happen, whatever is done: an exception anywhere, a warning of Qt, a second trainer."""

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from gui.main_window import MainWindow

# What Qt says of windows without a screen; it means nothing.
MEANS_NOTHING = ("This plugin does not support",)


class Faults:
    """Gathers them while it is entered: of slots, paint events and threads nobody else hears."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __enter__(self) -> "Faults":
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._note(args.exc_value)
        self._handler = qInstallMessageHandler(self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(self._handler)

    def watch(self, window: MainWindow) -> None:
        """Hear of exceptions in its threads too."""
        window.controller.failed.connect(self._note)
        window.controller.faulted.connect(lambda fault, _: self._note(fault))

    def check(self) -> None:
        """Fail with what has been gathered, and forget it: the next sequence is another one."""
        lines, self.lines = self.lines, []
        assert not lines, "\n".join(lines)
        trainers = [thread for thread in threading.enumerate() if thread.name == "trainer"]
        assert len(trainers) <= 1, trainers

    def _take(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        self._note(fault)

    def _note(self, fault: BaseException | None) -> None:
        if fault is not None:
            self.lines.append("".join(traceback.format_exception(fault)))

    def _hear(self, kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(words in str(message) for words in MEANS_NOTHING):
            self.lines.append(f"Qt says: {message}")
