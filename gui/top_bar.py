"""The bar above everything: how training is walked, and its figures."""

from operator import itemgetter

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QVBoxLayout, QWidget

from engine.commands import Report, Run, RunStarts, State, Step, Travel
from gui import theme
from gui.controller import Controller
from gui.figures import UNKNOWN, figure, percent, plain, whole
from gui.icons import SIZE, icon
from gui.labels import font_of, make_elided_label, make_label
from gui.pacing import PACES, Settings
from gui.wording import size_names

# What one may go back from, or cancel, as soon as it was asked for.
MOVES = (Run, RunStarts, Step, Travel)


class BigNumber(QWidget):
    """A caption over a large steady number; as wide as the widest text it was made for."""

    def __init__(self, name: str, caption: str, widest: str) -> None:
        super().__init__()
        self._name = caption
        self.number = make_label("figure", UNKNOWN, f"figure-{name}")
        self.number.setMinimumWidth(_width(self.number, widest))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # What it says later takes no more room than what it says at first, or the number: nothing is moved by it.
        self.caption = make_elided_label("caption", caption, f"caption-{name}")
        self.caption.setMinimumWidth(_width(self.caption, caption))
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(self.caption)
        column.addWidget(self.number)

    def show_text(self, text: str) -> None:
        if text != self.number.text():
            self.number.setText(text)
            self.number.setAccessibleName(f"{self._name} {text}")


class TopBar(QWidget):
    """Reset, New start, Run, Step and its size, speed; epoch, loss, accuracy."""

    def __init__(self, controller: Controller, actions: dict[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("top-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._controller = controller
        self._actions = actions
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.MARGIN, 8, theme.MARGIN, 8)
        self._row.setSpacing(theme.GAP)
        self._buttons: list[QToolButton] = []
        for name in ("reset", "new-start", "step-back", "play", "step"):
            self._add_button(actions[name], wide=name in ("play", "step"))
        self._add_step_size()
        self._add_speed()
        self._row.addSpacing(2)
        self._add_figures()
        self._row.addStretch(1)
        controller.settings_changed.connect(self._show_settings)
        controller.reported.connect(self._show_report)
        controller.asked.connect(lambda _: self._expect())
        self._show_settings(controller.settings)

    def _add_button(self, action: QAction, wide: bool) -> None:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setObjectName(action.objectName())
        button.setAccessibleName(action.text())
        button.setIconSize(QSize(SIZE, SIZE))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        style = Qt.ToolButtonStyle
        button.setToolButtonStyle(style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly)
        button.setMinimumHeight(36)
        if action.objectName() == "play":
            button.setFont(font_of("heading"))
            self.play = button
            # Run and Pause take the same room.
            button.setMinimumWidth(112)
        self._row.addWidget(button)
        self._buttons.append(button)

    def _add_step_size(self) -> None:
        self.step_size = QComboBox()
        self.step_size.setObjectName("step-size")
        self.step_size.setAccessibleName(self.tr("Step size"))
        self.step_size.setToolTip(self.tr("How far one step goes (Ctrl+1 to Ctrl+8)"))
        for size, text in size_names().items():
            self.step_size.addItem(text, size)
        self.step_size.activated.connect(lambda place: self._controller.set_step_size(self.step_size.itemData(place)))
        self._row.addWidget(self.step_size)

    def _add_speed(self) -> None:
        self.speed = QSlider(Qt.Orientation.Horizontal)
        self.speed.setObjectName("speed")
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(self.tr("Steps a second, from one to flat out (+ and −)"))
        self.speed.setRange(0, len(PACES) - 1)
        self.speed.setPageStep(1)
        self.speed.setFixedWidth(80)
        self.speed.valueChanged.connect(lambda place: self._controller.set_speed(PACES[place]))
        self.speed_text = make_label("caption", name="speed-text")
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.speed_text)
        column.addWidget(self.speed)
        self._row.addLayout(column)

    def _add_figures(self) -> None:
        self.epoch = BigNumber("epoch", self.tr("Epoch"), "00\u202f000\u202f000")
        # Three digits of rows have room; more have it where one leaves out a word.
        self.epoch.caption.setMinimumWidth(
            _width(self.epoch.caption, self.tr("Epoch · row {0} / {1}").format(888, 888))
        )
        self.loss = BigNumber("loss", self.tr("Loss"), "0.0000")
        self.accuracy = BigNumber("accuracy", self.tr("Accuracy"), "100.0 %")
        self.test_accuracy = BigNumber("test-accuracy", self.tr("Test accuracy"), "100.0 %")
        # Where there is no accuracy, the loss on the test rows has its place.
        self.test_loss = BigNumber("test-loss", self.tr("Test loss"), "0.0000")
        for shown in (self.epoch, self.loss, self.accuracy, self.test_accuracy, self.test_loss):
            shown.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            self._row.addWidget(shown)
        self.test_loss.hide()

    def _show_settings(self, settings: Settings) -> None:
        with QSignalBlocker(self.speed):
            self.speed.setValue(PACES.index(settings.pace))
        with QSignalBlocker(self.step_size):
            self.step_size.setCurrentIndex(self.step_size.findData(settings.step_size))
        pace = settings.pace
        self.speed_text.setText(self.tr("flat out") if pace is None else self.tr("{0} steps/s").format(plain(pace)))

    def _show_report(self, report: Report) -> None:
        snapshot = self._controller.snapshot
        self.epoch.show_text(whole(snapshot.epoch))
        position = snapshot.position
        self.epoch.caption.setText(self._epoch_caption(position.rows).format(position.row, position.rows))
        self.loss.show_text(figure(snapshot.loss))
        tested, counted = bool(len(snapshot.data.test)), not snapshot.data.dataset.is_regression
        shown = (
            (self.accuracy, counted),
            (self.test_accuracy, tested and counted),
            (self.test_loss, tested and not counted),
        )
        # What goes does so first: all together are wider than a small window.
        for number, visible in sorted(shown, key=itemgetter(1)):
            number.setVisible(visible)
        self.accuracy.show_text(percent(snapshot.accuracy))
        self.test_accuracy.show_text(percent(snapshot.test.accuracy))
        self.test_loss.show_text(figure(snapshot.test.loss))
        self._show_state(report)

    def _epoch_caption(self, rows: int) -> str:
        """The words that have room for the last row too, so that they stay the same through an epoch."""
        long, short = self.tr("Epoch · row {0} / {1}"), self.tr("Epoch · {0} / {1}")
        return long if self.epoch.caption.has_room_for(long.format(rows, rows)) else short

    def _show_state(self, report: Report) -> None:
        busy = report.state in (State.RUNNING, State.STARTING)
        reason = self._controller.why_not_trainable
        play = self._actions["play"]
        text = self.tr("Pause") if busy else self.tr("Run")
        if play.text() != text:
            play.setText(text)
            play.setIcon(icon("pause" if busy else "play"))
            self.play.setAccessibleName(text)
        for name in ("play", "step"):
            self._actions[name].setEnabled(not reason)
        snapshot = self._controller.snapshot
        begun = snapshot.position.epoch + snapshot.position.row > 0 or snapshot.walk is not None
        self._actions["step-back"].setEnabled(begun)
        self._actions["go-to-best"].setEnabled(snapshot.furthest > 0)
        self._actions["other-branch"].setEnabled(bool(snapshot.ghosts))
        self._actions["ten-starts"].setEnabled(self._controller.can_run_starts)
        random = self._controller.experiment.start_is_random()
        self._actions["new-start"].setEnabled(random)
        self._actions["cancel"].setEnabled(busy)
        self._expect()

    def _expect(self) -> None:
        """What was asked for makes more possible, before there is a report of it: whoever is quick loses no key."""
        if self._controller.awaits(*MOVES):
            self._actions["step-back"].setEnabled(True)
            self._actions["cancel"].setEnabled(True)


def _width(label: QLabel, text: str) -> int:
    return label.fontMetrics().horizontalAdvance(text) + 4
