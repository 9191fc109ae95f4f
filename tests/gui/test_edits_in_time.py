"""Edits are taken back and made again, and a change in the past leaves the run as it was for whoever returns."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QSlider, QSpinBox

from tests.gui.hands import drag_edge, go_to, run_to
from tests.gui.helpers import bits, find, press, set_rate, settle, text, trained
from tests.gui.walks import LESSON

# Undo and redo.


def test_keys_take_back_and_make_again_the_very_bits(window):
    run_to(window, 5)
    moments = [bits(window.controller.snapshot)]
    for way in (40, -70, 25):
        drag_edge(window, way // 2, way)
        moments.append(bits(window.controller.snapshot))
    assert len({parameters for (parameters,) in moments}) == 4
    for expected in reversed(moments[:-1]):
        press(window, "Ctrl+Z")
        assert bits(window.controller.snapshot) == expected
    for expected in moments[1:]:
        press(window, "Ctrl+Y")
        assert bits(window.controller.snapshot) == expected
    press(window, "Ctrl+Z")
    press(window, "Ctrl+Shift+Z")
    assert bits(window.controller.snapshot) == moments[-1]


def test_undo_and_redo_can_be_pressed_when_there_is_something_to_undo(window):
    def can():
        return window.action("undo").isEnabled(), window.action("redo").isEnabled()

    assert can() == (False, False)
    drag_edge(window, 40)
    assert can() == (True, False)
    press(window, "Ctrl+Z")
    assert can() == (False, True)
    press(window, "Ctrl+Y")
    drag_edge(window, 40)
    assert can() == (True, False)


def test_all_of_one_drag_is_taken_back_at_once(window):
    before = bits(window.controller.snapshot)
    drag_edge(window, 10, 20, 30, 40, 50)
    press(window, "Ctrl+Z")
    assert bits(window.controller.snapshot) == before
    assert not window.action("undo").isEnabled()


# The past.


def test_an_edit_in_the_past_leaves_the_run_as_a_ghost_and_a_key_returns_to_it(window):
    run_to(window, 40)
    end = bits(window.controller.snapshot)
    go_to(window, 10)
    drag_edge(window, 50)
    assert find(window, QSlider, "timeline-slider").maximum() == 10
    assert window.action("other-branch").isEnabled()
    run_to(window, 20)
    other = bits(window.controller.snapshot)
    press(window, "B")
    assert bits(window.controller.snapshot) == end
    assert text(window, "figure-epoch") == "40"
    press(window, "B")
    assert bits(window.controller.snapshot) == other
    assert text(window, "figure-epoch") == "20"


def test_a_rate_changed_in_the_past_does_so_too(window):
    run_to(window, 40)
    end = bits(window.controller.snapshot)
    go_to(window, 10)
    set_rate(window, "0.5")
    assert len(window.controller.snapshot.ghosts) == 1
    window.network.setFocus()
    run_to(window, 40)
    straight = trained(LESSON, 10)
    straight.change(LESSON.changed(learning_rate=0.5))
    straight.train(30)
    assert bits(window.controller.snapshot) == bits(straight)
    press(window, "B")
    assert bits(window.controller.snapshot) == end
    assert find(window, QLineEdit, "learning_rate").text() == "0.1", "it was trained with that rate"


def test_a_run_that_an_undo_is_taking_away_is_not_returned_to(window):
    failures = []
    window.controller.failed.connect(failures.append)
    run_to(window, 40)
    go_to(window, 10)
    drag_edge(window, 50)
    window.controller.undo()
    window.controller.enter_last_branch()
    settle(window)
    assert not failures
    assert window.controller.snapshot.furthest == 40


def test_without_another_run_there_is_nothing_to_return_to(window):
    assert not window.action("other-branch").isEnabled()
    before = bits(window.controller.snapshot)
    press(window, "B")
    assert bits(window.controller.snapshot) == before


def test_settings_come_back_with_their_time(window):
    run_to(window, 10)
    window.controller.edit("learning_rate", 0.5)
    window.controller.edit("batch_size", 2)
    run_to(window, 20)
    window.controller.edit("shuffle", True)
    settle(window)
    shown = []
    for epoch in (5, 15, 20):
        go_to(window, epoch)
        rate, size, shuffle = (
            find(window, QLineEdit, "learning_rate").text(),
            find(window, QSpinBox, "batch_size").value(),
            find(window, QCheckBox, "shuffle").isChecked(),
        )
        shown.append((rate, size, shuffle))
        assert window.controller.experiment == window.controller.snapshot.experiment
    assert shown == [("0.1", 1, False), ("0.5", 2, False), ("0.5", 2, True)]


def test_settings_come_back_when_they_are_taken_back(window):
    set_rate(window, "0.5")
    window.network.setFocus()
    press(window, "Ctrl+Z")
    assert find(window, QLineEdit, "learning_rate").text() == "0.1"
    assert window.controller.experiment.learning_rate == 0.1
    press(window, "Ctrl+Y")
    assert find(window, QLineEdit, "learning_rate").text() == "0.5"


# The timeline.


def test_the_timeline_dragged_quickly_ends_where_the_hand_ends(window):
    run_to(window, 200)
    slider = find(window, QSlider, "timeline-slider")
    slider.setSliderDown(True)
    for epoch in (*range(200, 20, -3), 17, 63, 5, 42):
        slider.setSliderPosition(epoch)
    slider.setSliderDown(False)
    settle(window)
    assert text(window, "figure-epoch") == "42"
    assert slider.value() == 42
    assert bits(window.controller.snapshot) == bits(trained(LESSON, 42))
