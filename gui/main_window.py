"""The main window: lays out the panes and passes what they say to one another; nothing else."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from engine.commands import Report
from engine.lessons import Lesson
from gui import theme
from gui.actions import ACTIONS, key_text, make_actions, translated
from gui.banner import Banner
from gui.controller import Controller
from gui.export import write_png, write_svg
from gui.icons import icon
from gui.keys import keeps
from gui.labels import make_label
from gui.network_pane import NetworkPane
from gui.panels.data import DataPanel
from gui.panels.lesson import LessonPanel
from gui.panels.network import NetworkPanel
from gui.panels.training import TrainingPanel
from gui.probe import Probe
from gui.status import StatusBar
from gui.timeline import Timeline
from gui.top_bar import TopBar
from gui.views.data import DataView
from gui.views.network import ZOOM_STEP
from gui.views.output import OutputView

if TYPE_CHECKING:
    from gui.views.curves import CurvesView

# Widths of the left side, the network and the right side; heights of curves, output and data.
COLUMNS = (310, 615, 355)
ROWS = (320, 230, 180)


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
        self._turn = 0
        self._lay_out()
        self._connect()
        self.resize(1280, 800)

    # Layout.

    def _lay_out(self) -> None:
        self.lesson = LessonPanel(self.controller)
        self.network = NetworkPane(self.controller)
        self.output = OutputView()
        self.data: DataView = DataView()
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
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName(self.tr("Lesson and settings"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(True)
        for panel, text, tip in (
            (self.lesson, self.tr("Lesson"), self.tr("What you see, what to try, what to notice")),
            (DataPanel(self.controller), self.tr("Data"), self.tr("Which data, and how they are scaled and parted")),
            (NetworkPanel(self.controller), self.tr("Network"), self.tr("Layers, activations, starting weights")),
            (
                TrainingPanel(self.controller, self._actions["ten-starts"]),
                self.tr("Training"),
                self.tr("Learning rate, loss, batches, epochs"),
            ),
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
        column.addWidget(self.network, 1)
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
            right.addWidget(_titled(widget, text))
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
        self.data.row_chosen.connect(controller.show_row)
        self.output.row_chosen.connect(controller.show_row)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def load_curves(self) -> None:
        """Make the curves. Their library takes as long to import as all the rest, so the window is painted first."""
        if self.curves is not None:
            return
        from gui.views.curves import CurvesView

        self.curves = CurvesView(self.action("log-loss"))
        self._curves_column.addWidget(self.curves)
        self.curves.set_log(self.action("log-loss").isChecked())
        if self.controller.report:
            self._show_report(self.controller.report)

    # What is shown.

    def _show_report(self, report: Report) -> None:
        """All panes; while training runs one a frame in turn, for figures that flicker cannot be read."""
        panes = [self._show_output, self._show_data, self._show_curves]
        if self.controller.running:
            self._turn = (self._turn + 1) % len(panes)
            panes = [panes[self._turn]]
        for show in panes:
            show(report)

    def _show_output(self, report: Report) -> None:
        self.output.show_snapshot(self.controller.snapshot)

    def _show_data(self, report: Report) -> None:
        self.data.show_snapshot(self.controller.snapshot)

    def _show_curves(self, report: Report) -> None:
        if self.curves is not None:
            rivals = [other for number, other in enumerate(report.snapshots) if number != self.controller.focus]
            self.curves.show_snapshot(self.controller.snapshot, rivals[0] if rivals else None, self.controller.starts)

    def _show_probe(self, probe: Probe) -> None:
        self.output.show_probe(probe)
        self.data.show_row(probe.place)

    def _show_lesson(self, lesson: Lesson) -> None:
        self.setWindowTitle(f"{lesson.title} – Gradwalk")
        if self.curves is not None:
            self.curves.fit()
        # Whoever has chosen a lesson from the list wants to run it: Space is not to open the list again.
        self.network.setFocus()

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_message(self.tr("Something went wrong while training: {0}").format(error))

    # What the actions do, beyond the controller.

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


def _titled(widget: QWidget, text: str) -> QWidget:
    """A pane under its title."""
    title = make_label("heading", text)
    title.setContentsMargins(theme.MARGIN, 8, theme.MARGIN, 2)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(title)
    column.addWidget(widget, 1)
    return holder


def _inform(parent: QWidget, title: str, text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
