"""What is open: where it is saved, whether anything was trained or changed since, and how it comes in and out."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtWidgets import QFileDialog

from engine.commands import Report, State
from engine.lessons import Lesson
from engine.session.session import SUFFIX, Session
from gui.own_table.reading_line import ReadingLine
from gui.session import mark
from gui.session.folder import is_held_by_another, lock_for
from gui.session.opening import opening
from gui.session.question import Question
from gui.session.saving import Networks, Saver, Saving
from gui.session.view import show_view, view_of

if TYPE_CHECKING:
    from engine.session.opened import Opened
    from gui.main_window import MainWindow


class Document(QObject):
    """Owned by the window. `path` is empty for what was never saved; `asks` whether it asks before work is lost."""

    changed = Signal()  # the path, or whether it is modified
    saved = Signal(str)
    opened = Signal(str)
    closing = Signal()
    leaving = Signal()  # what is there is about to give way to something else

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self.path = ""
        self.modified = False
        self.asks = False
        # Where it stands in its file; None for a lesson that was never saved.
        self._clean: mark.Marks | None = None
        self._clean_change: object = None
        # How many documents were open before this one.
        self.number = 0
        # What is to be done when something is saved.
        self._then: tuple[Saving, Callable[[], object]] | None = None
        self._going = False
        # Of no file that there is.
        self._recovered = False
        self._view: Mapping[str, Any] | None = None
        self._lock: QLockFile | None = None
        self.question: Question = Question(window)
        self.line = ReadingLine(self)
        self.saver = Saver(self)
        self._connect()

    def _connect(self) -> None:
        self.line.told.connect(self._take)
        self.line.refused.connect(self._controller.warned)
        self.line.failed.connect(self._fail)
        self.saver.finished.connect(self._finish)
        self._controller.lesson_opened.connect(self._begin)
        self._controller.reported.connect(self._look)

    # Opening.

    def open_file(self, path: str) -> None:
        """Open a session. It is read meanwhile; opening something else puts an end to that."""
        self._controller.accepted.emit()
        self.line.start(opening(path))

    def leave(self, then: Callable[[], object], otherwise: Callable[[], object] = lambda: None) -> None:
        """Do what puts an end to what is open; ask before where work would be lost that was made by hand."""
        self.leaving.emit()
        if self.asks and self.changed_by_hand:
            self.question.ask(self.name, lambda: self._save_and(then), then, otherwise)
        else:
            then()

    def show(self, opened: "Opened", path: str = "", recovered: bool = False) -> None:
        """Show a session as it was; `path` is where it is saved, if it is."""
        # In this order: what is restored begins as a lesson that was never saved.
        self._controller.restore(opened.session, opened.trainers)
        self._view = opened.session.view
        self._clean = mark.kept(opened.session.networks)
        self._recovered = recovered
        self._set_path(path)
        self._set_modified(recovered)

    def show_recovered(self, opened: "Opened", path: str) -> None:
        """Show what a crash has left behind, which no file of the learner's has; `path` is where it was saved before,
        unless another program works on that now.
        """
        lock = lock_for(path) if path else None
        free = lock is not None and not is_held_by_another(lock)
        self.show(opened, path if free else "", recovered=True)
        self._lock = lock if free else None

    def _take(self, opened: "Opened") -> None:
        self.leave(lambda: self._show_file(opened))

    def _show_file(self, opened: "Opened") -> None:
        lock = lock_for(opened.path)
        taken = is_held_by_another(lock)
        self.show(opened, "" if taken else opened.path)
        if taken:
            text = self.tr("{0} is open in another window of Gradwalk. This is a copy of it: saving asks for a name.")
            self._warn(text, opened.path)
        else:
            self._lock = lock
            self.opened.emit(opened.path)

    def _begin(self, lesson: Lesson) -> None:
        """Another lesson is there: it was never saved, and whatever was being opened is not waited for any more."""
        self.line.cancel()
        self._view = self._clean = self._clean_change = None
        self._recovered = False
        self.number += 1
        self._set_path("")
        self._set_modified(False)

    def _fail(self, fault: BaseException) -> None:
        self._controller.warned.emit(self.tr("The file could not be opened: {0}").format(fault))

    # Saving.

    def save(self) -> Saving | None:
        """Save it where it was saved before; what never was asks where. None where nobody said."""
        path = next((saving.path for saving in reversed(self._being_saved)), self.path)
        return self._save(path, self._lock) if path else self.save_as()

    def save_as(self) -> Saving | None:
        """Ask where to, and save it there."""
        path = self._ask_where()
        if not path or path == self.path:
            return self._save(path, self._lock) if path else None
        lock = lock_for(path)
        if is_held_by_another(lock):
            self._warn(self.tr("{0} is open in another window of Gradwalk: choose another name."), path)
            return None
        return self._save(path, lock)

    def _ask_where(self) -> str:
        """A path that ends as sessions do; empty where none was chosen."""
        assert self._controller.lesson is not None
        suggestion = self.path or f"{self._controller.lesson.id}{SUFFIX}"
        title, kinds = self.tr("Save the session"), self.tr("Sessions (*.gradwalk)")
        path, _ = QFileDialog.getSaveFileName(self._window, title, suggestion, kinds)
        if not path or Path(path).suffix.lower() == SUFFIX:
            return path
        path += SUFFIX
        if Path(path).exists():
            # Nobody was asked whether this one may be written over.
            self._warn(self.tr("There is a file {0} already: choose it by its whole name to write over it."), path)
            return ""
        return path

    def _save(self, path: str, lock: QLockFile | None) -> Saving:
        self._controller.accepted.emit()
        saving = self.saving(path)
        saving.lock = lock
        self.saver.save(saving)
        return saving

    def saving(self, path: str, by_hand: bool = True) -> Saving:
        """What writes all that is going on now to a file; the trainer is asked for its part at once."""
        controller = self._controller
        lesson, focus, view = controller.lesson, controller.focus, view_of(self._window) | {"file": self.path}
        assert lesson is not None

        def make(networks: Networks, version: str) -> Session:
            # Whoever asks in the moment that another lesson is being loaded may speak of other networks.
            return Session(lesson, networks, min(focus, len(networks) - 1), view, version)

        change = controller.report.undoes if controller.report else None
        return Saving(path, controller.keep(), make, by_hand, self.number, change)

    @property
    def _being_saved(self) -> list[Saving]:
        """What the learner wants saved of what is open."""
        sessions = (one for one in self.saver.pending if isinstance(one, Saving))
        return [one for one in sessions if one.by_hand and one.number == self.number]

    def _finish(self, saving: Saving) -> None:
        if not saving.by_hand:
            return
        then, self._then = (self._then, None) if self._then and self._then[0] is saving else (None, self._then)
        if saving.error:
            text = self.tr("Not saved: {0}. The file is as it was before: make room, or save to another place.")
            self._controller.warned.emit(text.format(saving.error))
            return
        if saving.number == self.number:
            self._is_saved(saving)
        self._controller.said.emit(self.tr("Saved {0}.").format(saving.path))
        self.saved.emit(saving.path)
        if then is not None:
            then[1]()

    def _is_saved(self, saving: Saving) -> None:
        self._clean, self._clean_change, self._recovered = saving.marks, saving.change, False
        self._set_path(saving.path)
        self._lock = saving.lock
        self._compare()

    def _save_and(self, then: Callable[[], object]) -> None:
        """Save, and only when that is done go on."""
        saving = self.save()
        self._then = None if saving is None else (saving, then)

    # Leaving.

    def may_close(self) -> bool:
        """Whether the window may close now; else it closes by itself once that is decided."""
        if not self.asks or self._going:
            return True
        if self._being_saved:
            self._then = (self._being_saved[-1], self._window.close)
            return False
        if not self.modified:
            return True
        self.leaving.emit()
        self.question.ask(self.name, lambda: self._save_and(self._go), self._go)
        return False

    def go_quietly(self) -> None:
        """From now on nobody is asked: the system shuts down, or the program is told to end."""
        self._going = True

    def close(self) -> None:
        """What is being saved is still written."""
        self.closing.emit()
        self.question.close()
        self.line.close()
        self.saver.close()
        self._let_go()

    def _go(self) -> None:
        self._going = True
        self._window.close()

    # Whether it is modified.

    @property
    def report(self) -> Report | None:
        """What is shown, where it belongs to what is open."""
        return self._controller.report if self._controller.fresh else None

    def warn(self, text: str) -> None:
        self._controller.warned.emit(text)

    @property
    def name(self) -> str:
        """What it is called: its file, or its lesson."""
        lesson = self._controller.lesson
        return Path(self.path).name if self.path else lesson.title if lesson else ""

    @property
    def changed_by_hand(self) -> bool:
        """Whether more than training has happened since."""
        report = self._controller.report
        by_hand = report is not None and self._controller.fresh and report.undoes is not self._clean_change
        return self.modified and (self._recovered or by_hand)

    def _look(self, report: Report) -> None:
        if not self._controller.fresh:
            return
        if self._view is not None:
            view, self._view = self._view, None
            show_view(self._window, view)
        self._compare()

    def _compare(self) -> None:
        report = self._controller.report
        if report is None or not self._controller.fresh:
            return
        if report.state is State.RUNNING:
            # The trainer is further than what is shown.
            touched = True
        elif self._clean is None:
            touched = not mark.is_untouched(report)
        else:
            touched = not mark.same(self._clean, mark.shown(report))
        self._set_modified(self._recovered or touched)

    def _set_modified(self, modified: bool) -> None:
        if modified != self.modified:
            self.modified = modified
            self.changed.emit()

    def _set_path(self, path: str) -> None:
        if path != self.path:
            self._let_go()
        self.path = path
        self.changed.emit()

    def _let_go(self) -> None:
        """Another program may open the file now."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _warn(self, text: str, path: str) -> None:
        self._controller.warned.emit(text.format(Path(path).name))
