"""Every optimizer moves the parameters as its paper says, and leaves what it is given alone."""

from typing import Any

import numpy as np
import pytest

from engine.arrays import Array, frozen
from engine.experiment import Experiment
from engine.experiment_fields import GivenLayer
from engine.ladder import Cursor, StepSize
from engine.optimizers import Optimizer, heavy_ball, optimizers
from engine.quantity import Quantity
from engine.trainer import Trainer
from engine.update import walked
from tests.engine.helpers import MIXED, ROLLING, Alone, moment, walk_to_end

MOMENTUM = 0.9
RNG = np.random.default_rng(3)
PARAMETERS, GRADIENTS = frozen(RNG.standard_normal(5)), [frozen(RNG.standard_normal(5)) for _ in range(4)]


def settings_of(optimizer: Optimizer) -> dict[str, float]:
    return optimizer.settings(Experiment("or"))


@pytest.mark.parametrize("optimizer", list(optimizers), ids=lambda entry: entry.name)
def test_new_arrays_of_the_same_shapes_come_out(optimizer: Optimizer):
    memory = frozen(np.ones((len(optimizer.slots), 5)))
    updated, remembered = walked(optimizer.update(PARAMETERS, GRADIENTS[0], 0.1, memory, **settings_of(optimizer)))
    assert (updated.shape, remembered.shape) == (PARAMETERS.shape, memory.shape)
    assert not np.shares_memory(updated, PARAMETERS)


def test_gradient_descent_remembers_nothing():
    assert optimizers["gradient-descent"].slots == ()


def test_momentum_is_a_sum_of_all_gradients_each_older_one_worth_nine_tenths():
    parameters, memory = PARAMETERS, np.zeros((1, 5))
    for gradient in GRADIENTS:
        parameters, memory = walked(heavy_ball(parameters, gradient, 0.1, memory, MOMENTUM))
    newest = len(GRADIENTS) - 1
    velocity = sum(MOMENTUM ** (newest - age) * gradient for age, gradient in enumerate(GRADIENTS))
    np.testing.assert_allclose(memory[0], velocity, rtol=1e-12)
    weight_of = [sum(MOMENTUM**k for k in range(newest - age + 1)) for age in range(newest + 1)]
    moved = sum(weight * gradient for weight, gradient in zip(weight_of, GRADIENTS, strict=True))
    np.testing.assert_allclose(parameters, PARAMETERS - 0.1 * moved, rtol=1e-12)


def test_momentum_moves_as_that_of_scikit_learn():
    choices = Experiment(
        "virus",
        hidden=(3,),
        activation=("tanh",),
        output_activation="linear",
        loss="half-squared-error",
        optimizer="momentum",
        learning_rate=0.1,
        batch_size="all",
    )
    trainer = Trainer(choices.changed(start="given", given=layers_of(scikit_learns(choices, 1e-15, steps=1))))
    trainer.train(6)
    theirs = layers_of(scikit_learns(choices, 0.1, steps=6))
    for layer, (weights, biases) in zip(trainer.snapshot().layers, map(arrays_of, theirs), strict=True):
        np.testing.assert_allclose(layer.W, weights, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(layer.b, biases, rtol=1e-9, atol=1e-12)


def scikit_learns(choices: Experiment, rate: float, steps: int) -> Any:
    """Its network after some steps; at a rate next to nothing, where it starts."""
    from sklearn.neural_network import MLPRegressor

    table = choices.dataset
    model = MLPRegressor(
        hidden_layer_sizes=choices.hidden,
        activation="tanh",
        solver="sgd",
        alpha=0.0,
        learning_rate_init=rate,
        momentum=MOMENTUM,
        nesterovs_momentum=False,
        batch_size=table.row_count,
        shuffle=False,
        random_state=1,
    )
    for _ in range(steps):
        model.partial_fit(table.inputs, table.targets[:, 0])
    return model


def layers_of(model: Any) -> tuple[GivenLayer, ...]:
    pairs = zip(model.coefs_, model.intercepts_, strict=True)
    return tuple(GivenLayer(tuple(map(tuple, weights.T.tolist())), tuple(biases.tolist())) for weights, biases in pairs)


def arrays_of(layer: GivenLayer) -> tuple[Array, Array]:
    return np.array(layer.weights), np.array(layer.biases)


# Along a run.


def test_a_run_begins_without_memory_and_another_optimizer_begins_anew():
    trainer = Trainer(ROLLING)
    assert not trainer.snapshot().memory.any()
    trainer.train(2)
    assert trainer.snapshot().memory.shape == (1, ROLLING.architecture.parameter_count)
    assert trainer.snapshot().memory.all()
    trainer.change(trainer.experiment.changed(optimizer="gradient-descent"))
    assert trainer.snapshot().memory.shape == (0, ROLLING.architecture.parameter_count)
    trainer.train(1)
    trainer.change(trainer.experiment.changed(optimizer="momentum"))
    assert trainer.snapshot().memory.shape == (1, ROLLING.architecture.parameter_count)
    assert not trainer.snapshot().memory.any()


def test_a_weight_set_by_hand_and_another_rate_leave_the_memory_as_it_is():
    trainer = Trainer(ROLLING)
    trainer.train(2)
    memory = trainer.snapshot().memory.copy()
    trainer.edit(Quantity("weight", 1, 0, 1), 0.5)
    trainer.change(trainer.experiment.changed(learning_rate=0.01))
    np.testing.assert_array_equal(trainer.snapshot().memory, memory)


def test_an_undone_change_of_the_optimizer_brings_its_memory_back():
    trainer = Alone(ROLLING)
    trainer.train(3)
    before = moment(trainer)
    trainer.change(trainer.experiment.changed(optimizer="gradient-descent"))
    trainer.train(2)
    trainer.undo()
    assert moment(trainer) == before


def test_another_optimizer_in_the_middle_of_a_batch_is_walked_through_with_its_own_memory():
    trainer = Trainer(ROLLING)
    trainer.train(2)
    walk_to_end(trainer.advance(StepSize.NEURON))
    trainer.change(trainer.experiment.changed(optimizer="gradient-descent"))
    assert trainer.walk is not None
    assert trainer.walk.batch.memory.shape[0] == 0
    traced = trainer.walk.batch.trace[-1].result
    walk_to_end(trainer.advance(StepSize.BATCH))
    assert traced.tobytes() == trainer.parameters.tobytes()


@pytest.mark.parametrize(
    "rules", [{}, {"schedule": "cosine", "schedule_epochs": 3, "l1": 0.01, "l2": 0.02, "clip": 0.1}]
)
@pytest.mark.parametrize("optimizer", optimizers.names)
def test_the_trace_moves_the_parameters_as_the_trainer_does_batch_after_batch(optimizer, rules):
    trainer = Trainer(MIXED.changed(optimizer=optimizer, **rules))
    for _ in range(7):
        walk_to_end(trainer.advance(StepSize.TERM))
        assert trainer.walk is not None
        traced = trainer.walk.batch.trace[-1].result
        walk_to_end(trainer.advance(StepSize.BATCH))
        assert traced.tobytes() == trainer.parameters.tobytes()


def test_a_velocity_came_from_the_update_of_the_batch_before():
    trainer = Trainer(ROLLING)
    trainer.train(1)
    trainer.go(Cursor(0, 0, 0, 0))
    assert trainer.walk is not None
    velocity = Quantity("weight memory", 1, 2, 1, "velocity")
    value = trainer.walk.value(velocity)
    walk_to_end(trainer.go_to_origin(velocity))
    assert trainer.walk.stage.operation == "update"
    assert trainer.walk.value(velocity.as_kind("weight update")) == value != 0


def test_the_count_of_adams_updates_came_from_the_update_of_the_batch_before():
    trainer = Trainer(ROLLING.changed(optimizer="adam"))
    trainer.train(1)
    trainer.go(Cursor(0, 0, 0, 0))
    assert trainer.walk is not None
    before = Quantity("shared memory", part="t")
    count = trainer.walk.value(before)
    assert count == trainer._stepper.batches_per_epoch
    walk_to_end(trainer.go_to_origin(before))
    assert trainer.walk.stage.operation == "update"
    assert trainer.walk.value(Quantity("shared update", part="t")) == count


def test_adam_counts_its_own_updates_whatever_came_before():
    trainer = Trainer(ROLLING)
    trainer.train(3)
    trainer.change(trainer.experiment.changed(optimizer="adam"))
    trainer.train(1)
    assert set(trainer.snapshot().memory[2].tolist()) == {float(trainer._stepper.batches_per_epoch)}


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("optimizer", optimizers.names)
def test_any_epoch_of_any_optimizer_is_reached_again_with_the_same_bits(optimizer):
    choices = MIXED.changed(optimizer=optimizer, learning_rate=0.01, schedule="one-cycle", schedule_epochs=9, clip=0.3)
    trainer, moments = Trainer(choices), []
    for _ in range(12):
        moments.append(moment(trainer))
        trainer.train(1)
    for epoch in (11, 3, 0, 7):
        walk_to_end(trainer.seek(epoch))
        here = moment(trainer)
        assert (here.parameters, here.memory) == (moments[epoch].parameters, moments[epoch].memory)


def test_parts_of_one_name_have_one_symbol_in_all_optimizers():
    symbols: dict[str, set[str]] = {}
    for optimizer in optimizers:
        assert set(optimizer.slots) <= {part.name for part in optimizer.parts}
        for part in optimizer.parts:
            symbols.setdefault(part.name, set()).add(part.symbol)
    assert {len(found) for found in symbols.values()} == {1}
