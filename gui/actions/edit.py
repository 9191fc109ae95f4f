"""Actions that take changes back, and bring a copied table in."""

from functools import partial

from engine.reshape import with_last_layer, with_more_neurons, without_layer
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
    ActionRow(
        "paste",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Paste a table"),
        QT_TRANSLATE_NOOP("actions", "Learn from cells that were copied in a spreadsheet, or from the text of a table"),
        ("Ctrl+V",),
        lambda window: window.tables.paste(),
    ),
    ActionRow(
        "add-layer",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Add a hidden layer"),
        QT_TRANSLATE_NOOP("actions", "One more hidden layer, before the output"),
        ("Ctrl+H",),
        lambda window: window.controller.alter(with_last_layer),
    ),
    ActionRow(
        "remove-layer",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Remove a hidden layer"),
        QT_TRANSLATE_NOOP("actions", "Without the layer of the chosen weight, or without the last hidden layer"),
        ("Ctrl+Shift+H",),
        lambda window: window.controller.alter_layer(without_layer),
    ),
    ActionRow(
        "add-neuron",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Add a neuron"),
        QT_TRANSLATE_NOOP("actions", "One more in the layer of the chosen weight, or in the last hidden layer"),
        ("Ctrl+J",),
        lambda window: window.controller.alter_layer(partial(with_more_neurons, more=1)),
    ),
    ActionRow(
        "remove-neuron",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Remove a neuron"),
        QT_TRANSLATE_NOOP("actions", "One fewer in the layer of the chosen weight, or in the last hidden layer"),
        ("Ctrl+Shift+J",),
        lambda window: window.controller.alter_layer(partial(with_more_neurons, more=-1)),
    ),
)
