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
        # The weight or bias that was chosen last, by itself or by a number that belongs to it.
        self.parameter: Quantity | None = None

    @property
    def lit(self) -> tuple[Quantity, ...]:
        """The numbers that light everywhere."""
        return tuple(quantity for quantity in (self.hovered, self.chosen) if quantity is not None)

    def hover(self, quantity: Quantity | None) -> None:
        if quantity != self.hovered:
            self.hovered = quantity
            self.changed.emit()

    def choose(self, quantity: Quantity | None) -> None:
        if quantity != self.chosen:
            self.chosen = quantity
            # A number that belongs to no weight is asked about for itself: the weight stays chosen.
            self.parameter = (parameter_of(quantity) if quantity is not None else None) or self.parameter
            self.changed.emit()

    def clear(self) -> None:
        """Another lesson has other numbers."""
        if self.lit or self.parameter is not None:
            self.hovered = self.chosen = self.parameter = None
            self.changed.emit()

    def lights(self, quantity: Quantity) -> bool:
        """Whether a number is pointed at or chosen."""
        return quantity in self.lit
