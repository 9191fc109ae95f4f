"""Actions of the data: other points, and points drawn by hand."""

from gui.actions.row import QT_TRANSLATE_NOOP, ActionRow

MENU = QT_TRANSLATE_NOOP("actions", "D&ata")

ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        "new-points",
        MENU,
        QT_TRANSLATE_NOOP("actions", "New points"),
        QT_TRANSLATE_NOOP("actions", "Generate other points of the same shape, from the next seed of the data"),
        ("Shift+N",),
        lambda window: window.controller.new_points(),
    ),
    ActionRow(
        "draw-points",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Draw points"),
        QT_TRANSLATE_NOOP(
            "actions", "Let clicks and drags in the output add points: Shift the other class, Ctrl takes points away"
        ),
        ("P",),
        lambda window: window.drawing.set_on(window.action("draw-points").isChecked()),
        checkable=True,
    ),
    ActionRow(
        "clear-points",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Clear points"),
        QT_TRANSLATE_NOOP("actions", "Take all points away, and draw your own"),
        ("Shift+P",),
        lambda window: window.drawing.clear(),
    ),
    *(
        ActionRow(
            f"draw-class-{number}",
            MENU,
            text,
            QT_TRANSLATE_NOOP("actions", "The class of the points that a click adds"),
            (str(number),),
            lambda window, number=number: window.drawing.choose_class(number - 1),  # type: ignore[misc]
        )
        for number, text in enumerate(
            (
                QT_TRANSLATE_NOOP("actions", "Draw the first class"),
                QT_TRANSLATE_NOOP("actions", "Draw the second class"),
                QT_TRANSLATE_NOOP("actions", "Draw the third class"),
                QT_TRANSLATE_NOOP("actions", "Draw the fourth class"),
                QT_TRANSLATE_NOOP("actions", "Draw the fifth class"),
                QT_TRANSLATE_NOOP("actions", "Draw the sixth class"),
                QT_TRANSLATE_NOOP("actions", "Draw the seventh class"),
                QT_TRANSLATE_NOOP("actions", "Draw the eighth class"),
                QT_TRANSLATE_NOOP("actions", "Draw the ninth class"),
            ),
            start=1,
        )
    ),
)
