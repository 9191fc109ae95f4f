"""The strip above a network's picture: over each layer its head, between two of them a button for one more."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from engine.experiment import Experiment
from engine.experiment_fields import MAX_HIDDEN_LAYERS
from engine.reshape import with_layer
from gui.views.layer_head import BETWEEN, HEIGHT, NARROW, WIDE, LayerHead, flat_button
from gui.views.network import NetworkView

GAP = 4
# Below this width there is no room for a head: the panel of settings, the menus and their keys do the same.
LEAST = 20
# Beside a button for a new layer a head has at least room for a digit and the arrow of its menu.
BESIDE = 25
# From this distance between two layers there is room for a head with all its buttons, and one for a new layer.
ROOMY = WIDE + HEIGHT + 3 * GAP


class LayerStrip(QWidget):
    """Follows a view: it shows the network that is painted there, with each head where its layer stands."""

    asked = Signal(object, int)  # Reshape, for how many hidden layers it is meant
    grown = Signal()  # it needs another height than before

    def __init__(self, view: NetworkView, number: int) -> None:
        super().__init__()
        self._prefix = f"network-{number + 1}-" if number else ""
        self.setObjectName(f"{self._prefix}layers")
        self.setAccessibleName(self.tr("Layers"))
        self._view = view
        self._experiment: Experiment | None = None
        self.needed = 0
        self.heads: list[LayerHead] = []
        self.inserts: list[QToolButton] = []
        self._output = self._make_head(None)
        view.laid_out.connect(self._place)

    def follow(self) -> None:
        """Show what the view shows, if that is another network than before."""
        if self._view.experiment is not self._experiment:
            self._place()

    def _make_head(self, layer: int | None) -> LayerHead:
        head = LayerHead(self._prefix, layer, self)
        head.asked.connect(self.asked)
        # Until there is a layer for it.
        head.hide()
        return head

    def _make_insert(self, place: int) -> QToolButton:
        says = self.tr("Add a hidden layer here, before layer {0}").format(place + 1)
        button = flat_button(self, f"{self._prefix}add-layer-{place + 1}", "+", says)
        button.clicked.connect(partial(self._insert, place))
        return button

    def _insert(self, place: int, *_: object) -> None:
        assert self._experiment is not None
        self.asked.emit(partial(with_layer, place=place), len(self._experiment.hidden))

    # Where everything stands.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It may be higher than it needs to be, beside another one."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Put heads over their layers and the other buttons between them, as far as there is room."""
        self._experiment = self._view.experiment
        if self._experiment is None:
            return
        hidden = len(self._experiment.hidden)
        while len(self.heads) < hidden:
            self.heads.append(self._make_head(len(self.heads)))
        while len(self.inserts) <= hidden:
            self.inserts.append(self._make_insert(len(self.inserts)))
        columns = [self._view.column_at(layer) for layer in range(hidden + 2)]
        self._place_heads(columns)
        self._place_inserts(columns)

    def _place_heads(self, columns: list[float]) -> None:
        assert self._experiment is not None
        width = _width_between(columns)
        self._need(2 * GAP + (2 * HEIGHT + BETWEEN if width >= NARROW else HEIGHT))
        hidden = len(columns) - 2
        for number, head in enumerate([*self.heads, self._output]):
            shown = width >= LEAST and (number < hidden or head is self._output)
            head.setVisible(shown)
            if shown:
                self._place_head(head, columns[min(number, hidden) + 1], width)

    def _need(self, height: int) -> None:
        if height != self.needed:
            self.needed = height
            self.grown.emit()

    def _place_head(self, head: LayerHead, x: float, width: int) -> None:
        """A head in the middle over its layer; that of the output may reach to the edge, but not beyond it."""
        assert self._experiment is not None
        left = round(x) - min(width, WIDE if width >= WIDE else NARROW) // 2
        room = max(self._view.width() - left - GAP, LEAST)
        if head is self._output:
            width = room if width < WIDE else min(width, room)
        head.show_experiment(self._experiment, width)
        head.setGeometry(left, GAP, head.width(), self.height() - 2 * GAP)

    def _place_inserts(self, columns: list[float]) -> None:
        spacing = round(columns[1] - columns[0])
        width = spacing - min(_width_between(columns), WIDE) - 2 * GAP
        room = width >= HEIGHT and len(columns) - 2 < MAX_HIDDEN_LAYERS
        for place, button in enumerate(self.inserts):
            button.setVisible(room and place < len(columns) - 1)
            if button.isVisibleTo(self):
                self._place_insert(button, (columns[place] + columns[place + 1]) / 2, width)

    def _place_insert(self, button: QToolButton, x: float, width: int) -> None:
        words = self.tr("+ layer")
        wide = button.fontMetrics().horizontalAdvance(words) + 10
        button.setText(words if width >= wide else "+")
        taken = wide if width >= wide else HEIGHT
        button.setGeometry(round(x - taken / 2), (self.height() - HEIGHT) // 2, taken, HEIGHT)


def _width_between(columns: list[float]) -> int:
    """How wide a head may be. With ever less room the buttons for neurons go first, then those for new layers."""
    spacing, has_room = round(columns[1] - columns[0]), len(columns) - 2 < MAX_HIDDEN_LAYERS
    beside_button = spacing - HEIGHT - 2 * GAP
    if spacing >= ROOMY:
        return spacing - GAP
    if beside_button >= NARROW:
        return NARROW
    # Too narrow for the buttons for neurons, even where no layer can be added and there would be room for them.
    return min(beside_button if has_room and beside_button >= BESIDE else spacing - GAP, NARROW - 1)
