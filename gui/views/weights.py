"""The matrices: weights and biases of a layer as a coloured table, with their gradients and last changes."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemDelegate, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui import theme
from gui.figures import SUPERSCRIPT
from gui.labels import make_label
from gui.selection import Selection
from gui.views.weights_delegate import WeightsDelegate
from gui.views.weights_model import WeightsModel
from gui.views.weights_table import WeightsTable


class WeightsView(QWidget):
    """One layer at a time. Point at a number to see all that is the same, type another weight over it."""

    edited = Signal(object, float)  # parameter, value
    asked = Signal(object)  # Quantity

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weights")
        self.setAccessibleName(self.tr("Weights"))
        self._selection = selection
        self._snapshot: Snapshot | None = None
        self._walk: Walk | None = None
        # The layer that the walk was in when it was shown last.
        self._followed: int | None = None
        self.model = WeightsModel(self)
        self.model.edited.connect(self.edited)
        self.layer = self._make_layer()
        self._refusal = make_label("result", name="weights-refusal", wrap=True)
        self.table = self._make_table()
        self._lay_out()
        selection.changed.connect(self.table.viewport().update)

    def sizeHint(self) -> QSize:
        return QSize(480, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 120)

    # Layout.

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.addWidget(self.layer, 0, Qt.AlignmentFlag.AlignLeft)
        self._refusal.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        self._refusal.hide()
        column.addLayout(row)
        column.addWidget(self._refusal)
        column.addWidget(self.table, 1)

    def _make_layer(self) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName("weights-layer")
        combo.setAccessibleName(self.tr("Layer"))
        combo.setToolTip(self.tr("Which layer's weights are shown; while you walk, the layer of the step"))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.activated.connect(lambda place: self._show(place + 1))
        return combo

    def _make_table(self) -> WeightsTable:
        table = WeightsTable(self.model)
        delegate = WeightsDelegate(self._selection, table)
        delegate.refused.connect(self._refuse)
        # What was typed is given up, or meant for cells that are no more.
        delegate.closeEditor.connect(self._forget_refusal)
        self.model.modelReset.connect(lambda: self._refuse(""))
        table.setItemDelegate(delegate)
        table.entered.connect(lambda index: self._selection.hover(self.model.quantity_at(index)))
        for signal in (table.viewportEntered, table.left):
            signal.connect(lambda: self._selection.hover(None))
        table.clicked.connect(self._click)
        table.entered_by_key.connect(self._click)
        table.selectionModel().currentChanged.connect(self._go_to)
        return table

    # What is shown.

    def setFocus(self) -> None:  # type: ignore[override]
        """To the table. It is no focus proxy: that would break the order of Tab."""
        self.table.setFocus()

    def show_snapshot(self, snapshot: Snapshot, walk: Walk | None) -> None:
        """Show a moment, and of the walk what it has come to."""
        self._snapshot, self._walk = snapshot, walk
        self._name_layers(snapshot)
        self._show(self._layer_to_show(walk))

    def shown_numbers(self) -> dict[Quantity, str]:
        """Every weight, bias and gradient of the layer that is known, as it is written."""
        model = self.model
        return {model.quantity_at(cell): text for cell, text in self._known() if model.line_of(cell) != "change"}

    def shown_changes(self) -> dict[Quantity, str]:
        """The last change of every weight and bias of the layer that is known, as it is written."""
        model = self.model
        return {model.parameter_at(cell): text for cell, text in self._known() if model.line_of(cell) == "change"}

    def _known(self) -> Iterator[tuple[QModelIndex, str]]:
        """All cells with a number."""
        for row in range(self.model.rowCount()):
            for column in range(self.model.columnCount()):
                cell = self.model.index(row, column)
                if self.model.value_at(cell) is not None:
                    yield cell, self.model.text_at(cell)

    def _show(self, layer: int) -> None:
        assert self._snapshot is not None
        self.layer.setCurrentIndex(layer - 1)
        self.model.show(self._snapshot, self._walk, layer)
        self.table.size_columns()

    def _layer_to_show(self, walk: Walk | None) -> int:
        """The walk's layer when it has come to another one; else the one that is shown. Who types is not disturbed."""
        shown = min(self.model.layer, self.layer.count())
        if self.table.is_typed_into:
            return shown
        before, self._followed = self._followed, None if walk is None or walk.finished else walk.stage.layer
        return shown if self._followed in (None, before) else self._followed

    def _name_layers(self, snapshot: Snapshot) -> None:
        names = [self._name_of(number, *layer.W.shape) for number, layer in enumerate(snapshot.layers, start=1)]
        if names != [self.layer.itemText(place) for place in range(self.layer.count())]:
            self.layer.clear()
            self.layer.addItems(names)

    def _name_of(self, layer: int, neurons: int, inputs: int) -> str:
        matrix = f"W⁽{str(layer).translate(SUPERSCRIPT)}⁾"
        return self.tr("Layer {0}: {1} ({2} × {3})").format(layer, matrix, neurons, inputs)

    # The mouse and the keys.

    def _refuse(self, why: str) -> None:
        """Say why what was typed is not taken."""
        self._refusal.setText(why)
        self._refusal.setVisible(bool(why))

    def _forget_refusal(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        if hint is QAbstractItemDelegate.EndEditHint.RevertModelCache:
            self._refuse("")

    def _click(self, index: QModelIndex) -> None:
        """Choose a number; of one that was computed, ask where it comes from."""
        if not index.isValid():
            return
        quantity = self.model.quantity_at(index)
        self._selection.choose(quantity)
        if self.model.line_of(index) != "parameter" and self.model.value_at(index) is not None:
            self.asked.emit(quantity)

    def _go_to(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid() and self.table.hasFocus():
            self._selection.hover(self.model.quantity_at(current))

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)
