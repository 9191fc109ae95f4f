"""Actions that explain."""

from gui.actions.row import QT_TRANSLATE_NOOP, ActionRow

MENU = QT_TRANSLATE_NOOP("actions", "&Help")

ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        "keys",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Keys"),
        QT_TRANSLATE_NOOP("actions", "All keys at a glance"),
        ("F1",),
        lambda window: window.show_keys(),
    ),
    ActionRow(
        "about",
        MENU,
        QT_TRANSLATE_NOOP("actions", "About Gradwalk"),
        QT_TRANSLATE_NOOP("actions", "What this program is"),
        ("Shift+F1",),
        lambda window: window.show_about(),
    ),
)
