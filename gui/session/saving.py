"""Files are written in a thread of its own, one after the other, in the order in which they were asked for."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from engine.kept import KeptNetwork
from engine.session.session import Session
from gui.session.mark import Marks, kept
from gui.whole_file import write_whole

LOOK_MS = 10
# How often a thread that waits for the trainer looks whether it still should, in seconds.
PATIENCE = 0.1

Networks = tuple[KeptNetwork, ...]


class Writing(Protocol):
    """One file to write. When it is `done` `error` says what went wrong."""

    path: str
    error: str
    done: threading.Event

    def write(self, closed: threading.Event) -> None:
        """Do it, in the saver's thread; nobody waits for it any more once the window is `closed`."""


@dataclass(eq=False)
class Saving:
    """A session to write: what `make` makes of the trainer's answer."""

    path: str
    answer: "Future[Networks]"
    make: Callable[[Networks, str], Session]
    # Whether the learner asked for it.
    by_hand: bool = True
    # Which document it was, by its number, and the last change by hand of it; the lock of the file, if it has one.
    number: int = 0
    change: object = None
    lock: QLockFile | None = None
    error: str = ""
    marks: Marks = ()
    done: threading.Event = field(default_factory=threading.Event)

    def write(self, closed: threading.Event) -> None:
        networks = self._wait(closed)
        # Not needed for the first picture of the window.
        from engine.session.files import packed

        write_whole(packed(self.make(networks, _version())), self.path)
        self.marks = kept(networks)

    def _wait(self, closed: threading.Event) -> Networks:
        while not closed.is_set():
            try:
                return self.answer.result(PATIENCE)
            except TimeoutError:
                if self.answer.done():
                    raise
        raise OSError("the window was closed before the trainer answered")


class Saver(QObject):
    """Its timer runs only while something is being saved."""

    finished = Signal(object)  # Writing

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pending: deque[Writing] = deque()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def save(self, writing: Writing) -> None:
        self._pending.append(writing)
        before = self._thread
        self._thread = threading.Thread(target=self._main, args=(writing, before), name="saver", daemon=True)
        self._thread.start()
        self._timer.start()

    @property
    def pending(self) -> tuple[Writing, ...]:
        return tuple(self._pending)

    def finish(self, seconds: float) -> bool:
        """Wait until all is written, but no longer than that; whether it is."""
        deadline = monotonic() + seconds
        for writing in self.pending:
            writing.done.wait(max(0.0, deadline - monotonic()))
        self._look()
        return not self._pending

    def close(self, seconds: float = 10.0) -> None:
        """What is being written is still written; then the thread ends."""
        self.finish(seconds)
        self._closed.set()
        self._timer.stop()
        if self._thread is not None:
            self._thread.join(2 * PATIENCE)

    def _look(self) -> None:
        while self._pending and self._pending[0].done.is_set():
            self.finished.emit(self._pending.popleft())
        if not self._pending:
            self._timer.stop()
            self._thread = None

    # In the thread.

    def _main(self, writing: Writing, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        try:
            writing.write(self._closed)
        except OSError as error:
            writing.error = str(error)
        except Exception as error:  # whatever happens, the window hears of it
            writing.error = f"{writing.path}: {error or type(error).__name__}"
        finally:
            writing.done.set()


def _version() -> str:
    # It takes longer to import than a start has time for.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("gradwalk")
    except PackageNotFoundError:
        return ""
