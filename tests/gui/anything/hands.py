"""Hands that work a control as a person does, and leave alone what is hidden or greyed out.

A number chooses among what there is, whatever that is at the moment: what is drawn does not depend on how far the
trainer has come.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QListWidget,
    QSlider,
    QSpinBox,
    QWidget,
)
from shiboken6 import isValid

from gui.main_window import MainWindow
from tests.gui.helpers import find, type_into

Thing = TypeVar("Thing")
Kind = TypeVar("Kind", bound=QWidget)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
# Of the numbers that a spin box takes the lowest so many are tried: small tables, small batches, short runs.
FEW = 60


def pick(number: int, things: Sequence[Thing]) -> Thing | None:
    """One of some things; None where there is none."""
    return things[number % len(things)] if things else None


def reachable(window: QWidget, kind: type[Kind], *names: str) -> list[Kind]:
    """What of that kind one can see and use, of these names if there are any."""
    found = window.findChildren(kind)
    return [widget for widget in found if widget.isVisible() and widget.isEnabled() and _named(widget, names)]


def _named(widget: QWidget, names: Sequence[str]) -> bool:
    return not names or widget.objectName() in names


def settings_field(window: MainWindow, kind: type[Kind], name: str) -> Kind | None:
    """A field of the settings, with its tab in front; None where the experiment has no use for it."""
    widget = find(window, kind, name)
    window.tabs.setCurrentIndex(next(n for n in range(4) if window.tabs.widget(n).isAncestorOf(widget)))
    return widget if widget.isVisible() and widget.isEnabled() else None


def choose_entry(combo: QComboBox | None, number: int) -> None:
    """Choose one of a list; headings cannot be chosen."""
    if combo is None:
        return
    model = combo.model()
    flag = Qt.ItemFlag.ItemIsEnabled
    place = pick(number, [n for n in range(combo.count()) if model.flags(model.index(n, 0)) & flag])
    if place is not None:
        combo.setCurrentIndex(place)
        combo.activated.emit(place)


def turn(spin: QAbstractSpinBox | None, number: int) -> None:
    """Put a small number into a box, or one along its range."""
    if isinstance(spin, QSpinBox):
        spin.setValue(spin.minimum() + number % FEW)
    elif isinstance(spin, QDoubleSpinBox):
        spin.setValue(spin.minimum() + (spin.maximum() - spin.minimum()) * (number % FEW) / FEW)


def type_text(line: QLineEdit | None, typed: str) -> None:
    if line is not None:
        type_into(line, typed)


def tick(listed: QListWidget | None, number: int) -> None:
    """Tick one of a list, or take its tick away."""
    item = listed.item(number % listed.count()) if listed is not None and listed.count() else None
    if item is not None:
        checked = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)


def press_button(button: QAbstractButton | None) -> None:
    if button is not None:
        button.click()


def slide(slider: QSlider | None, *places: int) -> None:
    """Drag a slider along some places, each in 256ths of its length."""
    if slider is None:
        return
    slider.setSliderDown(True)
    for place in places:
        slider.setSliderPosition(slider.minimum() + (slider.maximum() - slider.minimum()) * place // 255)
    slider.setSliderDown(False)


# The mouse.


def point_in(widget: QWidget, across: int, down: int) -> QPoint:
    """A point, in 256ths of the width and height."""
    return QPoint(widget.width() * across // 256, widget.height() * down // 256)


def click_in(widget: QWidget | None, across: int, down: int) -> None:
    if widget is not None and widget.isVisible():
        QTest.mouseClick(widget, LEFT, pick(across + down, MODIFIERS), point_in(widget, across, down))


def drag_in(widget: QWidget | None, *places: tuple[int, int]) -> None:
    """Press at the first place, go along the others and let go at the last."""
    if widget is None or not widget.isVisible():
        return
    first, *others = (point_in(widget, *place) for place in places)
    button = RIGHT if sum(places[0]) % 5 == 0 else LEFT
    modifier: Any = pick(sum(places[-1]), MODIFIERS)
    QTest.mousePress(widget, button, modifier, first)
    for place in others:
        QTest.mouseMove(widget, place)
    QApplication.processEvents()
    if not isValid(widget):
        # The network was replaced meanwhile.
        return
    QTest.mouseRelease(widget, button, modifier, others[-1] if others else first)
