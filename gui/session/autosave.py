"""What is going on is saved by itself, to a file of this run of the program: a crash loses half a minute at most."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer

from engine.session.session import SUFFIX
from gui.fault_words import is_own
from gui.session import mark
from gui.session.document import Document
from gui.session.folder import lock_of, make, sessions_folder
from gui.session.saving import Saving

INTERVAL_MS = 30_000
# What the name of a file ends with that has what was trained before it began anew.
BEFORE = "-before"


class Autosave(QObject):
    """Saves while there is something new; a clean end takes the file away. Qt's timers heed no clock that jumps."""

    def __init__(self, document: Document, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(document)
        self._document = document
        self.path = sessions_folder() / f"run-{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        self.before = self.path.with_stem(self.path.stem + BEFORE)
        self._locks = [lock_of(path) for path in (self.path, self.before)]
        self._hold()
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

    def keep_former(self) -> None:
        """All that was trained is about to begin anew: it goes to a file of its own, in the place of an earlier one."""
        report = self._document.report
        if report is None or not self._document.modified:
            return
        if any(shot.furthest or shot.ghosts for shot in report.snapshots):
            # The trainer answers before it begins anew.
            self._document.saver.save(self._document.saving(str(self.before), by_hand=False))

    def finish(self, seconds: float) -> None:
        """Save what is new, and wait for it, so long in all: the program may have to end."""
        deadline = QDeadlineTimer(round(1000 * seconds))
        # What is under way may be older.
        self._document.saver.finish(deadline.remainingTime() / 1000)
        self.now()
        self._document.saver.finish(deadline.remainingTime() / 1000)

    def close(self, keep: bool, keep_former: bool = False) -> None:
        """The end of this run. What is kept is offered at the next start, be it what is open or what was before."""
        self._timer.stop()
        if not keep:
            self._take_away()
        if not keep_former:
            with suppress(OSError):
                self.before.unlink(missing_ok=True)
        for lock in self._locks:
            lock.unlock()

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
        if saving is self._under_way:
            self._under_way = None
            if saving.written:
                self._marks, self._said = saving.marks, False
        if not saving.written and not saving.by_hand:
            self._fail(saving)

    def _hold(self) -> None:
        """No other program offers these files meanwhile."""
        for lock in self._locks:
            if not lock.isLocked():
                lock.tryLock(0)

    def _fail(self, saving: Saving) -> None:
        """Say so once: it is tried again and again. A folder that was not there may be there the next time."""
        problem = make(self.path.parent)
        self._hold()
        if self._said:
            return
        self._said = True
        if problem:
            text = self.tr("What is going on could not be saved by itself: {0} cannot be made: {1}. Save it elsewhere.")
            self._document.warn(text.format(self.path.parent, problem), saving.error)
        else:
            failed = self.tr("What is going on could not be saved by itself: {0}.").format(saving.problem)
            remedy = "" if is_own(saving.error) else " " + self.tr("Make room, or save it elsewhere.")
            self._document.warn(failed + remedy, saving.error)


def is_of_a_run(path: Path) -> bool:
    """Whether a file of the folder was saved by itself."""
    return path.name.startswith("run-") and path.suffix == SUFFIX
