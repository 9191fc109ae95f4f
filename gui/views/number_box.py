"""A field for a number of any precision: all of its digits are shown, and whatever is typed is taken as it is."""

import re

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox

from gui.figures import MINUS, editable, typed_number

# More than any number has: Qt rounds to so many.
EVERY_DECIMAL = 323
# What may become a number while one types.
BEGUN = re.compile(rf"[-+{MINUS}]?\d*[.,]?\d*([eE][-+{MINUS}]?\d*)?", re.ASCII)
# Decimals more than those of a step, below which a sum has only what binary fractions leave.
SURPLUS = 12


class NumberBox(QDoubleSpinBox):
    """Either minus sign and either decimal mark may be typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(EVERY_DECIMAL)

    def textFromValue(self, value: float) -> str:
        return editable(value).replace("-", MINUS)

    def valueFromText(self, text: str) -> float:
        return typed_number(text)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return self._state_of(text.strip()), text, place

    def _state_of(self, text: str) -> QValidator.State:
        try:
            value = typed_number(text)
        except ValueError:
            begun = BEGUN.fullmatch(text) and not (self.minimum() >= 0 and text.startswith(("-", MINUS)))
            return QValidator.State.Intermediate if begun else QValidator.State.Invalid
        if self.minimum() <= value <= self.maximum():
            return QValidator.State.Acceptable
        # More digits lead only away from zero.
        too_far = value > max(self.maximum(), 0.0) or value < min(self.minimum(), 0.0)
        return QValidator.State.Invalid if too_far else QValidator.State.Intermediate

    def stepBy(self, steps: int) -> None:
        self.setValue(round(self.value() + steps * self.singleStep(), self._step_decimals))
        self.selectAll()

    @property
    def _step_decimals(self) -> int:
        return SURPLUS - int(f"{self.singleStep():e}".partition("e")[2])
