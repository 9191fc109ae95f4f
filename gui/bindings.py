"""Widgets and fields of the experiment, both ways, one row each.

A row names the field, its label and its kind. The kind makes the editor, shows an experiment's value in it without
feeding back, and hands what the user chooses to `commit`.
"""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QListWidgetItem, QSpinBox, QWidget

from engine.experiment import ALL_ROWS, Experiment

# Gives the field's new value to the controller; false when it was refused.
Commit = Callable[[Any], bool]


class Editor(Protocol):
    """One widget that edits one field."""

    @property
    def widget(self) -> QWidget: ...

    def show(self, experiment: Experiment) -> None: ...


class ChoiceEditor:
    """One of some names, shown by their labels."""

    def __init__(
        self,
        choices: Callable[[Experiment], list[tuple[str, Any]]],
        value: Callable[[Experiment], Any],
        commit: Commit,
    ) -> None:
        self.widget = QComboBox()
        self.widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.widget.setMinimumContentsLength(8)
        self._choices = choices
        self._value = value
        self._shown: list[tuple[str, Any]] = []
        # `activated` speaks of the user alone, never of a value that the program sets.
        self.widget.activated.connect(lambda place: commit(self._shown[place][1]))

    def show(self, experiment: Experiment) -> None:
        choices = self._choices(experiment)
        with QSignalBlocker(self.widget):
            if choices != self._shown:
                self.widget.clear()
                for label, _ in choices:
                    self.widget.addItem(label)
                    self.widget.setItemData(self.widget.count() - 1, label, Qt.ItemDataRole.ToolTipRole)
                self._shown = choices
            values = [value for _, value in choices]
            self.widget.setCurrentIndex(values.index(self._value(experiment)))


class CheckEditor:
    """Yes or no."""

    def __init__(self, text: str, value: Callable[[Experiment], bool], commit: Commit) -> None:
        self.widget = QCheckBox(text)
        self._value = value
        self.widget.clicked.connect(commit)

    def show(self, experiment: Experiment) -> None:
        with QSignalBlocker(self.widget):
            self.widget.setChecked(self._value(experiment))


class WholeEditor:
    """A whole number; the smallest may stand for a word."""

    def __init__(self, low: int, high: int, value: Callable[[Experiment], int], commit: Commit, word: str = "") -> None:
        self.widget = QSpinBox()
        self.widget.setRange(low, high)
        self.widget.setKeyboardTracking(False)
        self.widget.setGroupSeparatorShown(True)
        if word:
            self.widget.setSpecialValueText(word)
        self._value = value
        self.widget.valueChanged.connect(commit)

    def show(self, experiment: Experiment) -> None:
        with QSignalBlocker(self.widget):
            self.widget.setValue(self._value(experiment))


class NumberEditor:
    """Any number, typed."""

    def __init__(self, value: Callable[[Experiment], float], commit: Commit) -> None:
        self.widget = QLineEdit()
        self._value = value
        self._commit = commit
        self.widget.editingFinished.connect(self._finish)

    def show(self, experiment: Experiment) -> None:
        with QSignalBlocker(self.widget):
            self.widget.setText(f"{self._value(experiment):.12g}")

    def _finish(self) -> None:
        # What is no number is handed on as it is: the experiment knows best how to refuse it.
        self._commit(_number_or_text(self.widget.text().strip()))


def _number_or_text(typed: str) -> float | str:
    """`float` also takes 1_000 and the digits of other scripts; here these are no numbers."""
    try:
        return float(typed) if typed.isascii() and "_" not in typed else typed
    except ValueError:
        return typed


class SizesEditor:
    """Sizes of the hidden layers, with commas between; empty for none."""

    def __init__(self, commit: Commit) -> None:
        self.widget = QLineEdit()
        self.widget.setPlaceholderText("–")
        self._commit = commit
        self.widget.editingFinished.connect(self._finish)

    def show(self, experiment: Experiment) -> None:
        with QSignalBlocker(self.widget):
            self.widget.setText(", ".join(map(str, experiment.hidden)))

    def _finish(self) -> None:
        parts = [part.strip() for part in self.widget.text().split(",") if part.strip()]
        self._commit(tuple(int(part) if part.isdecimal() and part.isascii() else part for part in parts))


class InputsEditor:
    """Which columns of the table go in."""

    ROWS = 6

    def __init__(self, commit: Commit) -> None:
        self.widget = QListWidget()
        self.widget.setMaximumHeight(self.widget.fontMetrics().height() * (self.ROWS + 2))
        self._commit = commit
        self._experiment: Experiment | None = None
        self.widget.itemChanged.connect(self._change)

    def show(self, experiment: Experiment) -> None:
        self._experiment = experiment
        names = experiment.all_input_names
        with QSignalBlocker(self.widget):
            self.widget.clear()
            for name in names:
                item = QListWidgetItem(name, self.widget)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                chosen = not experiment.inputs or name in experiment.inputs
                item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)

    def _change(self) -> None:
        assert self._experiment is not None
        items = [self.widget.item(row) for row in range(self.widget.count())]
        names = tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)
        if not names:
            self.show(self._experiment)
            return
        self._commit(() if len(names) == len(items) else names)


def batch_value(experiment: Experiment) -> int:
    """The batch size as a spin box holds it: 0 for all rows."""
    return 0 if experiment.batch_size == ALL_ROWS else int(experiment.batch_size)


def batch_field(value: int) -> int | str:
    """The opposite of `batch_value`."""
    return value or ALL_ROWS
