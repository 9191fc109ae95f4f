"""A slider for a real number between two limits; what is done in one go is told as one."""

import math
import time

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from gui.painting.calm_limits import Limits

# So many places has a slider: of limits from -2 to 2, hundredths.
PLACES = 400
# Wheel events that follow one another within this time belong together.
TURN_SECONDS = 0.7


def rounded(value: float, limits: Limits) -> float:
    """The nearest of the values that a slider between limits can have."""
    step = (limits[1] - limits[0]) / PLACES
    # Without the last digits, which are those of binary fractions.
    return float(f"{limits[0] + round((value - limits[0]) / step) * step:.12g}")


class ValueSlider(QSlider):
    """Tells values that the user chooses, and whether each goes on with the one before: in one drag, with one key."""

    chosen = Signal(float, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, PLACES)
        self.setPageStep(PLACES // 20)
        self._limits: Limits = (-1.0, 1.0)
        self._goes_on = False
        self._wheeled = -math.inf
        self.valueChanged.connect(self._tell)

    def show_value(self, value: float, limits: Limits) -> None:
        """Show a value; nobody is told."""
        self._limits = limits
        with QSignalBlocker(self):
            share = (value - limits[0]) / (limits[1] - limits[0])
            self.setValue(round(min(max(share, 0.0), 1.0) * PLACES))

    def _tell(self, place: int) -> None:
        low, high = self._limits
        goes_on, self._goes_on = self._goes_on, True
        self.chosen.emit(rounded(low + (high - low) * place / PLACES, self._limits), goes_on)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._goes_on = False
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A key that is held down is one change.
        self._goes_on = self._goes_on and event.isAutoRepeat()
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # One turn of the wheel is many events; after a rest it is another turn.
        now = time.monotonic()
        self._goes_on = now - self._wheeled < TURN_SECONDS
        self._wheeled = now
        super().wheelEvent(event)
