"""Weights and biases have the names in text that they have in formulas."""

import pytest

from engine.experiment import Experiment
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.figures import number
from gui.painting.parameter_names import parameter_or_first, parameter_path, parameter_symbol

ONE_LAYER = Experiment("or")
TWO_LAYERS = Experiment("or", hidden=(12,))


@pytest.mark.parametrize(
    ("experiment", "parameter", "symbol"),
    [
        (ONE_LAYER, Quantity("weight", 1, 0, 1), "w₁₂"),
        (ONE_LAYER, Quantity("bias", 1, 0), "b"),
        (TWO_LAYERS, Quantity("weight", 1, 2, 0), "w⁽¹⁾₃₁"),
        (TWO_LAYERS, Quantity("weight", 2, 0, 11), "w⁽²⁾₁,₁₂"),
        (TWO_LAYERS, Quantity("bias", 1, 11), "b⁽¹⁾₁₂"),
        (TWO_LAYERS, Quantity("bias", 2, 0), "b⁽²⁾"),
    ],
)
def test_symbols_tell_neuron_input_and_layer(experiment, parameter, symbol):
    assert parameter_symbol(parameter, experiment.architecture) == symbol


@pytest.mark.parametrize(
    ("parameter", "path"),
    [
        (Quantity("weight", 1, 2, 0), "x₁ → h₃"),
        (Quantity("weight", 2, 0, 4), "h₅ → ŷ"),
        (Quantity("bias", 2), "bias of ŷ"),
    ],
)
def test_paths_tell_from_where_to_where(parameter, path):
    assert parameter_path(parameter, Trainer(TWO_LAYERS).snapshot()) == path


@pytest.mark.parametrize("parameter", [None, Quantity("weight", 3), Quantity("weight", 1, 12), Quantity("bias", 1, 12)])
def test_what_a_network_does_not_have_is_its_first_weight(parameter):
    assert parameter_or_first(parameter, TWO_LAYERS.architecture) == Quantity("weight", 1)


def test_a_bias_of_a_network_without_biases_is_none():
    architecture = TWO_LAYERS.changed(bias=False).architecture
    assert parameter_or_first(Quantity("bias", 1), architecture) == Quantity("weight", 1)
    assert parameter_or_first(Quantity("weight", 2, 0, 3), architecture) == Quantity("weight", 2, 0, 3)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.25, "−0.25000"), (3.14159e-11, "3.1416·10⁻¹¹"), (-2e7, "−2.0000·10⁷"), (float("inf"), "∞")],
)
def test_powers_of_ten_are_spelled_as_powers(value, text):
    assert number(value) == text
