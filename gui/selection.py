"""What is pointed at and what is chosen: one for the whole window, so that the same thing lights in every pane."""

from PySide6.QtCore import QObject, Signal

from engine.quantity import Quantity, parameter_of


class Selection(QObject):
    """The number under the mouse and the number chosen by a click. A pane tells, and lights what it is told."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hovered: Quantity | None = None
        self.chosen: Quantity | None = None

    def hover(self, quantity: Quantity | None) -> None:
        if quantity != self.hovered:
            self.hovered = quantity
            self.changed.emit()

    def choose(self, quantity: Quantity | None) -> None:
        if quantity != self.chosen:
            self.chosen = quantity
            self.changed.emit()

    def clear(self) -> None:
        """Another lesson has other numbers."""
        if self.hovered is not None or self.chosen is not None:
            self.hovered = self.chosen = None
            self.changed.emit()

    def lights(self, quantity: Quantity) -> bool:
        """Whether a number is pointed at or chosen."""
        return quantity in (self.hovered, self.chosen)

    @property
    def parameter(self) -> Quantity | None:
        """The weight or bias that was chosen, by itself or by a number that belongs to it."""
        return parameter_of(self.chosen) if self.chosen is not None else None
