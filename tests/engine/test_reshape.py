"""Layers and neurons more or fewer: what was said of the others stays with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import activations
from engine.experiment import Experiment
from engine.experiment_fields import MAX_HIDDEN_LAYERS, MAX_NEURONS, ExperimentError
from engine.reshape import activations_of, with_activation, with_bias, with_layer, with_neurons, without_layer
from tests.engine.helpers import experiment

MANY = experiment(hidden=(4, 3, 2), activation=("tanh", "relu", "sigmoid"), bias=(True, False, True, False))
HIDDEN_NAMES = [activation.name for activation in activations if activation.elementwise]
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, MAX_HIDDEN_LAYERS)),
        st.tuples(st.just("remove"), st.integers(0, MAX_HIDDEN_LAYERS - 1)),
        st.tuples(st.just("size"), st.integers(0, MAX_HIDDEN_LAYERS - 1), st.integers(1, MAX_NEURONS)),
        st.tuples(st.just("activation"), st.integers(0, MAX_HIDDEN_LAYERS - 1), st.sampled_from(HIDDEN_NAMES)),
        st.tuples(st.just("bias"), st.integers(0, MAX_HIDDEN_LAYERS), st.booleans()),
    ),
    max_size=30,
)


def layers(choices: Experiment) -> list[tuple[int, str, bool]]:
    """Size, activation and bias of every layer after the inputs."""
    shape = choices.architecture
    names = [activation.name for activation in shape.activations]
    return list(zip(shape.sizes[1:], names, shape.biases, strict=True))


def test_a_new_layer_is_as_the_one_before_it_and_the_others_keep_what_they_had():
    before = layers(MANY)
    assert layers(with_layer(MANY, 2)) == [*before[:2], before[1], *before[2:]]
    assert layers(with_layer(MANY, 0)) == [before[0], *before]
    assert layers(with_layer(MANY, 3)) == [*before[:3], before[2], before[3]]


def test_a_layer_that_is_removed_takes_its_choices_along():
    before = layers(MANY)
    assert layers(without_layer(MANY, 1)) == [before[0], *before[2:]]


def test_a_first_hidden_layer_has_the_activation_of_the_last_that_was_removed():
    none = without_layer(experiment(hidden=(5,), activation=("relu",)), 0)
    assert none.hidden == ()
    assert layers(with_layer(none, 0))[0] == (4, "relu", True)


def test_what_is_the_same_for_all_layers_is_said_once():
    assert with_activation(experiment(hidden=(2, 2)), 0, "tanh").activation == ("tanh", "sigmoid")
    assert with_activation(experiment(hidden=(2, 2), activation=("tanh", "relu")), 1, "tanh").activation == ("tanh",)
    assert with_bias(with_bias(experiment(hidden=(2,)), 1, False), 0, False).bias is False


@pytest.mark.parametrize("count", [0, MAX_NEURONS + 1])
def test_what_is_no_layer_is_refused(count):
    with pytest.raises(ExperimentError, match="a layer has 1 to"):
        with_neurons(MANY, 0, count)
    with pytest.raises(ExperimentError, match="0 to 10 hidden layers"):
        with_layer(experiment(hidden=(2,) * MAX_HIDDEN_LAYERS), 3)


@given(edits=EDITS)
def test_whatever_is_added_and_removed_each_layer_keeps_its_own(edits):
    """The same done to a plain list of layers."""
    choices = experiment(hidden=(2,))
    expected = layers(choices)
    for kind, place, *how in edits:
        count = len(choices.hidden)
        if kind == "add" and count < MAX_HIDDEN_LAYERS and count:
            place = min(place, count)
            choices = with_layer(choices, place)
            expected.insert(place, expected[max(place - 1, 0)])
        elif kind == "remove" and count > 1:
            choices = without_layer(choices, place % count)
            del expected[place % count]
        elif kind == "size" and count:
            choices = with_neurons(choices, place % count, how[0])
            expected[place % count] = (how[0], *expected[place % count][1:])
        elif kind == "activation" and count:
            choices = with_activation(choices, place % count, how[0])
            size, _, bias = expected[place % count]
            expected[place % count] = size, how[0], bias
        elif kind == "bias":
            place %= count + 1
            choices = with_bias(choices, place, how[0])
            expected[place] = (*expected[place][:2], how[0])
        assert layers(choices) == expected
        assert len(activations_of(choices)) == len(choices.hidden)
