"""One layer's matrix for Qt: of each neuron its weights and bias, their gradients and their last changes."""

from typing import Any, Literal

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from engine.quantity import Quantity, gradient_of, updated
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui.figures import UNKNOWN, editable, exact, number
from gui.painting.edges import nice_scale
from gui.painting.network_names import symbol_of
from gui.painting.parameter_names import parameter_path, parameter_symbol

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
# The lines of a neuron, from top to bottom.
Line = Literal["parameter", "gradient", "change"]
LINES: tuple[Line, ...] = ("parameter", "gradient", "change")
SIGNS: dict[Line, str] = {"parameter": "", "gradient": "∂L/∂", "change": "Δ"}
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class WeightsModel(QAbstractTableModel):
    """W[out, in] of one layer of a snapshot, with b as its last column. Nothing is copied: cells look when asked."""

    edited = Signal(object, float)  # parameter, value

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._walk: Walk | None = None
        self.layer = 1
        # The |weight| or |bias| that has the strongest colour.
        self.scale = 1.0

    def show(self, snapshot: Snapshot, walk: Walk | None, layer: int) -> None:
        """Show a layer of a moment; cells that only hold other numbers than before stay where they are."""
        same = self._snapshot is not None and (*_names(self._snapshot), self.layer) == (*_names(snapshot), layer)
        if not same:
            self.beginResetModel()
        self._snapshot, self._walk, self.layer = snapshot, walk, layer
        shown = snapshot.layers[layer - 1]
        self.scale = nice_scale(np.array([np.abs(shown.W).max(), np.abs(shown.b).max()]))
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self.endResetModel()

    # What a cell is.

    def line_of(self, index: Index) -> Line:
        """Which of its neuron's lines a cell stands on."""
        return LINES[index.row() % len(LINES)]

    def parameter_at(self, index: Index) -> Quantity:
        """The weight or bias that a cell belongs to."""
        neuron, column = index.row() // len(LINES), index.column()
        if column == self._inputs:
            return Quantity("bias", self.layer, neuron)
        return Quantity("weight", self.layer, neuron, column)

    def quantity_at(self, index: Index) -> Quantity:
        """The number that a cell holds; of a change the parameter after it."""
        parameter = self.parameter_at(index)
        line = self.line_of(index)
        if line == "gradient":
            return gradient_of(parameter)
        return updated(parameter) if line == "change" or self._has_moved(parameter) else parameter

    def value_at(self, index: Index) -> float | None:
        """The value of a cell; None for what the walk has not come to yet."""
        parameter, walk = self.parameter_at(index), self._walk
        line = self.line_of(index)
        if line == "parameter":
            return self._value_of(parameter)
        shown = self.quantity_at(index)
        if walk is None or not walk.known(shown):
            return None
        return walk.value(shown) - walk.value(parameter) if line == "change" else walk.value(shown)

    def text_at(self, index: Index) -> str:
        """The value of a cell as it is written."""
        value = self.value_at(index)
        return UNKNOWN if value is None else number(value)

    def _has_moved(self, parameter: Quantity) -> bool:
        """Whether the walk, in the middle of an update, has moved a parameter already."""
        walk = self._walk
        in_update = walk is not None and not walk.finished and walk.stage.phase == "update"
        return walk is not None and in_update and walk.known(updated(parameter))

    def _value_of(self, parameter: Quantity) -> float:
        if self._walk is not None and self._has_moved(parameter):
            return self._walk.value(updated(parameter))
        assert self._snapshot is not None
        layer = self._snapshot.layers[self.layer - 1]
        place = parameter.neuron, parameter.input
        return float(layer.b[parameter.neuron] if parameter.kind == "bias" else layer.W[place])

    @property
    def _inputs(self) -> int:
        return 0 if self._snapshot is None else self._snapshot.layers[self.layer - 1].W.shape[1]

    # What Qt asks for.

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if self._snapshot is None else len(self._snapshot.layers[self.layer - 1].b) * len(LINES)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if self._snapshot is None else self._inputs + self._snapshot.layers[self.layer - 1].has_bias

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if self.line_of(index) == "parameter" else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if self._snapshot is None or role not in (Role.DisplayRole, Role.ToolTipRole):
            return RIGHT if role == Role.TextAlignmentRole else None
        if orientation is Qt.Orientation.Horizontal:
            return "b" if section == self._inputs else symbol_of(self._snapshot, self.layer - 1, section)
        neuron, line = divmod(section, len(LINES))
        name = symbol_of(self._snapshot, self.layer, neuron)
        return f"{name}  w" if line == 0 else SIGNS[LINES[line]] + "w"

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole:
            return self.text_at(index)
        if role == Role.EditRole:
            return editable(self._value_of(self.parameter_at(index)))
        if role == Role.TextAlignmentRole:
            return RIGHT
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self._described(index, exactly=role == Role.ToolTipRole)
        return None

    def setData(self, index: Index, value: float, role: int = Role.EditRole) -> bool:
        """Tell what somebody wants a parameter to be; it is shown when the trainer has done it."""
        self.edited.emit(self.parameter_at(index), value)
        return True

    def _described(self, index: Index, exactly: bool) -> str:
        """Which way a weight leads, its symbol and its value."""
        assert self._snapshot is not None
        parameter, line = self.parameter_at(index), self.line_of(index)
        symbol = SIGNS[line] + parameter_symbol(parameter, self._snapshot.experiment.architecture)
        path, value = parameter_path(parameter, self._snapshot), self.value_at(index)
        if value is None:
            return "\n".join((path, self.tr("{0} is not known at this step").format(symbol)))
        return f"{path}\n{symbol} = {exact(value) if exactly else number(value)}"


def _names(snapshot: Snapshot) -> tuple[object, ...]:
    """What decides how many cells there are, and what their headers say."""
    architecture, data = snapshot.experiment.architecture, snapshot.data.dataset
    return architecture.sizes, architecture.biases, data.input_names, data.output_names
