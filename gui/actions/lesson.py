"""Actions of lessons and files."""

from gui.actions.row import QT_TRANSLATE_NOOP, ActionRow

MENU = QT_TRANSLATE_NOOP("actions", "&File")

ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        "choose-lesson",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Choose a lesson"),
        QT_TRANSLATE_NOOP("actions", "Go to the list of lessons"),
        ("Ctrl+L",),
        lambda window: window.choose_lesson(),
    ),
    ActionRow(
        "open",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Open CSV …"),
        QT_TRANSLATE_NOOP("actions", "Learn from a table of your own; it can also be dropped here or pasted"),
        ("Ctrl+O",),
        lambda window: window.tables.choose_file(),
    ),
    ActionRow(
        "find",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Find a row"),
        QT_TRANSLATE_NOOP("actions", "Find a row of the data by its name or by a number in it"),
        ("Ctrl+F",),
        lambda window: window.data.start_finding(),
    ),
    ActionRow(
        "export-png",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Save the window as PNG …"),
        QT_TRANSLATE_NOOP("actions", "Save a picture of the window"),
        ("Ctrl+Shift+E",),
        lambda window: window.export_png(),
    ),
    ActionRow(
        "export-svg",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Save the network as SVG …"),
        QT_TRANSLATE_NOOP("actions", "Save a drawing of the network, sharp at every size"),
        ("Ctrl+Alt+E",),
        lambda window: window.export_svg(),
    ),
    ActionRow(
        "quit",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Quit"),
        QT_TRANSLATE_NOOP("actions", "Close the window"),
        ("Ctrl+Q",),
        lambda window: window.close(),
    ),
)
