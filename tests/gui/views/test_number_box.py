"""A field takes a number as it is typed and shows all of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.views.number_box import NumberBox
from tests.gui.helpers import type_into


@pytest.fixture
def box(qtbot):
    box = NumberBox()
    qtbot.addWidget(box)
    box.setRange(-1e15, 1e15)
    box.setSingleStep(0.1)
    return box


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("0.25", 0.25, "0.25"),
        ("1,5", 1.5, "1.5"),
        ("-3", -3.0, "−3"),
        ("−3.125", -3.125, "−3.125"),
        ("0.1234567890123456", 0.1234567890123456, "0.1234567890123456"),
        ("2.5e-300", 2.5e-300, "2.5e−300"),
        ("x7y", 7.0, "7"),
    ],
)
def test_what_is_typed_is_taken_and_shown(box, typed, value, shown):
    type_into(box, typed)
    assert (box.value(), box.text()) == (value, shown)


@pytest.mark.parametrize("typed", ["", "-", "4e", "-5", "1000"])
def test_what_is_no_number_of_the_range_leaves_one_that_is(box, typed):
    box.setRange(20, 300)
    box.setValue(60)
    type_into(box, typed)
    assert box.value() in (60, 100)
    assert float(box.text()) == box.value()


def test_a_step_leaves_nothing_of_binary_fractions(box):
    box.setValue(0.3)
    for _ in range(4):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.text() == "−0.1"
