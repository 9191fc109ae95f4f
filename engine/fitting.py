"""Output and loss that suit each other: where one is changed, the other may have to follow."""

from typing import Any

from engine.activations import activations
from engine.experiment import Experiment
from engine.losses import losses

SEVERAL_CLASSES = "categorical-cross-entropy"


def fitting(experiment: Experiment, field: str, value: Any) -> dict[str, Any]:
    """A change of a field, with the change of its partner that it needs to be allowed."""
    if field == "output_activation" and value in activations and not _fits(experiment.loss, value):
        # That of whatever is no probability.
        return {field: value, "loss": "squared-error"}
    if field == "loss" and value in losses and not _fits(value, experiment.output_activation):
        return {field: value, "output_activation": _output_for(experiment, value)}
    return {field: value}


def _fits(loss: str, output_activation: str) -> bool:
    return losses[loss].takes(activations[output_activation])


def _output_for(experiment: Experiment, loss: str) -> str:
    """Probabilities: of several classes that exclude each other softmax's, else each by itself."""
    outputs = experiment.architecture.sizes[-1]
    return "softmax" if loss == SEVERAL_CLASSES and outputs > 1 else "sigmoid"
