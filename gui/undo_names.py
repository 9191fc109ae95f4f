"""The actions that take changes back and make them again say which change that is."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from engine import commands
from engine.change import Change
from engine.commands import Edit, EnterBranch, Load, Redo, Report, Undo
from gui.change_words import words_of
from gui.controller import Controller

# What can be taken back.
CHANGES = (commands.Change, Edit, EnterBranch, Load, Redo)


class UndoNames(QObject):
    """Names and enables two actions by the newest report."""

    def __init__(self, controller: Controller, undo: QAction, redo: QAction) -> None:
        super().__init__(controller)
        self._undo, self._redo = undo, redo
        self._shown: tuple[Change | None, Change | None] | None = None
        self._controller = controller
        controller.reported.connect(self._show_report)
        controller.asked.connect(lambda _: self._expect())

    def _expect(self) -> None:
        """A change can be taken back as soon as it was asked for, an undo be made again."""
        if self._controller.awaits(*CHANGES):
            self._undo.setEnabled(True)
            self._shown = None
        if self._controller.awaits(Undo):
            self._redo.setEnabled(True)
            self._shown = None

    def _show_report(self, report: Report) -> None:
        now = report.undoes, report.redoes
        # Changes that are equal may have other values.
        if self._shown is not None and now[0] is self._shown[0] and now[1] is self._shown[1]:
            return
        self._shown = now
        self._name(self._undo, self.tr("Undo"), report.undoes, report)
        self._name(self._redo, self.tr("Redo"), report.redoes, report)
        self._expect()

    def _name(self, action: QAction, text: str, change: Change | None, report: Report) -> None:
        action.setEnabled(change is not None)
        if change is not None:
            architecture = report.snapshots[change.network].experiment.architecture
            text = f"{text}: {words_of(change, architecture)}"
        # An ampersand would be the key of what follows it.
        action.setText(text.replace("&", "&&"))
