"""Actions that take changes back, and bring a copied table in."""

from gui.actions.row import QT_TRANSLATE_NOOP, ActionRow

MENU = QT_TRANSLATE_NOOP("actions", "&Edit")

ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        "undo",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Undo"),
        QT_TRANSLATE_NOOP("actions", "Take back the last change by hand, and stand where it was made"),
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
    ActionRow(
        "paste",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Paste a table"),
        QT_TRANSLATE_NOOP("actions", "Learn from cells that were copied in a spreadsheet, or from the text of a table"),
        ("Ctrl+V",),
        lambda window: window.tables.paste(),
    ),
)
