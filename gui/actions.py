"""Every action of the window, one row each: menus, tool bar, keys and tests find it here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from engine.trainer import StepSize
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


def _(text: str) -> str:
    """Mark a text for translation; it is translated when the action is made."""
    return str(QT_TRANSLATE_NOOP(CONTEXT, text))


FILE, TRAINING, VIEW, HELP = _("&File"), _("&Training"), _("&View"), _("&Help")

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        "choose-lesson",
        FILE,
        _("Choose a lesson"),
        _("Go to the list of lessons"),
        ("Ctrl+L",),
        lambda window: window.choose_lesson(),
    ),
    ActionRow(
        "find",
        FILE,
        _("Find a row"),
        _("Find a row of the data by its name or by a number in it"),
        ("Ctrl+F",),
        lambda window: window.data.start_finding(),
    ),
    ActionRow(
        "export-png",
        FILE,
        _("Save the window as PNG …"),
        _("Save a picture of the window"),
        ("Ctrl+Shift+E",),
        lambda window: window.export_png(),
    ),
    ActionRow(
        "export-svg",
        FILE,
        _("Save the network as SVG …"),
        _("Save a drawing of the network, sharp at every size"),
        ("Ctrl+Alt+E",),
        lambda window: window.export_svg(),
    ),
    ActionRow("quit", FILE, _("Quit"), _("Close the window"), ("Ctrl+Q",), lambda window: window.close()),
    ActionRow(
        "reset",
        TRAINING,
        _("Reset"),
        _("Back to the start, with the same weights as before"),
        ("R",),
        lambda window: window.controller.reset(),
        icon="reset",
    ),
    ActionRow(
        "new-start",
        TRAINING,
        _("New start"),
        _("Start again with the next seed: other random weights"),
        ("N",),
        lambda window: window.controller.new_start(),
        icon="new-start",
    ),
    ActionRow(
        "play",
        TRAINING,
        _("Run"),
        _("Train until the epochs of the lesson are done; press again to pause"),
        ("Space",),
        lambda window: window.controller.toggle(),
        icon="play",
    ),
    ActionRow(
        "step",
        TRAINING,
        _("Step"),
        _("One step of the chosen size"),
        ("Right", "PgDown"),
        lambda window: window.controller.step(),
        icon="step",
    ),
    ActionRow(
        "cancel",
        TRAINING,
        _("Cancel"),
        _("Stop what is under way; what is done stays"),
        ("Esc",),
        lambda window: window.controller.pause(),
        icon="cancel",
    ),
    ActionRow(
        "faster",
        TRAINING,
        _("Faster"),
        _("More steps a second"),
        ("+", "="),
        lambda window: window.controller.change_speed(+1),
    ),
    ActionRow(
        "slower",
        TRAINING,
        _("Slower"),
        _("Fewer steps a second"),
        ("-",),
        lambda window: window.controller.change_speed(-1),
    ),
    *(
        ActionRow(
            f"step-{size.name.lower().replace('_', '-')}",
            TRAINING,
            text,
            _("How far one step goes"),
            (f"Ctrl+{number}",),
            lambda window, size=size: window.controller.set_step_size(size),  # type: ignore[misc]
        )
        for number, (size, text) in enumerate(
            (
                (StepSize.SAMPLE, _("Step by one sample")),
                (StepSize.BATCH, _("Step by one batch")),
                (StepSize.EPOCH, _("Step by one epoch")),
                (StepSize.TEN_EPOCHS, _("Step by 10 epochs")),
                (StepSize.HUNDRED_EPOCHS, _("Step by 100 epochs")),
            ),
            start=1,
        )
    ),
    ActionRow(
        "ten-starts",
        TRAINING,
        _("Ten starts"),
        _("Train ten seeds one after the other and show their mean and spread"),
        ("T",),
        lambda window: window.controller.run_starts(),
    ),
    ActionRow(
        "fit",
        VIEW,
        _("Fit the network and the curves"),
        _("Show all of the network and all of the curves"),
        ("0", "F"),
        lambda window: window.fit(),
        icon="fit",
    ),
    ActionRow(
        "zoom-in",
        VIEW,
        _("Zoom in"),
        _("Show the network larger"),
        ("Ctrl++", "Ctrl+="),
        lambda window: window.zoom(+1),
    ),
    ActionRow(
        "zoom-out",
        VIEW,
        _("Zoom out"),
        _("Show the network smaller"),
        ("Ctrl+-",),
        lambda window: window.zoom(-1),
    ),
    ActionRow(
        "log-loss",
        VIEW,
        _("Logarithmic loss"),
        _("Draw the loss on a logarithmic axis"),
        ("L",),
        lambda window: window.set_log_loss(window.action("log-loss").isChecked()),
        checkable=True,
    ),
    ActionRow(
        "theme-system",
        VIEW,
        _("Colours of the system"),
        _("Light or dark, as the system is"),
        ("Ctrl+Alt+0",),
        lambda window: window.set_theme("system"),
        checkable=True,
    ),
    ActionRow(
        "theme-light",
        VIEW,
        _("Light colours"),
        _("Always light"),
        ("Ctrl+Alt+1",),
        lambda window: window.set_theme("light"),
        checkable=True,
    ),
    ActionRow(
        "theme-dark",
        VIEW,
        _("Dark colours"),
        _("Always dark"),
        ("Ctrl+Alt+2",),
        lambda window: window.set_theme("dark"),
        checkable=True,
    ),
    ActionRow(
        "full-screen",
        VIEW,
        _("Full screen"),
        _("Use the whole screen, or go back to a window"),
        ("F11",),
        lambda window: window.toggle_full_screen(),
    ),
    ActionRow("keys", HELP, _("Keys"), _("All keys at a glance"), ("F1",), lambda window: window.show_keys()),
    ActionRow(
        "about",
        HELP,
        _("About Gradwalk"),
        _("What this program is"),
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
