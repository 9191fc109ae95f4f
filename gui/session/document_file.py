"""What is open and the file that it is saved in."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.commands import AllKept, Report
from engine.lessons import Lesson
from engine.session.refusal import SessionError
from engine.session.session import SUFFIX, Session
from engine.version import version
from gui.asking_where import ask_where
from gui.fault_words import is_own
from gui.session.file_locks import FileLocks
from gui.session.modified import Modified
from gui.session.saver import Saver
from gui.session.saving import Saving
from gui.session.view import view_of

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class DocumentFile(QObject):
    """`path` is empty for what was never saved; `number` says how many documents were open before this one."""

    changed = Signal()  # the path, or whether it is modified
    saved = Signal(str)
    ended = Signal(object)  # a Saving that the learner asked for, written or not

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self.path = ""
        self.number = 0
        self._changes = Modified(window.controller, self)
        self._locks = FileLocks()
        self.saver = Saver(self)
        self._changes.changed.connect(self.changed)
        self.saver.finished.connect(self._finish)

    @property
    def report(self) -> Report | None:
        """What is shown, where it belongs to what is open."""
        return self._controller.report if self._controller.fresh else None

    @property
    def name(self) -> str:
        """What it is called: its file, or its lesson."""
        lesson = self._controller.lesson
        return Path(self.path).name if self.path else lesson.title if lesson else ""

    @property
    def modified(self) -> bool:
        """Whether something is in no file of the learner's."""
        return self._changes.any

    @property
    def changed_by_hand(self) -> bool:
        """Whether more than training is."""
        return self._changes.by_hand

    def warn(self, text: str, error: BaseException | None = None) -> None:
        self._controller.warn(text, error)

    def save(self) -> Saving | None:
        """Save it where it was saved before; what never was asks where. None where nobody said."""
        path = next((saving.path for saving in reversed(self._being_saved)), self.path)
        return self._save(self.saving(path, only=self._controller.lesson)) if path else self.save_as()

    def save_as(self) -> Saving | None:
        """Ask where to, and save it there."""
        path = self._ask_where()
        if not path:
            return None
        if not self._locks.take(path):
            text = self.tr("{0} is open in another window of Gradwalk: choose another name.")
            self.warn(text.format(Path(path).name))
            return None
        return self._save(self.saving(path))

    def _ask_where(self) -> str:
        assert self._controller.lesson is not None
        suggestion = self.path or f"{self._controller.lesson.id}{SUFFIX}"
        title, kinds = self.tr("Save the session"), self.tr("Sessions (*.gradwalk)")
        return ask_where(self._window, title, suggestion, kinds, SUFFIX, self.warn)

    def _save(self, saving: Saving) -> Saving:
        self._controller.accepted.emit()
        self.saver.save(saving)
        return saving

    def saving(self, path: str, by_hand: bool = True, only: Lesson | None = None) -> Saving:
        """What writes all that is going on now to a file; the trainer is asked for its part at once.

        An undo that is on its way may lead to another lesson: then that is saved, unless it is to be `only` one.
        """
        controller = self._controller
        lessons, shown, focus = controller.lessons, controller.lesson, controller.focus
        view = view_of(self._window) | {"file": self.path}
        assert shown is not None

        def make(kept: AllKept) -> Session:
            lesson = lessons.get(kept.generation, shown)
            if only is not None and lesson is not only:
                raise SessionError(Path(path).name, "an undo has led to another lesson, which is not saved there")
            return Session(lesson, kept.networks, min(focus, len(kept.networks) - 1), view, version())

        change = controller.report.undoes if controller.report else None
        return Saving(path, controller.keep(), make, by_hand, self.number, change)

    @property
    def _saved_by_hand(self) -> list[Saving]:
        """What the learner wants saved, of whatever document."""
        return [one for one in self.saver.pending if isinstance(one, Saving) and one.by_hand]

    @property
    def _being_saved(self) -> list[Saving]:
        """The same of what is open."""
        return [one for one in self._saved_by_hand if one.number == self.number]

    def _finish(self, saving: Saving) -> None:
        if not saving.by_hand:
            return
        if saving.written:
            self._is_saved(saving)
        else:
            as_before = self.tr("Not saved: {0}. The file is as it was before.")
            make_room = self.tr("Not saved: {0}. The file is as it was before: make room, or save to another place.")
            self.warn((as_before if is_own(saving.error) else make_room).format(saving.problem), saving.error)
        self._let_go()
        self.ended.emit(saving)

    def _is_saved(self, saving: Saving) -> None:
        if saving.number == self.number:
            self._changes.saved(saving.marks, saving.change)
            self._set_path(saving.path)
        self._controller.said.emit(self.tr("Saved {0}.").format(saving.path))
        self.saved.emit(saving.path)

    def _set_path(self, path: str) -> None:
        self.path = path
        self._let_go()
        self.changed.emit()

    def _let_go(self) -> None:
        """Other programs may open what is neither open here nor being saved."""
        self._locks.keep_only({self.path, *(saving.path for saving in self._saved_by_hand)})
