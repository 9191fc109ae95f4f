"""What is going on is saved by itself, to a file of this run of the program: a crash loses half a minute at most."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QTimer

from engine.session.session import SUFFIX
from gui.fault_words import is_own
from gui.session import mark
from gui.session.document import Document
from gui.session.folder import lock_of, sessions_folder
from gui.session.saving import Saving

INTERVAL_MS = 30_000


class Autosave(QObject):
    """Saves while there is something new; a clean end takes the file away. Qt's timers heed no clock that jumps."""

    def __init__(self, document: Document, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(document)
        self._document = document
        self.path = sessions_folder() / f"run-{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        self._lock: QLockFile = lock_of(self.path)
        self._lock.tryLock(0)
        # Where all stood when it was saved last, and whether it was said that it could not be.
        self._marks: mark.Marks | None = None
        self._under_way: Saving | None = None
        self._said = False
        self._timer = QTimer(self)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        document.leaving.connect(self.now)
        document.saver.finished.connect(self._finish)

    def now(self) -> None:
        """Save at once what is not saved yet: something is about to happen that may go wrong."""
        report = self._document.report
        if report is None or not self._document.modified or self._under_way is not None:
            return
        if self._marks is None or not mark.same(self._marks, mark.shown(report)):
            self._under_way = self._document.saving(str(self.path), by_hand=False)
            self._document.saver.save(self._under_way)

    def finish(self, seconds: float) -> None:
        """Save what is new, and wait for it, so long in all: the program may have to end."""
        deadline = QDeadlineTimer(round(1000 * seconds))
        # What is under way may be older.
        self._document.saver.finish(deadline.remainingTime() / 1000)
        self.now()
        self._document.saver.finish(deadline.remainingTime() / 1000)

    def close(self, keep: bool) -> None:
        """The end of this run. What is kept is offered at the next start."""
        self._timer.stop()
        if not keep:
            self._take_away()
        self._lock.unlock()

    def _look(self) -> None:
        if self._document.modified:
            self.now()
        elif self._under_way is None:
            # The learner's own file has it all.
            self._take_away()

    def _take_away(self) -> None:
        self._marks = None
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _finish(self, saving: Saving) -> None:
        if saving is not self._under_way:
            return
        self._under_way = None
        if saving.written:
            self._marks, self._said = saving.marks, False
        elif not self._said:
            # Once: it is tried again and again.
            self._said = True
            failed = self.tr("What is going on could not be saved by itself: {0}.").format(saving.problem)
            remedy = "" if is_own(saving.error) else " " + self.tr("Make room, or save it elsewhere.")
            self._document.warn(failed + remedy, saving.error)


def is_of_a_run(path: Path) -> bool:
    """Whether a file of the folder was saved by itself."""
    return path.name.startswith("run-") and path.suffix == SUFFIX
