"""How all is looked at is kept as plain data, and a foreign file may hold anything in its place."""

import json
import random

import pytest
from PySide6.QtWidgets import QSplitter

from engine.goal import Goal
from engine.ladder import StepSize
from engine.quantity import Quantity
from gui.session.view import PARTS, show_view, view_of
from tests.gui.helpers import find, make_as_new, settle

ODD = (None, True, -1, 0, 10**19, 1e300, "", "weight", [], [1], ["weight", 1, 0, 0], {}, {"row": 10**6}, {"row": -1})


def look_around(window) -> None:
    """Choose something else of everything that can be chosen."""
    controller = window.controller
    controller.set_step_size(StepSize.LAYER)
    controller.set_speed(30)
    controller.set_goal(Goal("weight changes sign", 0.0, Quantity("weight", 2, 0, 1)))
    controller.selection.choose(Quantity("bias", 1, 1))
    controller.show_row(2)
    controller.output.change(axes=("height", "weight"))
    for name in ("labels", "log-loss", "discrete", "test-rows", "layer-buttons", "faces"):
        window.action(name).trigger()
    window.show_pane("weights")
    window.tabs.setCurrentIndex(3)
    window.set_digits(7)
    find(window, QSplitter, "body").setSizes([400, 500, 380])
    find(window, QSplitter, "right-side").setSizes([100, 400, 200])
    settle(window)


def without_the_calculation(view: dict) -> dict:
    return {name: value for name, value in view.items() if name != "sizes of calculation-panes"}


@pytest.fixture
def looked(open_window, digits):
    """A window in which everything was looked at in another way; afterwards it is as new again."""
    window = open_window()
    as_new = view_of(window)
    look_around(window)
    yield window, as_new
    show_view(window, as_new)
    window.parted_by_hand = False


def test_everything_is_shown_again_as_it_was(looked):
    window, as_new = looked
    view = json.loads(json.dumps(view_of(window)))
    changed = {name for name in view if view[name] != as_new[name]}
    assert changed >= {part.name for part in PARTS} - {
        "picture",
        "axes",
        "sizes of network-and-calculation",
        "sizes of calculation-panes",
    }
    show_view(window, as_new)
    settle(window)
    # What is hidden has no sizes, and takes none.
    assert without_the_calculation(view_of(window)) == without_the_calculation(as_new)
    show_view(window, view)
    settle(window)
    assert view_of(window) == view


def test_a_typed_point_is_shown_again(looked):
    window, _ = looked
    window.controller.show_probe(window.controller.probe.__class__("you", window.controller.probe.inputs + 1))
    view = json.loads(json.dumps(view_of(window)))
    window.controller.show_row(0)
    show_view(window, view)
    assert view_of(window)["probe"] == view["probe"]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_what_a_part_cannot_be_changes_nothing_that_can_be_seen(window, part):
    for odd in ODD:
        show_view(window, {part.name: odd})
        json.dumps(view_of(window), allow_nan=False)
    settle(window)


def test_parts_that_are_mixed_up_are_never_an_error(looked):
    window, _ = looked
    view, chance = view_of(window), random.Random(1)
    names = list(view)
    for _ in range(10):
        show_view(window, dict(zip(names, chance.sample(list(view.values()), len(names)), strict=True)))
    settle(window)
    make_as_new(window, "height-weight")


def test_a_view_without_any_part_leaves_all_as_it_is(looked):
    window, _ = looked
    before = view_of(window)
    show_view(window, {})
    assert view_of(window) == before
