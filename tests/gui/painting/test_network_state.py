"""What a picture shows of one moment: the values that the walk has come to, and the weights as they are by then."""

import math

import numpy as np
import pytest

from engine.ladder import StepSize
from engine.network import forward
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui import theme
from gui.painting.network_state import state_of
from gui.walk_focus import Focus
from tests.gui.helpers import trained
from tests.gui.painting.pictures import probe_of, state_at
from tests.gui.walks import LESSON, TOGETHER, WIDE, every_step, standing

NETWORKS = [LESSON, TOGETHER, WIDE, LESSON.changed(bias=False), TOGETHER.changed(hidden=(3, 2), bias=False)]


def weights_of(trainer: Trainer) -> list[Quantity]:
    """All weights, in the order of the edges."""
    layers = enumerate(trainer.snapshot().layers, start=1)
    return [Quantity("weight", n, j, i) for n, layer in layers for j, i in np.ndindex(layer.W.shape)]


# Activations.


@pytest.mark.parametrize("experiment", NETWORKS)
def test_a_neuron_has_a_value_when_the_walk_has_come_to_it_and_not_before(experiment):
    for trainer in every_step(experiment):
        walk, state = trainer.walk, state_at(trainer)
        if walk.finished:
            continue
        for layer, values in enumerate(state.activations):
            for neuron, value in enumerate(values.tolist()):
                quantity = Quantity("activation", layer, neuron)
                assert math.isnan(value) != walk.known(quantity)
                if walk.known(quantity):
                    assert value == walk.value(quantity)


def test_without_a_walk_every_value_is_what_the_network_answers():
    trainer = trained(LESSON, 2)
    state = state_of(trainer.snapshot(), trainer.data.dataset.inputs[2:3], None, Focus())
    expected = forward(trainer.snapshot().layers, trainer.data.dataset.inputs[2:3])
    assert [values.tolist() for values in state.activations] == [values[0].tolist() for values in expected]


def test_after_a_batch_the_values_are_those_of_the_weights_that_moved():
    trainer = trained(LESSON, StepSize.BATCH)
    state = state_at(trainer)
    assert state.walk is None
    assert state.activations[2][0] == trainer.snapshot().predict(trainer.data.dataset.inputs[:1])[0, 0]
    assert state.activations[2][0] != trainer.walk.value(Quantity("activation", 2))


DROPPING = LESSON.changed(hidden=(6,), dropout=0.5)


def test_a_neuron_has_its_whole_activation_until_dropout_and_is_out_from_then_on():
    seen = set()
    for trainer in every_step(DROPPING):
        walk, state = trainer.walk, state_at(trainer)
        if walk.finished:
            continue
        for neuron in range(6):
            activation = Quantity("activation", 1, neuron)
            whole, kept = activation.as_kind("full activation"), walk.value(activation.as_kind("kept"))
            assert state.is_out((1, neuron)) == (walk.known(activation) and kept == 0.0)
            if walk.known(whole):
                shown = activation if walk.known(activation) else whole
                assert state.activations[1][neuron] == walk.value(shown)
            seen.add((walk.known(activation), kept == 0.0))
    assert len(seen) == 4


def test_between_two_batches_nobody_is_out():
    trainer = trained(DROPPING, 2)
    state = state_at(trainer)
    assert not any(
        state.is_out((layer, neuron)) for layer, values in enumerate(state.activations) for neuron in range(len(values))
    )


# Weights.


@pytest.mark.parametrize("experiment", NETWORKS)
def test_a_weight_is_new_from_its_update_on_and_old_before(experiment):
    for trainer in every_step(experiment):
        walk, state = trainer.walk, state_at(trainer)
        for weight, shown in zip(weights_of(trainer), state.weights.tolist(), strict=True):
            new = weight.as_kind("new weight")
            assert shown == walk.value(new if walk.known(new) else weight)
            assert state.moved(weight) == (walk.known(new) and not walk.finished)
        before = [walk.value(weight) for weight in weights_of(trainer)]
        assert state.weights_before.tolist() == before


def test_a_bias_is_new_from_its_update_on_and_old_before():
    for trainer in every_step(LESSON):
        walk, state = trainer.walk, state_at(trainer)
        for place in ((1, 0), (1, 1), (2, 0)):
            bias, new = Quantity("bias", *place), Quantity("new bias", *place)
            assert state.bias(place) == walk.value(new if walk.known(new) else bias)


def test_inputs_and_networks_without_biases_have_none():
    assert state_at(Trainer(LESSON)).bias((0, 0)) is None
    assert state_at(Trainer(LESSON.changed(bias=False))).bias((1, 0)) is None


def test_without_a_walk_nothing_has_moved():
    state = state_at(trained(LESSON, 1))
    assert not state.moved(Quantity("weight", 1))
    assert state_of(state.snapshot, probe_of(Trainer(LESSON)).inputs, None, Focus()).weights_before is not None


# Filling.


def test_a_neuron_fills_term_by_term_and_is_full_when_its_sum_is_done():
    virus = LESSON.changed(data="virus", hidden=(2,))
    filled = [state_at(standing(virus, "multiply", 1, neuron=1, term=term)).filled((1, 1)) for term in range(4)]
    assert filled == [0.25, 0.5, 0.75, 1.0]


def test_only_the_neuron_at_work_fills():
    state = state_at(standing(LESSON, "multiply", 1, neuron=1, term=0))
    assert [state.filled(place) for place in ((0, 0), (1, 0), (1, 1), (2, 0))] == [0.0, 1.0, 0.5, 0.0]


def test_without_a_walk_nothing_fills():
    assert state_at(Trainer(LESSON)).filled((1, 0)) == 0.0


# What is at work.


def test_both_ends_of_an_edge_are_at_work():
    state = state_at(standing(LESSON, "multiply", 2, term=0))
    at_work = [place for place in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0)) if state.at_work(place)]
    assert at_work == [(1, 0), (2, 0)]


def test_where_nothing_is_at_work_more_than_the_rest_all_are():
    state = state_at(Trainer(LESSON))
    assert all(state.at_work((layer, 0)) for layer in range(3))


@pytest.mark.parametrize(
    ("operation", "colour"),
    [("multiply", "accent"), ("loss", "gradient"), ("weight gradient", "gradient"), ("update", "accent")],
)
@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_what_comes_back_has_the_colour_of_gradients(operation, colour, colours):
    state = state_at(standing(LESSON, operation, 2))
    assert state.phase_colour(colours) == getattr(colours, colour)
