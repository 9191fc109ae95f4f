"""The main window: lays out the panes and passes what they say to one another; nothing else."""

from collections.abc import Callable
from operator import is_
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from engine.arrays import Array
from engine.commands import Report
from engine.lessons import PANES, Lesson
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from gui import figures, theme
from gui.actions import ACTIONS, key_text, make_actions, translated
from gui.banner import Banner
from gui.calculation import Calculation
from gui.controller import Controller
from gui.export import write_png, write_svg
from gui.icons import icon
from gui.keys import keeps
from gui.network_pane import NetworkPane
from gui.pacing import Settings
from gui.panels.data import DataPanel
from gui.panels.lesson import LessonPanel
from gui.panels.network import NetworkPanel
from gui.panels.training import TrainingPanel
from gui.probe import Probe
from gui.status import StatusBar
from gui.timeline import Timeline
from gui.titled import titled
from gui.top_bar import TopBar
from gui.views.data import DataView
from gui.views.network import ZOOM_STEP
from gui.views.output import OutputView

if TYPE_CHECKING:
    from gui.views.curves import CurvesView

# Widths of the left side, the network and the right side; heights of curves, output and data.
COLUMNS = (310, 615, 355)
ROWS = (320, 230, 180)
# How much of the height the network keeps when the calculation is shown.
NETWORK_SHARE = 0.46
NETWORK_HEIGHT, LEAST_CALCULATION = 300, 200
# Steps a second above which not every pane shows every step.
FAST = 10


class MainWindow(QMainWindow):
    """`controller` is the one to ask; `action(name)` and `findChild` find everything by its objectName."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle("Gradwalk")
        self.controller: Controller = Controller(self)
        self._actions = make_actions(self)
        self._group_themes()
        self.curves: CurvesView | None = None
        # Panes that show an earlier moment, the one that waits longest first; and what was reported last.
        self._stale: list[Callable[[Report], None]] = []
        self._known: tuple[Any, ...] = ()
        self._weights: list[Array] = []
        self._lay_out()
        self._connect()
        self.resize(1280, 800)

    # Layout.

    def _lay_out(self) -> None:
        self.lesson = LessonPanel(self.controller)
        self.network: NetworkPane = NetworkPane(self.controller)
        self.calculation = Calculation(self.controller)
        self.output = OutputView()
        self.data: DataView = DataView(self.controller.selection)
        self.banner = Banner()
        body = QSplitter(Qt.Orientation.Horizontal)
        for part in (self._left(), self._middle(), self._right()):
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
        column.addWidget(TopBar(self.controller, self._actions))
        column.addWidget(body, 1)
        self.setCentralWidget(centre)
        self.setStatusBar(StatusBar(self.controller, self._actions["cancel"]))

    def _left(self) -> QWidget:
        self.training = TrainingPanel(self.controller, self._actions["ten-starts"])
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName(self.tr("Lesson and settings"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(True)
        for panel, text, tip in (
            (self.lesson, self.tr("Lesson"), self.tr("What you see, what to try, what to notice")),
            (DataPanel(self.controller), self.tr("Data"), self.tr("Which data, and how they are scaled and parted")),
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
        around = QVBoxLayout()
        around.setContentsMargins(theme.MARGIN, 8, theme.MARGIN, 0)
        around.addWidget(self.banner)
        column.addLayout(around)
        self._upright = QSplitter(Qt.Orientation.Vertical)
        self._upright.setObjectName("network-and-calculation")
        self._upright.addWidget(self.network)
        self._upright.addWidget(self.calculation)
        self._upright.setChildrenCollapsible(False)
        self._parted_by_hand = False
        self._upright.splitterMoved.connect(self._part_by_hand)
        self.calculation.hide()
        column.addWidget(self._upright, 1)
        column.addWidget(Timeline(self.controller))
        return middle

    def _right(self) -> QWidget:
        self._curves_place = QWidget()
        self._curves_column = QVBoxLayout(self._curves_place)
        self._curves_column.setContentsMargins(0, 0, 0, 0)
        right = QSplitter(Qt.Orientation.Vertical)
        for widget, text in (
            (self._curves_place, self.tr("Loss and accuracy")),
            (self.output, self.tr("Output")),
            (self.data, self.tr("Data")),
        ):
            right.addWidget(titled(widget, text))
        right.setSizes(ROWS)
        right.setChildrenCollapsible(False)
        right.setMinimumWidth(260)
        return right

    def _connect(self) -> None:
        controller = self.controller
        controller.reported.connect(self._show_report)
        controller.probe_changed.connect(self._show_probe)
        controller.warned.connect(self.banner.show_message)
        controller.lesson_opened.connect(self._show_lesson)
        controller.accepted.connect(self.banner.hide)
        controller.failed.connect(self._show_failure)
        controller.settings_changed.connect(self._show_settings)
        self.data.row_chosen.connect(controller.show_row)
        self.data.asked.connect(self._ask)
        self.network.asked.connect(self._ask)
        self.output.row_chosen.connect(controller.show_row)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def load_curves(self) -> None:
        """Make the curves. Their library takes as long to import as all the rest, so the window is painted first."""
        if self.curves is not None:
            return
        from gui.views.curves import CurvesView

        self.curves = CurvesView(self.action("log-loss"))
        self.curves.ghost_clicked.connect(self.controller.enter_branch)
        self._curves_column.addWidget(self.curves)
        self.curves.set_log(self.action("log-loss").isChecked())
        if self.controller.report:
            self._show_report(self.controller.report)

    # What is shown.

    def _show_report(self, report: Report) -> None:
        """Panes whose numbers have changed; where steps come fast one a frame in turn: what flickers cannot be read."""
        if self._moved(report):
            panes = (self._show_output, self._show_data, self._show_curves)
            self._stale += [show for show in panes if show not in self._stale]
        settings = self.controller.settings
        fast = self.controller.running and (settings.pace is None or settings.pace > FAST)
        due = self._stale[:1] if fast else self._stale
        self._stale = self._stale[len(due) :]
        for show in due:
            show(report)
        walk = self.controller.walk
        self.data.show_walk(walk if walk is not None and not walk.finished else None)

    def _moved(self, report: Report) -> bool:
        """Whether anything that output, data and curves show has changed: inside a batch it stays."""
        snapshots = report.snapshots
        weights = [snapshot.parameters for snapshot in snapshots]
        places = [(s.epoch, s.furthest, s.curves.epochs.size, len(s.ghosts)) for s in snapshots]
        known = (report.generation, report.starts, self.controller.focus, self.curves, places)
        before, self._known, self._weights = (self._known, self._weights), known, weights
        return before[0] != known or not all(map(is_, before[1], weights))

    def _show_output(self, report: Report) -> None:
        self.output.show_snapshot(self.controller.snapshot, self._rival(report))

    def _show_data(self, report: Report) -> None:
        self.data.show_snapshot(self.controller.snapshot)

    def _show_curves(self, report: Report) -> None:
        if self.curves is not None:
            self.curves.show_snapshot(self.controller.snapshot, self._rival(report), self.controller.starts)

    def _rival(self, report: Report) -> Snapshot | None:
        """The other network of the lesson, if there is one."""
        others = (other for number, other in enumerate(report.snapshots) if number != self.controller.focus)
        return next(others, None)

    def _show_probe(self, probe: Probe) -> None:
        self.output.show_probe(probe)
        self.data.show_row(probe.place)

    def _show_lesson(self, lesson: Lesson) -> None:
        self.setWindowTitle(f"{lesson.title} – Gradwalk")
        if self.curves is not None:
            self.curves.fit()
        self.show_calculation(bool(lesson.pane))
        self.calculation.show_pane(lesson.pane or PANES[0])
        # Whoever has chosen a lesson from the list wants to run it: Space is not to open the list again.
        self.network.setFocus()

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_message(self.tr("Something went wrong while training: {0}").format(error))

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
        if not self._parted_by_hand:
            height = self._upright.height()
            network = max(round(height * NETWORK_SHARE), min(NETWORK_HEIGHT, height - LEAST_CALCULATION))
            self._upright.setSizes([network, height - network])

    def _part_by_hand(self) -> None:
        self._parted_by_hand = True

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

    def change_digits(self, by: int) -> None:
        """More or fewer significant digits in the numbers of the calculation."""
        figures.set_digits(figures.digits_now() + by)
        self.controller.said.emit(self.tr("{0} significant digits.").format(figures.digits_now()))
        if self.controller.report is not None:
            self.controller.reported.emit(self.controller.report)

    def choose_goal(self) -> None:
        """Where a run pauses is chosen among the settings of training."""
        self.tabs.setCurrentWidget(self.training)
        self.training.goal.setFocus()

    def action(self, name: str) -> QAction:
        return self._actions[name]

    def choose_lesson(self) -> None:
        self.tabs.setCurrentWidget(self.lesson)
        self.lesson.choice.setFocus()
        self.lesson.choice.showPopup()

    def fit(self) -> None:
        self.network.fit()
        if self.curves is not None:
            self.curves.fit()

    def zoom(self, steps: int) -> None:
        self.network.zoom(ZOOM_STEP**steps)

    def set_log_loss(self, on: bool) -> None:
        if self.curves is not None:
            self.curves.set_log(on)

    def export_png(self) -> None:
        self._export(self.tr("Save the window"), "png", lambda path: write_png(self.grab(), path))

    def export_svg(self) -> None:
        self._export(self.tr("Save the network"), "svg", lambda path: write_svg(list(self.network.views), path))

    def _export(self, title: str, ending: str, write: Callable[[str], None]) -> None:
        """Ask where to, then write; what cannot be written is said in the banner."""
        assert self.controller.lesson is not None
        suggestion = f"{self.controller.lesson.id}.{ending}"
        path, _ = QFileDialog.getSaveFileName(self, title, suggestion, f"*.{ending}")
        if not path:
            return
        if not path.lower().endswith("." + ending):
            path += "." + ending
        try:
            write(path)
        except OSError as error:
            self.banner.show_message(str(error))
        else:
            self.controller.said.emit(self.tr("Saved {0}.").format(path))

    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def set_theme(self, name: str) -> None:
        """Colours: system, light or dark."""
        self._theme_name = name
        self.action(f"theme-{name}").setChecked(True)
        theme.apply({"light": theme.LIGHT, "dark": theme.DARK}.get(name) or theme.of_system())
        self.refresh_icons()

    def refresh_icons(self) -> None:
        """Icons in the colours of now; Run shows what pressing it would do."""
        for row in ACTIONS:
            if row.icon:
                name = "pause" if row.name == "play" and self.controller.running else row.icon
                self._actions[row.name].setIcon(icon(name))

    def _group_themes(self) -> None:
        group = QActionGroup(self)
        for name in ("theme-system", "theme-light", "theme-dark"):
            group.addAction(self._actions[name])
        self._theme_name = "system"
        self._actions["theme-system"].setChecked(True)

    def _follow_system(self) -> None:
        if self._theme_name == "system":
            self.set_theme("system")

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
        self.controller.close()
        super().closeEvent(event)


def _inform(parent: QWidget, title: str, text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
