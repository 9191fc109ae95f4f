"""Files are written in a thread of their own, one after the other, in the order in which they were asked for."""

import threading
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass, field
from queue import SimpleQueue
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from gui.fault_words import reason_of

LOOK_MS = 10
# Seconds that the end of a window waits for what is being written.
PATIENCE_AT_END = 10.0
# Seconds for what only has to notice that nobody waits any more.
JOIN_SECONDS = 0.2


@dataclass(eq=False)
class Writing(ABC):
    """One file to write. Once it is `done` either it is `written` or `error` says why not."""

    path: str
    written: bool = field(default=False, init=False)
    error: Exception | None = field(default=None, init=False)
    done: threading.Event = field(default_factory=threading.Event, init=False)

    @abstractmethod
    def write(self, closed: threading.Event) -> None:
        """Do it, in the saver's thread; nobody waits for it any more once the window is `closed`."""

    def carry_out(self, closed: threading.Event) -> None:
        """Write, and say what came of it."""
        try:
            self.write(closed)
            self.written = True
        except Exception as error:  # whatever happens, the window hears of it
            self.error = error
        finally:
            self.done.set()

    @property
    def problem(self) -> str:
        """Why it is not written, with its path; never empty, unless it is."""
        if self.written:
            return ""
        words = reason_of(self.error)
        return words if self.path in words else f"{self.path}: {words}"


class Saver(QObject):
    """Its thread is there, and its timer runs, only while something is being written."""

    finished = Signal(object)  # Writing

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pending: deque[Writing] = deque()
        self._queue: SimpleQueue[Writing | None] | None = None
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def save(self, writing: Writing) -> None:
        self._pending.append(writing)
        if self._queue is None:
            self._queue = SimpleQueue()
            words = (self._queue, self._closed)
            self._thread = threading.Thread(target=_write_all, args=words, name="saver", daemon=True)
            self._thread.start()
        self._queue.put(writing)
        self._timer.start()

    @property
    def pending(self) -> tuple[Writing, ...]:
        return tuple(self._pending)

    def finish(self, seconds: float) -> None:
        """Wait until all is written, but no longer than that."""
        deadline = monotonic() + seconds
        for writing in self.pending:
            writing.done.wait(max(0.0, deadline - monotonic()))
        self._look()

    def close(self, seconds: float = PATIENCE_AT_END) -> None:
        """What is being written is still written; then the thread ends."""
        self.finish(seconds)
        self._closed.set()
        self._rest()
        if self._thread is not None:
            self._thread.join(JOIN_SECONDS)

    def _look(self) -> None:
        while self._pending and self._pending[0].done.is_set():
            self.finished.emit(self._pending.popleft())
        if not self._pending:
            self._rest()

    def _rest(self) -> None:
        self._timer.stop()
        if self._queue is not None:
            self._queue.put(None)
            self._queue = None


def _write_all(queue: "SimpleQueue[Writing | None]", closed: threading.Event) -> None:
    """What the thread does."""
    while (writing := queue.get()) is not None:
        writing.carry_out(closed)
