"""Asks whether changes are to be saved, before they would be lost. Nothing waits for the answer."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

Act = Callable[[], object]


def nothing() -> None:
    """Where there is nothing to do."""


class Question(QObject):
    """One at a time: what was asked first counts."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.box: QMessageBox | None = None

    def ask(self, name: str, save: Act, discard: Act, cancel: Act = nothing) -> None:
        """Show the question, and do one of three things when it is answered."""
        if self.box is not None:
            self.box.raise_()
            cancel()
            return
        self.box = self._make(name)
        button = QMessageBox.StandardButton
        acts = {button.Save: save, button.Discard: discard, button.Cancel: cancel}
        self.box.finished.connect(lambda answer: self._answer(acts.get(button(answer), cancel)))
        self.box.open()

    def close(self) -> None:
        if self.box is not None:
            self.box.reject()

    def _make(self, name: str) -> QMessageBox:
        button = QMessageBox.StandardButton
        text = self.tr("Save the changes to “{0}”?").format(name)
        buttons = button.Save | button.Discard | button.Cancel
        box = QMessageBox(QMessageBox.Icon.NoIcon, self.tr("Save changes"), text, buttons, self._window)
        box.setObjectName("save-changes")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(self.tr("Without saving, what was changed or trained since is lost."))
        box.setDefaultButton(button.Save)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for which, name_of, tip in (
            (button.Save, "save-changes-save", self.tr("Save, then go on (Return)")),
            (button.Discard, "save-changes-discard", self.tr("Go on without saving")),
            (button.Cancel, "save-changes-cancel", self.tr("Change nothing (Esc)")),
        ):
            _dress(box.button(which), name_of, tip)
        return box

    def _answer(self, act: Act) -> None:
        self.box = None
        act()


def _dress(button: QAbstractButton, name: str, tip: str) -> None:
    button.setObjectName(name)
    button.setAccessibleName(button.text().replace("&", ""))
    button.setToolTip(tip)
