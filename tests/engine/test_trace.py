"""What the trace shows is what computes: every line, with the names it shows, gives the result it shows."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from engine.activations import activations
from engine.arrays import Array
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.losses import losses
from engine.network import Architecture
from engine.optimizers import optimizers
from engine.trace import FILES, TracedOperation, expression_on_line, source, trace
from engine.trainer import Trainer
from engine.walk import Walk
from tests.engine.gradient_cases import random_case
from tests.engine.helpers import experiment, walk_to_end
from tests.engine.tables import known, table

CASES = [
    (activation.name, loss.name, reduction)
    for activation in activations
    for loss in losses
    for reduction in ("sum", "mean")
    if loss.range[0] <= activation.range[0] and activation.range[1] <= loss.range[1]
]


@pytest.fixture(autouse=True, scope="module")
def three_classes() -> Iterator[None]:
    with known(table("three-classes", rows=8, outputs=3)):
        yield


def choices_of(activation: str, loss: str, reduction: str, **choices: Any) -> Experiment:
    hidden = activation if activations[activation].elementwise else "tanh"
    both = {"activation": (hidden,), "output_activation": activation}
    return experiment(data="three-classes", hidden=(3, 2), loss=loss, reduction=reduction, seed=3, **both, **choices)


def trace_of(activation: str, loss: str, reduction: str) -> tuple[TracedOperation, ...]:
    choices = choices_of(activation, loss, reduction)
    trainer = Trainer(choices)
    layers = choices.architecture.layers(trainer.parameters)
    return trace(layers, trainer.data.train.x, trainer.data.train.y, losses[loss], reduction)


@pytest.mark.parametrize(("activation", "loss", "reduction"), CASES)
def test_every_line_evaluated_with_its_names_gives_its_result(activation, loss, reduction):
    for operation in trace_of(activation, loss, reduction):
        check_line(operation)


def check_line(operation: TracedOperation) -> None:
    """Evaluate the line that is shown, with the names that are shown, as it stands in its file."""
    expression = expression_on_line(operation.line, operation.file)
    assert expression in source(operation.file)[operation.line - 1]
    result = eval(expression, vars(FILES[operation.file]), dict(operation.names))
    assert np.array_equal(result, operation.result), expression


@pytest.mark.parametrize("optimizer", optimizers.names)
@pytest.mark.parametrize("bias", [True, False])
def test_the_line_of_the_update_evaluated_with_its_names_gives_the_new_parameters(optimizer, bias):
    batch = begun(experiment(hidden=(3,), optimizer=optimizer, bias=bias, seed=3)).batch
    *operations, update = batch.trace
    assert (update.name, update.layer, update.file) == ("update", 0, "engine/optimizers.py")
    assert update.names["parameters"].tobytes() == batch.parameters.tobytes()
    gradient = traced_gradient(operations, batch.experiment.architecture)
    assert update.parts["gradient"].tobytes() == gradient.tobytes()
    check_line(update)


def begun(choices: Experiment) -> Walk:
    trainer = Trainer(choices)
    walk_to_end(trainer.advance(StepSize.TERM))
    assert trainer.walk is not None
    return trainer.walk


def traced_gradient(operations: Sequence[TracedOperation], architecture: Architecture) -> Array:
    """The gradients of all layers that a trace holds, as one flat vector."""
    found = {(operation.name, operation.layer): operation.result for operation in operations}
    layers = range(1, len(architecture.sizes))
    return architecture.flat([(found["weight gradient", n], found["bias gradient", n]) for n in layers])


@pytest.mark.parametrize("batch_size", [1, 3, 8])
@pytest.mark.parametrize(("activation", "loss", "reduction"), [case for case in CASES if case[0] != "step"])
def test_the_trainer_moves_the_weights_by_the_bits_of_the_trace(activation, loss, reduction, batch_size):
    choices = choices_of(activation, loss, reduction, batch_size=batch_size, shuffle=True)
    trainer = Trainer(choices)
    for _ in range(4):
        walk_to_end(trainer.advance(StepSize.TERM))
        assert trainer.walk is not None
        traced = trainer.walk.batch.trace[-1].result
        walk_to_end(trainer.advance(StepSize.BATCH))
        np.testing.assert_allclose(traced, trainer.parameters, rtol=1e-12)
        assert traced.tobytes() == trainer.parameters.tobytes()


def test_the_gradients_of_the_trace_agree_with_differences_of_the_loss_in_200_random_networks():
    rng = np.random.default_rng(22)
    for number in range(200):
        case = random_case(rng)
        operations = trace(case.architecture.layers(case.parameters), case.x, case.y, case.loss, case.reduction)
        errors = case.relative_errors(traced_gradient(operations, case.architecture))
        assert errors.max() <= 1e-7, f"case {number}: {case}"


def test_operations_come_in_the_order_of_the_calculation():
    names = [(operation.name, operation.layer) for operation in trace_of("tanh", "squared-error", "mean")]
    forward = [(name, layer) for layer in (1, 2, 3) for name in ("multiply", "add bias", "activate")]
    assert names[:11] == [*forward, ("loss", 3), ("loss derivative", 3)]
    assert names[11:15] == [
        ("delta", 3),
        ("weight gradient", 3),
        ("bias gradient", 3),
        ("back through the weights", 3),
    ]
    assert names[-1] == ("bias gradient", 1)


def test_names_are_shown_in_the_order_in_which_they_stand_on_the_line():
    first = trace_of("tanh", "squared-error", "mean")[0]
    assert list(first.names) == ["a", "n", "layer"]
