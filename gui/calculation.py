"""The panes below the network: the formula of a step, and beside it code, weights, reasons, trials and checks."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from engine.commands import Report
from engine.quantity import Quantity, row_gradient_of
from gui.controller import Controller
from gui.tab_order import leave_focus_to_bar
from gui.titled import titled
from gui.views.blow_up_note import BlowUpNote
from gui.views.check import CheckView
from gui.views.code import CodeView
from gui.views.maths import MathsView
from gui.views.pulls import PullsView
from gui.views.surface import SurfaceView
from gui.views.try_it import TryView
from gui.views.weights import WeightsView

# What the panes beside the formula are called, in lessons and actions.
PANES = ("code", "weights", "pulls", "try", "check", "surface")
# From this width on the formula stands beside the other panes; below it above them, or, where there is too little
# height for both, among them.
SIDE_BY_SIDE = 720
ONE_ABOVE_THE_OTHER = 300
# What a note above the formula takes of that.
NOTE = 160
# The formula needs a little more room than what stands beside or below it.
SHARES = [540, 460]


class Calculation(QSplitter):
    """Shows what the trainer reports; panes that are hidden are left alone until they are shown."""

    rearranged = Signal()  # the formula has moved to another place

    def __init__(self, controller: Controller) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setObjectName("calculation-panes")
        self.setAccessibleName(self.tr("Calculation"))
        self._controller = controller
        selection = controller.selection
        self.maths = MathsView(selection)
        self.code = CodeView(selection)
        self.weights = WeightsView(selection)
        self.pulls = PullsView(selection)
        self.trial = TryView(selection)
        self.check = CheckView(selection)
        self.surface = SurfaceView()
        self.tabs = self._make_tabs()
        self.blow_up = BlowUpNote()
        self._formulas = titled(_below(self.blow_up, _scrolling(self.maths)), self.tr("Maths"))
        self.addWidget(self._formulas)
        self._among_tabs = False
        # What is shown: of which generation and network, and in which pane.
        self._shown: tuple[int, int, QWidget] | None = None
        self.addWidget(self.tabs)
        self.setChildrenCollapsible(False)
        self._formulas.hide()
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)
        self._connect()

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("calculation-tabs")
        tabs.setAccessibleName(self.tr("Code, weights, reasons, trials, checks, surface"))
        tabs.setDocumentMode(True)
        leave_focus_to_bar(tabs)
        for widget, text, tip in (
            (self.code, self.tr("Code"), self.tr("The line that computes this step (F3)")),
            (self.weights, self.tr("Weights"), self.tr("Weights, gradients and last changes (F4)")),
            (self.pulls, self.tr("Why?"), self.tr("Why the chosen weight moved (F5)")),
            (self.trial, self.tr("Try"), self.tr("Set the chosen weight by hand (F6)")),
            (self.check, self.tr("Check"), self.tr("Whether the gradients are right (F7)")),
            (self.surface, self.tr("Surface"), self.tr("The loss over two weights, and the way through it (F8)")),
        ):
            tabs.setTabToolTip(tabs.addTab(widget, text), tip)
        return tabs

    def _connect(self) -> None:
        controller = self._controller
        controller.reported.connect(self._show_report)
        controller.lesson_opened.connect(self.surface.begin_anew)
        self.tabs.currentChanged.connect(lambda _: self.refresh())
        for view in (self.maths, self.code, self.weights):
            view.asked.connect(controller.go_to_origin)
        self.weights.edited.connect(controller.edit_parameter)
        self.trial.edited.connect(controller.edit_parameter)
        self.surface.chosen.connect(self._put)
        self.pulls.row_chosen.connect(self._go_to_row)

    @property
    def _panes(self) -> tuple[QWidget, ...]:
        """In the order of `PANES`."""
        return self.code, self.weights, self.pulls, self.trial, self.check, self.surface

    @property
    def pane(self) -> str:
        """The name of the pane in front; of the formula, where it stands among them, that of the first."""
        shown = self.tabs.currentWidget()
        return next((name for name, pane in zip(PANES, self._panes, strict=True) if pane is shown), PANES[0])

    def show_pane(self, name: str) -> None:
        """Bring a pane to the front."""
        self.tabs.setCurrentWidget(self._panes[PANES.index(name)])

    def show_maths(self) -> None:
        """Bring the formula to the front, where it stands among the tabs or gave its room to another pane."""
        if self._among_tabs:
            self.tabs.setCurrentWidget(self._formulas)
        elif self._formulas.isHidden() and self._controller.walk is not None:
            self.show_pane(PANES[0])

    def refresh(self) -> None:
        """Show the newest report again, after a pane was hidden."""
        if self._controller.fresh and self._controller.report is not None:
            self._show_report(self._controller.report)

    def _show_report(self, report: Report) -> None:
        controller = self._controller
        if report.blown is None:
            self.blow_up.hide()
        shown = (report.generation, controller.focus, self.tabs.currentWidget())
        if not self.isVisible() or (self._runs_flat_out and self._shown == shown):
            return
        self._shown = shown
        snapshot, walk = controller.snapshot, controller.walk
        name = snapshot.data.dataset.row_names[walk.table_row] if walk else ""
        show: dict[QWidget, Callable[[], object]] = {
            self._formulas: lambda: None,
            self.code: lambda: self.code.show_walk(walk),
            self.weights: lambda: self.weights.show_snapshot(snapshot, walk),
            self.pulls: lambda: self.pulls.show_walk(walk, snapshot),
            self.trial: lambda: self.trial.show_snapshot(snapshot),
            self.check: lambda: self.check.show_snapshot(snapshot, walk),
            self.surface: lambda: self.surface.show_snapshot(snapshot),
        }
        self.blow_up.show_walk(walk if report.blown == controller.focus else None, snapshot)
        self._arrange()
        self._make_room(walk is not None)
        if self.maths.isVisible():
            self.maths.show_walk(walk, name)
        show[self.tabs.currentWidget()]()

    @property
    def _runs_flat_out(self) -> bool:
        """Whether panes may stay as they are until the run ends."""
        return self._controller.running and self._controller.settings.pace is None

    def _make_room(self, walking: bool) -> None:
        """Without a step there is no formula; and where one stands above the other a plot needs all of the height."""
        if self._among_tabs:
            return
        stacked = self.orientation() is Qt.Orientation.Vertical
        shown = walking and not (stacked and self.tabs.currentWidget() in (self.trial, self.surface))
        if shown and self._formulas.isHidden():
            self._formulas.show()
            self.setSizes(SHARES)
        self._formulas.setVisible(shown)

    def _put(self, values: dict[Quantity, float]) -> None:
        """Set weights by hand, as one change."""
        (parameter, value), *others = values.items()
        self._controller.edit_parameter(parameter, value, also=others)

    def _go_to_row(self, row: int) -> None:
        """Go to where a row of the batch says what it has to say to the chosen weight."""
        walk, parameter = self._controller.walk, self._controller.parameter
        if walk is None:
            return
        made = walk.made_at(row_gradient_of(parameter))
        assert made is not None, "gradients are made by operations"
        self._controller.jump(walk.batch.place, made._replace(row=row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        in_front, hidden = self.tabs.currentWidget(), not self.maths.isVisible()
        self._arrange()
        self._make_room(self._controller.report is not None and self._controller.walk is not None)
        if self.tabs.currentWidget() is not in_front or (hidden and self.maths.isVisible()):
            self.refresh()

    def _arrange(self) -> None:
        """Formula and panes beside each other, above each other or among each other, by the room there is."""
        wide = self.width() >= SIDE_BY_SIDE
        self.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        needed = ONE_ABOVE_THE_OTHER + (0 if self.blow_up.isHidden() else NOTE)
        self._put_among_tabs(not wide and self.height() < needed)

    def _put_among_tabs(self, among: bool) -> None:
        """The formula as the first of the tabs, or in a place of its own."""
        if among == self._among_tabs:
            return
        self._among_tabs = among
        # Who moved it shows the pane that is in front now.
        with QSignalBlocker(self.tabs):
            if among:
                self._put_in_front()
            else:
                self.tabs.removeTab(self.tabs.indexOf(self._formulas))
                self.insertWidget(0, self._formulas)
        title = self._formulas.findChild(QLabel)
        assert title is not None
        title.setVisible(not among)
        self.rearranged.emit()

    def _put_in_front(self) -> None:
        """The formula as the first of the tabs; who looks at the code looks at the formula."""
        self.tabs.insertTab(0, self._formulas, self.tr("Maths"))
        self.tabs.setTabToolTip(0, self.tr("The formula of this step (F2)"))
        if self.tabs.currentWidget() is self.code:
            self.tabs.setCurrentIndex(0)


def _below(note: QWidget, widget: QWidget) -> QWidget:
    """What is sometimes said of a pane, and the pane."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(note)
    column.addWidget(widget, 1)
    return both


def _scrolling(widget: QWidget) -> QScrollArea:
    """What may be higher than its room."""
    area = QScrollArea()
    area.setObjectName("maths-scroll")
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
