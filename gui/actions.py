"""Every action of the window, one row each: menus, tool bar, keys and tests find it here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from engine.ladder import StepSize
from gui.icons import icon

if TYPE_CHECKING:
    from gui.main_window import MainWindow

CONTEXT = "actions"


@dataclass(frozen=True)
class ActionRow:
    """One action: its name is its objectName, `keys` the first of which menus show."""

    name: str
    menu: str
    text: str
    tip: str
    keys: tuple[str, ...]
    act: Callable[["MainWindow"], object]
    icon: str = ""
    checkable: bool = False


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for translation, under the name that Qt's tools look for; it is translated when it is shown."""
    return text


FILE = QT_TRANSLATE_NOOP("actions", "&File")
TRAINING = QT_TRANSLATE_NOOP("actions", "&Training")
VIEW = QT_TRANSLATE_NOOP("actions", "&View")
HELP = QT_TRANSLATE_NOOP("actions", "&Help")

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        "choose-lesson",
        FILE,
        QT_TRANSLATE_NOOP("actions", "Choose a lesson"),
        QT_TRANSLATE_NOOP("actions", "Go to the list of lessons"),
        ("Ctrl+L",),
        lambda window: window.choose_lesson(),
    ),
    ActionRow(
        "find",
        FILE,
        QT_TRANSLATE_NOOP("actions", "Find a row"),
        QT_TRANSLATE_NOOP("actions", "Find a row of the data by its name or by a number in it"),
        ("Ctrl+F",),
        lambda window: window.data.start_finding(),
    ),
    ActionRow(
        "export-png",
        FILE,
        QT_TRANSLATE_NOOP("actions", "Save the window as PNG …"),
        QT_TRANSLATE_NOOP("actions", "Save a picture of the window"),
        ("Ctrl+Shift+E",),
        lambda window: window.export_png(),
    ),
    ActionRow(
        "export-svg",
        FILE,
        QT_TRANSLATE_NOOP("actions", "Save the network as SVG …"),
        QT_TRANSLATE_NOOP("actions", "Save a drawing of the network, sharp at every size"),
        ("Ctrl+Alt+E",),
        lambda window: window.export_svg(),
    ),
    ActionRow(
        "quit",
        FILE,
        QT_TRANSLATE_NOOP("actions", "Quit"),
        QT_TRANSLATE_NOOP("actions", "Close the window"),
        ("Ctrl+Q",),
        lambda window: window.close(),
    ),
    ActionRow(
        "reset",
        TRAINING,
        QT_TRANSLATE_NOOP("actions", "Reset"),
        QT_TRANSLATE_NOOP("actions", "Back to the start, with the same weights as before"),
        ("R",),
        lambda window: window.controller.reset(),
        icon="reset",
    ),
    ActionRow(
        "new-start",
        TRAINING,
        QT_TRANSLATE_NOOP("actions", "New start"),
        QT_TRANSLATE_NOOP("actions", "Start again with the next seed: other random weights"),
        ("N",),
        lambda window: window.controller.new_start(),
        icon="new-start",
    ),
    ActionRow(
        "play",
        TRAINING,
        QT_TRANSLATE_NOOP("actions", "Run"),
        QT_TRANSLATE_NOOP("actions", "Train until the epochs of the lesson are done; press again to pause"),
        ("Space",),
        lambda window: window.controller.toggle(),
        icon="play",
    ),
    ActionRow(
        "step-back",
        TRAINING,
        QT_TRANSLATE_NOOP("actions", "Step back"),
        QT_TRANSLATE_NOOP("actions", "One step of the chosen size back, to the very same weights"),
        ("Left", "PgUp"),
        lambda window: window.controller.step_back(),
        icon="step-back",
    ),
    ActionRow(
        "step",
        TRAINING,
        QT_TRANSLATE_NOOP("actions", "Step"),
        QT_TRANSLATE_NOOP("actions", "One step of the chosen size"),
        ("Right", "PgDown"),
        lambda window: window.controller.step(),
        icon="step",
    ),
    ActionRow(
        "cancel",
        TRAINING,
        QT_TRANSLATE_NOOP("actions", "Cancel"),
        QT_TRANSLATE_NOOP("actions", "Stop what is under way; what is done stays"),
        ("Esc",),
        lambda window: window.controller.pause(),
        icon="cancel",
    ),
    ActionRow(
        "faster",
        TRAINING,
        QT_TRANSLATE_NOOP("actions", "Faster"),
        QT_TRANSLATE_NOOP("actions", "More steps a second"),
        ("+", "="),
        lambda window: window.controller.change_speed(+1),
    ),
    ActionRow(
        "slower",
        TRAINING,
        QT_TRANSLATE_NOOP("actions", "Slower"),
        QT_TRANSLATE_NOOP("actions", "Fewer steps a second"),
        ("-",),
        lambda window: window.controller.change_speed(-1),
    ),
    *(
        ActionRow(
            f"step-{size.name.lower().replace('_', '-')}",
            TRAINING,
            text,
            QT_TRANSLATE_NOOP("actions", "How far one step goes"),
            (f"Ctrl+{number}",),
            lambda window, size=size: window.controller.set_step_size(size),  # type: ignore[misc]
        )
        for number, (size, text) in enumerate(
            (
                (StepSize.SAMPLE, QT_TRANSLATE_NOOP("actions", "Step by one sample")),
                (StepSize.BATCH, QT_TRANSLATE_NOOP("actions", "Step by one batch")),
                (StepSize.EPOCH, QT_TRANSLATE_NOOP("actions", "Step by one epoch")),
                (StepSize.TEN_EPOCHS, QT_TRANSLATE_NOOP("actions", "Step by 10 epochs")),
                (StepSize.HUNDRED_EPOCHS, QT_TRANSLATE_NOOP("actions", "Step by 100 epochs")),
            ),
            start=1,
        )
    ),
    ActionRow(
        "ten-starts",
        TRAINING,
        QT_TRANSLATE_NOOP("actions", "Ten starts"),
        QT_TRANSLATE_NOOP("actions", "Train ten seeds one after the other and show their mean and spread"),
        ("T",),
        lambda window: window.controller.run_starts(),
    ),
    ActionRow(
        "fit",
        VIEW,
        QT_TRANSLATE_NOOP("actions", "Fit the network and the curves"),
        QT_TRANSLATE_NOOP("actions", "Show all of the network and all of the curves"),
        ("0", "F"),
        lambda window: window.fit(),
        icon="fit",
    ),
    ActionRow(
        "zoom-in",
        VIEW,
        QT_TRANSLATE_NOOP("actions", "Zoom in"),
        QT_TRANSLATE_NOOP("actions", "Show the network larger"),
        ("Ctrl++", "Ctrl+="),
        lambda window: window.zoom(+1),
    ),
    ActionRow(
        "zoom-out",
        VIEW,
        QT_TRANSLATE_NOOP("actions", "Zoom out"),
        QT_TRANSLATE_NOOP("actions", "Show the network smaller"),
        ("Ctrl+-",),
        lambda window: window.zoom(-1),
    ),
    ActionRow(
        "log-loss",
        VIEW,
        QT_TRANSLATE_NOOP("actions", "Logarithmic loss"),
        QT_TRANSLATE_NOOP("actions", "Draw the loss on a logarithmic axis"),
        ("L",),
        lambda window: window.set_log_loss(window.action("log-loss").isChecked()),
        checkable=True,
    ),
    ActionRow(
        "theme-system",
        VIEW,
        QT_TRANSLATE_NOOP("actions", "Colours of the system"),
        QT_TRANSLATE_NOOP("actions", "Light or dark, as the system is"),
        ("Ctrl+Alt+0",),
        lambda window: window.set_theme("system"),
        checkable=True,
    ),
    ActionRow(
        "theme-light",
        VIEW,
        QT_TRANSLATE_NOOP("actions", "Light colours"),
        QT_TRANSLATE_NOOP("actions", "Always light"),
        ("Ctrl+Alt+1",),
        lambda window: window.set_theme("light"),
        checkable=True,
    ),
    ActionRow(
        "theme-dark",
        VIEW,
        QT_TRANSLATE_NOOP("actions", "Dark colours"),
        QT_TRANSLATE_NOOP("actions", "Always dark"),
        ("Ctrl+Alt+2",),
        lambda window: window.set_theme("dark"),
        checkable=True,
    ),
    ActionRow(
        "full-screen",
        VIEW,
        QT_TRANSLATE_NOOP("actions", "Full screen"),
        QT_TRANSLATE_NOOP("actions", "Use the whole screen, or go back to a window"),
        ("F11",),
        lambda window: window.toggle_full_screen(),
    ),
    ActionRow(
        "keys",
        HELP,
        QT_TRANSLATE_NOOP("actions", "Keys"),
        QT_TRANSLATE_NOOP("actions", "All keys at a glance"),
        ("F1",),
        lambda window: window.show_keys(),
    ),
    ActionRow(
        "about",
        HELP,
        QT_TRANSLATE_NOOP("actions", "About Gradwalk"),
        QT_TRANSLATE_NOOP("actions", "What this program is"),
        ("Shift+F1",),
        lambda window: window.show_about(),
    ),
)


def translated(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def make_actions(window: "MainWindow") -> dict[str, QAction]:
    """All actions, with their keys working in the whole window, by name; menus made on the way."""
    actions: dict[str, QAction] = {}
    menus = {name: window.menuBar().addMenu(translated(name)) for name in (FILE, TRAINING, VIEW, HELP)}
    for row in ACTIONS:
        action = QAction(translated(row.text), window)
        action.setObjectName(row.name)
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        action.setToolTip(f"{translated(row.tip)} ({key_text(action)})")
        action.setStatusTip(translated(row.tip))
        action.setCheckable(row.checkable)
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
