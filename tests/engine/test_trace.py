"""What the trace shows is what computes: every line, with the names it shows, gives the result it shows."""

import numpy as np
import pytest

from engine.activations import activations
from engine.losses import losses
from engine.trace import source, trace
from engine.trainer import Trainer
from tests.engine.helpers import experiment

CASES = [
    (activation.name, loss.name, reduction)
    for activation in activations
    for loss in losses
    for reduction in ("sum", "mean")
    if loss.range[0] <= activation.range[0] and activation.range[1] <= loss.range[1]
]


def trace_of(activation: str, loss: str, reduction: str):
    choices = experiment(
        data="virus", hidden=(3, 2), activation=(activation,), output_activation=activation, loss=loss, seed=3
    )
    trainer = Trainer(choices)
    layers = choices.architecture.layers(trainer.parameters)
    return trace(layers, trainer.data.train.x, trainer.data.train.y, losses[loss], reduction)


@pytest.mark.parametrize(("activation", "loss", "reduction"), CASES)
def test_every_line_evaluated_with_its_names_gives_its_result(activation, loss, reduction):
    for operation in trace_of(activation, loss, reduction):
        expression = source()[operation.line - 1].strip().split(" = ", 1)[1]
        result = eval(expression, {}, {**operation.names, "len": len})
        assert np.array_equal(result, operation.result), expression


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
