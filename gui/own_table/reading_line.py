"""The line to the thread that reads a file: one job at a time, its news at the screen's pace."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from engine.own_table.refusal import CancelledError, TableError
from engine.session.refusal import SessionError

FRAME_MS = 16
JOIN_SECONDS = 2.0

# A job is given two functions: one to hand on what it has, one to say how far it is, from 0 to 1. Either ends it by
# raising when nobody waits for it any more. What it returns is handed on last.
Job = Callable[[Callable[[object], None], Callable[[float], None]], object]


class ReadingLine(QObject):
    """Owns the threads. Its timer runs only while a job does; a new job puts an end to the one before."""

    told = Signal(object)  # what the job handed on
    progressed = Signal(float)
    refused = Signal(str)
    failed = Signal(object)  # an exception that is no refusal

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: _Work | None = None
        self._ending: list[_Work] = []
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._drain)

    @property
    def busy(self) -> bool:
        return self._work is not None

    def start(self, job: Job) -> None:
        self.cancel()
        self._work = _Work(job)
        self._timer.start()

    def cancel(self) -> None:
        """Nobody waits for the job any more; nothing of it is handed on."""
        if self._work is not None:
            self._work.cancelled.set()
            self._ending = [work for work in (*self._ending, self._work) if work.thread.is_alive()]
            self._work = None
        self._timer.stop()

    def close(self) -> None:
        """Stop, and wait for the threads."""
        self.cancel()
        for work in self._ending:
            work.thread.join(JOIN_SECONDS)
        self._ending.clear()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """The job holds its breath: painting a table asks Python for every cell, and would wait for it each time."""
        work = self._work
        if work is None:
            yield
            return
        work.gate.clear()
        try:
            yield
        finally:
            work.gate.set()

    def _drain(self) -> None:
        with self.quiet():
            self._hand_on()

    def _hand_on(self) -> None:
        work = self._work
        if work is None:
            return
        # Asked before the news is taken: what is put down after that is taken the next time.
        ended = work.ended.is_set()
        self.progressed.emit(work.share)
        # Whoever hears of something may start another job or close the line.
        while work.news and self._work is work:
            self.told.emit(work.news.popleft())
        if ended and self._work is work:
            self._finish(work)

    def _finish(self, work: "_Work") -> None:
        self._work = None
        self._timer.stop()
        if work.refusal:
            self.refused.emit(work.refusal)
        elif work.fault is not None:
            self.failed.emit(work.fault)


class _Work:
    """One job and its thread. The window's thread only looks."""

    def __init__(self, job: Job) -> None:
        self.cancelled, self.ended, self.gate = threading.Event(), threading.Event(), threading.Event()
        self.gate.set()
        self.news: deque[Any] = deque()
        self.share = 0.0
        self.refusal = ""
        self.fault: Exception | None = None
        self.thread = threading.Thread(target=self._main, args=(job,), name="reader", daemon=True)
        self.thread.start()

    def _main(self, job: Job) -> None:
        try:
            self._tell(job(self._tell, self._say))
        except CancelledError:
            pass
        except (TableError, SessionError) as refusal:
            self.refusal = str(refusal)
        except Exception as fault:  # whatever happens, the window hears of it
            self.fault = fault
        finally:
            self.ended.set()

    def _tell(self, news: object) -> None:
        self._say(self.share)
        self.news.append(news)

    def _say(self, share: float) -> None:
        self.gate.wait()
        if self.cancelled.is_set():
            raise CancelledError
        self.share = share
