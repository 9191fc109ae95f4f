"""What is at work: the neurons and edges of the operation done last, and which of them the step itself is about."""

import pytest

from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.walk_focus import Focus, focus_of, label_kind
from tests.gui.helpers import trained
from tests.gui.walks import LESSON, TOGETHER, WIDE, every_step, standing

SIZES = (StepSize.TERM, StepSize.NEURON, StepSize.LAYER, StepSize.SAMPLE)


def focus_at(operation: str, layer: int, neuron: int = 0, term: int = 0, size: StepSize = StepSize.TERM) -> Focus:
    return focus_of(standing(LESSON, operation, layer, neuron, term).walk, size)


def edge(layer: int, neuron: int, source: int) -> Quantity:
    return Quantity("weight", layer, neuron, source)


# Forwards.


def test_a_product_is_the_way_of_one_input_to_one_neuron():
    focus = focus_at("multiply", 1, neuron=1, term=0)
    assert focus == Focus(frozenset({(1, 1)}), (edge(1, 1, 0),), (edge(1, 1, 0),), "forward")


def test_a_sum_keeps_the_edges_of_the_terms_before_and_moves_along_the_last():
    focus = focus_at("multiply", 1, neuron=1, term=1)
    assert focus.edges == (edge(1, 1, 0), edge(1, 1, 1))
    assert focus.moving == (edge(1, 1, 1),)


def test_a_step_of_a_neuron_moves_along_all_of_its_edges():
    focus = focus_at("multiply", 1, neuron=1, term=1, size=StepSize.NEURON)
    assert focus.moving == focus.edges == (edge(1, 1, 0), edge(1, 1, 1))
    assert focus.neurons == {(1, 1)}


def test_a_step_of_a_layer_moves_along_all_edges_of_the_layer():
    focus = focus_at("multiply", 1, neuron=1, term=1, size=StepSize.LAYER)
    assert set(focus.moving) == {edge(1, neuron, source) for neuron in range(2) for source in range(2)}
    assert focus.neurons == {(1, 0), (1, 1)}


@pytest.mark.parametrize("operation", ["add bias", "activate", "delta", "bias gradient"])
def test_what_happens_inside_a_neuron_has_no_edges(operation):
    assert focus_at(operation, 1, neuron=1) == Focus(frozenset({(1, 1)}))
    assert focus_at(operation, 1, neuron=1, size=StepSize.LAYER).neurons == {(1, 0), (1, 1)}


@pytest.mark.parametrize("operation", ["loss", "loss derivative"])
def test_the_loss_is_about_the_outputs(operation):
    assert focus_at(operation, 2) == Focus(frozenset({(2, 0)}))


# Backwards, and the update.


def test_a_gradient_comes_back_along_its_edge():
    focus = focus_at("weight gradient", 2, term=1)
    assert focus == Focus(frozenset({(2, 0)}), (edge(2, 0, 0), edge(2, 0, 1)), (edge(2, 0, 1),), "backward")


def test_the_error_comes_back_to_a_hidden_neuron_along_the_edges_that_leave_it():
    focus = focus_of(standing(WIDE, "back through the weights", 2, neuron=5, term=1).walk, StepSize.NEURON)
    assert focus.neurons == {(1, 5)}
    assert focus.edges == (edge(2, 0, 5), edge(2, 1, 5))
    assert focus.flow == "backward"


def test_an_update_moves_one_weight_after_the_other():
    focus = focus_at("update", 1, neuron=1, term=1)
    assert focus.flow == "update"
    assert focus.edges == (edge(1, 1, 0), edge(1, 1, 1))
    assert focus.moving == (edge(1, 1, 1),)


def test_the_update_of_a_bias_moves_no_edge():
    focus = focus_at("update", 1, neuron=1, term=2)
    assert focus.edges == (edge(1, 1, 0), edge(1, 1, 1))
    assert focus.moving == ()


@pytest.mark.parametrize("size", SIZES)
def test_at_the_end_of_a_batch_nothing_fades_and_what_the_step_moved_is_seen_moving(size):
    trainer = trained(LESSON, StepSize.BATCH)
    assert trainer.walk.finished
    focus = focus_of(trainer.walk, size)
    assert (focus.neurons, focus.edges, focus.flow) == (frozenset(), (), "update")
    last = {edge(2, 0, source) for source in range(2)}
    all_of_them = last | {edge(1, neuron, source) for neuron in range(2) for source in range(2)}
    assert set(focus.moving) == (all_of_them if size is StepSize.SAMPLE else last)


def test_weights_that_are_too_many_to_be_seen_do_not_move():
    trainer = trained(LESSON.changed(hidden=(20,)), StepSize.BATCH)
    assert focus_of(trainer.walk, StepSize.SAMPLE).moving == ()


# Every operation.


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("experiment", [LESSON, WIDE, TOGETHER.changed(bias=False), load_lesson("or-gate").experiment])
def test_only_what_the_network_has_is_at_work(experiment, size):
    architecture = experiment.architecture
    for trainer in every_step(experiment, size):
        focus = focus_of(trainer.walk, size)
        for weight in focus.edges:
            architecture.place_of(weight)
        assert all(0 <= neuron < architecture.sizes[layer] for layer, neuron in focus.neurons)
        if not trainer.walk.finished:
            assert focus.neurons
            assert set(focus.moving) <= set(focus.edges)
            assert bool(focus.edges) == bool(focus.flow)


@pytest.mark.parametrize("operation", ["multiply", "update", "weight gradient"])
def test_labels_tell_what_the_operation_says_of_an_edge(operation):
    walk = standing(LESSON, operation, 1).walk
    assert (
        label_kind(walk)
        == {
            "multiply": "weight",
            "update": "new weight",
            "weight gradient": "row weight gradient",
        }[operation]
    )


def test_the_labels_of_an_error_on_its_way_back_are_its_terms():
    assert label_kind(standing(LESSON, "back through the weights", 2).walk) == "back product"


def test_every_label_at_work_is_a_number_that_the_walk_knows():
    for trainer in every_step(WIDE):
        walk = trainer.walk
        for weight in focus_of(walk, StepSize.TERM).edges:
            assert walk.known(weight.as_kind(label_kind(walk)))


def test_before_the_first_step_there_is_no_walk_to_look_at():
    assert Trainer(LESSON).walk is None
