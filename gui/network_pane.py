"""The networks of a lesson, side by side, each under its name."""

from functools import partial

from PySide6.QtCore import QEasingCurve, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.commands import Report, State
from engine.lessons import Lesson
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui import theme
from gui.controller import Controller
from gui.figures import figure, percent, whole
from gui.labels import font_of, make_label
from gui.layer_strip import LayerStrip
from gui.painting.edge_choice import MOST_EDGES
from gui.painting.edges import nice_scale
from gui.probe import Probe
from gui.views.layer_head import Reshape
from gui.views.network import NetworkView
from gui.wording import subtitle_of, title_of

# Milliseconds that the values of one step travel, and steps a second above which nothing travels.
TRAVEL_MS = 380
FASTEST_TRAVEL = 10
# How much wider than another network the one is that is walked through.
WALKED = 2


class NetworkPane(QWidget):
    """A headline that says what is going on, and a network for each variant of the lesson."""

    asked = Signal(object)  # Quantity

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("network-pane")
        self._controller = controller
        self.views: list[NetworkView] = []
        self.strips: list[LayerStrip] = []
        self._editing = True
        self._titles: list[QLabel] = []
        self._holders: list[QWidget] = []
        self.headline = make_label("heading", name="headline", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        self.headline.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        column.addWidget(self.headline)
        self.subline = make_label("muted", "\u00a0", name="subline")
        self.subline.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        self.way_to_the_best = self._make_way_to_the_best()
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.subline)
        line.addWidget(self.way_to_the_best)
        line.addStretch(1)
        column.addLayout(line)
        self._labels = False
        self._shown_step: object = None
        self._travel = QVariantAnimation(self)
        self._travel.setStartValue(0.0)
        self._travel.setEndValue(1.0)
        self._travel.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self._travel.valueChanged.connect(self._show_progress)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        column.addLayout(self._row, 1)
        controller.lesson_opened.connect(self._show_lesson)
        controller.reported.connect(self._show_report)
        controller.probe_changed.connect(self._show_probe)

    def _make_way_to_the_best(self) -> QToolButton:
        """A button beside the second line, and no higher than that."""
        button = QToolButton()
        button.setObjectName("way-to-the-best")
        button.setText(self.tr("Go to the best epoch"))
        button.setAccessibleName(button.text())
        button.setToolTip(self.tr("Go back to the epoch with the lowest loss (G)"))
        button.setFixedHeight(self.subline.sizeHint().height())
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._controller.go_to_best)
        button.hide()
        return button

    def fit(self) -> None:
        for view in self.views:
            view.fit()

    def zoom(self, factor: float) -> None:
        for view in self.views:
            view.zoom_by(factor)

    def show_labels(self, on: bool) -> None:
        """Labels on all edges, or only on those at work."""
        self._labels = on
        for view in self.views:
            view.show_labels(on)

    def arrive(self) -> None:
        """Let what travels be there at once."""
        self._travel.stop()
        self._show_progress(1.0)

    def _show_progress(self, progress: float) -> None:
        for view in self.views:
            view.show_progress(progress)

    def _show_lesson(self, lesson: Lesson) -> None:
        while self._holders:
            old = self._holders.pop()
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.views, self.strips, self._titles = [], [], []
        for number, variant in enumerate(lesson.variants):
            self._add_network(number, variant.name)

    def setFocus(self) -> None:  # type: ignore[override]
        """To the first network. It is no focus proxy: that would break the order of Tab."""
        self.views[0].setFocus()

    def _add_network(self, number: int, name: str) -> None:
        view = NetworkView(name, self._controller.selection, self._controller.output)
        view.show_labels(self._labels)
        view.asked.connect(self.asked)
        view.dragged.connect(self._controller.edit_parameter)
        if number:
            view.setObjectName(f"network-{number + 1}")
        title = make_label(name=f"variant-{number + 1}", wrap=True)
        title.setContentsMargins(theme.MARGIN, 4, theme.MARGIN, 0)
        title.setAlignment(Qt.AlignmentFlag.AlignTop)
        if not name:
            # Never shown before it has a parent: it would be a window of its own for a moment.
            title.hide()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        strip = LayerStrip(view, number)
        strip.asked.connect(partial(self._reshape, number))
        strip.grown.connect(self._level_strips)
        column.addWidget(title)
        column.addWidget(strip)
        column.addWidget(view, 1)
        view.clicked.connect(lambda: self._controller.set_focus(number))
        self.views.append(view)
        self.strips.append(strip)
        self._titles.append(title)
        self._holders.append(holder)
        self._row.addWidget(holder, 1)

    def _reshape(self, number: int, change: Reshape, layers: int) -> None:
        """Change the network in which somebody asked for it, if it still has the layers that were shown."""
        self._controller.set_focus(number)
        self._controller.alter(change, layers=layers)

    def show_editing(self, on: bool) -> None:
        """Heads above the layers, by which they are changed, or all of the room for the network."""
        self._editing = on
        self._show_strips()

    def _level_strips(self) -> None:
        """Networks side by side begin at the same height."""
        for strip in self.strips:
            strip.setFixedHeight(max(other.needed for other in self.strips))

    def _show_strips(self) -> None:
        """Who walks through a batch looks at its numbers: the heads are out of the way then."""
        for strip in self.strips:
            strip.setVisible(self._editing and not self._controller.walking)

    def _show_probe(self, probe: Probe) -> None:
        for view in self.views:
            view.show_probe(probe)

    def _show_report(self, report: Report) -> None:
        # One scale for all, so that the networks can be compared.
        scale = max(nice_scale(shot.weights) for shot in report.snapshots)
        for number, (view, title) in enumerate(zip(self.views, self._titles, strict=True)):
            snapshot = report.snapshots[number]
            view.show_snapshot(snapshot, scale)
            self.strips[number].follow()
            focused = number == self._controller.focus and self._controller.walking
            # Who walks through one network needs its numbers more than the other.
            self._row.setStretch(number, WALKED if focused else 1)
            view.show_walk(self._controller.walk if focused else None, self._controller.settings.step_size)
            if len(self.views) > 1:
                assert self._controller.lesson is not None
                name = self._controller.lesson.variants[number].name
                chosen = "▸ " if number == self._controller.focus else ""
                title.setText(f"{chosen}{self._measured(name, snapshot)}")
                title.setFont(font_of("heading" if number == self._controller.focus else ""))
        self._level_titles()
        self._show_strips()
        self._start_travel()
        self._show_headline(report)

    def _level_titles(self) -> None:
        """Networks side by side have their names, and what stands below, at the same height."""
        # Where there is nothing to say a label has no height, and before a lesson is open there is no label.
        highest = max([0, *(title.heightForWidth(title.width()) for title in self._titles)])
        for title in self._titles:
            if title.minimumHeight() != highest:
                title.setMinimumHeight(highest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._level_titles()

    def _measured(self, name: str, snapshot: Snapshot) -> str:
        """A network's name, and how well it does."""
        loss = figure(snapshot.loss)
        if snapshot.data.dataset.is_regression:
            return self.tr("{0}: loss {1}").format(name, loss)
        return self.tr("{0}: loss {1}, accuracy {2}").format(name, loss, percent(snapshot.accuracy, 0))

    def _start_travel(self) -> None:
        """Let the values of a new step travel; where steps come too fast for that they are there at once."""
        controller = self._controller
        walk = controller.walk if controller.walking else None
        step = (walk.batch.place, walk.cursor) if walk else None
        new, self._shown_step = step != self._shown_step, step
        if not new:
            return
        self._travel.stop()
        pace = controller.settings.pace if controller.running else 1.0
        large = controller.experiment.architecture.weight_count > MOST_EDGES
        if step is None or pace is None or pace > FASTEST_TRAVEL or large or not self.isVisible():
            self._show_progress(1.0)
            return
        self._travel.setDuration(round(min(TRAVEL_MS, 600 / pace)))
        self._travel.start()

    def _show_headline(self, report: Report) -> None:
        self.way_to_the_best.setVisible(report.best is not None)
        walk = self._controller.walk if self._controller.walking else None
        if walk is None or report.state in (State.DIVERGED, State.FINISHED):
            self.headline.setText(self._headline(report))
            self.subline.setText(self._best(report) if walk is None or report.blown is None else self._step_of(walk))
            return
        snapshot = self._controller.snapshot
        self.headline.setText(title_of(walk, snapshot))
        self.subline.setText(self._step_of(walk))

    def _step_of(self, walk: Walk) -> str:
        return subtitle_of(walk, self._controller.snapshot, self._controller.settings.step_size)

    def _best(self, report: Report) -> str:
        """When a run that lost patience was better; never empty, so that the network does not jump."""
        if report.best is None:
            return "\u00a0"
        return self.tr("Best at epoch {0}, with a loss of {1}.").format(
            whole(report.best.epoch), figure(report.best.loss)
        )

    def _headline(self, report: Report) -> str:
        """One sentence: what is going on, and what one may press now."""
        controller = self._controller
        snapshot = controller.snapshot
        if controller.why_not_trainable:
            return self.tr("Looking only: {0}.").format(controller.why_not_trainable)
        if report.state is State.STARTING:
            return self.tr("Training ten starts …")
        if report.state is State.RUNNING:
            if report.until is None:
                return self.tr("Training.")
            return self.tr("Training, to epoch {0}.").format(whole(report.until))
        if report.best is not None:
            waited = whole(snapshot.epoch - report.best.epoch)
            of_test = self.tr("Epoch {0}: the test loss was not lower for {1} epochs. Run goes on.")
            of_train = self.tr("Epoch {0}: the loss was not lower for {1} epochs. Run goes on.")
            return (of_test if report.best.of_test else of_train).format(whole(snapshot.epoch), waited)
        if report.state is State.FINISHED and report.reached:
            return self.tr("Reached, at epoch {0}. Run goes on, Reset starts over.").format(whole(snapshot.epoch))
        if report.state is State.FINISHED and report.goal is not None:
            return self.tr("Epoch {0}, and the goal is not reached yet. Run goes on.").format(whole(snapshot.epoch))
        if report.state is State.FINISHED:
            one = self.tr("Done: 1 epoch. Run goes on, Reset starts over.")
            several = self.tr("Done: {0} epochs. Run goes on, Reset starts over.")
            return (one if snapshot.epoch == 1 else several).format(whole(snapshot.epoch))
        if report.state is State.DIVERGED:
            return self.tr("Training stopped: the numbers grew beyond all bounds.")
        if snapshot.epoch == 0 and snapshot.position.row == 0:
            return self.tr("Press Run (Space) to train, or Step (→) to go step by step.")
        return self.tr("Paused. Run (Space) goes on, Step (→) goes one step.")
