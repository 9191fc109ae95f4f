"""Editors of the experiment's fields. A panel binds each to its field, both ways, in one row: see `FormPanel.add`.

An editor shows a value without feeding it back, and hands what the user chooses to `chosen`, which answers whether it
was accepted. What cannot be a value is handed on as it was typed: the experiment knows best how to refuse it.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QListWidgetItem, QSpinBox, QWidget

from engine.experiment_fields import ALL_ROWS
from engine.registry import Registry
from gui.figures import editable, typed_number
from gui.tips import as_text

# Values to choose from, each behind its label.
Options = list[tuple[str, Any]]
# More digits than any whole number of an experiment has.
MOST_DIGITS = 20
# A spin box ignores the style sheet's padding on the left.
TEXT_MARGINS = (5, 0, 0, 0)


class Editor:
    """One widget that edits one value."""

    widget: QWidget

    def __init__(self) -> None:
        self.chosen: Callable[[Any], object] = lambda value: None

    def show(self, value: Any) -> None:
        """Show a value; nobody is told."""
        with QSignalBlocker(self.widget):
            self._show(value)

    def _show(self, value: Any) -> None:
        raise NotImplementedError


class ChoiceEditor(Editor):
    """One of some values, shown by their labels."""

    def __init__(self, choices: Options) -> None:
        super().__init__()
        self.widget: QComboBox = QComboBox()
        self.widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.widget.setMinimumContentsLength(8)
        self._choices: Options = []
        self.set_choices(choices)
        # `activated` speaks of the user alone, never of a value that the program sets.
        self.widget.activated.connect(lambda place: self.chosen(self._choices[place][1]))

    def set_choices(self, choices: Options) -> None:
        """Offer other values."""
        if choices == self._choices:
            return
        self._choices = choices
        with QSignalBlocker(self.widget):
            self.widget.clear()
            for place, (label, _) in enumerate(choices):
                self.widget.addItem(label)
                self.widget.setItemData(place, as_text(label), Qt.ItemDataRole.ToolTipRole)

    def _show(self, value: Any) -> None:
        self.widget.setCurrentIndex([value for _, value in self._choices].index(value))


class GroupedChoiceEditor(ChoiceEditor):
    """One of many values, under headings that cannot be chosen: a heading is a choice of the value `HEADING`."""

    HEADING = object()

    def set_choices(self, choices: Options) -> None:
        super().set_choices(choices)
        model = self.widget.model()
        assert isinstance(model, QStandardItemModel)
        for place, (_, value) in enumerate(choices):
            model.item(place).setEnabled(value is not self.HEADING)


class CheckEditor(Editor):
    """Yes or no; one for each of several is neither where they differ."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.widget: QCheckBox = QCheckBox(text)
        self.widget.clicked.connect(lambda checked: self.chosen(checked))

    def _show(self, value: bool | tuple[bool, ...]) -> None:
        flags = value if isinstance(value, tuple) else (value,)
        # Whoever clicks says yes or no: the third state is only shown.
        self.widget.setTristate(False)
        mixed = Qt.CheckState.PartiallyChecked if any(flags) else Qt.CheckState.Unchecked
        self.widget.setCheckState(Qt.CheckState.Checked if all(flags) else mixed)


class WholeEditor(Editor):
    """A whole number; the smallest may stand for a word. `to_number` and `to_value` translate, if need be."""

    def __init__(
        self,
        low: int,
        high: int,
        word: str = "",
        to_number: Callable[[Any], int] = int,
        to_value: Callable[[int], Any] = int,
        step: int = 1,
    ) -> None:
        super().__init__()
        self._to_number = to_number
        self.widget: QSpinBox = QSpinBox()
        self.widget.setRange(low, high)
        self.widget.setSingleStep(step)
        self.widget.setKeyboardTracking(False)
        self.widget.setSpecialValueText(word)
        self.widget.lineEdit().setTextMargins(*TEXT_MARGINS)
        self.widget.valueChanged.connect(lambda number: self.chosen(to_value(number)))

    def _show(self, value: Any) -> None:
        # A number that the box cannot hold, from the command line say, is shown as near as it can be.
        self.widget.setValue(min(self._to_number(value), self.widget.maximum()))


class NumberEditor(Editor):
    """Any number, typed."""

    def __init__(self) -> None:
        super().__init__()
        self.widget: QLineEdit = QLineEdit()
        self.widget.editingFinished.connect(lambda: self.chosen(number_or_text(self.widget.text().strip())))

    def _show(self, value: float) -> None:
        self.widget.setText(editable(value))


class SizesEditor(Editor):
    """Sizes of the hidden layers, with commas between; empty for none."""

    def __init__(self) -> None:
        super().__init__()
        self.widget: QLineEdit = QLineEdit()
        self.widget.setPlaceholderText("–")
        self.widget.editingFinished.connect(self._finish)

    def _show(self, value: tuple[int, ...]) -> None:
        self.widget.setText(", ".join(map(str, value)))

    def _finish(self) -> None:
        text = self.widget.text().strip()
        self.chosen(tuple(_whole_or_text(part.strip()) for part in text.split(",")) if text else ())


class InputsEditor(Editor):
    """Which inputs go in; the empty value means the table's own columns, all of them and nothing else."""

    # How many rows are seen at once, and how high they are.
    ROWS, ROW_HEIGHT = 7, 24

    def __init__(self) -> None:
        super().__init__()
        self.widget: QListWidget = QListWidget()
        self.widget.itemChanged.connect(self._change)
        self._value: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()

    def set_names(self, names: tuple[str, ...], columns: tuple[str, ...]) -> None:
        """Offer the inputs of another table, some of which are its columns."""
        self._columns = columns
        if names == tuple(item.text() for item in self._items()):
            return
        with QSignalBlocker(self.widget):
            self.widget.clear()
            for name in names:
                item = QListWidgetItem(name, self.widget)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setSizeHint(QSize(0, self.ROW_HEIGHT))
        # As high as its rows, so that none is cut off; of very many the rest is scrolled to.
        frame = 2 * self.widget.frameWidth() + 2
        self.widget.setFixedHeight(min(len(names), self.ROWS) * self.ROW_HEIGHT + frame)
        self.show(self._value)

    def _show(self, value: tuple[str, ...]) -> None:
        self._value = value
        for item in self._items():
            chosen = item.text() in (value or self._columns)
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.widget.item(row) for row in range(self.widget.count())]

    def _change(self) -> None:
        items = self._items()
        names = tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)
        if names:
            self.chosen(() if names == self._columns else names)
        else:
            # A network without inputs learns nothing: the last one stays.
            self.show(self._value)


def choices_of(registry: Registry[Any]) -> Options:
    """All entries of a registry by their labels."""
    return [(entry.label, entry.name) for entry in registry]


def grouped_choices_of(registry: Registry[Any]) -> Options:
    """All entries of a registry by their labels, each group of them under a heading."""
    choices: Options = []
    group = ""
    for entry in registry:
        if entry.group != group:
            group = entry.group
            choices.append((group, GroupedChoiceEditor.HEADING))
        choices.append((entry.label, entry.name))
    return choices


def batch_number(value: int | str) -> int:
    """The batch size as a spin box holds it: 0 for all rows."""
    return 0 if value == ALL_ROWS else int(value)


def batch_value(number: int) -> int | str:
    """The opposite of `batch_number`."""
    return number or ALL_ROWS


def per_cent(value: float) -> int:
    """A share as a spin box holds it, in whole per cent."""
    return round(100 * value)


def share(number: int) -> float:
    """The opposite of `per_cent`."""
    return number / 100


def number_or_text(typed: str) -> float | str:
    """The number that was typed; what is none stays what it is, for the experiment to refuse."""
    try:
        return typed_number(typed)
    except ValueError:
        return typed


def _whole_or_text(typed: str) -> int | str:
    whole = typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS
    return int(typed) if whole else typed
