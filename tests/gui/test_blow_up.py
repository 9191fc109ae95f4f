"""Where numbers grow beyond all bounds, the window shows the operation where that began, and what to try."""

import math

import pytest
from PySide6.QtWidgets import QWidget

from engine.blow_up import first_beyond
from engine.commands import State
from engine.ladder import StepSize
from gui.views.maths import MathsView
from tests.gui.helpers import bits, find, press, run_flat_out, settle, text, trained

RUNAWAY = {"output_activation": "linear", "activation": ("linear",), "learning_rate": 1000.0, "scaling": "none"}


@pytest.fixture
def blown(open_window):
    """Opens a lesson, lets its numbers grow beyond all bounds, and returns the window."""

    def run(lesson="height-weight", **changes):
        window = open_window(lesson)
        for field, value in (RUNAWAY | changes).items():
            assert window.controller.edit(field, value)
        settle(window)
        window.network.views[0].setFocus()
        run_flat_out(window)
        return window

    return run


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1700, 900)])
def test_the_formula_of_the_first_result_that_is_not_finite_is_shown_with_what_to_try(blown, size):
    window = blown()
    window.resize(*size)
    settle(window)
    maths = find(window, MathsView, "maths")
    assert maths.isVisible()
    assert "−∞" in maths.shown_numbers().values()
    assert text(window, "blow-up-began").startswith("Here it began. Forward:")
    advice = text(window, "blow-up-try")
    assert "is the first number that is not finite" in advice
    assert "a smaller learning rate (it is 1000), scaled inputs or clipped gradients" in advice
    note = find(window, QWidget, "blow-up-note")
    assert note.isVisible()
    assert note.height() >= note.heightForWidth(note.width())
    assert note.accessibleName() == text(window, "blow-up-began")


def test_only_what_is_not_done_yet_is_advised(blown):
    # Its inputs are 0 and 1: nothing is gained by scaling them.
    assert "Try a smaller learning rate (it is 1000) or clipped gradients" in text(blown("xor"), "blow-up-try")


def test_of_networks_side_by_side_the_one_is_looked_at_whose_numbers_they_are(blown):
    window = blown("xor", activation=("sigmoid",), learning_rate=50.0)
    controller = window.controller
    controller.set_focus(1)
    press(window, "R", "Space")
    assert controller.report.state is State.DIVERGED
    assert controller.focus == controller.report.blown == 0
    assert first_beyond(controller.walk) is not None


def test_every_pane_shows_numbers_that_are_not_finite_and_steps_go_on_through_them(blown):
    window = blown()
    for size in (StepSize.TERM, StepSize.LAYER):
        window.controller.set_step_size(size)
        press(window, "Right", "Right", "F2", "F3", "F4", "F5", "F6", "F7", "F8")
        window.calculation.surface.finish()
        window.grab()
    assert not math.isfinite(window.controller.walk.value(window.controller.walk.result))
    assert not find(window, QWidget, "blow-up-note").isVisible()


def test_who_runs_again_is_told_again(blown):
    window = blown()
    press(window, "M")
    assert not find(window, QWidget, "blow-up-note").isVisible()
    press(window, "Space")
    assert find(window, QWidget, "blow-up-note").isVisible()


def test_a_reset_ends_it_and_the_weights_are_the_starts(blown):
    window = blown()
    press(window, "R")
    assert not find(window, QWidget, "blow-up-note").isVisible()
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment))
    names = [window.calculation.tabs.tabText(place) for place in range(window.calculation.tabs.count())]
    assert names.count("Code") == 1
