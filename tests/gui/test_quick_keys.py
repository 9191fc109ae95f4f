"""A key that follows another at once, before the first report has come, is not lost."""

from engine.ladder import StepSize
from engine.trainer import Trainer
from tests.gui.helpers import bits, press, press_only, settle, trained


def test_a_step_that_is_taken_back_at_once_leaves_the_start(window):
    window.controller.set_step_size(StepSize.TEN_EPOCHS)
    settle(window)
    assert not window.action("step-back").isEnabled()
    press(window, "Right", "Right", "Left", "Left", "Right", "Left")
    assert bits(window.controller.snapshot) == bits(Trainer(window.controller.experiment))
    assert window.controller.snapshot.epoch == 0
    assert not window.action("step-back").isEnabled()


def test_a_run_that_is_cancelled_at_once_does_not_run_on(window):
    window.controller.edit("epochs", 10**9)
    window.controller.set_speed(None)
    settle(window)
    press(window, "Space", "Esc")
    assert not window.controller.running
    assert not window.action("cancel").isEnabled()


def test_a_change_is_undone_and_made_again_at_once(window):
    assert not window.action("undo").isEnabled()
    window.controller.edit("learning_rate", 0.5)
    press(window, "Ctrl+Z")
    assert window.controller.experiment.learning_rate == 0.1
    press(window, "Ctrl+Shift+Z", "Ctrl+Z", "Ctrl+Shift+Z")
    assert window.controller.experiment.learning_rate == 0.5
    assert window.action("undo").isEnabled()
    assert not window.action("redo").isEnabled()


def test_what_was_asked_for_in_vain_is_not_offered_for_long(window):
    press_only(window, "Ctrl+Z")
    window.controller.undo()
    settle(window)
    assert not window.action("undo").isEnabled()
    assert not window.action("redo").isEnabled()


def test_steps_forwards_and_back_as_fast_as_keys_come_end_where_they_cancel_out(window):
    window.controller.set_step_size(StepSize.EPOCH)
    press(window, *["Right", "Left", "Right"] * 20)
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 20))
