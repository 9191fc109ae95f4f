"""The window as a person uses it: lessons, run, pause, step, reset, and what is shown meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMessageBox, QSlider, QWidget

from engine.lessons import load_lesson
from engine.trainer import StepSize, Trainer
from gui.figures import figure
from tests.gui.helpers import (
    bits,
    choose,
    click,
    click_button,
    find,
    go_fast,
    press,
    press_only,
    run_flat_out,
    settle,
    text,
    trained,
    trained_to,
    wait_until,
)

STEP_KEYS = {
    "Ctrl+1": StepSize.TERM,
    "Ctrl+2": StepSize.NEURON,
    "Ctrl+3": StepSize.LAYER,
    "Ctrl+4": StepSize.SAMPLE,
    "Ctrl+5": StepSize.BATCH,
    "Ctrl+6": StepSize.EPOCH,
    "Ctrl+7": StepSize.TEN_EPOCHS,
    "Ctrl+8": StepSize.HUNDRED_EPOCHS,
}


def assert_figures_are(window, trainer):
    """The figures of the tool bar say what the engine's trainer says, in the same digits."""
    snapshot = trainer.snapshot()
    assert text(window, "figure-epoch") == f"{snapshot.epoch:,}".replace(",", "\u202f")
    assert text(window, "figure-loss") == f"{snapshot.train.loss:.4f}"
    assert text(window, "figure-accuracy") == f"{100 * snapshot.train.accuracy:.1f} %"
    if snapshot.test.accuracy is not None:
        assert text(window, "figure-test-accuracy") == f"{100 * snapshot.test.accuracy:.1f} %"


# Lessons.


def test_a_newcomer_is_told_what_to_press(window):
    assert "Run (Space)" in text(window, "headline")
    assert "Step (→)" in text(window, "headline")


def test_a_lesson_without_targets_says_why_there_is_nothing_to_run(open_window):
    window = open_window("feedforward")
    assert "nothing to learn" in text(window, "headline")
    assert not window.action("play").isEnabled()
    press(window, "Space", "Right", "T")
    assert text(window, "figure-epoch") == "0"


def test_the_networks_of_xor_stand_side_by_side_on_one_scale(open_window):
    window = open_window("xor")
    press(window, "Ctrl+8", "Right")
    left, right = window.network.views
    assert left.mapTo(window, left.rect().topRight()).x() < right.mapTo(window, right.rect().topLeft()).x()
    assert left.height() == right.height()
    largest = max(abs(layer.W).max() for shot in window.controller.report.snapshots for layer in shot.layers)
    assert left.scale == right.scale >= largest
    assert text(window, "variant-1").startswith("▸ one neuron")
    assert "hidden layer" in text(window, "variant-2")


def test_a_click_on_the_second_network_of_xor_makes_it_the_focus(open_window):
    window = open_window("xor")
    press(window, "Ctrl+8", "Right")
    lone, hidden = (trained(variant.experiment, 100) for variant in load_lesson("xor").variants)
    assert_figures_are(window, lone)
    click(window.network.views[1])
    assert_figures_are(window, hidden)
    assert text(window, "variant-2").startswith("▸ hidden layer")
    assert not text(window, "variant-1").startswith("▸")
    assert bits(window.controller.snapshot) == bits(hidden)
    click(window.network.views[0])
    assert_figures_are(window, lone)


# Steps.


def test_a_step_of_each_size_lands_on_the_engines_bits(window):
    for key, size in STEP_KEYS.items():
        press(window, "R", key, "Right")
        trainer = trained(window.controller.experiment, size)
        assert bits(window.controller.snapshot) == bits(trainer)
        assert_figures_are(window, trainer)
        assert text(window, "caption-epoch") == f"Epoch · row {trainer.position.row} / 4"


def test_steps_of_all_sizes_mix(window):
    press(window, "Ctrl+4", "Right", "PgDown", "Ctrl+6", "Right", "Ctrl+5", "PgDown", "Ctrl+7", "Right")
    sample, batch, epoch, ten = StepSize.SAMPLE, StepSize.BATCH, StepSize.EPOCH, StepSize.TEN_EPOCHS
    trainer = trained(window.controller.experiment, sample, sample, epoch, batch, ten)
    assert bits(window.controller.snapshot) == bits(trainer)
    assert_figures_are(window, trainer)


def test_the_steps_size_can_be_chosen_with_the_mouse(window):
    choose(find(window, QComboBox, "step-size"), "10 epochs")
    click_button(window, "step")
    click_button(window, "step")
    trainer = trained(window.controller.experiment, 20)
    assert bits(window.controller.snapshot) == bits(trainer)
    assert_figures_are(window, trainer)


def test_the_keys_for_the_steps_size_show_in_the_list(window):
    sizes = find(window, QComboBox, "step-size")
    shown = []
    for key in STEP_KEYS:
        press(window, key)
        shown.append(sizes.currentText())
    assert shown == ["1 term", "1 neuron", "1 layer", "1 sample", "1 batch", "1 epoch", "10 epochs", "100 epochs"]


def test_fifty_quick_steps_are_all_taken(window):
    for _ in range(50):
        press_only(window, "Right")
    settle(window)
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 50))


# Run, pause, reset, new start.


@pytest.mark.parametrize("by_mouse", [False, True])
def test_a_run_paused_anywhere_stands_on_the_engines_bits(window, by_mouse):
    play = (lambda: click(find(window, QWidget, "play"))) if by_mouse else (lambda: press_only(window, "Space"))
    go_fast(window)
    play()
    wait_until(lambda: window.controller.running and window.controller.snapshot.epoch > 5)
    assert window.action("play").text() == "Pause"
    play()
    settle(window)
    assert window.action("play").text() == "Run"
    trainer = trained_to(window.controller.snapshot)
    assert 5 < trainer.position.epoch < 1000
    assert bits(window.controller.snapshot) == bits(trainer)
    assert_figures_are(window, trainer)


def test_a_run_stops_by_itself_after_the_lessons_epochs_and_says_so(window):
    run_flat_out(window, 1000)
    assert "Done: 1\u202f000 epochs" in text(window, "headline")
    trainer = trained(window.controller.experiment, 1000)
    assert bits(window.controller.snapshot) == bits(trainer)
    assert_figures_are(window, trainer)


def test_a_run_from_the_end_goes_on_for_as_many_epochs_again(window):
    run_flat_out(window)
    press(window, "Space")
    assert_figures_are(window, trained(window.controller.experiment, 200))


@pytest.mark.parametrize("by_mouse", [False, True])
def test_reset_goes_back_to_the_same_start(window, by_mouse):
    press(window, "Right", "Right")
    click_button(window, "reset") if by_mouse else press(window, "R")
    start = Trainer(window.controller.experiment)
    assert bits(window.controller.snapshot) == bits(start)
    assert_figures_are(window, start)
    assert text(window, "said") == "Back at the start, with the same weights as before."


@pytest.mark.parametrize("by_mouse", [False, True])
def test_a_new_start_takes_the_next_seed(window, by_mouse):
    first = window.controller.experiment
    press(window, "Right")
    click_button(window, "new-start") if by_mouse else press(window, "N")
    second = Trainer(first.with_seed(1))
    assert bits(window.controller.snapshot) == bits(second) != bits(Trainer(first))
    assert_figures_are(window, second)
    assert text(window, "said") == "A new start: seed 1."


def test_reset_in_the_middle_of_a_run_stops_it(window):
    go_fast(window)
    press_only(window, "Space")
    wait_until(lambda: window.controller.snapshot.epoch > 3)
    press(window, "R")
    assert bits(window.controller.snapshot) == bits(Trainer(window.controller.experiment))
    assert text(window, "figure-epoch") == "0"


def test_fixed_starting_weights_have_no_new_start(open_window):
    window = open_window("or-gate")
    assert not window.action("new-start").isEnabled()
    press(window, "N")
    assert window.controller.experiment.seed == 0


def test_the_test_rows_have_a_figure_of_their_own(open_window):
    window = open_window("breast-cancer")
    press(window, "Ctrl+7", "Right")
    assert_figures_are(window, trained(window.controller.experiment, 10))
    assert find(window, QLabel, "figure-test-accuracy").isVisible()


def test_where_quantities_are_learned_there_is_no_accuracy_but_the_loss_on_the_test_rows(open_window):
    window = open_window("playground")
    window.resize(1024, 700)
    for data, rights in (("diabetes", False), ("iris", True)):
        window.controller.edit("data", data)
        settle(window)
        snapshot = window.controller.snapshot
        assert find(window, QLabel, "figure-accuracy").isVisible() == rights
        assert find(window, QLabel, "figure-test-accuracy").isVisible() == rights
        assert find(window, QLabel, "figure-test-loss").isVisible() != rights
        assert text(window, "figure-test-loss") == figure(snapshot.test.loss)
        # All figures at once would make a small window larger.
        assert window.width() == 1024


def test_without_test_rows_there_is_no_figure_for_them(window):
    assert not find(window, QLabel, "figure-test-accuracy").isVisible()


# Speed.


def test_plus_and_minus_change_the_speed(window):
    slider = find(window, QSlider, "speed")
    assert text(window, "speed-text") == "100 steps/s"
    press(window, "+")
    assert text(window, "speed-text") == "200 steps/s"
    press(window, "=", "=", "=", "=")
    assert text(window, "speed-text") == "flat out"
    assert slider.value() == slider.maximum()
    press(window, *["-"] * 20)
    assert text(window, "speed-text") == "1 steps/s"
    assert slider.value() == slider.minimum()


def test_the_slider_changes_the_speed(window):
    slider = find(window, QSlider, "speed")
    slider.setFocus()
    press(window, "End")
    assert window.controller.settings.pace is None
    press(window, "Home")
    assert window.controller.settings.pace == 1


def test_a_slow_run_takes_its_first_step_at_once(window):
    press(window, *["-"] * 10)
    press_only(window, "Space")
    wait_until(lambda: window.controller.snapshot.epoch == 1)
    press(window, "Space")
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 1))


def test_the_speed_can_be_changed_while_it_runs(window):
    window.controller.edit("epochs", 100)
    press(window, *["-"] * 10)
    press_only(window, "Space")
    wait_until(lambda: window.controller.running)
    for _ in range(10):
        press_only(window, "+")
    settle(window)
    assert_figures_are(window, trained(window.controller.experiment, 100))


# Progress and cancel.


def test_a_run_shows_its_progress_and_can_be_cancelled(open_window):
    window = open_window("breast-cancer-hidden")
    progress, cancel = find(window, QWidget, "progress"), find(window, QWidget, "cancel-button")
    assert not progress.isVisible()
    assert not cancel.isVisible()
    press_only(window, "Space")
    wait_until(lambda: progress.isVisible() and progress.value() > 0)
    assert progress.value() == round(1000 * window.controller.snapshot.epoch / 5000)
    click(cancel)
    settle(window)
    assert not progress.isVisible()
    assert 0 < window.controller.snapshot.epoch < 5000
    assert bits(window.controller.snapshot) == bits(trained_to(window.controller.snapshot))


def test_escape_cancels_a_run(window):
    press_only(window, "Space")
    wait_until(window.action("cancel").isEnabled)
    press(window, "Esc")
    assert 0 <= window.controller.snapshot.epoch < 1000
    assert bits(window.controller.snapshot) == bits(trained_to(window.controller.snapshot))


# The rest of the keys.


def test_the_lesson_key_opens_the_list_of_lessons(window):
    press_only(window, "Ctrl+L")
    choice = find(window, QComboBox, "lesson-choice")
    assert window.focusWidget() is choice
    assert choice.view().isVisible()
    choice.hidePopup()


def test_f1_shows_every_key(window):
    press_only(window, "F1")
    box = window.findChild(QMessageBox)
    for key in ("Space", "R", "N", "L", "Esc", "Ctrl+4"):
        assert key in box.text()
    box.close()
    wait_until(lambda: window.findChild(QMessageBox) is None)


def test_full_screen_and_back(window):
    press_only(window, "F11")
    assert window.isFullScreen()
    press_only(window, "F11")
    assert not window.isFullScreen()


def test_the_window_fits_a_small_screen(window):
    window.resize(1024, 700)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1024, 700)
    for name in ("reset", "new-start", "play", "step", "figure-epoch", "figure-loss", "figure-accuracy"):
        widget = find(window, QWidget, name)
        assert window.rect().contains(widget.mapTo(window, widget.rect().bottomRight())), name


def test_a_small_screen_has_room_for_every_pane_of_the_calculation(window):
    for number in range(2, 9):
        press(window, f"F{number}")
        QApplication.processEvents()
        assert window.minimumSizeHint().width() <= 1024
        assert window.minimumSizeHint().height() <= 700


def test_what_is_typed_in_a_lesson_is_shown_as_text(window):
    for label in window.findChildren(QLabel):
        if label.text() and label.objectName() != "qt_tooltip_label":
            assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
