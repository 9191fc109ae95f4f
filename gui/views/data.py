"""The data table: every row with its target, prediction and error."""

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui import theme
from gui.selection import Selection
from gui.views.lit_delegate import LitDelegate
from gui.views.rows_model import Column, RowsModel

ROW_HEIGHT = 26
PADDING = 24
# Rows that are looked at to find out how wide a column has to be.
SAMPLE = 20


class Finder(QLineEdit):
    """Where one types what to find; Escape leaves it."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        # Escape is the window's key too: here it is kept before the window hears of it.
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class DataView(QWidget):
    """The table; choosing a row shows it in the network."""

    row_chosen = Signal(int)
    asked = Signal(object)  # Quantity

    def __init__(self, selection: Selection | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = selection or Selection(self)
        self._selection.changed.connect(self._light)
        self._walk: Walk | None = None
        self.setObjectName("data")
        self.setAccessibleName(self.tr("Data table"))
        self.model = RowsModel(self)
        self.table = self._make_table()
        self.finder = self._make_finder()
        self._place: int | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.finder)
        layout.addWidget(self.table)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("data-table")
        table.setAccessibleName(self.tr("Rows with target, prediction and error"))
        table.setToolTip(self.tr("Choose a row to see it in the network"))
        table.setModel(self.model)
        table.setItemDelegate(LitDelegate(table))
        table.setFont(theme.font())
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        # Tab leads on; arrows go from cell to cell.
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setMinimumSectionSize(ROW_HEIGHT)
        table.selectionModel().currentRowChanged.connect(self._choose)
        table.setMouseTracking(True)
        table.entered.connect(self._hover)
        table.viewportEntered.connect(lambda: self._selection.hover(None))
        table.clicked.connect(self._ask)
        return table

    def show_snapshot(self, snapshot: Snapshot) -> None:
        before = self.model.columns
        self.model.set_snapshot(snapshot)
        if self.model.columns is not before:
            self._size_columns()
            self.show_row(self._place)

    def show_walk(self, walk: Walk | None) -> None:
        """The row that is walked through: its cells are numbers of the walk."""
        self._walk = walk
        self._light()

    def shown_numbers(self) -> dict[Quantity, str]:
        """The numbers of the row that is walked through, as they are written."""
        if self._walk is None:
            return {}
        row = self._walk.table_row
        return {column.quantity: column.text(row) for column in self.model.columns if column.quantity is not None}

    def _light(self) -> None:
        walked = self._walk.table_row if self._walk else None
        self.model.light(walked, self._selection.lit)

    def _hover(self, index: QModelIndex) -> None:
        self._selection.hover(self.model.quantity_at(index))

    def _ask(self, index: QModelIndex) -> None:
        quantity = self.model.quantity_at(index)
        if quantity is not None:
            self.asked.emit(quantity)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def show_row(self, place: int | None) -> None:
        """Mark a row without telling anybody."""
        self._place = place
        with QSignalBlocker(self.table.selectionModel()):
            if place is None or place >= self.model.rowCount():
                self.table.clearSelection()
            else:
                self.table.selectRow(place)
                self.table.scrollTo(self.model.index(place, 0))
        self.table.viewport().update()

    def _choose(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(current.row())

    def _size_columns(self) -> None:
        """Fixed widths, so that changing numbers move nothing."""
        for number, column in enumerate(self.model.columns):
            self.table.setColumnWidth(number, self._width_of(column) + PADDING)

    def _width_of(self, column: Column) -> int:
        # What is pointed at elsewhere becomes bold here, whatever the column.
        metrics = QFontMetrics(theme.font(bold=True))
        rows = range(min(self.model.rowCount(), SAMPLE))
        texts = [column.header, column.widest, *(column.text(row) for row in rows)]
        return max(metrics.horizontalAdvance(text) for text in texts)

    # Finding.

    def _make_finder(self) -> Finder:
        finder = Finder()
        finder.setObjectName("find-row")
        finder.setAccessibleName(self.tr("Find a row"))
        finder.setPlaceholderText(self.tr("Find a row; Enter for the next, Esc to close"))
        finder.setToolTip(self.tr("Part of a row's name, or of a number in it (Ctrl+F)"))
        finder.textEdited.connect(lambda _: self._find_from(max(self.table.currentIndex().row(), 0)))
        finder.returnPressed.connect(lambda: self._find_from(self.table.currentIndex().row() + 1))
        finder.left.connect(self._stop_finding)
        finder.hide()
        return finder

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
