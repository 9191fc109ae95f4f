"""Whether anything was trained or changed since what is open was opened or saved."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from engine.commands import State
from engine.kept import KeptNetwork
from gui.controller import Controller
from gui.session import mark


class Modified(QObject):
    """`any` is true while something is in no file."""

    changed = Signal()

    def __init__(self, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller
        self.any = False
        # Where it stands in its file; None for a lesson that was never saved.
        self._clean: mark.Marks | None = None
        self._clean_change: object = None
        # Whether it is what a crash left behind, which no file of the learner's has.
        self._recovered = False

    @property
    def by_hand(self) -> bool:
        """Whether more than training has happened since."""
        report = self._controller.report
        if report is None:
            return self.any and self._recovered
        is_clean = mark.is_as_opened(report) if self._clean is None else report.undoes is self._clean_change
        return self.any and (self._recovered or not is_clean)

    def begin(self) -> None:
        """A lesson that was never saved."""
        self._clean = self._clean_change = None
        self._recovered = False
        self._set(False)

    def restored(self, networks: Sequence[KeptNetwork], recovered: bool) -> None:
        """It is as its file has it, or as a crash left it behind."""
        self._clean, self._recovered = mark.kept(networks), recovered
        self._set(recovered)

    def saved(self, marks: mark.Marks, change: object) -> None:
        """A file has it as it stood there; `change` was the last one by hand."""
        self._clean, self._clean_change, self._recovered = marks, change, False
        self.compare()

    def compare(self) -> None:
        """Look at what is shown now."""
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
        self._set(self._recovered or touched)

    def _set(self, modified: bool) -> None:
        if modified != self.any:
            self.any = modified
            self.changed.emit()
