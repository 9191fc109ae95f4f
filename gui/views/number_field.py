"""A field for a number, which keeps the keys of undo only for what is being typed."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class NumberField(QLineEdit):
    """As soon as Enter has been pressed there is nothing more to undo here: the keys are the window's again."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self._needs(event):
            event.ignore()
            return False
        return super().event(event)

    def _needs(self, event: QKeyEvent) -> bool:
        return self.isModified() or not any(event.matches(key) for key in UNDO)
