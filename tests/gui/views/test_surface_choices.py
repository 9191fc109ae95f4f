"""What a surface is over: the lists say what is asked for, and another choice is told."""

import pytest

from engine.experiment import Experiment
from engine.quantity import Quantity
from gui.views.surface_choices import MOST_LISTED, Cut, SurfaceChoices


def choose(box, place: int) -> None:
    box.setCurrentIndex(place)
    box.activated.emit(place)


@pytest.fixture
def choices(qtbot, qapp):
    choices = SurfaceChoices()
    qtbot.addWidget(choices)
    choices.offer(Experiment("height-weight", hidden=(2,)).architecture)
    return choices


def test_the_first_two_weights_are_asked_for_at_first(choices):
    assert choices.request.cut is Cut.WEIGHTS
    assert (choices.request.first, choices.request.second) == (Quantity("weight", 1), Quantity("weight", 1, 0, 1))
    assert choices.first.count() == choices.second.count() == 9


def test_a_weight_that_is_on_the_other_axis_leaves_its_place_for_it(choices, qtbot):
    before = choices.request
    with qtbot.waitSignal(choices.changed):
        choose(choices.second, 0)
    assert (choices.request.first, choices.request.second) == (before.second, before.first)
    assert (choices.first.currentIndex(), choices.second.currentIndex()) == (1, 0)


def test_only_what_there_is_to_choose_is_shown(choices):
    def shown():
        return [box.isVisibleTo(choices) for box in (choices.first, choices.second, choices.again)]

    assert shown() == [True, True, False]
    choose(choices.cut, choices.cut.findData(Cut.DIRECTIONS))
    assert shown() == [False, False, True]
    seed = choices.request.seed
    choices.again.click()
    assert choices.request.seed == seed + 1
    choose(choices.cut, choices.cut.findData(Cut.PATH))
    assert shown() == [False, False, False]


def test_of_very_many_weights_directions_are_asked_for(choices):
    choices.offer(Experiment("height-weight", hidden=(MOST_LISTED,)).architecture)
    assert choices.request.cut is Cut.DIRECTIONS
    assert choices.first.count() == MOST_LISTED


def test_before_a_network_is_shown_nothing_is_asked_for(qtbot, qapp):
    choices = SurfaceChoices()
    qtbot.addWidget(choices)
    with qtbot.assertNotEmitted(choices.changed):
        choose(choices.cut, 1)
