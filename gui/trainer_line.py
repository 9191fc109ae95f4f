"""The line to the trainer's thread: commands go out, the newest report comes in at the screen's pace."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from engine.commands import Command, Report
from engine.runner import Runner

# Seconds between the beginnings of two frames, and between two looks for a report that is late.
FRAME = 0.016
LOOK = 0.003
# The window and the trainer share one Python: of the time of a frame at most so much goes to painting.
PAINTING_SHARE = 0.8
# What a frame costs is the mean of about so many: not each of them paints the same panes, and yet they come evenly.
FRAMES = 6


class TrainerLine(QObject):
    """Owns the thread. Its timer runs only while something may still come.

    A frame shows one report, and begins when its time has come: `FRAME` after the one before, or later where painting
    takes long. What the trainer reports meanwhile waits for it; a report that is late is shown as soon as it is there.
    """

    arrived = Signal(object)  # Report
    failed = Signal(object)  # an exception in the thread

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = Runner()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._drain)
        # When the last frame was to begin, how long was painted since, and how long is usually painted for a frame.
        self._due = self._painted = self._cost = 0.0
        # The number of the last command that was sent.
        self.sent = 0
        # Whether the trainer works flat out: then painting has to leave it its share.
        self.busy = False

    def send(self, command: Command) -> None:
        self.sent = self._runner.send(command)
        # Commands that come fast do not put off the look that is due.
        if not self._timer.isActive():
            self._look_soon()

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
        # Before anything is handed on: whoever hears of the last report stops the timer.
        self._look_soon()
        now = time.perf_counter()
        if now < self._next_frame():
            return
        # An error is put down before its report: looked for in the other order, neither is ever missed.
        report, error = self._runner.take(), self._runner.take_error()
        if error is not None:
            self.failed.emit(error)
        if report is not None:
            self._begin_frame(now)
            self._look_soon()
            self.arrived.emit(report)

    def _begin_frame(self, now: float) -> None:
        """A frame that is a little late does not put off those after it: their beat goes on."""
        self._cost += (self._painted - self._cost) / FRAMES
        self._painted = 0.0
        beat = self._next_frame()
        self._due = beat if now - beat < LOOK else now

    def _next_frame(self) -> float:
        """When the next frame may begin."""
        return self._due + max(FRAME, self._cost / PAINTING_SHARE if self.busy else 0.0)

    def _look_soon(self) -> None:
        """Look again when the next frame may begin, or after a moment when that time has passed."""
        wait = self._next_frame() - time.perf_counter()
        self._timer.start(math.ceil(1000 * (wait if wait > 0 else LOOK)))
