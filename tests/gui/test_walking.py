"""Walking through a batch with the window: every number in every pane is the engine's, and keys are enough."""

import random

import pytest
from PySide6.QtWidgets import QComboBox

from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.trainer import Trainer
from tests.gui.helpers import bits, find, press, settle, wait_until
from tests.gui.walks import agrees, step_to

FIRST_HIDDEN_WEIGHT = Quantity("row weight gradient", 1, 0, 0)


@pytest.mark.parametrize("lesson_id", ["height-weight", "virus"])
def test_every_number_shown_in_fifty_random_steps_is_the_traces(open_window, lesson_id):
    window = open_window(lesson_id)
    chance = random.Random(3)
    press(window, "Ctrl+6", "Right", "Right")
    seen = {"network": 0, "maths": 0, "code": 0, "weights": 0, "data": 0}
    for _ in range(50):
        window.controller.set_step_size(
            chance.choice([StepSize.TERM, StepSize.TERM, StepSize.NEURON, StepSize.LAYER, StepSize.SAMPLE])
        )
        press(window, chance.choice(["Right", "Right", "Right", "Left"]))
        walk = window.controller.walk
        assert walk is not None
        for name, shown in numbers_shown(window).items():
            for quantity, written in shown.items():
                if written != "–":
                    seen[name] += 1
                    assert agrees(written, value_of(window, quantity)), (name, quantity, written)
    assert min(seen.values()) > 50, seen


def numbers_shown(window) -> dict[str, dict[Quantity, str]]:
    """What each pane shows; those that share a place are brought to the front one after the other."""
    panes = window.calculation
    shown = {"maths": panes.maths.shown_numbers()}
    for name, view in (("code", panes.code), ("weights", panes.weights)):
        window.show_pane(name)
        shown[name] = view.shown_numbers()
    network = window.network.views[window.controller.focus]
    network.grab()
    shown["network"] = network.shown_numbers()
    shown["data"] = window.data.shown_numbers()
    return shown


def value_of(window, quantity: Quantity) -> float:
    """The trace's value; at the end of a batch weights and answers are those of the network that it left."""
    walk, snapshot = window.controller.walk, window.controller.snapshot
    if walk.finished and quantity.kind in ("weight", "bias"):
        layer = snapshot.layers[quantity.layer - 1]
        return layer.b[quantity.neuron] if quantity.kind == "bias" else layer.W[quantity.neuron, quantity.input]
    if walk.finished and quantity.kind == "activation":
        row = snapshot.data.dataset.inputs[walk.table_row][None]
        return snapshot.activations(row)[quantity.layer][0, quantity.neuron]
    return walk.value(quantity)


def test_walking_through_an_epoch_by_terms_ends_in_the_bits_of_a_run(window):
    press(window, "Ctrl+1")
    while window.controller.snapshot.position.epoch == 0:
        window.controller.step()
        settle(window)
    straight = Trainer(window.controller.experiment)
    straight.train(1)
    assert bits(window.controller.snapshot) == bits(straight)


def test_choosing_a_step_inside_a_batch_shows_the_calculation(window):
    assert not window.calculation.isVisible()
    find(window, QComboBox, "step-size")
    press(window, "Ctrl+2")
    assert window.calculation.isVisible()
    press(window, "M")
    assert not window.calculation.isVisible()


def test_a_click_on_a_number_leads_to_the_operation_that_gave_it(window):
    press(window, "Ctrl+1")
    step_to(window, FIRST_HIDDEN_WEIGHT)
    window.controller.go_to_origin(Quantity("slope", 2, 0))
    settle(window)
    walk = window.controller.walk
    assert (walk.stage.operation, walk.stage.layer) == ("delta", 2)
    assert window.controller.selection.chosen == Quantity("slope", 2, 0)


def test_a_weight_comes_from_the_update_of_the_batch_before(window):
    press(window, "Ctrl+5", "Right", "Ctrl+1", "Right")
    weight = Quantity("weight", 2, 0, 1)
    before = window.controller.walk.value(weight)
    window.controller.go_to_origin(weight)
    settle(window)
    walk = window.controller.walk
    assert walk.result == weight.as_kind("new weight")
    assert walk.value(walk.result) == before
    assert walk.batch.place == (0, 0)


def test_slow_play_walks_the_chosen_size_and_pauses_where_it_is(window):
    press(window, "Ctrl+2")
    assert window.controller.settings.pace == 2
    for _ in range(4):
        press(window, "+")
    window.controller.toggle()
    wait_until(lambda: window.controller.walk is not None and window.controller.walk.cursor.stage > 2)
    press(window, "Space")
    walk = window.controller.walk
    assert not window.controller.running
    assert walk.cursor == walk.batch.ladder.after(
        walk.batch.ladder.before(walk.cursor, StepSize.NEURON), StepSize.NEURON
    )
