"""Fields for numbers: the keys of undo are the window's, except while something is being typed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from engine.quantity import Quantity
from tests.gui.hands import value_of
from tests.gui.helpers import activate, find, press, settle, type_into, wait_until

FIRST = Quantity("weight", 1)


def test_after_enter_the_keys_of_undo_are_the_windows(window):
    press(window, "F6")
    before = value_of(window, FIRST)
    field = find(window, QLineEdit, "try-value")
    type_into(field, "0.5")
    settle(window)
    assert window.focusWidget() is field
    assert value_of(window, FIRST) == 0.5
    press(window, "Ctrl+Z")
    assert value_of(window, FIRST) == before
    press(window, "Ctrl+Shift+Z")
    assert value_of(window, FIRST) == 0.5


def test_while_one_types_the_keys_of_undo_are_the_fields(window):
    press(window, "F6")
    field = find(window, QLineEdit, "try-value")
    type_into(field, "0.5")
    settle(window)
    QTest.keyClicks(field, "7")
    press(window, "Ctrl+Z")
    assert value_of(window, FIRST) == 0.5
    assert field.text() == "0.5"


def test_after_the_table_of_weights_was_typed_into_undo_is_the_windows(window):
    press(window, "F4")
    activate(window)
    table = window.calculation.weights.table
    before = value_of(window, FIRST)
    table.setFocus()
    table.setCurrentIndex(window.calculation.weights.model.index(0, 0))
    QTest.keyClicks(table, "3")
    QTest.keyClick(find(table, QLineEdit, "weight-editor"), Qt.Key.Key_Return)
    wait_until(lambda: value_of(window, FIRST) == 3.0)
    press(window, "Ctrl+Z")
    assert value_of(window, FIRST) == before


def test_an_editor_in_which_nothing_is_typed_yet_leaves_undo_to_the_window(window):
    window.controller.edit_parameter(FIRST, 3.0)
    settle(window)
    press(window, "F4")
    activate(window)
    table = window.calculation.weights.table
    table.setFocus()
    table.setCurrentIndex(window.calculation.weights.model.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_F2)
    press(window, "Ctrl+Z")
    assert value_of(window, FIRST) != 3.0
