"""Actions that take changes back."""

from gui.actions.row import QT_TRANSLATE_NOOP, ActionRow

MENU = QT_TRANSLATE_NOOP("actions", "&Edit")

ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        "undo",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Undo"),
        QT_TRANSLATE_NOOP("actions", "Take back the last change, whatever it was, and stand where it was made"),
        ("Ctrl+Z",),
        lambda window: window.controller.undo(),
    ),
    ActionRow(
        "redo",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Redo"),
        QT_TRANSLATE_NOOP("actions", "Make the change again that was taken back last"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        lambda window: window.controller.redo(),
    ),
)
