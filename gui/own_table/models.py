"""Two tables for Qt: the first rows of a file, and its columns with what was chosen of each."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from engine.own_table.choices import Choices, Role, why_left_out
from engine.own_table.column import Column
from engine.own_table.refusal import in_one_line
from engine.own_table.table import Preview, Table
from gui.actions.row import QT_TRANSLATE_NOOP
from gui.own_table.wording import about, gaps_word, kind_word, role_word
from gui.tips import as_text

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
# A cell may hold a book.
SHOWN = 200


class PreviewModel(QAbstractTableModel):
    """The first rows, as they are written."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._preview: Preview | None = None

    def show(self, preview: Preview | None) -> None:
        self.beginResetModel()
        self._preview = preview
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        inside = parent is not None and parent.isValid()
        return 0 if self._preview is None or inside else len(self._preview.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        inside = parent is not None and parent.isValid()
        return 0 if self._preview is None or inside else len(self._preview.names)

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if role != ItemRole.DisplayRole or self._preview is None:
            return None
        return shown(self._preview.rows[index.row()][index.column()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole) -> Any:
        if role != ItemRole.DisplayRole or self._preview is None:
            return None
        return shown(self._preview.names[section]) if orientation is Qt.Orientation.Horizontal else str(section + 1)


class ColumnsModel(QAbstractTableModel):
    """One line a column: what it is called, what was found in it, and what was chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._choices: Choices = ()

    def show(self, table: Table | None, choices: Choices) -> None:
        """Another table, or other choices of the same."""
        if table is None or table is not self._table:
            self.beginResetModel()
            self._table, self._choices = table, choices
            self.endResetModel()
            return
        self._choices = choices
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        inside = parent is not None and parent.isValid()
        return 0 if self._table is None or inside else len(self._table.columns)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headings())

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if self._table is None:
            return None
        column, choice = self._table.columns[index.row()], self._choices[index.row()]
        if role == ItemRole.ToolTipRole:
            return _tip(column)
        if role != ItemRole.DisplayRole:
            return None
        used = choice.role is not Role.LEFT_OUT
        fills = used and choice.role is Role.INPUT and column.missing_count > 0
        return (
            shown(column.name),
            about(column),
            kind_word(choice.kind) if used else "",
            role_word(choice.role),
            gaps_word(choice.gaps) if fills else "",
        )[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole) -> Any:
        if role != ItemRole.DisplayRole:
            return None
        return self._headings()[section] if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def _headings(self) -> tuple[str, ...]:
        return tuple(QCoreApplication.translate("tables", text) for text in HEADINGS)


HEADINGS = (
    QT_TRANSLATE_NOOP("tables", "Column"),
    QT_TRANSLATE_NOOP("tables", "Found"),
    QT_TRANSLATE_NOOP("tables", "Taken as"),
    QT_TRANSLATE_NOOP("tables", "Role"),
    QT_TRANSLATE_NOOP("tables", "Missing values"),
)


def shown(text: str) -> str:
    """In one line, and no longer than one could read."""
    return in_one_line(text[:SHOWN]) if not text.isprintable() or len(text) > SHOWN else text


def _tip(column: Column) -> str:
    reason = why_left_out(column)
    return as_text(f"{shown(column.name)}: {reason or about(column)}")
