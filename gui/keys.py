"""Keys of the window stay out of the way of whoever types or walks through controls."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QTabBar,
)

SPACE = {Qt.Key.Key_Space}
ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right}
PAGES = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
# Which keys a focused control keeps for itself, although the window has a use for them too.
KEPT: tuple[tuple[type, set[Qt.Key]], ...] = (
    (QAbstractButton, SPACE),
    (QComboBox, SPACE),
    (QTabBar, ARROWS),
    (QAbstractSlider, ARROWS | PAGES),
    (QAbstractItemView, PAGES),
    # Its items have boxes to check.
    (QListWidget, SPACE),
)
TYPING = (QLineEdit, QAbstractSpinBox)


def keeps(focus: QObject | None, event: QKeyEvent) -> bool:
    """Whether the focused control needs the key more than the window's shortcuts do: asked before these are tried."""
    if event.type() != QEvent.Type.ShortcutOverride:
        return False
    if isinstance(focus, TYPING) and _is_typed(event):
        return True
    return any(isinstance(focus, kind) and event.key() in keys for kind, keys in KEPT)


def _is_typed(event: QKeyEvent) -> bool:
    """Letters, figures, arrows and the like; function keys, Escape and Ctrl mean the same everywhere."""
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return plain and event.key() < Qt.Key.Key_F1 and event.key() != Qt.Key.Key_Escape
