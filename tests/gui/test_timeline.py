"""Going back by keys and by the timeline shows the very moments that were."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from engine.lessons import load_lesson
from engine.trainer import StepSize, Trainer
from tests.gui.helpers import find, settle, text, wait_until

LESSON = load_lesson("height-weight").experiment


def trained(epochs: int) -> Trainer:
    trainer = Trainer(LESSON)
    trainer.train(epochs)
    return trainer


def run_to(window, epoch: int) -> None:
    window.controller.run_to(epoch)
    settle(window)


def test_page_up_goes_back_row_by_row(window):
    run_to(window, 3)
    window.controller.set_step_size(StepSize.SAMPLE)
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_PageUp)
    settle(window)
    assert text(window, "caption-epoch") == "Epoch · row 2 / 4"
    assert text(window, "figure-epoch") == "2"


def test_at_the_start_there_is_no_step_back(window):
    assert not window.action("step-back").isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Right)
    settle(window)
    assert window.action("step-back").isEnabled()


def test_the_timeline_goes_to_any_epoch_and_marks_it_in_the_curves(window):
    run_to(window, 50)
    slider = find(window, QSlider, "timeline-slider")
    assert (slider.minimum(), slider.maximum(), slider.value()) == (0, 50, 50)
    slider.setValue(17)
    settle(window)
    assert text(window, "figure-epoch") == "17"
    assert window.controller.snapshot.parameters.tobytes() == trained(17).parameters.tobytes()
    assert text(window, "timeline-last") == "50"
    now = window.curves.plots["loss"].now
    assert now.isVisible()
    assert now.value() == 17


def test_going_on_from_the_past_ends_where_it_ended_before(window):
    run_to(window, 40)
    end = window.controller.snapshot.parameters.tobytes()
    find(window, QSlider, "timeline-slider").setValue(5)
    settle(window)
    run_to(window, 40)
    assert window.controller.snapshot.parameters.tobytes() == end
    assert not window.curves.plots["loss"].now.isVisible()


def test_a_rate_changed_in_the_past_lets_the_rest_be_forgotten(window):
    run_to(window, 40)
    find(window, QSlider, "timeline-slider").setValue(10)
    settle(window)
    assert window.controller.edit("learning_rate", 0.5)
    settle(window)
    assert find(window, QSlider, "timeline-slider").maximum() == 10


def test_going_back_while_it_runs_pauses_there(window):
    window.controller.set_speed(None)
    window.controller.edit("epochs", 0)
    window.controller.run()
    wait_until(lambda: window.controller.snapshot.epoch > 30)
    window.controller.seek(12)
    settle(window)
    assert window.controller.snapshot.epoch == 12
    assert not window.controller.running
