"""Every action of the window, one row each, a file for each menu: menus, tool bar, keys and tests find it here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from gui.actions import data, edit, help, lesson, training, view
from gui.actions.row import ActionRow
from gui.icons import icon

if TYPE_CHECKING:
    from gui.main_window import MainWindow

CONTEXT = "actions"
MENUS = (lesson, edit, data, training, view, help)
ACTIONS: tuple[ActionRow, ...] = tuple(row for menu in MENUS for row in menu.ROWS)


def translated(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def make_actions(window: "MainWindow") -> dict[str, QAction]:
    """All actions, with their keys working in the whole window, by name; menus made on the way."""
    actions: dict[str, QAction] = {}
    menus = {menu.MENU: window.menuBar().addMenu(translated(menu.MENU)) for menu in MENUS}
    for row in ACTIONS:
        action = QAction(translated(row.text), window)
        action.setObjectName(row.name)
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        action.setToolTip(f"{translated(row.tip)} ({key_text(action)})")
        action.setStatusTip(translated(row.tip))
        action.setCheckable(row.checkable)
        action.setChecked(row.checked)
        if row.short:
            action.setIconText(translated(row.short))
        if row.icon:
            action.setIcon(icon(row.icon))
        # The default argument keeps this row's function: a closure would see the last row's.
        action.triggered.connect(lambda checked=False, act=row.act: act(window))
        menus[row.menu].addAction(action)
        actions[row.name] = action
    return actions


def key_text(action: QAction) -> str:
    """The first key of an action, as the system writes it."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
