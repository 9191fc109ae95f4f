"""The panel of training: what can be chosen of an update, and what of it is shown when."""

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox, QToolButton, QWidget

from engine.optimizers import optimizers
from engine.schedules import schedules
from gui.figures import plain
from tests.gui.helpers import choose, click, field, find, press, settle, text, trained, type_into


@pytest.fixture
def opened(window):
    """A window that shows the panel, penalties closed."""
    field(window, "learning_rate", QLineEdit)
    button = find(window, QToolButton, "penalties")
    if button.isChecked():
        click(button)
    return window


def shown(window) -> set[str]:
    """The fields of an update that can be seen."""
    names = ("momentum", "weight_decay", "schedule_epochs", "rate-now", "l1", "l2", "clip")
    return {name for name in names if find(window, QWidget, name).isVisible()}


def press_in_picture(window, *keys: str) -> None:
    window.network.views[0].setFocus()
    press(window, *keys)


def choose_by_name(window, name: str, registry, entry: str) -> None:
    choose(field(window, name, QComboBox), registry[entry].label)
    settle(window)


def test_what_the_choices_have_no_use_for_is_not_shown(opened):
    assert shown(opened) == set()
    for entry in optimizers:
        choose_by_name(opened, "optimizer", optimizers, entry.name)
        assert shown(opened) == set(entry.uses)
    for entry in schedules:
        choose_by_name(opened, "schedule", schedules, entry.name)
        scheduled = {"schedule_epochs", "rate-now"} if entry.name != "constant" else set()
        assert shown(opened) == scheduled | {"weight_decay"}


def test_penalties_wait_behind_a_button_until_they_are_in_force(opened):
    button = find(opened, QToolButton, "penalties")
    click(button)
    assert shown(opened) == {"l1", "l2", "clip"}
    click(button)
    assert shown(opened) == set()
    opened.controller.edit("l2", 0.1)
    settle(opened)
    assert shown(opened) == {"l1", "l2", "clip"}


def test_the_present_rate_follows_the_schedule_there_and_back(opened):
    choose_by_name(opened, "schedule", schedules, "cosine")
    type_into(field(opened, "schedule_epochs", QSpinBox), "20")
    settle(opened)
    assert text(opened, "rate-now") == "now η = 0.1"
    press_in_picture(opened, "Ctrl+7", "Right")
    snapshot = opened.controller.snapshot
    assert (snapshot.epoch, snapshot.learning_rate) == (10, pytest.approx(0.05))
    assert text(opened, "rate-now") == f"now η = {plain(snapshot.learning_rate)}"
    press_in_picture(opened, "Left")
    assert text(opened, "rate-now") == "now η = 0.1"


def test_all_of_an_update_can_be_changed_in_the_middle_and_taken_back(opened):
    press_in_picture(opened, "Ctrl+7", "Right")
    begun = opened.controller.experiment
    choose_by_name(opened, "optimizer", optimizers, "nesterov")
    type_into(field(opened, "momentum", QLineEdit), "0.5")
    click(find(opened, QToolButton, "penalties"))
    for name, typed in (("l1", "0.001"), ("l2", "0.01"), ("clip", "0.2")):
        type_into(field(opened, name, QLineEdit), typed)
        settle(opened)
    changed = begun.changed(optimizer="nesterov", momentum=0.5, l1=0.001, l2=0.01, clip=0.2)
    assert opened.controller.experiment == changed
    assert opened.controller.snapshot.epoch == 10
    for _ in range(5):
        opened.controller.undo()
        settle(opened)
    assert opened.controller.experiment == begun
    assert shown(opened) == {"l1", "l2", "clip"}


@pytest.mark.parametrize("typed", ["1", "-0.1", "much"])
def test_a_momentum_that_makes_no_sense_is_refused(opened, typed):
    choose_by_name(opened, "optimizer", optimizers, "momentum")
    edit = field(opened, "momentum", QLineEdit)
    type_into(edit, typed)
    settle(opened)
    assert "momentum" in text(opened, "banner-text")
    assert "from 0 to below 1" in text(opened, "banner-text")
    assert edit.text() == "0.9"
    assert opened.controller.experiment.momentum == 0.9


def test_what_is_chosen_is_what_is_trained(opened):
    choose_by_name(opened, "optimizer", optimizers, "adam")
    choose_by_name(opened, "schedule", schedules, "one-cycle")
    press_in_picture(opened, "Ctrl+7", "Right")
    snapshot = opened.controller.snapshot
    assert snapshot.parameters.tobytes() == trained(snapshot.experiment, 10).parameters.tobytes()


def test_the_label_of_the_rate_says_what_it_is(opened):
    label = find(opened, QLabel, "rate-now")
    assert label.accessibleName() == "Present learning rate"
    assert label.toolTip()
