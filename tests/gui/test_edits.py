"""Weights set by hand in the window: the answer, the loss and the table follow, wherever the number was set."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.figures import editable
from gui.painting.biases import bias_box
from gui.views.weight_drag import PIXELS
from tests.gui.hands import BIAS, WEIGHT, drag, drag_edge, run_to, value_in, value_of
from tests.gui.helpers import bits, column, find, press, settle, text, trained, type_into
from tests.gui.walks import LESSON

FIRST = Quantity("weight", 1)


def edited(trainer: Trainer, parameter: Quantity, value: float) -> Trainer:
    """The engine's trainer with a weight set by hand."""
    trainer.edit(parameter, value)
    return trainer


def assert_all_show(window, trainer: Trainer) -> None:
    """Figures, table, picture and output are those of the engine's trainer."""
    snapshot = trainer.snapshot()
    assert bits(window.controller.snapshot) == bits(trainer)
    assert text(window, "figure-loss") == f"{snapshot.loss:.4f}"
    assert text(window, "figure-accuracy") == f"{100 * snapshot.accuracy:.1f} %"
    assert column(window, "ŷ") == [f"{value:.4f}" for value in snapshot.predictions[:, 0]]
    view = window.network.views[0]
    view.grab()
    assert view.shown_numbers()[Quantity("activation", 2)] == f"{snapshot.predictions[0, 0]:.4f}"


# Dragging.


def test_dragging_an_edge_changes_the_answer_the_loss_and_the_table(window):
    run_to(window, 3)
    drag_edge(window, 20, 60, 90)
    value = value_of(window, WEIGHT)
    assert value > value_in(trained(LESSON, 3), WEIGHT)
    assert_all_show(window, edited(trained(LESSON, 3), WEIGHT, value))
    assert window.controller.selection.chosen == WEIGHT


def test_dragging_a_bias_does_so_too(window):
    view = window.network.views[0]
    drag(window, bias_box(view.layout_now(), (1, 1), view.position_of(1, 1)).center(), -30, -60)
    value = value_of(window, BIAS)
    assert value < value_in(Trainer(LESSON), BIAS)
    assert_all_show(window, edited(Trainer(LESSON), BIAS, value))


def test_in_the_middle_of_a_batch_the_walk_goes_on_with_the_new_weight(window):
    press(window, "Ctrl+3", "Right", "Right", "Right")
    before = window.controller.walk.cursor
    drag_edge(window, 60)
    walk = window.controller.walk
    assert walk.cursor == before
    assert walk.value(WEIGHT) == value_of(window, WEIGHT)
    press(window, "Ctrl+5", "Right")
    trainer = edited(Trainer(LESSON), WEIGHT, walk.value(WEIGHT))
    for _ in trainer.advance(StepSize.BATCH):
        pass
    assert bits(window.controller.snapshot) == bits(trainer)


# Two networks.


def test_linked_networks_are_edited_together(open_window):
    window = open_window("sigmoid")
    drag_edge(window, 50, edge=FIRST)
    value = value_of(window, FIRST)
    assert value != 1.0
    assert value_of(window, FIRST, network=1) == value
    press(window, "Ctrl+Z")
    assert [value_of(window, FIRST, network=number) for number in (0, 1)] == [1.0, 1.0]


def test_networks_that_are_not_linked_are_edited_alone(open_window):
    window = open_window("xor")
    press(window, "Ctrl+7", "Right")
    other = bits(window.controller.report.snapshots[1])
    drag_edge(window, 50, edge=FIRST)
    assert bits(window.controller.report.snapshots[1]) == other
    assert bits(window.controller.snapshot) != bits(trained(load_lesson("xor").experiment, 10))


def test_the_network_that_is_dragged_is_the_one_that_changes(open_window):
    window = open_window("xor")
    first = bits(window.controller.snapshot)
    drag_edge(window, 50, network=1)
    assert window.controller.focus == 1
    assert bits(window.controller.report.snapshots[0]) == first
    assert window.controller.report.undoes is not None


# Typing.


def test_a_weight_is_typed_beside_its_slider(window):
    press(window, "F6")
    window.controller.selection.choose(WEIGHT)
    value = find(window, QLineEdit, "try-value")
    assert value.text() == editable(value_in(Trainer(LESSON), WEIGHT))
    type_into(value, "-1.25")
    settle(window)
    assert_all_show(window, edited(Trainer(LESSON), WEIGHT, -1.25))
    assert value.text() == "-1.25"


def test_what_is_dragged_in_the_picture_is_what_the_field_says(window):
    press(window, "F6")
    drag_edge(window, 45)
    assert find(window, QLineEdit, "try-value").text() == editable(value_of(window, WEIGHT))


@pytest.mark.parametrize("typed", ["two", "1e300", ""])
def test_what_is_no_weight_is_refused_and_changes_nothing(window, typed):
    press(window, "F6")
    before = bits(window.controller.snapshot)
    type_into(find(window, QLineEdit, "try-value"), typed)
    settle(window)
    assert bits(window.controller.snapshot) == before
    assert text(window, "try-refusal").startswith("✗")


# By hand to the goal.


def test_looking_for_a_weight_by_hand_ends_at_two_where_the_loss_is_nothing(open_window):
    window = open_window("weight-search")
    value = find(window, QLineEdit, "try-value")
    seen = []
    for typed in ("4", "3", "2.5", "2"):
        type_into(value, typed)
        settle(window)
        seen.append(text(window, "figure-loss"))
    assert seen == ["14.0000", "3.5000", "0.8750", "0.0000"]
    assert column(window, "ŷ") == ["0.0000", "2.0000", "4.0000", "6.0000"]
    assert set(column(window, "error")) == {"+0.0000"}
    assert "would go to 2.0000" in find(window, QLabel, "try-caption").toolTip()
    window.network.setFocus()
    press(window, "R", "Ctrl+8", "Right")
    assert value_of(window, FIRST) == pytest.approx(2.0)


def test_the_edge_itself_can_be_dragged_to_it(open_window):
    window = open_window("weight-search")
    scale = window.network.views[0].scale
    drag_edge(window, round(-PIXELS / scale), edge=FIRST)
    assert value_of(window, FIRST) == pytest.approx(2.0, abs=scale / PIXELS)


def test_a_linked_network_of_another_shape_is_left_alone(open_window):
    window = open_window("sigmoid")
    window.controller.edit("hidden", (4,))
    settle(window)
    other = bits(window.controller.report.snapshots[1])
    window.controller.edit_parameter(Quantity("weight", 1, 2, 0), 0.5)
    settle(window)
    assert value_of(window, Quantity("weight", 1, 2, 0)) == 0.5
    assert bits(window.controller.report.snapshots[1]) == other
    assert not window.banner.isVisible()


def test_an_edit_of_what_a_network_has_not_is_ignored(window):
    before = bits(window.controller.snapshot)
    window.controller.edit_parameter(Quantity("weight", 1, 7, 0), 0.5)
    window.controller.edit_parameter(Quantity("weight", 1), 0.5, also=[(Quantity("bias", 1, 7), 0.5)])
    settle(window)
    assert bits(window.controller.snapshot) == before
    assert not window.banner.isVisible()


def test_an_edit_that_comes_while_another_lesson_opens_changes_nothing(open_window):
    window = open_window("height-weight")
    window.controller.open_lesson("xor")
    window.controller.edit_parameter(Quantity("weight", 1, 1, 1), 7.0)
    window.controller.edit_parameter(Quantity("weight", 1), 7.0)
    settle(window)
    experiments = window.controller.experiments
    assert bits(*window.controller.report.snapshots) == bits(*map(Trainer, experiments))
    assert window.controller.report.undoes.kind == "opened"
    assert not window.banner.isVisible()


@pytest.mark.parametrize("key", ["Right", "PgDown", "Space", "Left"])
def test_a_key_that_comes_while_a_lesson_without_targets_opens_does_nothing(open_window, key):
    window = open_window("or-gate")
    window.controller.open_lesson("neuron")
    press(window, key)
    assert window.controller.snapshot.epoch == 0
    assert not window.banner.isVisible()
    assert "nothing to learn" in text(window, "headline")
