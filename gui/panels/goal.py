"""Where a run pauses, beside the end of its epochs: at an epoch, a loss, an accuracy, or when a weight changes sign."""

import sys

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from engine.experiment_fields import MAX_EPOCHS
from engine.goal import Goal, GoalKind
from gui import theme
from gui.controller import Controller
from gui.figures import editable, typed_number, whole
from gui.labels import make_label
from gui.pacing import Settings
from gui.painting.parameter_names import parameter_symbol

NO_GOAL = ""
# What each kind of goal begins with; accuracies are typed as per cent.
BEGINNINGS: dict[str, float] = {"epoch": 100.0, "loss below": 0.01, "accuracy at least": 100.0}
PER_CENT = 100.0


class GoalEditor(QWidget):
    """A choice and, where it needs one, a number."""

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("goal-editor")
        self._controller = controller
        self.kind = self._make_kind()
        self.value = self._make_value()
        self.parameter = make_label("muted", name="goal-parameter")
        caption = make_label("caption", self.tr("Run &until"))
        caption.setBuddy(self.kind)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.kind, 3)
        row.addWidget(self.value, 2)
        row.addWidget(self.parameter, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        column.addWidget(caption)
        column.addLayout(row)
        controller.settings_changed.connect(self._show)
        controller.selection.changed.connect(self._show_parameter)
        # Another network may have no such weight.
        controller.reported.connect(self._show_parameter)
        controller.reported.connect(self._offer_accuracy)
        self._show(controller.settings)

    def _make_kind(self) -> QComboBox:
        kind = QComboBox()
        kind.setObjectName("goal-kind")
        kind.setAccessibleName(self.tr("Run until"))
        kind.setToolTip(self.tr("Where a run pauses (U)"))
        for text, value in (
            (self.tr("the epochs are done"), NO_GOAL),
            (self.tr("epoch"), "epoch"),
            (self.tr("loss below"), "loss below"),
            (self.tr("accuracy at least, %"), "accuracy at least"),
            (self.tr("a weight changes sign"), "weight changes sign"),
        ):
            kind.addItem(text, value)
        kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        kind.activated.connect(self._choose)
        return kind

    def _offer_accuracy(self) -> None:
        """Where quantities are learned there is no accuracy to reach."""
        counted = not self._controller.snapshot.data.dataset.is_regression
        model = self.kind.model()
        assert isinstance(model, QStandardItemModel)
        item = model.item(self.kind.findData("accuracy at least"))
        if counted != item.isEnabled():
            item.setEnabled(counted)
        goal = self._controller.settings.goal
        if not counted and goal is not None and goal.kind == "accuracy at least":
            self._controller.set_goal(None)

    def _make_value(self) -> QLineEdit:
        value = QLineEdit()
        value.setObjectName("goal-value")
        value.setAccessibleName(self.tr("What to reach"))
        value.setToolTip(self.tr("The epoch, the loss, or the accuracy in per cent at which a run pauses"))
        value.editingFinished.connect(self._type)
        return value

    def _choose(self) -> None:
        """Another kind of goal begins with a value that makes sense."""
        kind = self.kind.currentData()
        if kind == NO_GOAL:
            self._controller.set_goal(None)
        elif kind == "weight changes sign":
            self._set(kind, 0.0)
        else:
            self._set(kind, BEGINNINGS[kind])

    def _type(self) -> None:
        goal = self._controller.settings.goal
        if goal is None or self.value.text() == self._text(goal):
            return
        number = _allowed(self.value.text(), goal.kind)
        if number is None:
            refusal = self.tr("“{0}” is nothing to run until; it must be {1}.")
            self._controller.warned.emit(refusal.format(self.value.text(), self._what_is_allowed(goal.kind)))
            self._show(self._controller.settings)
        else:
            self._set(goal.kind, number)

    def _what_is_allowed(self, kind: GoalKind) -> str:
        if kind == "epoch":
            return self.tr("a whole number from 0 to {0}").format(whole(MAX_EPOCHS))
        return self.tr("a number from 0 to 100") if kind == "accuracy at least" else self.tr("a number from 0")

    def _set(self, kind: GoalKind, number: float) -> None:
        value = number / PER_CENT if kind == "accuracy at least" else number
        parameter = self._controller.parameter if kind == "weight changes sign" else None
        self._controller.set_goal(Goal(kind, value, parameter))

    def _text(self, goal: Goal) -> str:
        return editable(round(goal.value * PER_CENT, 9) if goal.kind == "accuracy at least" else goal.value)

    def _show(self, settings: Settings) -> None:
        goal = settings.goal
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(self.kind.findData(goal.kind if goal else NO_GOAL))
        of_weight = goal is not None and goal.kind == "weight changes sign"
        self.value.setVisible(goal is not None and not of_weight)
        self.parameter.setVisible(of_weight)
        if goal is not None and not of_weight:
            self.value.setText(self._text(goal))
        self._show_parameter()

    def _show_parameter(self) -> None:
        """The weight chosen in the picture is the one that a run watches."""
        goal = self._controller.settings.goal
        if goal is None or goal.kind != "weight changes sign":
            return
        parameter = self._controller.parameter
        self.parameter.setText(parameter_symbol(parameter, self._controller.snapshot.experiment.architecture))
        if goal.parameter != parameter:
            self._controller.set_goal(Goal(goal.kind, 0.0, parameter))


def _allowed(typed: str, kind: GoalKind) -> float | None:
    """The number that was typed; None where it is none, or not one of this kind of goal."""
    try:
        number = typed_number(typed)
    except ValueError:
        return None
    most = {"epoch": MAX_EPOCHS, "accuracy at least": PER_CENT}.get(kind, sys.float_info.max)
    fits = 0 <= number <= most and (kind != "epoch" or number.is_integer())
    return number if fits else None
