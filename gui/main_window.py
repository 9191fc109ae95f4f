"""The main window: lays out the panes and passes what they say to one another; nothing else."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QKeyEvent,
    QPaintEvent,
    QPixmapCache,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QMessageBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from engine.lessons import Lesson
from engine.quantity import Quantity
from gui import figures, theme
from gui.actions import ACTIONS, key_text, make_actions, translated
from gui.banner import Banner
from gui.calculation import PANES, Calculation
from gui.controller import Controller
from gui.drawing import Drawing
from gui.exporter import Exporter
from gui.fault_words import details_of, words_of
from gui.keys import keeps
from gui.network_pane import NetworkPane
from gui.own_table.door import TableDoor
from gui.pacing import Settings
from gui.panels.data import DataPanel
from gui.panels.lesson import LessonPanel
from gui.panels.network import NetworkPanel
from gui.panels.training import TrainingPanel
from gui.right_side import RightSide
from gui.session.document import Document
from gui.session.recent import RecentFiles
from gui.session.recovery import Recovery
from gui.status import StatusBar
from gui.tab_order import leave_focus_to_bar, set_tab_order
from gui.theme_choice import ThemeChoice
from gui.timeline import Timeline
from gui.top_bar import TopBar
from gui.undo_names import UndoNames
from gui.views.data import DataView
from gui.views.network import ZOOM_STEP

if TYPE_CHECKING:
    from gui.views.curves import CurvesView

# Widths of the left side, the network and the right side.
COLUMNS = (310, 615, 355)
# How much of the height the network keeps when the calculation is shown.
NETWORK_SHARE = 0.46
NETWORK_HEIGHT, LEAST_CALCULATION = 300, 200


class MainWindow(QMainWindow):
    """`controller` is the one to ask; `action(name)` and `findChild` find everything by its objectName."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle("Gradwalk")
        self.controller: Controller = Controller(self)
        self._actions = make_actions(self)
        UndoNames(self.controller, self._actions["undo"], self._actions["redo"])
        self._theme = ThemeChoice(self._actions, lambda: self.controller.running, self)
        self.recent: RecentFiles = RecentFiles(self._actions["open-recent"], self)
        self.tables: TableDoor = TableDoor(self.controller, self)
        self._lay_out()
        # After all that shows what is reported: what was looked at is shown again in what is there.
        self.document: Document = Document(self)
        self.recovery: Recovery = Recovery(self.document)
        self.exporter: Exporter = Exporter(self)
        self._messages.addWidget(self.recovery)
        self._connect()
        theme.dress(self)
        self.resize(1280, 800)

    # Layout.

    def _lay_out(self) -> None:
        self.lesson = LessonPanel(self.controller)
        self.network: NetworkPane = NetworkPane(self.controller)
        self.calculation: Calculation = Calculation(self.controller)
        names = ("log-loss", "discrete", "test-rows", "draw-points", "clear-points")
        self._right = RightSide(self.controller, *(self._actions[name] for name in names))
        self.drawing: Drawing = self._right.drawing
        self.output = self._right.output
        self.data: DataView = self._right.data
        self.banner = Banner()
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setObjectName("body")
        body.setAccessibleName(self.tr("Lesson, network, curves"))
        for part in (self._left(), self._middle(), self._right):
            body.addWidget(part)
        body.setSizes(COLUMNS)
        body.setStretchFactor(0, 0)
        body.setStretchFactor(1, 3)
        body.setStretchFactor(2, 1)
        body.setChildrenCollapsible(False)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = TopBar(self.controller, self._actions)
        column.addWidget(self._top)
        column.addWidget(body, 1)
        self.setCentralWidget(centre)
        self._status = StatusBar(self.controller, self._actions["cancel"])
        self.setStatusBar(self._status)

    def _left(self) -> QWidget:
        self.training = TrainingPanel(self.controller, self._actions["ten-starts"])
        self.tabs: QTabWidget = QTabWidget()
        self.tabs.setObjectName("tabs")
        leave_focus_to_bar(self.tabs)
        self.tabs.setAccessibleName(self.tr("Lesson and settings"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(True)
        for panel, text, tip in (
            (self.lesson, self.tr("Lesson"), self.tr("What you see, what to try, what to notice")),
            (
                DataPanel(self.controller, self._actions["new-points"], self._actions["open"]),
                self.tr("Data"),
                self.tr("Which data, and how they are scaled and parted"),
            ),
            (NetworkPanel(self.controller), self.tr("Network"), self.tr("Layers, activations, starting weights")),
            (self.training, self.tr("Training"), self.tr("Learning rate, loss, batches, epochs, where a run pauses")),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(panel, text), tip)
        self.tabs.setMinimumWidth(310)
        return self.tabs

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(theme.MARGIN, 8, theme.MARGIN, 0)
        self._messages.addWidget(self.banner)
        column.addLayout(self._messages)
        self._upright = QSplitter(Qt.Orientation.Vertical)
        self._upright.setObjectName("network-and-calculation")
        self._upright.setAccessibleName(self.tr("Network and calculation"))
        self._upright.addWidget(self.network)
        self._upright.addWidget(self.calculation)
        self._upright.setChildrenCollapsible(False)
        self.parted_by_hand = False
        self._upright.splitterMoved.connect(self._part_by_hand)
        self.calculation.hide()
        column.addWidget(self._upright, 1)
        self._timeline = Timeline(self.controller)
        column.addWidget(self._timeline)
        return middle

    def _connect(self) -> None:
        controller = self.controller
        controller.warned.connect(self.banner.show_message)
        controller.lesson_opened.connect(self._show_lesson)
        controller.accepted.connect(self.banner.hide)
        controller.blew_up.connect(self._show_where_it_began)
        controller.failed.connect(self._show_failure)
        controller.faulted.connect(self._show_fault)
        controller.settings_changed.connect(self._show_settings)
        self.data.asked.connect(self._ask)
        self.network.asked.connect(self._ask)
        self.calculation.rearranged.connect(self._order_tabs)
        self.lesson.predict.rearranged.connect(self._order_tabs)
        self.lesson.chosen.connect(self._open_lesson)
        self.document.changed.connect(self._show_title)
        # An undo leads back from there: nothing is lost.
        self.tables.made.connect(self._open_table)
        self.tables.session_chosen.connect(self.document.open_file)
        self.tables.began.connect(self.document.line.cancel)
        self.recent.chosen.connect(self.tables.open_file)
        for known in (self.tables.imported, self.document.opened, self.document.saved):
            known.connect(self.recent.add)

    def _open_lesson(self, lesson_id: str) -> None:
        self.document.leave(lambda: self.controller.open_lesson(lesson_id), self.lesson.show_choice)

    def _open_table(self, lesson: Lesson) -> None:
        self.document.leave(lambda: self.controller.open_table(lesson))

    @property
    def curves(self) -> "CurvesView | None":
        """The curves, once they are made."""
        return self._right.curves

    def load_curves(self) -> None:
        """All that the first picture of the window does without: done as soon as that is painted."""
        self._right.load_curves()
        self._order_tabs()

    def prepare_engine(self) -> None:
        """Look for the compiled training loop, or have it compiled, meanwhile."""
        self._status.engine.prepare()

    def _order_tabs(self) -> None:
        """What a lesson or the curves have added has its place where one reads it, once all is there."""
        if self.curves is not None:
            set_tab_order((self._top, self.tabs, self.network, self.calculation, self._timeline, self._right))

    # What is shown.

    def _show_lesson(self, lesson: Lesson) -> None:
        self._show_title()
        self._right.fit()
        self.show_calculation(bool(lesson.pane))
        self.calculation.show_pane(lesson.pane or PANES[0])
        self._order_tabs()
        # Whoever has chosen a lesson from the list wants to run it: Space is not to open the list again.
        self.network.setFocus()

    def _show_title(self) -> None:
        """The file, if there is one, and the lesson; [*] is where Qt puts its mark of what is modified."""
        path, lesson = self.document.path, self.controller.lesson
        names = [Path(path).name] if path else []
        names += [lesson.title] if lesson else []
        first, *rest = (name.replace("[*]", "[*][*]") for name in [*names, "Gradwalk"])
        self.setWindowTitle(" – ".join([f"{first}[*]", *rest]))
        self.setWindowFilePath(path)
        self.setWindowModified(self.document.modified)

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_message(words_of(error), details_of(error))

    def _show_fault(self, fault: BaseException, words: str) -> None:
        self.banner.show_message(words, details_of(fault))

    def _ask(self, quantity: Quantity) -> None:
        """Where a number comes from: with the calculation at hand go there, else only light it."""
        if self.calculation.isVisible():
            self.controller.go_to_origin(quantity)
        else:
            self.controller.selection.choose(quantity)

    def _show_settings(self, settings: Settings) -> None:
        """Whoever steps through a batch wants to see the calculation."""
        if settings.step_size.within_batch and not self.calculation.isVisible():
            self.show_calculation(True)

    # What the actions do, beyond the controller.

    def show_calculation(self, on: bool) -> None:
        """The panes below the network, or all of the room for the network."""
        self.action("calculation").setChecked(on)
        self.calculation.setVisible(on)
        self._share_height()
        self.calculation.refresh()

    def _share_height(self) -> None:
        """The network's part of the height and the calculation's, until somebody parts them otherwise."""
        if not self.parted_by_hand:
            height = self._upright.height()
            network = max(round(height * NETWORK_SHARE), min(NETWORK_HEIGHT, height - LEAST_CALCULATION))
            self._upright.setSizes([network, height - network])

    def _part_by_hand(self) -> None:
        self.parted_by_hand = True

    def show_pane(self, name: str) -> None:
        """Bring a pane of the calculation to the front and give it the keys."""
        self.show_calculation(True)
        self.calculation.show_pane(name)
        self.calculation.tabs.currentWidget().setFocus()

    def show_maths(self) -> None:
        """The formula of the step, and the keys to it."""
        self.show_calculation(True)
        self.calculation.show_maths()
        self.calculation.maths.setFocus()

    def _show_where_it_began(self) -> None:
        """Where numbers grew beyond all bounds; the keys stay where they are."""
        self.show_calculation(True)
        self.calculation.show_maths()

    def change_digits(self, by: int) -> None:
        """More or fewer significant digits in the numbers of the calculation."""
        self.set_digits(figures.digits_now() + by)
        self.controller.said.emit(self.tr("{0} significant digits.").format(figures.digits_now()))

    def set_digits(self, digits: int) -> None:
        """So many significant digits, or as many as there may be."""
        figures.set_digits(digits)
        self.controller.show_again()

    def choose_goal(self) -> None:
        """Where a run pauses is chosen among the settings of training."""
        self.tabs.setCurrentWidget(self.training)
        self.training.goal.kind.setFocus()

    def action(self, name: str) -> QAction:
        return self._actions[name]

    def choose_lesson(self) -> None:
        self.tabs.setCurrentWidget(self.lesson)
        self.lesson.choice.setFocus()
        self.lesson.choice.showPopup()

    def fit(self) -> None:
        self.network.fit()
        self._right.fit()

    def zoom(self, steps: int) -> None:
        self.network.zoom(ZOOM_STEP**steps)

    def set_log_loss(self, on: bool) -> None:
        self._right.set_log_loss(on)

    def look_at(self, field: str, action: str) -> None:
        """Show the output as an action says that is checked or not."""
        self.controller.output.change(**{field: self.action(action).isChecked()})

    def choose_picture(self) -> None:
        # While one draws, its tools stand where the list is.
        self.drawing.set_on(False)
        self._right.head.kind.setFocus()
        self._right.head.kind.showPopup()

    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    @property
    def theme_name(self) -> str:
        return self._theme.name

    def set_theme(self, name: str) -> None:
        """Colours: system, light or dark."""
        self._theme.choose(name)

    def show_keys(self) -> None:
        lines = [f"{key_text(self._actions[row.name])}\t{translated(row.text)}" for row in ACTIONS]
        _inform(self, self.tr("Keys"), "\n".join(lines))

    def show_about(self) -> None:
        text = self.tr("Gradwalk shows how a neural network learns: walk it down its gradient, one step at a time.")
        _inform(self, self.tr("About Gradwalk"), text)

    # Qt's own moments.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.network.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The layout inside follows a moment later.
        QTimer.singleShot(0, self, self._share_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.curves is None:
            QTimer.singleShot(0, self, self.load_curves)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            with self.controller.quiet():
                return super().event(event)
        # Comes up from the focused control when that does not keep the key by itself.
        if isinstance(event, QKeyEvent) and keeps(self.focusWidget(), event):
            event.accept()
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.document.may_close():
            event.ignore()
            return
        self.tables.close()
        self.exporter.close(self.document.seconds_left)
        self.document.close()
        self.recovery.close_all()
        self.controller.close()
        # Qt keeps icons as they were drawn, under names that are new in each window and are never asked for again.
        QPixmapCache.clear()
        super().closeEvent(event)


def _inform(parent: QWidget, title: str, text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
