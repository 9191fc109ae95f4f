"""A network's layers are views into one flat vector of parameters."""

import math

import numpy as np
import pytest

from engine.activations import activations
from engine.network import Architecture, forward
from engine.quantity import Quantity

LINEAR, SIGMOID = activations["linear"], activations["sigmoid"]
WITH_BIAS = Architecture(sizes=(2, 3, 1), activations=(LINEAR, SIGMOID), biases=(True, True))
WITHOUT = Architecture(sizes=(2, 3, 1), activations=(LINEAR, SIGMOID), biases=(False, False))
FIRST_ALONE = Architecture(sizes=(2, 3, 1), activations=(LINEAR, SIGMOID), biases=(True, False))
LAST_ALONE = Architecture(sizes=(2, 3, 1), activations=(LINEAR, SIGMOID), biases=(False, True))
ALL = [WITH_BIAS, WITHOUT, FIRST_ALONE, LAST_ALONE]


def test_parameters_are_counted():
    assert (WITH_BIAS.weight_count, WITH_BIAS.parameter_count) == (9, 13)
    assert (WITHOUT.weight_count, WITHOUT.parameter_count) == (9, 9)
    assert (FIRST_ALONE.parameter_count, LAST_ALONE.parameter_count) == (12, 10)


def test_the_flat_vector_holds_each_layers_weights_row_by_row_and_then_its_biases():
    first, second = WITH_BIAS.layers(np.arange(13.0))
    assert first.W.tolist() == [[0, 1], [2, 3], [4, 5]]
    assert first.b.tolist() == [6, 7, 8]
    assert second.W.tolist() == [[9, 10, 11]]
    assert second.b.tolist() == [12]


def test_layers_are_views_so_what_is_written_to_one_is_in_the_vector():
    parameters = np.zeros(13)
    WITH_BIAS.layers(parameters)[1].W[0, 2] = 5.0
    assert parameters[11] == 5.0


@pytest.mark.parametrize("architecture", ALL)
def test_the_layers_of_several_networks_are_those_of_each_one_above_the_other(architecture):
    parameters = np.random.default_rng(1).standard_normal((4, architecture.parameter_count))
    for number, stack in enumerate(architecture.layers(parameters)):
        each = [architecture.layers(one)[number] for one in parameters]
        np.testing.assert_array_equal(stack.W, [layer.W for layer in each])
        np.testing.assert_array_equal(np.broadcast_to(stack.b, (4, 1, stack.b.shape[-1])), [[one.b] for one in each])


@pytest.mark.parametrize("architecture", ALL)
def test_flat_is_the_opposite_of_layers(architecture):
    parameters = np.random.default_rng(1).standard_normal(architecture.parameter_count)
    layers = architecture.layers(parameters)
    np.testing.assert_array_equal(architecture.flat([(layer.W, layer.b) for layer in layers]), parameters)


def test_a_layer_without_biases_has_zeros_that_nobody_can_change():
    for layer in WITHOUT.layers(np.arange(9.0)):
        assert not layer.has_bias
        assert not layer.b.any()
        assert not layer.b.flags.writeable


def test_forward_gives_what_every_layer_makes_of_the_rows():
    parameters = np.array([1, 0, 0, 1, 1, 1, 0, 0, 0.5, 1, 1, -1, 0.25], dtype=float)
    inputs, hidden, output = forward(WITH_BIAS.layers(parameters), np.array([[2.0, 3.0], [0.0, 0.0]]))
    assert inputs.tolist() == [[2, 3], [0, 0]]
    assert hidden.tolist() == [[2, 3, 5.5], [0, 0, 0.5]]
    assert output[:, 0] == pytest.approx([1 / (1 + math.exp(0.25)), 1 / (1 + math.exp(0.25))], rel=1e-15)


@pytest.mark.parametrize("architecture", ALL)
def test_the_place_of_a_parameter_is_where_the_layers_have_it(architecture):
    layers = architecture.layers(np.arange(float(architecture.parameter_count)))
    places = []
    for n, layer in enumerate(layers, start=1):
        for neuron, weights in enumerate(layer.W.tolist()):
            for source, place in enumerate(weights):
                assert architecture.place_of(Quantity("weight", n, neuron, source)) == place
                assert architecture.has(Quantity("weight", n, neuron, source))
                places.append(place)
        for neuron, place in enumerate(layer.b.tolist() if layer.has_bias else []):
            assert architecture.place_of(Quantity("bias", n, neuron)) == place
            places.append(place)
    assert sorted(places) == list(range(architecture.parameter_count))


@pytest.mark.parametrize(
    "nothing",
    [
        Quantity("weight", 0, 0, 0),
        Quantity("weight", 3, 0, 0),
        Quantity("weight", -1, 0, 0),
        Quantity("weight", 1, 3, 0),
        Quantity("weight", 1, 0, 2),
        Quantity("weight", 1, -1, 0),
        Quantity("weight", 2, 0, -1),
        Quantity("bias", 2, 1),
        Quantity("activation", 1, 0),
        Quantity("new weight", 1, 0, 0),
    ],
)
def test_what_is_no_parameter_has_no_place(nothing):
    with pytest.raises(IndexError, match="there is no"):
        WITH_BIAS.place_of(nothing)
    assert not WITH_BIAS.has(nothing)


def test_without_biases_none_has_a_place():
    with pytest.raises(IndexError, match="there is no bias of layer 1, neuron 0"):
        WITHOUT.place_of(Quantity("bias", 1, 0))
