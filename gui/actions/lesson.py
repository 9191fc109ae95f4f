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
        QT_TRANSLATE_NOOP("actions", "Open …"),
        QT_TRANSLATE_NOOP(
            "actions", "Open a session, or learn from a table of your own; files can also be dropped here or pasted"
        ),
        ("Ctrl+O",),
        lambda window: window.tables.choose_file(),
    ),
    ActionRow(
        "open-recent",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Open recent"),
        QT_TRANSLATE_NOOP("actions", "Open one of the files that were open last"),
        ("Ctrl+Alt+O",),
        lambda window: window.recent.pop_up(),
    ),
    ActionRow(
        "save",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Save"),
        QT_TRANSLATE_NOOP("actions", "Save all that is going on: it opens again as it was, and goes on the same way"),
        ("Ctrl+S",),
        lambda window: window.document.save(),
    ),
    ActionRow(
        "save-as",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Save as …"),
        QT_TRANSLATE_NOOP("actions", "Save all that is going on to another file"),
        ("Ctrl+Shift+S",),
        lambda window: window.document.save_as(),
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
        lambda window: window.exporter.save_png(),
    ),
    ActionRow(
        "export-svg",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Save the network as SVG …"),
        QT_TRANSLATE_NOOP("actions", "Save a drawing of the network, sharp at every size"),
        ("Ctrl+Alt+E",),
        lambda window: window.exporter.save_svg(),
    ),
    ActionRow(
        "export-code",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Save the network as Python …"),
        QT_TRANSLATE_NOOP(
            "actions",
            "Save the network as a script that needs numpy alone: weights, scaling and a function that predicts",
        ),
        ("Ctrl+E",),
        lambda window: window.exporter.save_code(),
    ),
    ActionRow(
        "export-history",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Save the history as CSV …"),
        QT_TRANSLATE_NOOP("actions", "Save loss and accuracy of every recorded epoch as a table"),
        ("Ctrl+Alt+H",),
        lambda window: window.exporter.save_history(),
    ),
    ActionRow(
        "export-predictions",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Save the predictions as CSV …"),
        QT_TRANSLATE_NOOP(
            "actions", "Save the rows of the data as a table: inputs, targets, and what the network gives"
        ),
        ("Ctrl+Alt+P",),
        lambda window: window.exporter.save_predictions(),
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
