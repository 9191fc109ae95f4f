"""Layers and neurons are added and removed in the picture, each button above what it changes."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from engine.experiment_fields import MAX_HIDDEN_LAYERS, MAX_NEURONS
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.layer_strip import LayerStrip
from gui.main_window import MainWindow
from gui.views.network import NetworkView
from tests.gui.hands import run_to
from tests.gui.helpers import bits, choose_in_menu, click_button, find, press, settle, text


def button(window: MainWindow, name: str) -> QToolButton:
    return find(window.network, QToolButton, name)


def hidden(window: MainWindow) -> tuple[int, ...]:
    """The hidden layers of the network that is shown, which is trained from its start."""
    experiment = window.controller.snapshot.experiment
    assert bits(window.controller.snapshot) == bits(Trainer(experiment))
    return experiment.hidden


def set_hidden(window: MainWindow, *layers: int) -> None:
    window.controller.edit("hidden", layers)
    settle(window)


# Buttons.


def test_before_a_network_is_shown_there_is_nothing_to_press(qtbot):
    view = NetworkView()
    strip = LayerStrip(view, 0)
    qtbot.addWidget(view)
    qtbot.addWidget(strip)
    strip.show()
    assert not [button for button in strip.findChildren(QToolButton) if button.isVisible()]


def test_neurons_are_added_and_removed_one_by_one(window):
    click_button(window, "layer-1-more")
    click_button(window, "layer-1-more")
    assert (hidden(window), text(window, "layer-1-count")) == ((4,), "4")
    click_button(window, "layer-1-fewer")
    assert hidden(window) == (3,)
    assert [len(layer) for layer in window.network.views[0].layout_now().layers] == [2, 3, 1]


def test_layers_are_added_where_the_button_stands_and_removed_again(window):
    set_hidden(window, 4, 2)
    click_button(window, "add-layer-2")
    assert hidden(window) == (4, 4, 2)
    set_hidden(window, 4, 3)
    click_button(window, "layer-1-remove")
    assert hidden(window) == (3,)
    click_button(window, "layer-1-remove")
    assert hidden(window) == ()
    click_button(window, "add-layer-1")
    assert hidden(window) == (4,)


def test_buttons_pressed_faster_than_the_network_is_shown_all_count(window):
    for name in ("layer-1-more", "layer-1-more", "layer-1-fewer", "layer-1-more"):
        button(window, name).click()
    settle(window)
    assert hidden(window) == (4,)


def test_a_head_of_a_layer_that_is_no_more_changes_nothing(window):
    set_hidden(window, 4, 2)
    button(window, "layer-2-remove").click()
    for name in ("layer-1-more", "layer-2-more", "add-layer-3"):
        button(window, name).click()
    settle(window)
    assert hidden(window) == (4,)


def test_a_head_clicked_during_an_undo_changes_no_other_layer_than_its_own(window):
    set_hidden(window, 4, 2)
    click_button(window, "add-layer-1")
    window.controller.undo()
    button(window, "layer-2-more").click()
    button(window, "layer-3-more").click()
    window.controller.edit("learning_rate", 0.5)
    settle(window)
    assert hidden(window) == (4, 2)
    assert window.controller.experiment.learning_rate == 0.5


def test_a_key_pressed_during_an_undo_changes_the_layer_that_is_last_then(window):
    set_hidden(window, 4, 2)
    click_button(window, "add-layer-3")
    assert hidden(window) == (4, 2, 2)
    window.controller.undo()
    window.action("add-neuron").trigger()
    settle(window)
    assert hidden(window) == (4, 3)


def test_each_layer_has_its_own_activation_and_biases(window):
    set_hidden(window, 3, 2)
    choose_in_menu(window, "layer-2-kind", "tanh")
    assert window.controller.experiment.activation == ("sigmoid", "tanh")
    assert button(window, "layer-2-kind").text() == "tanh ▾"
    choose_in_menu(window, "layer-1-kind", "Biases")
    assert window.controller.experiment.bias == (False, True, True)
    assert button(window, "layer-1-kind").accessibleName() == "Hidden layer 1: 3 neurons, sigmoid, without biases"


def test_an_output_that_needs_another_loss_gets_it_and_the_window_says_so(window):
    window.controller.edit("loss", "cross-entropy")
    settle(window)
    choose_in_menu(window, "output-kind", "linear")
    assert window.controller.experiment.loss == "squared-error"
    assert "which fits it" in text(window, "said")


def test_what_a_button_did_is_undone_by_name_with_all_that_was_trained(window):
    run_to(window, 20)
    before = bits(window.controller.snapshot)
    click_button(window, "layer-1-more")
    assert window.action("undo").text() == "Undo: hidden layers 2 → 3"
    press(window, "Ctrl+Z")
    assert bits(window.controller.snapshot) == before
    assert text(window, "layer-1-count") == "2"


def test_nothing_beyond_the_limits_can_be_asked_for(window):
    set_hidden(window, 1, MAX_NEURONS)
    assert not button(window, "layer-1-fewer").isEnabled()
    assert not button(window, "layer-2-more").isEnabled()
    set_hidden(window, *(2,) * MAX_HIDDEN_LAYERS)
    assert not any(insert.isVisible() for insert in window.network.strips[0].inserts)
    press(window, "Ctrl+H")
    assert hidden(window) == (2,) * MAX_HIDDEN_LAYERS
    assert "0 to 10 hidden layers" in text(window, "banner-text")


def test_fast_clicks_count_all(window):
    for _ in range(9):
        button(window, "layer-1-more").click()
    settle(window)
    assert hidden(window) == (11,)


def test_a_button_of_the_second_network_changes_that_one(open_window):
    window = open_window("xor")
    window.resize(2000, 900)
    settle(window)
    QApplication.processEvents()
    click_button(window, "network-2-layer-1-more")
    assert window.controller.focus == 1
    assert [experiment.hidden for experiment in window.controller.experiments] == [(), (5,)]


# Keys.


def test_keys_do_the_same_to_the_last_layer_or_that_of_the_chosen_weight(window):
    press(window, "Ctrl+H", "Ctrl+J")
    assert hidden(window) == (2, 3)
    window.controller.selection.choose(Quantity("weight", 1, 0, 1))
    press(window, "Ctrl+J")
    assert hidden(window) == (3, 3)
    window.controller.selection.choose(None)
    press(window, "Ctrl+Shift+J", "Ctrl+Shift+J")
    assert hidden(window) == (3, 1)
    press(window, "Ctrl+Shift+H", "Ctrl+Shift+H", "Ctrl+Shift+H")
    assert hidden(window) == ()


def test_a_click_leaves_the_keys_with_the_network(window):
    window.network.setFocus()
    click_button(window, "layer-1-more")
    assert window.focusWidget() is window.network.views[0]


# Room.


def heads(window: MainWindow) -> list:
    strip = window.network.strips[0]
    return [head for head in (*strip.heads, strip._output) if head.isVisible()]


@pytest.mark.parametrize("layers", [(), (4, 2), (2,) * 5, (2,) * MAX_HIDDEN_LAYERS])
@pytest.mark.parametrize("width", [1024, 1280, 2560])
def test_each_head_stands_over_its_layer_and_none_over_another(window, layers, width):
    window.resize(width, 800)
    set_hidden(window, *layers)
    QApplication.processEvents()
    view, shown = window.network.views[0], heads(window)
    strip = window.network.strips[0]
    boxes = [head.geometry() for head in shown] + [one.geometry() for one in strip.inserts if one.isVisible()]
    assert len(shown) == len(layers) + 1
    for number, head in enumerate(shown[:-1], start=1):
        assert abs(head.geometry().center().x() - view.column_at(number)) <= 2
    assert all(strip.rect().contains(box) for box in boxes)
    boxes.sort(key=lambda box: box.left())
    assert all(before.right() < after.left() for before, after in pairwise(boxes))


def test_a_narrow_head_has_buttons_for_neurons_below_its_menu(window):
    window.resize(1024, 700)
    set_hidden(window, 4, 2)
    QApplication.processEvents()
    kind, fewer, more = (button(window, f"layer-1-{name}") for name in ("kind", "fewer", "more"))
    assert kind.text() == "4 ▾"
    assert kind.geometry().bottom() < fewer.geometry().top() == more.geometry().top()
    assert fewer.geometry().right() < more.geometry().left()
    assert not button(window, "layer-1-remove").isVisible()
    click_button(window, "layer-1-more")
    assert hidden(window) == (5, 2)
    window.resize(1600, 700)
    QApplication.processEvents()
    assert fewer.geometry().bottom() < kind.geometry().top()
    assert button(window, "layer-1-remove").isVisible()


def test_of_ever_more_layers_first_the_buttons_for_neurons_go_then_those_between_but_never_the_menus(window):
    window.resize(1024, 700)
    strip, seen = window.network.strips[0], []
    for count in range(2, MAX_HIDDEN_LAYERS):
        set_hidden(window, *(2,) * count)
        QApplication.processEvents()
        assert all(button(window, f"layer-{number}-kind").text() == "2 ▾" for number in range(1, count + 1))
        seen.append((strip.inserts[0].isVisible(), strip.heads[0].more.isVisible()))
    assert seen == sorted(seen, reverse=True)
    assert {(True, True), (True, False), (False, False)} == set(seen)
    set_hidden(window, *(MAX_NEURONS,) * MAX_HIDDEN_LAYERS)
    QApplication.processEvents()
    assert button(window, "layer-10-kind").text() == "▾"
    assert button(window, "layer-10-kind").toolTip().startswith("Hidden layer 10: 1\u202f024 neurons")


def test_heads_are_out_of_the_way_while_a_batch_is_walked_and_when_nobody_wants_them(window):
    strip = window.network.strips[0]
    assert strip.isVisible()
    press(window, "Ctrl+2", "Right")
    assert not strip.isVisible()
    press(window, "Ctrl+6", "Right")
    assert strip.isVisible()
    press(window, "H")
    assert not strip.isVisible()
    press(window, "H")
    assert strip.isVisible()


def test_heads_follow_the_picture(window):
    window.network.views[0].zoom_by(1.5)
    head = window.network.strips[0].heads[0]
    assert abs(head.geometry().center().x() - window.network.views[0].column_at(1)) <= 2


class Paints(QObject):
    """Counts how often widgets are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_training_paints_no_button_anew(window):
    QApplication.processEvents()
    paints = Paints()
    strip = window.network.strips[0]
    for widget in (strip, *strip.findChildren(QToolButton), *strip.findChildren(QLabel)):
        widget.installEventFilter(paints)
    run_to(window, 30)
    press(window, "Right", "Right", "Right")
    assert paints.count == 0


@pytest.mark.parametrize("lesson_id", ["xor", "line-fit"])
def test_what_stands_side_by_side_is_at_the_same_height(open_window, lesson_id):
    window = open_window(lesson_id)
    window.resize(1024, 700)
    settle(window)

    def heights(widgets):
        return {(widget.mapTo(window, QPoint()).y(), widget.height()) for widget in widgets}

    titles = [find(window, QLabel, f"variant-{number}") for number in (1, 2)]
    menus = [strip._output.findChildren(QToolButton)[0] for strip in window.network.strips]
    for side_by_side in (titles, menus, window.network.views):
        assert len(heights(side_by_side)) == 1
