"""The rows of a table for Qt: names, targets, predictions, errors, inputs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from engine.arrays import Array
from engine.metrics import correct
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import UNKNOWN, exact, fixed, plain, signed
from gui.tips import as_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RIGHT_MARK = "✓"
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Column:
    """One column: its header and what it means, how a row's cell is written, and text as wide as it may get.

    `quantity` is the number that the column holds for the row that is walked through, `exact` its value in each row;
    `learned` is what training changes.
    """

    header: str
    tip: str
    text: Callable[[int], str]
    widest: str = ""
    align: int = RIGHT
    bold: bool = False
    is_verdict: bool = False
    learned: bool = False
    quantity: Quantity | None = None
    exact: Callable[[int], float | None] | None = None


class RowsModel(QAbstractTableModel):
    """The table of one snapshot; the inputs come last, for there may be many."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._tests: frozenset[int] = frozenset()
        self.columns: tuple[Column, ...] = ()
        # The row that is walked through, and the numbers that are pointed at anywhere in the window.
        self._walked: int | None = None
        self._lit: tuple[Quantity, ...] = ()

    def light(self, walked: int | None, lit: tuple[Quantity, ...]) -> None:
        """Light the cells of the row walked through that hold a number that is pointed at."""
        if (walked, lit) != (self._walked, self._lit):
            self._walked, self._lit = walked, lit
            self._tell_changed(0, self.columnCount() - 1)

    def quantity_at(self, index: Index) -> Quantity | None:
        """The number of the walk that a cell holds; None in every other row."""
        return self.columns[index.column()].quantity if index.row() == self._walked else None

    def _is_lit(self, index: Index) -> bool:
        quantity = self.quantity_at(index)
        return quantity is not None and quantity in self._lit

    def set_snapshot(self, snapshot: Snapshot) -> None:
        same = self._snapshot is not None and self._snapshot.data is snapshot.data
        if not same:
            self.beginResetModel()
        self._snapshot = snapshot
        if same:
            learned = [number for number, column in enumerate(self.columns) if column.learned]
            self._tell_changed(learned[0], learned[-1])
        else:
            self._tests = frozenset(snapshot.data.test.places)
            self.columns = (*self._about_rows(snapshot), *self._inputs(snapshot))
            self.endResetModel()

    def _tell_changed(self, first: int, last: int) -> None:
        """Some columns of all rows have changed, if there are any rows."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, first), self.index(self.rowCount() - 1, last))

    def row_text(self, row: int) -> str:
        """All cells of a row, in small letters."""
        return "\n".join(column.text(row) for column in self.columns).casefold()

    # Columns.

    def _about_rows(self, snapshot: Snapshot) -> list[Column]:
        names = snapshot.data.dataset.row_names
        several = len(snapshot.data.dataset.output_names) > 1
        if several:
            tip = self.tr("✓ when the prediction is right: the largest output is that of the right class")
        else:
            tip = self.tr("✓ when the prediction is right: nearer to the target than to the other class")
        columns = [
            Column(
                self.tr("row"),
                self.tr("The row's name"),
                names.__getitem__,
                max(names, key=len, default=""),
                align=LEFT,
            ),
            Column("", tip, self._verdict, align=LEFT, is_verdict=True, learned=True),
            *(self._about_classes(snapshot) if several else self._about_output(snapshot)),
        ]
        if self._tests:
            tip = self.tr("Whether the row trains the network or only tests it")
            columns.append(Column(self.tr("set"), tip, self._set, align=LEFT))
        return columns

    def _about_classes(self, snapshot: Snapshot) -> list[Column]:
        """What the row is, what the network takes it for, and how sure it is of that."""
        # Training may come to any of them.
        longest = max(snapshot.data.dataset.class_names, key=len, default="")
        return [
            Column("y", self.tr("Target: what the row is"), lambda row: self._class_of(self._targets[row]), longest),
            Column(
                "ŷ",
                self.tr("Prediction: what the network takes it for, the class of its largest output"),
                lambda row: self._class_of(self._answer(row)),
                longest,
                bold=True,
                learned=True,
            ),
            Column(
                self.tr("largest ŷ"),
                self.tr("The largest output"),
                lambda row: fixed(float(self._answer(row).max())),
                "0.0000",
                learned=True,
                exact=lambda row: float(self._answer(row).max()),
            ),
        ]

    def _about_output(self, snapshot: Snapshot) -> list[Column]:
        table = snapshot.data.dataset
        # A quantity may be of any size; a yes or a no is not.
        yes_or_no = "-0.0000" if table.class_values[0] < 0 else "0.0000"
        widest = yes_or_no if table.is_classification or table.targets is None else "000.0000"
        return [
            Column(
                "y",
                self.tr("Target: what the row should give"),
                self._target,
                "0",
                quantity=Quantity("target"),
                exact=lambda row: self._figures(row)[1],
            ),
            Column(
                "ŷ",
                self.tr("Prediction: what the network gives now"),
                self._prediction,
                widest,
                bold=True,
                learned=True,
                quantity=Quantity("activation", len(snapshot.layers), 0),
                exact=lambda row: self._figures(row)[0],
            ),
            Column(self.tr("error"), self.tr("Prediction minus target"), self._error, "+" + widest, learned=True),
        ]

    def _inputs(self, snapshot: Snapshot) -> list[Column]:
        table = snapshot.data.dataset

        def cell(column: int) -> Callable[[int], str]:
            return lambda row: plain(float(table.inputs[row, column]))

        def value(column: int) -> Callable[[int], float]:
            return lambda row: float(table.inputs[row, column])

        # What is scaled on its way into the network is another number there.
        scaled = snapshot.data.is_scaled
        return [
            Column(
                name,
                as_text(name),
                cell(number),
                quantity=None if scaled else Quantity("activation", 0, number),
                exact=value(number),
            )
            for number, name in enumerate(table.input_names)
        ]

    def _answer(self, row: int) -> Array:
        """What the network says of a row, shape (outputs,)."""
        assert self._snapshot is not None
        return self._snapshot.prediction(row)

    @property
    def _targets(self) -> Array:
        assert self._snapshot is not None
        assert self._snapshot.data.dataset.targets is not None
        return self._snapshot.data.dataset.targets

    def _class_of(self, answer: Array) -> str:
        assert self._snapshot is not None
        return self._snapshot.data.dataset.class_name_of(answer)

    def _figures(self, row: int) -> tuple[float, float | None]:
        """Prediction and target of a row."""
        assert self._snapshot is not None
        targets = self._snapshot.data.dataset.targets
        target = None if targets is None else float(targets[row, 0])
        return float(self._answer(row)[0]), target

    def _verdict(self, row: int) -> str:
        assert self._snapshot is not None
        table = self._snapshot.data.dataset
        # Of a quantity, and of rows without targets, nothing is right or wrong.
        if table.targets is None or not table.is_classification:
            return ""
        return RIGHT_MARK if correct(self._answer(row)[None], table.targets[[row]], table.middle)[0] else "✗"

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
        if role == Role.ToolTipRole and column.exact is not None:
            value = column.exact(index.row())
            return None if value is None else exact(value)
        if role == Role.BackgroundRole and self._is_lit(index):
            return theme.colour(theme.current().highlight)
        if role == Role.FontRole and (column.bold or self._is_lit(index)):
            return theme.font(bold=True)
        if role == Role.ForegroundRole and column.is_verdict and self._verdict(index.row()):
            colours = theme.current()
            return theme.colour(colours.positive if self._verdict(index.row()) == RIGHT_MARK else colours.negative)
        return None
