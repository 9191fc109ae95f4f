"""What is pointed at and what is chosen: told once, and only when it is another thing than before."""

import pytest
from PySide6.QtTest import QSignalSpy

from engine.quantity import Quantity
from gui.selection import Selection

WEIGHT, OTHER = Quantity("weight", 1, 0, 1), Quantity("activation", 1, 0)


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def changes(selection):
    return QSignalSpy(selection.changed)


def test_at_first_nothing_is_pointed_at_and_nothing_chosen(selection):
    assert (selection.hovered, selection.chosen, selection.parameter) == (None, None, None)
    assert not selection.lights(WEIGHT)


def test_what_is_pointed_at_or_chosen_lights(selection):
    selection.hover(WEIGHT)
    selection.choose(OTHER)
    assert selection.lights(WEIGHT)
    assert selection.lights(OTHER)
    assert not selection.lights(Quantity("weight", 1, 0, 0))
    selection.hover(None)
    assert not selection.lights(WEIGHT)
    assert selection.lights(OTHER)


def test_every_change_is_told_once(selection, changes):
    selection.hover(WEIGHT)
    selection.hover(WEIGHT)
    selection.choose(WEIGHT)
    selection.choose(WEIGHT)
    selection.hover(None)
    assert changes.count() == 3


def test_the_same_number_of_another_pane_is_no_change(selection, changes):
    selection.hover(Quantity("weight", 1, 0, 1))
    selection.hover(Quantity("weight", 1, 0, 1))
    assert changes.count() == 1


def test_another_lesson_clears_both_and_tells_of_it_once(selection, changes):
    selection.hover(WEIGHT)
    selection.choose(OTHER)
    selection.clear()
    selection.clear()
    assert (selection.hovered, selection.chosen) == (None, None)
    assert changes.count() == 3


@pytest.mark.parametrize(
    ("chosen", "parameter"),
    [
        (WEIGHT, WEIGHT),
        (WEIGHT.as_kind("row weight gradient"), WEIGHT),
        (WEIGHT.as_kind("new weight"), WEIGHT),
        (WEIGHT.as_kind("back product"), WEIGHT),
        (Quantity("bias gradient", 2), Quantity("bias", 2)),
        (Quantity("new bias", 2), Quantity("bias", 2)),
        (OTHER, None),
        (Quantity("loss"), None),
    ],
)
def test_a_number_that_belongs_to_a_weight_chooses_the_weight(selection, chosen, parameter):
    selection.choose(chosen)
    assert selection.parameter == parameter


def test_a_number_that_belongs_to_no_weight_leaves_the_weight_chosen(selection):
    selection.choose(WEIGHT)
    for thing in (OTHER, None):
        selection.choose(thing)
        assert (selection.chosen, selection.parameter) == (thing, WEIGHT)
    selection.clear()
    assert selection.parameter is None


def test_pointing_chooses_nothing(selection):
    selection.hover(WEIGHT)
    assert selection.parameter is None
