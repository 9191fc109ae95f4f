"""The controller: intents become commands, and what comes back is the newest word of the engine."""

import threading
import time

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QSpinBox, QWidget

from engine.lessons import load_lesson
from engine.starts import StartsRun
from engine.stepper import Stepper
from engine.trainer import Trainer
from gui.pacing import PACES, RUN_SECONDS, usual_pace
from tests.gui.helpers import (
    bits,
    click,
    field,
    find,
    go_fast,
    press,
    press_only,
    rest,
    run_flat_out,
    set_rate,
    settle,
    text,
    trained,
    trained_to,
    type_into,
    wait_until,
)

# Without a window.


def test_a_lesson_opens_at_its_start(controller):
    controller.open_lesson("or-gate")
    rest(controller)
    assert controller.snapshot.epoch == 0
    assert bits(controller.snapshot) == bits(Trainer(load_lesson("or-gate").experiment))


def test_its_timer_rests_when_nothing_can_come(controller):
    controller.open_lesson("or-gate")
    rest(controller)
    assert not controller._line._timer.isActive()
    controller.step()
    assert controller._line._timer.isActive()
    rest(controller)
    assert not controller._line._timer.isActive()


@pytest.mark.parametrize("epochs", [0, 1, 100, 999, 1000, 5000, 10_000, 100_000])
def test_a_lesson_starts_at_a_pace_that_takes_about_ten_seconds(epochs):
    pace = usual_pace(epochs)
    assert pace in PACES
    if pace is None:
        assert epochs > PACES[-2] * RUN_SECONDS
    elif pace > 10:
        assert RUN_SECONDS / 2.5 <= epochs / pace <= RUN_SECONDS


# Faster than the window can show.


def test_run_at_once_after_reset_ends_at_the_first_end(window):
    run_flat_out(window)
    press_only(window, "R")
    press(window, "Space")
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 100))


def test_run_and_pause_pressed_at_once_is_a_pause(window):
    for _ in range(50):
        press_only(window, "Space")
        press_only(window, "Space")
    settle(window)
    assert window.controller.snapshot.epoch < 1000
    assert bits(window.controller.snapshot) == bits(trained_to(window.controller.snapshot))


def test_another_speed_in_the_middle_of_a_long_step_begins_no_run(open_window):
    window = open_window("breast-cancer-hidden")
    press_only(window, "Ctrl+8")
    press_only(window, "Right")
    wait_until(lambda: window.controller.snapshot.epoch > 0)
    press(window, "-", "Ctrl+7")
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 100))


def test_the_second_network_can_be_chosen_before_it_is_shown(controller):
    controller.open_lesson("height-weight")
    rest(controller)
    controller.open_lesson("xor")
    controller.set_focus(1)
    rest(controller)
    assert controller.snapshot.experiment.hidden == (4,)


# Changes in the middle.


def test_another_learning_rate_in_the_middle_goes_on_from_there(window):
    press(window, "Ctrl+7", "Right")
    set_rate(window, "0.5")
    assert text(window, "figure-epoch") == "10"
    window.network.views[0].setFocus()
    press(window, "Right")
    trainer = trained(load_lesson("height-weight").experiment, 10)
    trainer.change(trainer.experiment.changed(learning_rate=0.5))
    trainer.train(10)
    assert bits(window.controller.snapshot) == bits(trainer)
    assert text(window, "figure-loss") == f"{trainer.snapshot().loss:.4f}"


def test_another_batch_size_in_the_middle_goes_on_from_there(window):
    press(window, "Ctrl+7", "Right")
    type_into(field(window, "batch_size", QSpinBox), "3")
    window.network.views[0].setFocus()
    press(window, "Right")
    trainer = trained(load_lesson("height-weight").experiment, 10)
    trainer.change(trainer.experiment.changed(batch_size=3))
    trainer.train(10)
    assert bits(window.controller.snapshot) == bits(trainer)


def test_the_learning_rate_can_be_changed_while_it_runs(window):
    window.controller.edit("epochs", 300)
    rate = field(window, "learning_rate", QLineEdit)
    go_fast(window)
    press_only(window, "Space")
    wait_until(lambda: window.controller.snapshot.epoch > 5)
    type_into(rate, "0.0001")
    settle(window)
    assert text(window, "figure-epoch") == "300"
    assert window.controller.snapshot.experiment.learning_rate == 0.0001
    # A part of the way was walked at the small rate.
    assert bits(window.controller.snapshot) != bits(trained(load_lesson("height-weight").experiment, 300))


# Divergence.


@pytest.fixture
def diverged(open_window):
    """The lesson mse at a rate of 1000, run until its numbers grow beyond all bounds."""
    window = open_window("mse")
    set_rate(window, "1000")
    window.network.views[0].setFocus()
    run_flat_out(window)
    return window


def test_divergence_pauses_with_a_message(diverged):
    assert not diverged.controller.running
    assert "beyond all bounds" in text(diverged, "headline")
    assert find(diverged, QWidget, "blow-up-note").isVisible()


def test_divergence_leaves_the_last_finite_weights(diverged):
    snapshot = diverged.controller.snapshot
    assert np.isfinite(snapshot.parameters).all()
    assert np.abs(snapshot.parameters).max() > 1e100
    assert bits(snapshot) == bits(trained(snapshot.experiment, snapshot.epoch))


def test_the_window_can_be_used_after_divergence(diverged):
    set_rate(diverged, "0.001")
    diverged.network.views[0].setFocus()
    press(diverged, "R", "Right")
    assert bits(diverged.controller.snapshot) == bits(trained(load_lesson("mse").experiment, 1))
    assert text(diverged, "figure-loss") == "0.4399"
    assert not diverged.action("cancel").isEnabled()


# What goes wrong in the trainer's thread.


@pytest.fixture
def broken_trainer(monkeypatch):
    """No batch can be finished."""

    def fail(self):
        raise RuntimeError("the roof fell in")

    monkeypatch.setattr(Stepper, "finish", fail)
    return monkeypatch


@pytest.mark.parametrize("key", ["Space", "Right", "T"])
def test_an_exception_in_the_trainers_thread_is_shown(window, broken_trainer, key):
    press(window, key)
    wait_until(lambda: find(window, QWidget, "banner").isVisible())
    assert "the roof fell in" in text(window, "banner-text")
    assert not window.controller.running


def test_the_window_can_be_used_after_an_exception(window, broken_trainer):
    press(window, "Space")
    wait_until(lambda: find(window, QWidget, "banner").isVisible())
    broken_trainer.undo()
    press(window, "R", "Right")
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 1))
    click(find(window, QWidget, "banner-close"))
    assert not find(window, QWidget, "banner").isVisible()


# Ten starts.


@pytest.fixture
def ten_starts(open_window):
    """The lesson breast-cancer with 20 epochs, typed into the field."""
    window = open_window("breast-cancer")
    type_into(field(window, "epochs", QSpinBox), "20")
    settle(window)
    return window


def test_ten_starts_are_summed_up_as_the_engine_does(ten_starts):
    window = ten_starts
    click(find(window, QAbstractButton, "ten-starts-button"))
    settle(window)
    run = StartsRun(window.controller.experiment, 10)
    for _ in run.walk():
        pass
    summary = run.starts().summary
    assert text(window, "starts-result").splitlines() == [
        "10 of 10 starts, mean ± standard deviation:",
        f"test accuracy {100 * summary.test_accuracy_mean:.2f} % ± {100 * summary.test_accuracy_std:.2f} %",
        f"all rows {100 * summary.total_accuracy_mean:.2f} % ± {100 * summary.total_accuracy_std:.2f} %",
    ]


def test_ten_starts_on_quantities_are_summed_up_by_their_losses(open_window):
    window = open_window("playground")
    window.controller.edit("data", "sine")
    window.controller.edit("epochs", 3)
    settle(window)
    window.action("ten-starts").trigger()
    settle(window)
    summary = window.controller.starts.summary
    assert text(window, "starts-result").splitlines()[1:] == [
        f"loss {summary.train_loss_mean:.4f} ± {summary.train_loss_std:.4f}",
        f"test loss {summary.test_loss_mean:.4f} ± {summary.test_loss_std:.4f}",
    ]


def test_ten_starts_leave_the_network_that_is_shown_alone(ten_starts):
    window = ten_starts
    window.network.views[0].setFocus()
    press(window, "T")
    assert bits(window.controller.snapshot) == bits(Trainer(window.controller.experiment))
    press(window, "Right")
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 1))


def test_ten_starts_can_be_cancelled_and_keep_what_is_done(open_window):
    window = open_window("breast-cancer")
    window.controller.edit("epochs", 2000)
    press_only(window, "T")
    result = find(window, QLabel, "starts-result")
    wait_until(lambda: window.controller.starts and len(window.controller.starts.finals) >= 2)
    assert find(window, QWidget, "progress").value() == round(1000 * window.controller.starts.share)
    press(window, "Esc")
    done = window.controller.starts.finals
    assert 2 <= len(done) < 10
    means = np.mean([final.test.accuracy for final in done]), np.std([final.test.accuracy for final in done], ddof=1)
    assert f"test accuracy {100 * means[0]:.2f} % ± {100 * means[1]:.2f} %" in result.text()
    assert bits(done[1]) == bits(trained(window.controller.experiment.with_seed(1), 2000))


# Closing.


def test_closing_ends_the_thread_while_it_trains_flat_out(window):
    go_fast(window)
    press_only(window, "Space")
    wait_until(lambda: window.controller.running)
    started = time.perf_counter()
    assert window.close()
    assert time.perf_counter() - started < 10
    assert not [thread for thread in threading.enumerate() if thread.name == "trainer"]


def test_a_signal_for_each_report_and_no_more(controller):
    controller.open_lesson("height-weight")
    rest(controller)
    controller.set_speed(None)
    spy = QSignalSpy(controller.reported)
    controller.run()
    rest(controller)
    # At the screen's pace, whatever the number of the 4000 batches.
    assert 1 <= spy.count() < 1000


# A change that needs a new start.


def test_a_run_goes_on_from_the_new_start_that_a_change_needs(controller):
    controller.open_lesson("or-gate")
    rest(controller)
    controller.edit("epochs", 60)
    controller.run()
    controller.edit("hidden", (3,))
    rest(controller)
    assert controller.snapshot.epoch == 60
    assert bits(controller.snapshot) == bits(trained(controller.experiment, 60))


def test_a_change_that_needs_a_new_start_begins_no_run(controller):
    controller.open_lesson("or-gate")
    rest(controller)
    controller.edit("hidden", (3,))
    rest(controller)
    assert controller.snapshot.epoch == 0


def test_a_schedule_that_follows_the_run_is_told(controller):
    controller.open_lesson("playground")
    rest(controller)
    said = QSignalSpy(controller.said)
    controller.edit("schedule", "cosine")
    controller.edit("data", "xor-gate")
    assert said.at(0)[0] == "To go with it: the schedule is 300 epochs long."
    assert "100 % of the rows train" in said.at(said.count() - 1)[0]
