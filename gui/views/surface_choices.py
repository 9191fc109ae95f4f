"""What a loss surface is over: two weights, two random directions, or the directions of the path."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from engine.network import Architecture
from engine.quantity import Quantity
from gui import theme
from gui.painting.parameter_names import parameter_symbol

# Where there is little room lists are narrower than their texts.
LEAST_WIDTH = 64
# A list of more weights is one that nobody reads.
MOST_LISTED = 300


class Cut(Enum):
    """Which plane the surface is over."""

    WEIGHTS = "weights"
    DIRECTIONS = "directions"
    PATH = "path"


@dataclass(frozen=True)
class Request:
    """What a surface is of."""

    cut: Cut
    first: Quantity
    second: Quantity
    seed: int = 0


class SurfaceChoices(QWidget):
    """A list of planes, and beside it what there is to choose of the one that is chosen."""

    changed = Signal()  # another surface is asked for

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface-choices")
        self.request = Request(Cut.WEIGHTS, Quantity("weight", 1), Quantity("bias", 1))
        self._parameters: tuple[Quantity, ...] = ()
        self.cut = self._make_cut()
        self.first = self._parameter_box("surface-first", self.tr("Weight from left to right"), "first")
        self.second = self._parameter_box("surface-second", self.tr("Weight from below to above"), "second")
        self.again = self._make_again()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        for box in (self.cut, self.first, self.second):
            box.setMinimumWidth(LEAST_WIDTH)
        for widget in (self.cut, self.first, self.second, self.again):
            row.addWidget(widget)

    def _make_cut(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("surface-cut")
        box.setAccessibleName(self.tr("Plane of the surface"))
        box.setToolTip(self.tr("Over which plane of all weights and biases the loss is drawn"))
        for text, cut in (
            (self.tr("two weights"), Cut.WEIGHTS),
            (self.tr("random directions"), Cut.DIRECTIONS),
            (self.tr("directions of the path"), Cut.PATH),
        ):
            box.addItem(text, cut)
        box.activated.connect(lambda place: self._ask(cut=box.itemData(place)))
        return box

    def _parameter_box(self, name: str, what: str, axis: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(what)
        box.setToolTip(what)
        box.activated.connect(lambda place: self._choose_axis(axis, self._parameters[place]))
        return box

    def _make_again(self) -> QToolButton:
        again = QToolButton()
        again.setObjectName("surface-again")
        again.setText(self.tr("Others"))
        again.setAccessibleName(self.tr("Other random directions"))
        again.setToolTip(self.tr("Draw the surface along two other random directions"))
        again.clicked.connect(lambda: self._ask(seed=self.request.seed + 1))
        return again

    # What the learner does.

    def _choose_axis(self, axis: str, parameter: Quantity) -> None:
        """Put a parameter on an axis; the one that was there goes to the other axis, if it came from there."""
        other = "second" if axis == "first" else "first"
        changes = {axis: parameter}
        if getattr(self.request, other) == parameter:
            changes[other] = getattr(self.request, axis)
        self._ask(**changes)

    def _ask(self, **changes: object) -> None:
        if not self._parameters:
            # No network has been shown yet.
            return
        self._show(replace(self.request, **changes))  # type: ignore[arg-type]
        self.changed.emit()

    # What is shown.

    def offer(self, architecture: Architecture) -> None:
        """The weights and biases that can be chosen; at first the two of a line, or the first two weights."""
        self._parameters = tuple(parameters_of(architecture))[:MOST_LISTED]
        with QSignalBlocker(self.first), QSignalBlocker(self.second):
            for box in (self.first, self.second):
                box.clear()
                box.addItems([parameter_symbol(parameter, architecture) for parameter in self._parameters])
        few = len(self._parameters) < 2
        first, second = (self._parameters[0],) * 2 if few else self._parameters[:2]
        cut = Cut.WEIGHTS if architecture.parameter_count <= MOST_LISTED else Cut.DIRECTIONS
        self._show(Request(cut, first, second))

    def _show(self, request: Request) -> None:
        self.request = request
        self.cut.setCurrentIndex(self.cut.findData(request.cut))
        for box, parameter in ((self.first, request.first), (self.second, request.second)):
            box.setVisible(request.cut is Cut.WEIGHTS)
            box.setCurrentIndex(self._parameters.index(parameter))
        self.again.setVisible(request.cut is Cut.DIRECTIONS)


def parameters_of(architecture: Architecture) -> Iterator[Quantity]:
    """All weights and biases, neuron by neuron."""
    for layer, neurons in enumerate(architecture.sizes[1:], start=1):
        for neuron in range(neurons):
            for source in range(architecture.sizes[layer - 1]):
                yield Quantity("weight", layer, neuron, source)
            if architecture.biases[layer - 1]:
                yield Quantity("bias", layer, neuron)
