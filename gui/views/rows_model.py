"""The rows of a table for Qt: names, targets, predictions, errors, inputs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from engine.metrics import correct
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import UNKNOWN, fixed, plain, signed

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Column:
    """One column: its header and what it means, how a row's cell is written, and text as wide as it may get."""

    header: str
    tip: str
    text: Callable[[int], str]
    widest: str = ""
    align: int = RIGHT
    bold: bool = False
    is_verdict: bool = False


class RowsModel(QAbstractTableModel):
    """The table of one snapshot; the inputs come last, for there may be many."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._right = np.zeros(0, dtype=bool)
        self._tests: frozenset[int] = frozenset()
        self.columns: tuple[Column, ...] = ()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        same = self._snapshot is not None and self._snapshot.data is snapshot.data
        if not same:
            self.beginResetModel()
        self._snapshot = snapshot
        targets = snapshot.data.dataset.targets
        if targets is not None:
            self._right = correct(snapshot.predictions, targets)
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self._tests = frozenset(snapshot.data.test.places)
            self.columns = (*self._about_rows(snapshot), *self._inputs(snapshot))
            self.endResetModel()

    def row_text(self, row: int) -> str:
        """All cells of a row, in small letters."""
        return "\n".join(column.text(row) for column in self.columns).casefold()

    # Columns.

    def _about_rows(self, snapshot: Snapshot) -> list[Column]:
        table = snapshot.data.dataset
        columns = [
            Column(self.tr("row"), self.tr("The row's name"), table.row_names.__getitem__, align=LEFT),
            Column(
                "",
                self.tr("✓ when the prediction is right: closer than ½ to the target"),
                self._verdict,
                align=LEFT,
                is_verdict=True,
            ),
            Column("y", self.tr("Target: what the row should give"), self._target, "0"),
            Column("ŷ", self.tr("Prediction: what the network gives now"), self._prediction, "0.0000", bold=True),
            Column(self.tr("error"), self.tr("Prediction minus target"), self._error, "+0.0000"),
        ]
        if self._tests:
            tip = self.tr("Whether the row trains the network or only tests it")
            columns.append(Column(self.tr("set"), tip, self._set, align=LEFT))
        return columns

    def _inputs(self, snapshot: Snapshot) -> list[Column]:
        table = snapshot.data.dataset

        def cell(column: int) -> Callable[[int], str]:
            return lambda row: plain(float(table.inputs[row, column]))

        return [Column(name, name, cell(number)) for number, name in enumerate(table.input_names)]

    def _figures(self, row: int) -> tuple[float, float | None]:
        """Prediction and target of a row."""
        assert self._snapshot is not None
        targets = self._snapshot.data.dataset.targets
        target = None if targets is None else float(targets[row, 0])
        return float(self._snapshot.predictions[row, 0]), target

    def _verdict(self, row: int) -> str:
        assert self._snapshot is not None
        table = self._snapshot.data.dataset
        if table.targets is None or not table.is_classification:
            return ""
        return "✓" if self._right[row] else "✗"

    def _target(self, row: int) -> str:
        target = self._figures(row)[1]
        return UNKNOWN if target is None else plain(target)

    def _prediction(self, row: int) -> str:
        return fixed(self._figures(row)[0])

    def _error(self, row: int) -> str:
        prediction, target = self._figures(row)
        return UNKNOWN if target is None else signed(prediction - target)

    def _set(self, row: int) -> str:
        return self.tr("test") if row in self._tests else self.tr("train")

    # What Qt asks for.

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if self._snapshot is None else self._snapshot.data.dataset.row_count

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        answers = {Role.DisplayRole: column.header, Role.ToolTipRole: column.tip, Role.TextAlignmentRole: column.align}
        return answers.get(Role(role))

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Role.DisplayRole:
            return column.text(index.row())
        if role == Role.TextAlignmentRole:
            return column.align
        if role == Role.FontRole and column.bold:
            return theme.font(bold=True)
        if role == Role.ForegroundRole and column.is_verdict and len(self._right):
            colours = theme.current()
            return theme.colour(colours.positive if self._right[index.row()] else colours.negative)
        return None
