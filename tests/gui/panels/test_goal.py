"""Run until …: a run pauses where its goal is reached, and what is no goal is refused in words."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox, QWidget

from engine.datasets.drawing import begun, with_rows
from engine.goal import Goal
from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.figures import figure
from tests.engine.test_patience import PATIENT
from tests.gui.helpers import (
    bits,
    choose,
    click,
    field,
    find,
    go_fast,
    press,
    press_only,
    settle,
    text,
    trained,
    type_into,
    wait_until,
)
from tests.gui.walks import LESSON

# In this lesson it is positive for the first 29 epochs, and negative from then on.
TURNING = Quantity("weight", 2, 0, 1)


def set_goal(window, kind: str, value: str = "") -> None:
    """Choose a goal with the mouse and type its number."""
    choose(field(window, "goal-kind", QComboBox), kind)
    if value:
        type_into(find(window, QLineEdit, "goal-value"), value)


def run(window) -> None:
    """Run flat out from the keyboard, to wherever the run ends."""
    window.network.setFocus()
    go_fast(window)
    press(window, "Space")


def first_epoch(values: np.ndarray, reached) -> int:
    return int(np.flatnonzero(reached(values))[0])


# Goals.


def test_a_run_pauses_at_an_epoch(window):
    set_goal(window, "epoch", "25")
    run(window)
    assert text(window, "figure-epoch") == "25"
    assert bits(window.controller.snapshot) == bits(trained(LESSON, 25))
    assert text(window, "headline").startswith("Done: 25 epochs.")
    run(window)
    assert window.controller.snapshot.epoch == LESSON.epochs, "the goal lies behind: the epochs count again"


def test_one_epoch_is_one(window):
    set_goal(window, "epoch", "1")
    run(window)
    assert text(window, "headline").startswith("Done: 1 epoch.")


def test_a_run_pauses_where_the_loss_is_low_enough(window):
    set_goal(window, "loss below", "0.1")
    run(window)
    epoch = first_epoch(trained(LESSON, 100).snapshot().curves.train_loss, lambda loss: loss < 0.1)
    assert text(window, "headline") == f"Reached, at epoch {epoch}. Run goes on, Reset starts over."
    assert bits(window.controller.snapshot) == bits(trained(LESSON, epoch))


def test_a_run_pauses_where_the_accuracy_is_high_enough(window):
    set_goal(window, "accuracy at least, %", "75")
    run(window)
    epoch = first_epoch(trained(LESSON, 20).snapshot().curves.train_accuracy, lambda accuracy: accuracy >= 0.75)
    assert text(window, "headline").startswith(f"Reached, at epoch {epoch}.")
    assert window.controller.snapshot.accuracy >= 0.75


def test_a_run_pauses_in_the_middle_of_an_epoch_where_a_weight_changes_its_sign(window):
    view = window.network.views[0]
    click(view, view.position_on(TURNING, 0.3))
    set_goal(window, "a weight changes sign")
    assert text(window, "goal-parameter") == "w⁽²⁾₁₂"
    run(window)
    snapshot = window.controller.snapshot
    assert text(window, "headline").startswith("Reached, at epoch ")
    trainer, place = Trainer(LESSON), LESSON.architecture.place_of(TURNING)
    while trainer.parameters[place] > 0:
        before = trainer.position
        for _ in trainer.advance(StepSize.BATCH):
            pass
    assert snapshot.position == trainer.position > before
    assert bits(snapshot) == bits(trainer)


def test_a_run_that_ends_before_its_goal_says_so(window):
    window.controller.edit("epochs", 30)
    set_goal(window, "loss below", "1e-9")
    run(window)
    assert text(window, "headline") == "Epoch 30, and the goal is not reached yet. Run goes on."
    run(window)
    assert text(window, "figure-epoch") == "60"


def test_without_a_goal_the_epochs_count_again(window):
    set_goal(window, "epoch", "25")
    set_goal(window, "the epochs are done")
    assert window.controller.settings.goal is None
    assert not find(window, QLineEdit, "goal-value").isVisible()
    window.controller.edit("epochs", 40)
    run(window)
    assert text(window, "figure-epoch") == "40"


def test_a_slow_walk_pauses_at_its_goal_too(window):
    view = window.network.views[0]
    click(view, view.position_on(TURNING, 0.3))
    set_goal(window, "a weight changes sign")
    window.controller.run_to(29)
    settle(window)
    window.controller.set_step_size(StepSize.SAMPLE)
    window.controller.set_speed(100)
    window.network.setFocus()
    press(window, "Space")
    assert text(window, "headline").startswith("Reached, at epoch ")


# The keyboard.


def test_a_goal_is_chosen_and_typed_with_keys_alone(window):
    press_only(window, "U")
    assert window.tabs.currentWidget() is window.training
    kind = find(window, QComboBox, "goal-kind")
    wait_until(kind.hasFocus)
    QTest.keyClick(kind, Qt.Key.Key_Down)
    QTest.keyClick(kind, Qt.Key.Key_Down)
    assert kind.currentText() == "loss below"
    QTest.keyClick(kind, Qt.Key.Key_Tab)
    value = find(window, QLineEdit, "goal-value")
    assert window.focusWidget() is value
    press_only(window, "Ctrl+A")
    QTest.keyClicks(value, "0.2")
    QTest.keyClick(value, Qt.Key.Key_Return)
    assert window.controller.settings.goal == Goal("loss below", 0.2)


def test_every_kind_begins_with_a_value_that_makes_sense(window):
    for kind, value in (("epoch", "100"), ("loss below", "0.01"), ("accuracy at least, %", "100")):
        set_goal(window, kind)
        assert find(window, QLineEdit, "goal-value").text() == value


# What is typed.


@pytest.mark.parametrize(("typed", "value"), [("0,2", 0.2), ("2e-1", 0.2), (" .2 ", 0.2), ("0", 0.0)])
def test_a_number_may_have_a_comma_or_a_point(window, typed, value):
    set_goal(window, "loss below", typed)
    assert window.controller.settings.goal == Goal("loss below", value)
    assert find(window, QWidget, "banner").isHidden()


def test_per_cent_stand_as_they_were_typed(window):
    for typed in ("99.9", "57", "0.1", "100"):
        set_goal(window, "accuracy at least, %", typed)
        assert find(window, QLineEdit, "goal-value").text() == typed
        assert window.controller.settings.goal.value == pytest.approx(float(typed) / 100)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("loss below", "low"),
        ("loss below", ""),
        ("loss below", "-1"),
        ("loss below", "1e999"),
        ("accuracy at least, %", "100.5"),
        ("accuracy at least, %", "-5"),
        ("epoch", "12.5"),
        ("epoch", "1e999"),
        ("epoch", "1e30"),
        ("epoch", "soon"),
    ],
)
def test_what_is_no_goal_is_refused_and_changes_nothing(window, kind, typed):
    set_goal(window, kind)
    before, shown = window.controller.settings, find(window, QLineEdit, "goal-value").text()
    value = find(window, QLineEdit, "goal-value")
    if typed:
        type_into(value, typed)
    else:
        value.setFocus()
        press_only(window, "Ctrl+A")
        QTest.keyClick(value, Qt.Key.Key_Delete)
        QTest.keyClick(value, Qt.Key.Key_Return)
    assert window.controller.settings == before
    assert value.text() == shown
    assert f"“{typed}” is nothing to run until" in find(window, QLabel, "banner-text").text()
    assert not find(window, QWidget, "banner").isHidden()


def test_leaving_the_field_without_typing_changes_nothing(window):
    set_goal(window, "accuracy at least, %", "33.3")
    before = window.controller.settings.goal
    value = find(window, QLineEdit, "goal-value")
    value.setFocus()
    window.network.setFocus()
    assert window.controller.settings.goal is before


# The weight that is watched.


def test_the_weight_chosen_in_the_picture_is_the_one_that_is_watched(window):
    set_goal(window, "a weight changes sign")
    assert window.controller.settings.goal.parameter == Quantity("weight", 1)
    window.controller.selection.choose(Quantity("bias gradient", 1, 1))
    assert text(window, "goal-parameter") == "b⁽¹⁾₂"
    assert window.controller.settings.goal.parameter == Quantity("bias", 1, 1)


def test_a_weight_that_a_network_does_not_have_is_never_watched(open_window):
    window = open_window("xor")
    click(window.network.views[1])
    set_goal(window, "a weight changes sign")
    window.controller.selection.choose(Quantity("weight", 2, 0, 1))
    assert text(window, "goal-parameter") == "w⁽²⁾₁₂"
    window.controller.set_focus(0)
    assert window.controller.settings.goal.parameter == Quantity("weight", 1)
    assert text(window, "goal-parameter") == "w₁₁"
    window.controller.edit("epochs", 5)
    run(window)
    assert text(window, "figure-epoch") == "5"
    window.controller.set_focus(1)
    assert text(window, "goal-parameter") == "w⁽²⁾₁₂", "it is still chosen"


def test_another_lesson_has_no_goal(window):
    set_goal(window, "a weight changes sign")
    window.controller.open_lesson("or-gate")
    settle(window)
    assert window.controller.settings.goal is None
    assert find(window, QComboBox, "goal-kind").currentText() == "the epochs are done"


# A run under way.


def test_a_goal_that_is_chosen_while_it_runs_counts_at_once(window):
    window.controller.edit("epochs", 0)
    window.controller.set_speed(None)
    window.controller.run()
    wait_until(lambda: window.controller.snapshot.epoch > 3)
    window.controller.set_goal(Goal("loss below", 1e-3))
    settle(window)
    assert text(window, "headline").startswith("Reached")


def test_an_epoch_that_is_chosen_while_it_runs_counts_at_once(window):
    window.controller.edit("epochs", 0)
    window.controller.set_speed(1000)
    window.controller.run()
    wait_until(lambda: window.controller.snapshot.epoch > 3)
    window.controller.set_goal(Goal("epoch", window.controller.snapshot.epoch + 100))
    target = int(window.controller.settings.goal.value)
    settle(window)
    assert window.controller.snapshot.epoch == target


# Early stopping.


@pytest.fixture
def overfitting(open_window):
    """A lesson whose test loss soon rises."""
    window = open_window("virus")
    for field_name, value in vars(PATIENT).items():
        if field_name in OVERFITTING_FIELDS:
            assert window.controller.edit(field_name, value)
    settle(window)
    return window


OVERFITTING_FIELDS = ("hidden", "activation", "learning_rate", "batch_size", "shuffle", "train_share", "seed", "epochs")


def test_a_run_pauses_where_the_test_loss_has_long_not_been_lower_and_one_key_goes_to_the_best(overfitting):
    window = overfitting
    type_into(field(window, "patience", QSpinBox), "7")
    run(window)
    snapshot, best = window.controller.snapshot, window.controller.report.best
    assert snapshot.epoch == best.epoch + 7
    headline = f"Epoch {snapshot.epoch}: the test loss was not lower for 7 epochs. Run goes on."
    assert text(window, "headline") == headline
    assert text(window, "subline") == f"Best at epoch {best.epoch}, with a loss of {figure(best.loss)}."
    press(window, "G")
    assert window.controller.snapshot.epoch == best.epoch
    assert window.controller.snapshot.test.loss == best.loss == snapshot.curves.test_loss.min()
    assert text(window, "said") == f"The lowest test loss, {figure(best.loss)}."
    run(window)
    assert bits(window.controller.snapshot) == bits(snapshot)


def test_the_button_below_the_headline_goes_to_the_best_too(overfitting):
    window = overfitting
    type_into(field(window, "patience", QSpinBox), "7")
    run(window)
    best = window.controller.report.best
    assert window.network.way_to_the_best.isVisible()
    click(window.network.way_to_the_best)
    settle(window)
    assert window.controller.snapshot.epoch == best.epoch
    assert not window.network.way_to_the_best.isVisible()


def test_the_best_epoch_of_any_run_can_be_gone_to_once_there_is_a_run(window):
    action = window.action("go-to-best")
    assert not action.isEnabled()
    run(window)
    losses = window.controller.snapshot.curves.train_loss
    assert action.isEnabled()
    action.trigger()
    settle(window)
    assert window.controller.snapshot.epoch == losses.argmin()


def test_patience_can_be_changed_in_the_middle_of_training(overfitting):
    window = overfitting
    window.controller.run_to(5)
    settle(window)
    type_into(field(window, "patience", QSpinBox), "7")
    assert window.controller.snapshot.epoch == 5
    run(window)
    assert window.controller.report.best is not None


def test_with_other_rows_the_best_epoch_is_looked_for_among_those_that_had_them(window):
    controller = window.controller
    controller.run_to(20)
    settle(window)
    table = begun(controller.experiment.table, "mine")
    for answer in (0.0, 1.0):
        table = with_rows(table, controller.experiment.table.inputs, np.array([answer]))
    controller.change_table(table)
    controller.run_to(40)
    settle(window)
    losses = controller.snapshot.curves.train_loss
    assert losses[:20].min() < losses[20:].min()
    press(window, "G")
    assert controller.snapshot.epoch == 20 + losses[20:].argmin()


def test_ten_starts_say_how_many_of_them_stopped_early(overfitting):
    window = overfitting
    type_into(field(window, "patience", QSpinBox), "7")
    type_into(field(window, "epochs", QSpinBox), "60")
    window.network.views[0].setFocus()
    press(window, "T")
    early = window.controller.starts.early
    assert early > 0
    assert f"{early} stopped early and count with their best epoch" in text(window, "starts-result")


def test_where_quantities_are_learned_no_accuracy_can_be_asked_for(open_window):
    window = open_window("playground")
    kind = find(window, QComboBox, "goal-kind")
    window.controller.set_goal(Goal("accuracy at least", 0.9))
    window.controller.edit("data", "sine")
    settle(window)
    offered = kind.model().item(kind.findData("accuracy at least"))
    assert window.controller.settings.goal is None
    assert not offered.isEnabled()
    window.controller.edit("data", "circle")
    settle(window)
    assert offered.isEnabled()
