"""What is asked of an experiment before there is one, one concern a function."""

import sys
from typing import TYPE_CHECKING, Any

from engine.activations import activations
from engine.datasets import OWN, Dataset, data_sources
from engine.datasets.derived import columns_of
from engine.datasets.generated import DEFAULTS
from engine.experiment_fields import (
    ALL_ROWS,
    GIVEN,
    LEAST_SQUARES,
    MAX_EPOCHS,
    MAX_HIDDEN_LAYERS,
    MAX_NEURONS,
    OPTION_RANGES,
    ExperimentError,
    GivenLayer,
)
from engine.initializers import initializers
from engine.losses import losses
from engine.optimizers import optimizers
from engine.registry import Registry
from engine.scaling import scalings
from engine.schedules import schedules

if TYPE_CHECKING:
    from engine.experiment import Experiment


def check(experiment: "Experiment") -> None:
    """Refuse, by an `ExperimentError`, what cannot be an experiment."""
    _check_own(experiment)
    _check_names(experiment)
    _check_options(experiment)
    _check_bias(experiment)
    _check_numbers(experiment)
    _check_dropout(experiment)
    _check_update(experiment)
    _check_patience(experiment)
    _check_architecture(experiment)
    _check_given(experiment)


def _check_own(experiment: "Experiment") -> None:
    own = experiment.own
    if (experiment.data == OWN) != isinstance(own, Dataset) or not isinstance(own, Dataset | None):
        raise ExperimentError("own", own, "a table of one's own is given when, and only when, data is own")


def _check_names(experiment: "Experiment") -> None:
    if experiment.own is None:
        _check_known("data", experiment.data, data_sources)
    for name in _checked_tuple("activation", experiment.activation, str):
        _check_known("activation", name, activations)
        if not activations[name].elementwise:
            raise ExperimentError("activation", name, f"{name} is for the output layer: its neurons share one sum")
    _check_known("output_activation", experiment.output_activation, activations)
    _check_known("loss", experiment.loss, losses)
    _check_known("optimizer", experiment.optimizer, optimizers)
    _check_known("scaling", experiment.scaling, scalings)
    if experiment.start not in (GIVEN, LEAST_SQUARES):
        _check_known("start", experiment.start, initializers, extra=f"{GIVEN}, {LEAST_SQUARES}")
    if experiment.reduction not in ("sum", "mean"):
        raise ExperimentError("reduction", experiment.reduction, "it must be sum or mean")
    for field in ("shuffle", "split_shuffled"):
        if not isinstance(getattr(experiment, field), bool):
            raise ExperimentError(field, getattr(experiment, field), "it must be true or false")


def _check_options(experiment: "Experiment") -> None:
    used = experiment.options
    for field, (low, high, whole) in OPTION_RANGES.items():
        value = getattr(experiment, field)
        if not ((_is_whole if whole else _is_number)(value) and low <= value <= high):
            kind = "a whole number" if whole else "a number"
            raise ExperimentError(field, value, f"it must be {kind} from {low:,} to {high:,}")
        if field not in used and value != DEFAULTS[field]:
            using = ", ".join(source.name for source in data_sources if field in source.options)
            raise ExperimentError(field, value, f"{experiment.data} makes no use of it; it is for {using}")


def _check_bias(experiment: "Experiment") -> None:
    layers = len(experiment.hidden) + 1 if isinstance(experiment.hidden, tuple) else 0
    of_each = isinstance(experiment.bias, tuple) and len(experiment.bias) == layers
    flags = experiment.bias if isinstance(experiment.bias, tuple) else (experiment.bias,)
    if not (all(isinstance(flag, bool) for flag in flags) and (of_each or isinstance(experiment.bias, bool))):
        allowed = f"it must be true or false, or one of both for each of the {layers} layers"
        raise ExperimentError("bias", experiment.bias, allowed)


def _check_numbers(experiment: "Experiment") -> None:
    rate = experiment.learning_rate
    if not (_is_number(rate) and 0 < rate <= 1e6):
        raise ExperimentError("learning_rate", rate, "it must be a number above 0, at most 1,000,000")
    share = experiment.train_share
    if not (_is_number(share) and 0 < share <= 1):
        raise ExperimentError("train_share", share, "it must be above 0 and at most 1")
    size = experiment.batch_size
    if size != ALL_ROWS and not (_is_whole(size) and size >= 1):
        raise ExperimentError("batch_size", size, "it must be a whole number from 1, or all")
    if not (_is_whole(experiment.epochs) and 0 <= experiment.epochs <= MAX_EPOCHS):
        raise ExperimentError("epochs", experiment.epochs, f"it must be a whole number from 0 to {MAX_EPOCHS:,}")
    if not (_is_whole(experiment.seed) and 0 <= experiment.seed < 2**63):
        raise ExperimentError("seed", experiment.seed, "it must be a whole number from 0 to 2⁶³ − 1")


def _check_dropout(experiment: "Experiment") -> None:
    if not (_is_number(experiment.dropout) and 0 <= experiment.dropout < 1):
        raise ExperimentError("dropout", experiment.dropout, "it must be a number from 0, which is off, to below 1")


def _check_update(experiment: "Experiment") -> None:
    """How the gradient of a batch moves the weights."""
    _check_known("schedule", experiment.schedule, schedules)
    if not (_is_whole(experiment.schedule_epochs) and 1 <= experiment.schedule_epochs <= MAX_EPOCHS):
        allowed = f"it must be a whole number from 1 to {MAX_EPOCHS:,}"
        raise ExperimentError("schedule_epochs", experiment.schedule_epochs, allowed)
    if not (_is_number(experiment.momentum) and 0 <= experiment.momentum < 1):
        raise ExperimentError("momentum", experiment.momentum, "it must be a number from 0 to below 1")
    for field in ("weight_decay", "l1", "l2", "clip"):
        value = getattr(experiment, field)
        if not (_is_number(value) and 0 <= value <= 1e6):
            raise ExperimentError(field, value, "it must be a number from 0 to 1,000,000")


def _check_patience(experiment: "Experiment") -> None:
    if not (_is_whole(experiment.patience) and 0 <= experiment.patience <= MAX_EPOCHS):
        allowed = f"it must be a whole number from 0, which is off, to {MAX_EPOCHS:,}"
        raise ExperimentError("patience", experiment.patience, allowed)


def _check_architecture(experiment: "Experiment") -> None:
    for count in _checked_tuple("hidden", experiment.hidden, int):
        if not 1 <= count <= MAX_NEURONS:
            raise ExperimentError("hidden", count, f"a layer has 1 to {MAX_NEURONS} neurons")
    if len(experiment.hidden) > MAX_HIDDEN_LAYERS:
        raise ExperimentError("hidden", experiment.hidden, f"there may be 0 to {MAX_HIDDEN_LAYERS} hidden layers")
    if len(experiment.activation) not in (1, len(experiment.hidden)):
        allowed = f"it must be one name, or one for each of the {len(experiment.hidden)} hidden layers"
        raise ExperimentError("activation", experiment.activation, allowed)
    if experiment.start == LEAST_SQUARES and (experiment.hidden or experiment.output_activation != "linear"):
        allowed = "there is a formula only without hidden layers and with a linear output"
        raise ExperimentError("start", experiment.start, allowed)
    _check_range(experiment.loss, experiment.output_activation)
    _check_inputs(experiment)


def _check_inputs(experiment: "Experiment") -> None:
    names = _checked_tuple("inputs", experiment.inputs, str)
    if not names:
        return
    known = experiment.table.input_names
    for name in names:
        try:
            columns_of((name,), known)
        except ValueError as error:
            allowed = f"{experiment.data} has {', '.join(known)}, their squares, sines and products"
            raise ExperimentError("inputs", name, allowed) from error
    if len(set(names)) != len(names):
        raise ExperimentError("inputs", names, "each input may be named once")


def _check_given(experiment: "Experiment") -> None:
    if (experiment.start == GIVEN) != bool(experiment.given):
        raise ExperimentError("given", experiment.given, "numbers are given when, and only when, start is given")
    if not _checked_tuple("given", experiment.given, GivenLayer):
        return
    sizes = experiment.architecture.sizes
    if len(experiment.given) != len(sizes) - 1:
        raise ExperimentError("given", len(experiment.given), f"this network has {len(sizes) - 1} layers")
    for number, layer in enumerate(experiment.given, start=1):
        bias = experiment.architecture.biases[number - 1]
        _check_given_layer(number, layer, sizes[number - 1], sizes[number], bias)


def _check_known(field: str, value: object, registry: Registry[Any], extra: str = "") -> None:
    if not isinstance(value, str) or value not in registry:
        names = (*registry.names, extra) if extra else registry.names
        raise ExperimentError(field, value, f"known are {', '.join(names)}")


def _checked_tuple(field: str, value: object, kind: type) -> tuple[Any, ...]:
    right = isinstance(value, tuple) and all(type(item) is kind for item in value)
    if not right:
        what = {str: "names", int: "whole numbers"}.get(kind, "layers")
        raise ExperimentError(field, value, f"it must be a list of {what}")
    assert isinstance(value, tuple)
    return value


def _check_range(loss: str, output_activation: str) -> None:
    if not losses[loss].takes(activations[output_activation]):
        low, high = losses[loss].range
        fitting = [entry.name for entry in activations if losses[loss].takes(entry)]
        allowed = f"{loss} takes values from {low:g} to {high:g}, as {', '.join(fitting)} give them"
        raise ExperimentError("output_activation", output_activation, allowed)


def _check_given_layer(number: int, layer: GivenLayer, inputs: int, neurons: int, bias: bool) -> None:
    if not (_is_tuple(layer.weights) and all(map(_is_tuple, layer.weights)) and _is_tuple(layer.biases)):
        raise ExperimentError("given", layer, "weights are a list of lists of numbers, biases a list of numbers")
    rows = [len(row) for row in layer.weights]
    if rows != [inputs] * neurons:
        raise ExperimentError("given", rows, f"layer {number} has {neurons} neurons of {inputs} weights each")
    if len(layer.biases) != (neurons if bias else 0):
        raise ExperimentError(
            "given", layer.biases, f"layer {number} has {neurons if bias else 0} biases with bias {bias}"
        )
    for value in (*(weight for row in layer.weights for weight in row), *layer.biases):
        if not (_is_number(value) and abs(value) <= sys.float_info.max):
            raise ExperimentError("given", value, "weights and biases are finite numbers")


def _is_tuple(value: object) -> bool:
    return isinstance(value, tuple)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
