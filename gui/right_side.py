"""The right side of the window: curves, output and data, and which of them shows which report."""

from collections.abc import Callable
from operator import is_
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from engine.arrays import Array
from engine.commands import Report
from engine.snapshot import Snapshot
from gui.controller import Controller
from gui.draw_bar import DrawBar
from gui.draw_page import DrawPage
from gui.drawing import Drawing
from gui.output_head import OutputHead
from gui.output_kinds import kind_of
from gui.probe import Probe
from gui.titled import titled
from gui.views.data import DataView
from gui.views.influence import InfluenceView
from gui.views.output import OutputView

if TYPE_CHECKING:
    from gui.views.curves import CurvesView

# Heights of curves, output and data.
ROWS = (285, 285, 160)
# Steps a second above which not every pane shows every step.
FAST = 10


class RightSide(QSplitter):
    """Panes show what has changed; while steps come fast one a frame in turn: what flickers cannot be read."""

    def __init__(
        self,
        controller: Controller,
        log_loss: QAction,
        discrete: QAction,
        tests: QAction,
        draw: QAction,
        clear: QAction,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setObjectName("right-side")
        self.setAccessibleName(self.tr("Curves, output and data"))
        self._controller = controller
        self._log_loss = log_loss
        self.curves: CurvesView | None = None
        self.head = OutputHead(controller.output, discrete, tests)
        self.output = OutputView(controller.output, controller.selection)
        self.drawing = Drawing(controller, self.output)
        self._draw_bar = DrawBar(self.drawing, draw, clear)
        self.drawing.changed.connect(self._make_room)
        self.draw = DrawPage(controller)
        self.draw.hide()
        self.influence = InfluenceView()
        self.influence.hide()
        controller.output.changed.connect(self._show_pages)
        self.data = DataView(controller.selection)
        # Panes that show an earlier moment, the one that waits longest first; and what was reported last.
        self._stale: list[Callable[[Report], None]] = []
        self._known: tuple[Any, ...] = ()
        self._weights: list[Array] = []
        self._lay_out()
        self.output.row_chosen.connect(controller.show_row)
        self.data.row_chosen.connect(controller.show_row)
        controller.reported.connect(self._show_report)
        controller.probe_changed.connect(self._show_probe)

    def _lay_out(self) -> None:
        place = QWidget()
        self._curves_column = QVBoxLayout(place)
        self._curves_column.setContentsMargins(0, 0, 0, 0)
        output = QWidget()
        column = QVBoxLayout(output)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head.axes)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.draw, 1)
        body.addWidget(self.output, 1)
        body.addWidget(self.influence, 1)
        column.addLayout(body, 1)
        column.addWidget(self.head.below)
        for widget, text, tools in (
            (place, self.tr("Learning curves"), None),
            (output, self.tr("Output"), self._tools()),
            (self.data, self.tr("Data"), None),
        ):
            self.addWidget(titled(widget, text, tools))
        self.setSizes(ROWS)
        self.setChildrenCollapsible(False)
        self.setMinimumWidth(260)

    def _tools(self) -> QWidget:
        """What stands beside the title of the output."""
        tools = QWidget()
        line = QHBoxLayout(tools)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.head, 1)
        line.addWidget(self._draw_bar)
        return tools

    def _make_room(self) -> None:
        """Who draws points needs the tools for that, and all the room for them."""
        self.head.setVisible(not self.drawing.on)

    def load_curves(self) -> None:
        """Make the curves. Their library takes as long to import as all the rest, so the window is painted first."""
        if self.curves is not None:
            return
        from gui.views.curves import CurvesView

        self.curves = CurvesView(self._log_loss)
        self.curves.ghost_clicked.connect(self._controller.enter_branch)
        self._curves_column.addWidget(self.curves)
        self.curves.set_log(self._log_loss.isChecked())
        if self._controller.report:
            self._show_report(self._controller.report)

    def fit(self) -> None:
        """All of both curves."""
        if self.curves is not None:
            self.curves.fit()

    def set_log_loss(self, on: bool) -> None:
        if self.curves is not None:
            self.curves.set_log(on)

    # What is shown.

    def _show_report(self, report: Report) -> None:
        if self._moved(report):
            # One costs about as much as another, so that frames come evenly.
            panes = (self._show_loss, self._show_answers, self._show_accuracy, self._show_table)
            self._stale += [show for show in panes if show not in self._stale]
        settings = self._controller.settings
        fast = self._controller.running and (settings.pace is None or settings.pace > FAST)
        due = self._stale[:1] if fast else self._stale
        self._stale = self._stale[len(due) :]
        for show in due:
            show(report)
        walk = self._controller.walk
        if self.influence.isVisible():
            self.influence.show_snapshot(self._controller.snapshot, not self._controller.running)
        self.data.show_walk(walk if walk is not None and not walk.finished else None)

    def _moved(self, report: Report) -> bool:
        """Whether anything that these panes show has changed: inside a batch it stays."""
        snapshots = report.snapshots
        weights = [snapshot.parameters for snapshot in snapshots]
        places = [(s.epoch, s.furthest, s.curves.epochs.size, len(s.ghosts)) for s in snapshots]
        tables = [snapshot.data for snapshot in snapshots]
        known = (report.generation, tables, report.starts, self._controller.focus, self.curves, places)
        before, self._known, self._weights = (self._known, self._weights), known, weights
        return before[0] != known or not all(map(is_, before[1], weights))

    def _show_answers(self, report: Report) -> None:
        self.head.show_snapshot(self._controller.snapshot)
        self._show_pages()
        self.output.show_snapshot(self._controller.snapshot, self._rival(report))
        self.drawing.look()

    def _show_pages(self) -> None:
        """What is more than a picture stands beside it, or in its place."""
        if self._controller.report is not None:
            snapshot = self._controller.snapshot
            self.draw.show_snapshot(snapshot)
            kind = kind_of(snapshot, self._controller.output.settings)
            self.draw.setVisible(kind == "draw")
            self.output.setVisible(kind != "influence")
            self.influence.setVisible(kind == "influence")
            self.influence.show_snapshot(snapshot, not self._controller.running)
            self.drawing.look()

    def _show_table(self, _report: Report) -> None:
        self.data.show_snapshot(self._controller.snapshot)

    def _show_loss(self, report: Report) -> None:
        self._show_curves(report, "loss")

    def _show_accuracy(self, report: Report) -> None:
        self._show_curves(report, "accuracy")

    def _show_curves(self, report: Report, plot: str) -> None:
        if self.curves is not None:
            self.curves.show_snapshot(self._controller.snapshot, self._rival(report), self._controller.starts, (plot,))

    def _rival(self, report: Report) -> Snapshot | None:
        """The other network of the lesson, if there is one."""
        others = (other for number, other in enumerate(report.snapshots) if number != self._controller.focus)
        return next(others, None)

    def _show_probe(self, probe: Probe) -> None:
        self.output.show_probe(probe)
        self.draw.show_probe(probe)
        self.data.show_row(probe.place)
