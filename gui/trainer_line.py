"""The line to the trainer's thread: commands go out, the newest report comes in at the screen's pace."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from engine.commands import Command, Report
from engine.runner import Runner

FRAME_MS = 16
# The window and the trainer share one Python: of the time of a frame at most so much goes to painting.
PAINTING_SHARE = 2 / 3


class TrainerLine(QObject):
    """Owns the thread. Its timer runs only while something may still come."""

    arrived = Signal(object)  # Report
    failed = Signal(object)  # an exception in the thread

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = Runner()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._drain)
        self._frame_begin = 0.0
        self._painted = 0.0
        # The number of the last command that was sent.
        self.sent = 0
        # Whether the trainer works flat out: then painting has to leave it its share.
        self.busy = False

    def send(self, command: Command) -> None:
        self.sent = self._runner.send(command)
        self._timer.start()

    def answered(self, report: Report | None) -> bool:
        """Whether a report tells what became of the last command."""
        return report is not None and report.handled >= self.sent

    def rest(self) -> None:
        """Nothing more will come before the next command."""
        self._timer.stop()

    def close(self) -> bool:
        """Stop the thread; true when it has ended."""
        self._timer.stop()
        return self._runner.close()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """The trainer holds its breath between two batches, so that whatever is painted meanwhile is quick."""
        begin = time.perf_counter()
        self._runner.gate.clear()
        try:
            yield
        finally:
            self._runner.gate.set()
            self._painted += time.perf_counter() - begin

    def _drain(self) -> None:
        """Hand on the newest report, and an exception before it."""
        if self.busy and time.perf_counter() - self._frame_begin < self._painted / PAINTING_SHARE:
            return
        # An error is put down before its report: looked for in the other order, neither is ever missed.
        report, error = self._runner.take(), self._runner.take_error()
        if error is not None:
            self.failed.emit(error)
        if report is not None:
            self._frame_begin, self._painted = time.perf_counter(), 0.0
            self.arrived.emit(report)
