"""Labelled combo boxes side by side: what the rows of the dialog are made of."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from gui import theme
from gui.bindings import Options
from gui.labels import make_label


class Field(QComboBox):
    """One of some values, shown by their labels; `chosen` hears of what the user chooses, and of nothing else."""

    def __init__(self, name: str, tip: str, options: Options, chosen: Callable[[Any], object]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setToolTip(tip)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setMaxVisibleItems(16)
        self._values: list[Any] = []
        self.offer(options)
        self.activated.connect(lambda place: chosen(self._values[place]))

    def offer(self, options: Options) -> None:
        """Other values to choose from."""
        with QSignalBlocker(self):
            self.clear()
            self.addItems([label for label, _ in options])
        self._values = [value for _, value in options]

    def show_value(self, value: Any) -> None:
        """Show a value, or none where it is not among those that can be chosen."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self._values.index(value) if value in self._values else -1)


class FieldRow(QWidget):
    """Fields in a row, each below its label."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * theme.GAP)
        self._grid.setVerticalSpacing(4)

    def add(self, label: str, field: QWidget, stretch: int = 1) -> None:
        """One more field; the key to it is marked by & in its label."""
        column = self._grid.columnCount()
        field.setAccessibleName(label.replace("&", ""))
        if label and not field.inherits("QCheckBox"):
            caption = make_label("caption", label)
            caption.setBuddy(field)
            self._grid.addWidget(caption, 0, column)
        self._grid.addWidget(field, 1, column)
        self._grid.setColumnStretch(column, stretch)
