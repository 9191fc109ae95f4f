"""The data table: every row with its target, prediction and error."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from engine.metrics import correct
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import UNKNOWN, fixed, plain, signed

Index = QModelIndex | QPersistentModelIndex
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class RowsModel(QAbstractTableModel):
    """The table of one snapshot. Columns: row, right or wrong, target, prediction, error, set, and the inputs."""

    FIXED = ("row", "ok", "y", "ŷ", "error", "set")

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._predictions = np.zeros((0, 1))
        self._right = np.zeros(0, dtype=bool)
        self._tests: frozenset[int] = frozenset()
        self._columns: tuple[str, ...] = ()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        same = self._snapshot is not None and self._snapshot.data is snapshot.data
        if not same:
            self.beginResetModel()
        self._snapshot = snapshot
        table = snapshot.data.dataset
        self._predictions = snapshot.predict(table.inputs)
        targets = table.targets if table.targets is not None else np.full_like(self._predictions, np.nan)
        self._right = correct(self._predictions, targets)
        if same:
            bottom_right = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), bottom_right)
        else:
            self._tests = frozenset(snapshot.data.test.places)
            self._columns = tuple(name for name in self.FIXED if name != "set" or self._tests) + table.input_names
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if self._snapshot is None else self._snapshot.data.dataset.row_count

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        name = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if name == "ok" else name
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(name)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if name in ("row", "ok", "set") else RIGHT
        return None

    def _tip(self, name: str) -> str:
        tips = {
            "row": self.tr("The row's name"),
            "ok": self.tr("✓ when the prediction is right: closer than ½ to the target"),
            "y": self.tr("Target: what the row should give"),
            "ŷ": self.tr("Prediction: what the network gives now"),
            "error": self.tr("Prediction minus target"),
            "set": self.tr("Whether the row trains the network or only tests it"),
        }
        return tips.get(name, name)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        name = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), name, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if name in ("row", "ok", "set") else RIGHT
        if role == Qt.ItemDataRole.FontRole and name == "ŷ":
            return theme.font(bold=True)
        if role == Qt.ItemDataRole.ForegroundRole and name == "ok":
            colours = theme.current()
            return theme.colour(colours.positive if self._right[index.row()] else colours.negative)
        return None

    def row_text(self, row: int) -> str:
        """All cells of a row, in small letters."""
        return "\n".join(self._text(row, name, column) for column, name in enumerate(self._columns)).casefold()

    def _text(self, row: int, name: str, column: int) -> str:
        assert self._snapshot is not None
        table = self._snapshot.data.dataset
        prediction = float(self._predictions[row, 0])
        target = None if table.targets is None else float(table.targets[row, 0])
        if name == "row":
            return table.row_names[row]
        if name == "ok":
            return "" if target is None or not table.is_classification else "✓" if self._right[row] else "✗"
        if name == "y":
            return UNKNOWN if target is None else plain(target)
        if name == "ŷ":
            return fixed(prediction)
        if name == "error":
            return UNKNOWN if target is None else signed(prediction - target)
        if name == "set" and self._tests:
            return self.tr("test") if row in self._tests else self.tr("train")
        return plain(float(table.inputs[row, column - len(self._columns) + table.inputs.shape[1]]))


class Finder(QLineEdit):
    """Where one types what to find; Escape leaves it."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class DataView(QWidget):
    """The table; choosing a row shows it in the network."""

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data")
        self.setAccessibleName(self.tr("Data table"))
        self.model = RowsModel(self)
        self.table = QTableView(self)
        self.table.setObjectName("data-table")
        self.table.setAccessibleName(self.tr("Rows with target, prediction and error"))
        self.table.setModel(self.model)
        self.table.setFont(_tabular())
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(26)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setMinimumSectionSize(24)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.finder = self._make_find()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.finder)
        layout.addWidget(self.table)
        self._shape: object = None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.model.set_snapshot(snapshot)
        shape = (snapshot.data.dataset.name, snapshot.data.dataset.input_names, bool(len(snapshot.data.test)))
        if shape != self._shape:
            self._shape = shape
            self._size_columns()

    def show_row(self, place: int | None) -> None:
        """Mark a row without telling anybody."""
        with QSignalBlocker(self.table.selectionModel()):
            if place is None:
                self.table.clearSelection()
            else:
                self.table.selectRow(place)
        self.table.viewport().update()

    # Finding.

    def _make_find(self) -> "Finder":
        find = Finder()
        find.setObjectName("find-row")
        find.setAccessibleName(self.tr("Find a row"))
        find.setPlaceholderText(self.tr("Find a row; Enter for the next, Esc to close"))
        find.setToolTip(self.tr("Part of a row's name, or of a number in it (Ctrl+F)"))
        find.textEdited.connect(lambda _: self._find_from(max(self.table.currentIndex().row(), 0)))
        find.returnPressed.connect(lambda: self._find_from(self.table.currentIndex().row() + 1))
        find.left.connect(self._stop_finding)
        find.hide()
        return find

    def start_finding(self) -> None:
        self.finder.show()
        self.finder.setFocus()
        self.finder.selectAll()

    def _stop_finding(self) -> None:
        self.finder.hide()
        self.table.setFocus()

    def _find_from(self, first: int) -> None:
        """Choose the first row from `first` on, around the end, that has the text in a cell."""
        text, rows = self.finder.text().strip().casefold(), self.model.rowCount()
        matches = (row % rows for row in range(first, first + rows) if text in self.model.row_text(row % rows))
        found = next(matches, None) if text else None
        if found is not None:
            self.table.selectRow(found)
            self.table.scrollTo(self.model.index(found, 0))

    def _choose(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(current.row())

    def _size_columns(self) -> None:
        """Fixed widths, so that changing numbers move nothing."""
        metrics = self.table.fontMetrics()
        widths = {"y": "0", "ŷ": "0.0000", "error": "+0.0000"}
        for column in range(self.model.columnCount()):
            name = self.model._columns[column]
            sample = widths.get(name, "")
            header = metrics.horizontalAdvance(name) if name != "ok" else 0
            content = max(
                (metrics.horizontalAdvance(self.model._text(row, name, column)) for row in self._sample_rows()),
                default=0,
            )
            self.table.setColumnWidth(column, max(metrics.horizontalAdvance(sample), header, content) + 24)

    def _sample_rows(self) -> range:
        return range(min(self.model.rowCount(), 50))


def _tabular() -> QFont:
    return theme.font()
