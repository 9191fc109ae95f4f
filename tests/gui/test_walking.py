"""Walking through a batch with the window: every number in every pane is the engine's, and keys are enough."""

import math
import random
import re

import pytest
from PySide6.QtWidgets import QComboBox

from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.trace import source
from engine.trainer import Trainer
from tests.gui.helpers import bits, find, press, settle, text, wait_until

FIRST_HIDDEN_WEIGHT = Quantity("row weight gradient", 1, 0, 0)


def number_of(written: str) -> tuple[float, float]:
    """The number that a text shows, and half of the last place that it shows."""
    plain = written.replace("−", "-").strip("()")
    power = re.fullmatch(r"(.+?) ?\\times 10\^\{(-?\d+)\}", plain)
    mantissa, exponent = (power[1], int(power[2])) if power else (plain, 0)
    if "·10" in mantissa:
        mantissa, _, tail = mantissa.partition("·10")
        exponent = int(tail.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    decimals = len(mantissa.partition(".")[2])
    return float(mantissa) * 10.0**exponent, 0.5000001 * 10.0 ** (exponent - decimals)


def agrees(written: str, value: float) -> bool:
    shown, half = number_of(written)
    return abs(shown - value) <= half


def article_gradient(parameters: list[float]) -> dict[str, float]:
    """∂L/∂w of the first hidden weight for Alice, in the article's manner: one number a line."""

    def sigmoid(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    w1, w2, w3, w4, b1, b2, w5, w6, b3 = parameters
    x1, x2, y = -2.0, -1.0, 1.0
    h1, h2 = sigmoid(w1 * x1 + w2 * x2 + b1), sigmoid(w3 * x1 + w4 * x2 + b2)
    p = sigmoid(w5 * h1 + w6 * h2 + b3)
    factors = {"dL/dp": -2 * (y - p), "dp/dz": p * (1 - p), "w": w5, "dh/dz": h1 * (1 - h1), "x": x1}
    return {**factors, "product": math.prod(factors.values())}


def step_to(window, quantity: Quantity) -> int:
    """Press the step key until the operation gives a number; how often that was."""
    for count in range(1, 200):
        press(window, "Right")
        if window.controller.walk.result == quantity:
            return count
    raise AssertionError(f"{quantity} was never reached")


def test_keys_lead_to_a_gradient_of_alice_and_back_to_the_beginning(window):
    start = bits(window.controller.snapshot)
    expected = article_gradient(window.controller.snapshot.parameters.tolist())
    press(window, "Ctrl+1")
    count = step_to(window, FIRST_HIDDEN_WEIGHT)

    # Alice, in the table and in the headline.
    assert window.controller.probe.name == "Alice"
    assert text(window, "subline").startswith("Alice: step ")
    assert "gradient" in text(window, "headline")
    # The factors of the chain rule, and their product.
    maths = window.calculation.maths.shown_numbers()
    for quantity, value in (
        (Quantity("activation gradient", 2, 0), expected["dL/dp"]),
        (Quantity("slope", 2, 0), expected["dp/dz"]),
        (Quantity("weight", 2, 0, 0), expected["w"]),
        (Quantity("slope", 1, 0), expected["dh/dz"]),
        (Quantity("activation", 0, 0), expected["x"]),
        (FIRST_HIDDEN_WEIGHT, expected["product"]),
    ):
        assert agrees(maths[quantity], value), quantity
    # The line of code.
    operation = window.controller.walk.operation
    assert operation.file == "engine/backprop.py"
    assert source()[operation.line - 1].strip() == "dW = delta.T @ a[n - 1] / divisor"
    assert window.calculation.code.lines.lit_line.number == operation.line
    # And back, as often.
    for _ in range(count):
        press(window, "Left")
    assert window.controller.walk is None
    assert window.controller.snapshot.position[:2] == (0, 0)
    assert bits(window.controller.snapshot) == start
    assert not window.action("step-back").isEnabled()


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
