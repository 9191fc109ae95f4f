"""The head of the output: which picture, which inputs, how."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QComboBox, QToolButton

from gui.output_choice import OutputChoice, OutputSettings
from gui.output_kinds import KINDS, kind_of, kinds_of
from gui.painting.output_bars import OutputBars
from gui.painting.output_confusion import OutputConfusion
from gui.painting.output_map import OutputMap
from gui.painting.output_strip import OutputStrip
from tests.gui.helpers import choose, click, find, press, settle


def look(window, **choices) -> None:
    """Choose a picture, and how it looks, until the test is over."""
    window.controller.output.change(**choices)


@pytest.fixture(autouse=True)
def as_usual(kept_window):
    yield
    kept_window.controller.output.change(**vars(OutputSettings()))
    for name in ("faces", "test-rows", "discrete"):
        kept_window.action(name).setChecked(name != "discrete")


def test_whoever_shows_the_output_is_told_of_a_change_and_of_nothing_else(qtbot):
    choice = OutputChoice()
    with qtbot.waitSignal(choice.changed, timeout=0):
        choice.change(discrete=True)
    with qtbot.assertNotEmitted(choice.changed):
        choice.change(discrete=True)


@pytest.mark.parametrize(
    ("axes", "places"),
    [(("", ""), (0, 1)), (("c", "a"), (2, 0)), (("b", "gone"), (1, 0)), (("a", "a"), (0, 1)), (("x", "a"), (0, 1))],
)
def test_the_axes_are_two_different_inputs_whatever_was_chosen_before(axes, places):
    assert OutputSettings(axes=axes).places(("a", "b", "c")) == places


@pytest.mark.parametrize(
    ("lesson_id", "first", "offered"),
    [
        ("height-weight", "map", {"map", "strip", "bars", "confusion", "influence"}),
        ("breast-cancer", "strip", {"map", "strip", "bars", "confusion", "influence"}),
        ("playground", "map", {"map", "strip", "confusion", "influence"}),
        ("weight-search", "curve", {"curve"}),
    ],
)
def test_a_network_has_the_pictures_that_fit_it(open_window, lesson_id, first, offered):
    snapshot = open_window(lesson_id).controller.snapshot
    assert {kind.name for kind in kinds_of(snapshot)} == offered
    assert kind_of(snapshot, OutputSettings()) == first
    for kind in KINDS:
        assert kind_of(snapshot, OutputSettings(kind=kind.name)) in {kind.name for kind in kinds_of(snapshot)}


def test_another_picture_is_chosen_from_the_list(open_window):
    window = open_window("breast-cancer")
    combo = find(window, QComboBox, "picture-kind")
    for label, picture in (("Map", OutputMap), ("Classes", OutputBars), ("Confusion", OutputConfusion)):
        choose(combo, label)
        assert type(window.output.picture) is picture
        assert combo.currentText() == label
    choose(combo, "Rows")
    assert type(window.output.picture) is OutputStrip


def test_the_inputs_of_the_map_are_chosen_where_there_are_more_than_two(open_window):
    window = open_window("virus")
    look(window, kind="map")
    across, upwards = find(window, QComboBox, "map-across"), find(window, QComboBox, "map-upwards")
    assert across.isVisible()
    choose(across, "runny nose")
    assert window.output.picture.plane.axes == (2, 1)
    choose(upwards, "runny nose")
    assert window.output.picture.plane.axes == (1, 2)
    assert (across.currentText(), upwards.currentText()) == ("weight loss", "runny nose")
    window.controller.open_lesson("height-weight")
    settle(window)
    assert not across.isVisible()


def test_what_is_held_are_the_values_of_the_shown_row(open_window):
    window = open_window("virus")
    look(window, kind="map", axes=("loss of smell", "weight loss"))
    inputs = window.controller.snapshot.data.dataset.inputs
    for row in (0, 5):
        window.controller.show_row(row)
        assert window.output.picture.plane.held[2:] == tuple(inputs[row, 2:])


def test_keys_and_buttons_change_how_the_map_looks(open_window):
    window = open_window("playground")
    settings = window.controller.output
    press(window, "D", "E", "Y")
    assert (settings.settings.discrete, settings.settings.tests, settings.settings.faces) == (True, False, False)
    click(find(window, QToolButton, "discrete-button"))
    click(find(window, QToolButton, "test-rows-button"))
    press(window, "Y")
    assert settings.settings == OutputSettings()


def test_without_test_rows_the_map_shows_those_that_train(open_window):
    window = open_window("playground")
    look(window, tests=False)
    train = window.controller.snapshot.data.train.places
    assert sorted(window.output.picture.rows.tolist()) == sorted(train)
    look(window, tests=True)
    assert len(window.output.picture.rows) == window.controller.snapshot.data.dataset.row_count


def test_buttons_are_there_where_they_do_something(open_window):
    window = open_window("height-weight")
    assert find(window, QToolButton, "discrete-button").isVisible()
    assert not find(window, QToolButton, "test-rows-button").isVisible()
    look(window, kind="strip")
    assert not find(window, QToolButton, "discrete-button").isVisible()
    window.controller.open_lesson("breast-cancer")
    settle(window)
    assert find(window, QToolButton, "test-rows-button").isVisible()


def test_buttons_that_have_no_room_in_the_head_stand_below_the_picture(open_window):
    window = open_window("playground")
    buttons = [find(window, QToolButton, name) for name in ("discrete-button", "test-rows-button")]
    for size, below in (((1024, 700), True), ((1280, 800), False)):
        window.resize(*size)
        QApplication.processEvents()
        for button in buttons:
            above = button.mapTo(window, button.rect().bottomLeft()).y() < window.output.mapTo(window, QPoint()).y()
            assert (button.isVisible(), above) == (True, not below)
        click(buttons[0])
    assert not window.controller.output.settings.discrete


def test_o_opens_the_list_of_pictures(open_window):
    window = open_window("height-weight")
    press(window, "O")
    combo = find(window, QComboBox, "picture-kind")
    assert combo.view().isVisible()
    combo.hidePopup()
