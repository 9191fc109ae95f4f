"""What is open: how it comes in, and what is asked before it is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDeadlineTimer, Signal

from engine.commands import Report
from engine.lessons import Lesson
from gui.fault_words import reason_of
from gui.own_table.reading_line import ReadingLine
from gui.session import session_end
from gui.session.document_file import DocumentFile
from gui.session.opening import opening
from gui.session.question import Act, Question, nothing
from gui.session.saver import PATIENCE_AT_END
from gui.session.saving import Saving
from gui.session.view import show_view

if TYPE_CHECKING:
    from engine.session.opened import Opened
    from gui.main_window import MainWindow


@dataclass(frozen=True, eq=False)
class Waiting:
    """What is done when something is saved, or where it could not be."""

    saving: Saving
    then: Act
    otherwise: Act


class Document(DocumentFile):
    """Owned by the window. `asks` says whether it asks before work is lost."""

    opened = Signal(str)
    closing = Signal()  # nothing is being saved any more
    leaving = Signal()  # what is there is about to give way to something else

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.asks = False
        self._waiting: Waiting | None = None
        self._going = False
        # Until then what is being written is waited for, where the program was told to end.
        self._deadline: QDeadlineTimer | None = None
        self._view: Mapping[str, Any] | None = None
        self.question: Question = Question(window)
        self.line = ReadingLine(self)
        # What was saved since the last file began to be read.
        self._written: set[Path] = set()
        self._connect()

    def _connect(self) -> None:
        self.line.told.connect(self._take)
        self.line.refused.connect(self.warn)
        self.line.failed.connect(self._fail)
        self.saved.connect(lambda path: self._written.add(Path(path).resolve()))
        self.ended.connect(self._go_on)
        self._controller.lesson_opened.connect(self._begin)
        self._controller.reported.connect(self._look)

    # Opening.

    def open_file(self, path: str) -> None:
        """Open a session. It is read meanwhile; opening something else puts an end to that."""
        self._controller.accepted.emit()
        self._written.clear()
        self.line.start(opening(path))

    def show(self, opened: "Opened", path: str = "", recovered: bool = False) -> bool:
        """Show a session as it was; `path` is where it is saved, if it is. False where another program works on that:
        then what is shown is a copy.
        """
        # In this order: what is restored begins as a lesson that was never saved.
        self._controller.restore(opened.session, opened.trainers)
        self._view = opened.session.view
        free = not path or self._locks.take(path)
        self._set_path(path if free else "")
        self._changes.restored(opened.session.networks, recovered)
        return free

    def _take(self, opened: "Opened") -> None:
        self.leave(lambda: self._show_file(opened))

    def _show_file(self, opened: "Opened") -> None:
        if Path(opened.path).resolve() in self._written:
            # It was saved since it was read, as an answer to what was asked before it is shown.
            self.open_file(opened.path)
        elif self.show(opened, opened.path):
            self.opened.emit(opened.path)
        else:
            text = self.tr("{0} is open in another window of Gradwalk. This is a copy of it: saving asks for a name.")
            self.warn(text.format(Path(opened.path).name))

    def _begin(self, lesson: Lesson) -> None:
        """Another lesson is there: it was never saved, and whatever was being opened is not waited for any more."""
        self.line.cancel()
        self._view = None
        self.number += 1
        self._set_path("")
        self._changes.begin()

    def _look(self, report: Report) -> None:
        if not self._controller.fresh:
            return
        if self._view is not None:
            view, self._view = self._view, None
            show_view(self._window, view)
        self._changes.compare()

    def _fail(self, fault: BaseException) -> None:
        self.warn(self.tr("The file could not be opened: {0}").format(reason_of(fault)), fault)

    # Leaving.

    def leave(self, then: Act, otherwise: Act = nothing) -> None:
        """Do what puts an end to what is open; ask before where work would be lost that was made by hand.

        `otherwise` is done where it stays open after all.
        """
        self.leaving.emit()
        if self.asks and self.changed_by_hand:
            self.question.ask(self.name, lambda: self._save_and(then, otherwise), then, otherwise)
        else:
            then()

    def may_close(self) -> bool:
        """Whether the window may close now; else it closes by itself once that is decided."""
        if not self.asks or self._going or session_end.is_ending():
            return True
        if self._being_saved:
            self._wait(self._being_saved[-1], self._window.close)
            return False
        if not self.modified:
            return True
        self.leaving.emit()
        self.question.ask(self.name, lambda: self._save_and(self._go), self._go)
        return False

    def go_quietly(self, seconds: float = PATIENCE_AT_END) -> None:
        """From now on nobody is asked, and all that is still to be written has so long: the program is told to end."""
        self._going = True
        self._deadline = QDeadlineTimer(round(1000 * seconds))

    @property
    def seconds_left(self) -> float:
        """How long the end waits for what is being written."""
        return PATIENCE_AT_END if self._deadline is None else self._deadline.remainingTime() / 1000

    def close(self) -> None:
        """What is being saved is still written."""
        self.saver.close(self.seconds_left)
        self.closing.emit()
        self.question.close()
        self.line.close()
        self._locks.keep_only(())

    def _save_and(self, then: Act, otherwise: Act = nothing) -> None:
        """Save, and only when that is done go on."""
        saving = self.save()
        if saving is None:
            otherwise()
        else:
            self._wait(saving, then, otherwise)

    def _wait(self, saving: Saving, then: Act, otherwise: Act = nothing) -> None:
        """What waited before does so in vain: there is one way on."""
        if self._waiting is not None:
            self._waiting.otherwise()
        self._waiting = Waiting(saving, then, otherwise)

    def _go_on(self, saving: Saving) -> None:
        """Something is saved, or could not be."""
        waiting = self._waiting
        if waiting is not None and waiting.saving is saving:
            self._waiting = None
            (waiting.then if saving.written else waiting.otherwise)()

    def _go(self) -> None:
        self._going = True
        self._window.close()
