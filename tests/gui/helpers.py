"""What a person does with the window, and what the engine says of the same experiment."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QScrollArea,
    QTableView,
    QToolButton,
    QToolTip,
    QWidget,
)

from engine.experiment import Experiment
from engine.lessons import load_lesson
from engine.snapshot import Snapshot
from engine.trainer import StepSize, Trainer
from gui.controller import Controller
from gui.figures import USUAL_DIGITS, set_digits
from gui.main_window import MainWindow
from gui.own_tables import OwnTables
from gui.pacing import Settings
from gui.views.surface import SurfaceView

SECONDS = 20
Kind = TypeVar("Kind", bound=QWidget)

# Waiting.


def wait_until(condition: Callable[[], object], what: str = "") -> None:
    """Let events run until the condition holds; between them the trainer's thread has the interpreter for itself."""
    deadline, beat = QDeadlineTimer(SECONDS * 1000), QTimer()
    beat.start(1)
    try:
        while not condition():
            assert not deadline.hasExpired(), f"waited {SECONDS} s in vain: {what or condition}"
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    finally:
        beat.stop()


def settle(window: MainWindow) -> None:
    """Wait until the trainer has done all it was asked for and the window shows it."""
    wait_until(lambda: window.controller.settled, "the window settles")
    QApplication.processEvents()
    # What is to be deleted later goes with the next turn of a real event loop.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def rest(controller: Controller) -> None:
    """The same of a controller without a window."""
    wait_until(lambda: controller.settled, "the controller settles")


def surface_made(window: MainWindow) -> SurfaceView:
    """The view of the loss surface, once that of the present moment is there."""
    view = window.calculation.surface
    wait_until(lambda: view.plot.scene is not None and view.plot.scene.terrain is not None and not view._making.busy)
    return view


def make_as_new(window: MainWindow, lesson_id: str) -> None:
    """Open a lesson and undo whatever an earlier test may have done with the window."""
    QToolTip.hideText()
    window.tables.close()
    for box in window.findChildren(QMessageBox):
        box.close()
    for toggled in ("log-loss", "labels"):
        if window.action(toggled).isChecked():
            window.action(toggled).trigger()
    set_digits(USUAL_DIGITS)
    if not window.action("theme-system").isChecked():
        window.set_theme("system")
    if window.isFullScreen():
        window.showNormal()
    window.resize(1280, 800)
    window.data.finder.clear()
    window.data.finder.hide()
    window.tabs.setCurrentIndex(0)
    window.controller.pause()
    window.controller.own_tables = OwnTables()
    window.controller.open(load_lesson(lesson_id))
    window.controller.set_step_size(Settings().step_size)
    settle(window)
    window.controller.said.emit("")
    window.controller.show_row(0)
    window.fit()
    activate(window)
    window.network.setFocus()


# Finding.


def find(window: QWidget, kind: type[Kind], name: str) -> Kind:
    """The one widget of that objectName."""
    found = window.findChildren(kind, name)
    assert len(found) == 1, f"{len(found)} widgets are called {name}"
    return found[0]


def text(window: QWidget, name: str) -> str:
    """What a label says."""
    return find(window, QLabel, name).text()


def field(window: MainWindow, name: str, kind: type[Kind]) -> Kind:
    """A field of the settings, with its tab brought to the front by a click."""
    widget = find(window, kind, name)
    bar = window.tabs.tabBar()
    number = next(n for n in range(window.tabs.count()) if window.tabs.widget(n).isAncestorOf(widget))
    click(bar, bar.tabRect(number).center())
    area = window.tabs.widget(number)
    assert isinstance(area, QScrollArea)
    area.ensureWidgetVisible(widget)
    QApplication.processEvents()
    return widget


def column(window: MainWindow, heading: str, rows: Iterable[int] | None = None) -> list[str]:
    """What the data table shows under a heading, row by row, or in some rows."""
    model = find(window, QTableView, "data-table").model()
    headings = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    number = headings.index(heading)
    return [str(model.index(row, number).data()) for row in (range(model.rowCount()) if rows is None else rows)]


# Doing.


def activate(window: QWidget) -> None:
    """Bring the window to the front, as a window manager does when a pop-up closes; keys go to the active one."""
    window.activateWindow()
    wait_until(window.isActiveWindow, "the window is active")


def press(window: MainWindow, *keys: str) -> None:
    """Press keys, written as menus write them, wherever the focus is; then wait until all is done."""
    for key in keys:
        press_only(window, key)
    settle(window)


def press_only(window: MainWindow, key: str) -> None:
    """Press a key and wait for nothing."""
    QTest.keySequence(window.focusWidget() or window, key)


def click(widget: QWidget, at: QPoint | QPointF | None = None) -> None:
    """One click of the left button: in the middle, or at a point of the widget."""
    point = widget.rect().center() if at is None else QPointF(at).toPoint()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


def click_button(window: MainWindow, name: str) -> None:
    """Click a button of the tool bar, and wait until all is done."""
    click(find(window, QToolButton, name))
    settle(window)


def choose(combo: QComboBox, label: str) -> None:
    """Open a list of choices and click one of them."""
    combo.showPopup()
    row = combo.findText(label)
    assert row >= 0, f"{label} is none of {[combo.itemText(n) for n in range(combo.count())]}"
    view = combo.view()
    view.scrollTo(combo.model().index(row, 0))
    click(view.viewport(), view.visualRect(combo.model().index(row, 0)).center())
    wait_until(lambda: not view.isVisible(), "the list closes")
    activate(combo.window())


def choose_in_menu(window: MainWindow, name: str, words: str) -> None:
    """Open the menu above a layer and choose an entry."""
    menu = find(window.network, QToolButton, name).menu()
    menu.aboutToShow.emit()
    entry = next(entry for entry in menu.actions() if entry.text().replace("&", "") == words)
    assert entry.isEnabled()
    entry.trigger()
    settle(window)


def type_into(widget: QWidget, typed: str) -> None:
    """Replace what a field says, and press Enter; what has no key is pasted."""
    widget.setFocus()
    QTest.keySequence(widget, "Ctrl+A")
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    if typed.isascii():
        QTest.keyClicks(widget, typed)
    else:
        QApplication.clipboard().setText(typed)
        QTest.keySequence(widget, "Ctrl+V")
    QTest.keyClick(widget, Qt.Key.Key_Return)


def set_rate(window: MainWindow, rate: str) -> None:
    """Type a learning rate."""
    type_into(field(window, "learning_rate", QLineEdit), rate)
    settle(window)


def run_flat_out(window: MainWindow, epochs: int = 100) -> None:
    """Full speed, and Run to the end of the epochs; a hundred make the same as a lesson's thousand, and sooner."""
    window.controller.edit("epochs", epochs)
    go_fast(window)
    press(window, "Space")


def go_fast(window: MainWindow) -> None:
    for _ in range(10):
        press_only(window, "+")
    settle(window)


# The engine's word.


def trained(experiment: Experiment, *steps: StepSize | int) -> Trainer:
    """A trainer of the engine that took these steps; a number stands for so many epochs."""
    trainer = Trainer(experiment)
    for step in steps:
        walk(trainer, step)
    return trainer


def walk(trainer: Trainer, step: StepSize | int) -> None:
    if isinstance(step, int):
        trainer.train(step)
        return
    for _ in trainer.advance(step):
        pass


def trained_to(snapshot: Snapshot, experiment: Experiment | None = None) -> Trainer:
    """A trainer of the engine that stands where a snapshot stands."""
    trainer = trained(experiment or snapshot.experiment, snapshot.position.epoch)
    for _ in range(snapshot.position.row):
        walk(trainer, StepSize.SAMPLE)
    return trainer


def bits(*things: Trainer | Snapshot) -> Sequence[bytes]:
    """The parameters, bit for bit."""
    return [thing.parameters.tobytes() for thing in things]
