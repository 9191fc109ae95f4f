"""An experiment: every choice of the user plus the seed, as one frozen value."""

import math
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from engine.activations import activations
from engine.backprop import Reduction
from engine.datasets import OWN, Dataset, DatasetError, data_sources
from engine.datasets.derived import columns_of, offered
from engine.datasets.generated import DEFAULTS
from engine.initializers import initializers
from engine.losses import losses
from engine.network import Architecture
from engine.optimizers import optimizers
from engine.registry import Registry
from engine.scaling import scalings
from engine.schedules import schedules
from engine.suiting import suited

MAX_HIDDEN_LAYERS = 10
MAX_NEURONS = 1024
MAX_EPOCHS = 10**9

ALL_ROWS: Literal["all"] = "all"
BatchSize = int | Literal["all"]
GIVEN = "given"
# Starts that are no rule for each layer by itself.
LEAST_SQUARES = "least-squares"
# What a generated table can be asked for: (smallest, largest, whether it is a whole number).
OPTION_RANGES: Mapping[str, tuple[float, float, bool]] = {
    "points": (10, 10_000, True),
    "noise": (0, 0.5, False),
    "data_seed": (0, 2**31 - 1, True),
    "turns": (0.25, 5, False),
    "classes": (2, 9, True),
}

# What decides the table.
DATA_FIELDS = ("data", "own", *OPTION_RANGES)


class ExperimentError(ValueError):
    """A choice that is not allowed; names the field, the value and what is allowed."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        super().__init__(f"{field}: {value!r} is not allowed; {allowed}")
        self.field = field


@dataclass(frozen=True)
class GivenLayer:
    """Given starting numbers of one layer: weights[out][in], biases[out] (empty without biases)."""

    weights: tuple[tuple[float, ...], ...]
    biases: tuple[float, ...] = ()


@dataclass(frozen=True)
class Experiment:
    """Everything that decides how a network is trained. The same experiment gives the same bits on one machine.

    `own` is the learner's own table; it belongs to `data="own"` and to nothing else. `points`, `noise` (a share),
    `data_seed`, `turns` and `classes` are for generated tables; what the data set makes no use of is as by default.
    `inputs` empty means all columns of the data set; others follow from them by their names, as squares do.
    `activation` is one name for all hidden layers or one for each, `bias` one truth for all layers or one for each, the
    hidden ones and then the output.
    `dropout` is the share of the hidden neurons that each row of a training batch goes without.
    `momentum` and `weight_decay` belong to the optimizers that use them, `schedule_epochs` to schedules: the length of
    one, in epochs. `l1` and `l2` are the shares of the penalties, `clip` the longest gradient; of 0 there is none.
    `batch_size` is a number of rows or "all". `train_share` below 1 keeps the remaining rows for testing; with
    `split_shuffled` the rows are shuffled once, by the seed, before they are split. `given` belongs to
    `start="given"` and to nothing else; `start="least-squares"` is the end of linear regression, by formula. A run
    pauses when for `patience` epochs the loss was not lower than its best; 0 is for ever.
    """

    data: str
    own: Dataset | None = None
    points: int = int(DEFAULTS["points"])
    noise: float = DEFAULTS["noise"]
    data_seed: int = int(DEFAULTS["data_seed"])
    turns: float = DEFAULTS["turns"]
    classes: int = int(DEFAULTS["classes"])
    inputs: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    activation: tuple[str, ...] = ("sigmoid",)
    output_activation: str = "sigmoid"
    bias: bool | tuple[bool, ...] = True
    loss: str = "squared-error"
    reduction: Reduction = "mean"
    dropout: float = 0.0
    optimizer: str = "gradient-descent"
    learning_rate: float = 0.1
    momentum: float = 0.9
    weight_decay: float = 0.01
    schedule: str = "constant"
    schedule_epochs: int = 100
    l1: float = 0.0
    l2: float = 0.0
    clip: float = 0.0
    batch_size: BatchSize = 1
    shuffle: bool = False
    start: str = "normal"
    given: tuple[GivenLayer, ...] = ()
    train_share: float = 1.0
    split_shuffled: bool = False
    scaling: str = "none"
    epochs: int = 1000
    patience: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        self._check_own()
        self._check_names()
        self._check_options()
        self._check_bias()
        self._check_numbers()
        self._check_dropout()
        self._check_update()
        self._check_patience()
        self._check_architecture()
        self._check_given()

    # What follows from the choices.

    @cached_property
    def dataset(self) -> Dataset:
        """The table with the chosen inputs, before scaling."""
        return self.table.with_inputs(self.inputs) if self.inputs else self.table

    @property
    def table(self) -> Dataset:
        """The table with all of its inputs."""
        if self.own is not None:
            return self.own
        source = data_sources[self.data]
        return source.load(**{name: getattr(self, name) for name in source.options})

    @property
    def all_input_names(self) -> tuple[str, ...]:
        """All inputs that are offered, chosen or not: the columns of the data set, and what follows from them."""
        names = self.table.input_names
        return (*names, *offered(names))

    @cached_property
    def architecture(self) -> Architecture:
        # The chosen inputs are not made for this: of many experiments each would keep its own.
        table = self.table
        hidden = self.activation * len(self.hidden) if len(self.activation) == 1 else self.activation
        names = (*hidden, self.output_activation)
        return Architecture(
            sizes=(len(self.inputs or table.input_names), *self.hidden, len(table.output_names)),
            activations=tuple(activations[name] for name in names),
            biases=self.bias if isinstance(self.bias, tuple) else (self.bias,) * len(names),
        )

    @property
    def train_count(self) -> int:
        """How many rows train. A share that leaves less than one still leaves one, where there is any.

        What is added corrects what binary fractions lack: 29 % of 100 rows are 29, not 28.
        """
        rows = self.table.row_count
        return min(rows, max(1, math.floor(self.train_share * rows + 1e-9)))

    @cached_property
    def why_not_trainable(self) -> str:
        """Why this experiment can only be looked at; empty when it can be trained."""
        if self.dataset.targets is None:
            return "there is nothing to learn here: the data has no targets"
        if not self.dataset.row_count:
            return "the table has no rows yet"
        targets = self.dataset.targets
        if self.own is not None and self.own.is_classification and (targets == targets[0]).all():
            return "all rows are of one class, and there is nothing to tell apart"
        finite = np.isfinite(self.dataset.inputs).all(axis=0)
        if not finite.all():
            return f"{self.dataset.input_names[finite.argmin()]} is beyond all bounds in some rows: choose other inputs"
        for activation in self.architecture.activations:
            if not activation.trainable:
                return f"{activation.name} cannot be trained: its derivative is 0 everywhere"
        if self.architecture.sizes[-1] == 1 and not self.architecture.activations[-1].elementwise:
            return f"{self.output_activation} of one output is always 1: there is nothing to learn"
        low, high = losses[self.loss].range
        smallest, largest = float(self.dataset.targets.min()), float(self.dataset.targets.max())
        if smallest < low or largest > high:
            return (
                f"{self.loss} takes targets from {low:g} to {high:g}, and {self.data} has {smallest:g} to {largest:g}"
            )
        return ""

    def rate_at(self, epoch: int, row: int, rows: int) -> float:
        """The learning rate, by the schedule, of the batch that begins there in epochs of so many rows."""
        # A table may have no rows yet.
        batch = max(1, rows if isinstance(self.batch_size, str) else min(self.batch_size, rows))
        rate = schedules[self.schedule].rate
        return rate(float(self.learning_rate), self.schedule_epochs, epoch, row // batch, -(-rows // batch))

    def start_is_random(self) -> bool:
        """Whether another seed gives another start."""
        return self.split_shuffled or (self.start in initializers and initializers[self.start].random)

    def with_seed(self, seed: int) -> "Experiment":
        return replace(self, seed=seed)

    def changed(self, **changes: Any) -> "Experiment":
        """The same experiment with other choices.

        Choices that no longer fit the changed ones are dropped rather than refused: inputs of another data set, its
        options, its usual scaling, an output and a loss that cannot answer what it asks for (see `engine.suiting`),
        given numbers of another shape (random ones take their place), one activation a layer for another number of
        layers, a start by formula where there is none.
        One bias a layer is kept as far as it goes: further hidden layers are as the last one.
        Given weights outlive their biases; biases that join them start at 0.
        """
        changes = suited(self, changes)
        hidden = changes.get("hidden", self.hidden)
        if len(self.activation) not in (1, len(hidden)):
            changes = {"activation": self.activation[:1] or ("sigmoid",), **changes}
        if isinstance(self.bias, tuple):
            changes = {"bias": _resized(self.bias, len(hidden)), **changes}
        if self.start == LEAST_SQUARES and (hidden or changes.get("output_activation", "linear") != "linear"):
            changes = {"start": "normal", **changes}
        if changes.get("start", self.start) != GIVEN:
            return replace(self, **{"given": (), **changes})
        try:
            return replace(self, **{"given": self._given_with(changes.get("bias", self.bias)), **changes})
        except ExperimentError as error:
            if error.field != "given" or "given" in changes:
                raise
            return replace(self, **{**changes, "start": "normal", "given": ()})

    def _given_with(self, bias: bool | tuple[bool, ...]) -> tuple[GivenLayer, ...]:
        biases = bias if isinstance(bias, tuple) else (bias,) * len(self.given)
        if len(biases) != len(self.given):
            return self.given
        return tuple(_with_biases(layer, bias) for layer, bias in zip(self.given, biases, strict=True))

    # To and from plain data: dict, list, str, int, float, bool.

    def to_plain(self, table: Callable[[Dataset], Any] = Dataset.to_plain) -> dict[str, Any]:
        """Every field as plain data that JSON and TOML can hold; `from_plain` gives the same experiment back.

        `table` writes a table of one's own in another way; who does that gives `from_plain` the table itself.
        """
        plain = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        plain["own"] = self.own and table(self.own)
        plain["given"] = [{"weights": _plain(layer.weights), "biases": _plain(layer.biases)} for layer in self.given]
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Experiment":
        """The experiment that `plain` describes; an unknown or missing field is an `ExperimentError`."""
        known = [field.name for field in fields(cls)]
        for name in plain:
            if name not in known:
                raise ExperimentError("field", name, f"known are {', '.join(known)}")
        if "data" not in plain:
            raise ExperimentError("data", None, "it must be the name of a data set")
        values = {name: _frozen(value) for name, value in plain.items()}
        if "given" in values:
            values["given"] = _given_layers(plain["given"])
        if values.get("own") is not None:
            values["own"] = _own_table(plain["own"])
        if isinstance(values.get("activation"), str):
            values["activation"] = (values["activation"],)
        return cls(**values)

    # Validation, one concern a function.

    def _check_own(self) -> None:
        if (self.data == OWN) != isinstance(self.own, Dataset) or not isinstance(self.own, Dataset | None):
            raise ExperimentError("own", self.own, "a table of one's own is given when, and only when, data is own")

    def _check_names(self) -> None:
        if self.own is None:
            _check_known("data", self.data, data_sources)
        for name in _checked_tuple("activation", self.activation, str):
            _check_known("activation", name, activations)
            if not activations[name].elementwise:
                raise ExperimentError("activation", name, f"{name} is for the output layer: its neurons share one sum")
        _check_known("output_activation", self.output_activation, activations)
        _check_known("loss", self.loss, losses)
        _check_known("optimizer", self.optimizer, optimizers)
        _check_known("scaling", self.scaling, scalings)
        if self.start not in (GIVEN, LEAST_SQUARES):
            _check_known("start", self.start, initializers, extra=f"{GIVEN}, {LEAST_SQUARES}")
        if self.reduction not in ("sum", "mean"):
            raise ExperimentError("reduction", self.reduction, "it must be sum or mean")
        for field in ("shuffle", "split_shuffled"):
            if not isinstance(getattr(self, field), bool):
                raise ExperimentError(field, getattr(self, field), "it must be true or false")

    def _check_options(self) -> None:
        used = options_of(self)
        for field, (low, high, whole) in OPTION_RANGES.items():
            value = getattr(self, field)
            if not ((_is_whole if whole else _is_number)(value) and low <= value <= high):
                kind = "a whole number" if whole else "a number"
                raise ExperimentError(field, value, f"it must be {kind} from {low:,} to {high:,}")
            if field not in used and value != DEFAULTS[field]:
                using = ", ".join(source.name for source in data_sources if field in source.options)
                raise ExperimentError(field, value, f"{self.data} makes no use of it; it is for {using}")

    def _check_bias(self) -> None:
        layers = len(self.hidden) + 1 if isinstance(self.hidden, tuple) else 0
        of_each = isinstance(self.bias, tuple) and len(self.bias) == layers
        flags = self.bias if isinstance(self.bias, tuple) else (self.bias,)
        if not (all(isinstance(flag, bool) for flag in flags) and (of_each or isinstance(self.bias, bool))):
            allowed = f"it must be true or false, or one of both for each of the {layers} layers"
            raise ExperimentError("bias", self.bias, allowed)

    def _check_numbers(self) -> None:
        rate = self.learning_rate
        if not (_is_number(rate) and 0 < rate <= 1e6):
            raise ExperimentError("learning_rate", rate, "it must be a number above 0, at most 1,000,000")
        share = self.train_share
        if not (_is_number(share) and 0 < share <= 1):
            raise ExperimentError("train_share", share, "it must be above 0 and at most 1")
        size = self.batch_size
        if size != ALL_ROWS and not (_is_whole(size) and size >= 1):
            raise ExperimentError("batch_size", size, "it must be a whole number from 1, or all")
        if not (_is_whole(self.epochs) and 0 <= self.epochs <= MAX_EPOCHS):
            raise ExperimentError("epochs", self.epochs, f"it must be a whole number from 0 to {MAX_EPOCHS:,}")
        if not (_is_whole(self.seed) and 0 <= self.seed < 2**63):
            raise ExperimentError("seed", self.seed, "it must be a whole number from 0 to 2⁶³ − 1")

    def _check_dropout(self) -> None:
        if not (_is_number(self.dropout) and 0 <= self.dropout < 1):
            raise ExperimentError("dropout", self.dropout, "it must be a number from 0, which is off, to below 1")

    def _check_update(self) -> None:
        """How the gradient of a batch moves the weights."""
        _check_known("schedule", self.schedule, schedules)
        if not (_is_whole(self.schedule_epochs) and 1 <= self.schedule_epochs <= MAX_EPOCHS):
            allowed = f"it must be a whole number from 1 to {MAX_EPOCHS:,}"
            raise ExperimentError("schedule_epochs", self.schedule_epochs, allowed)
        if not (_is_number(self.momentum) and 0 <= self.momentum < 1):
            raise ExperimentError("momentum", self.momentum, "it must be a number from 0 to below 1")
        for field in ("weight_decay", "l1", "l2", "clip"):
            value = getattr(self, field)
            if not (_is_number(value) and 0 <= value <= 1e6):
                raise ExperimentError(field, value, "it must be a number from 0 to 1,000,000")

    def _check_patience(self) -> None:
        if not (_is_whole(self.patience) and 0 <= self.patience <= MAX_EPOCHS):
            allowed = f"it must be a whole number from 0, which is off, to {MAX_EPOCHS:,}"
            raise ExperimentError("patience", self.patience, allowed)

    def _check_architecture(self) -> None:
        for count in _checked_tuple("hidden", self.hidden, int):
            if not 1 <= count <= MAX_NEURONS:
                raise ExperimentError("hidden", count, f"a layer has 1 to {MAX_NEURONS} neurons")
        if len(self.hidden) > MAX_HIDDEN_LAYERS:
            raise ExperimentError("hidden", self.hidden, f"there may be 0 to {MAX_HIDDEN_LAYERS} hidden layers")
        if len(self.activation) not in (1, len(self.hidden)):
            allowed = f"it must be one name, or one for each of the {len(self.hidden)} hidden layers"
            raise ExperimentError("activation", self.activation, allowed)
        if self.start == LEAST_SQUARES and (self.hidden or self.output_activation != "linear"):
            allowed = "there is a formula only without hidden layers and with a linear output"
            raise ExperimentError("start", self.start, allowed)
        _check_range(self.loss, self.output_activation)
        self._check_inputs()

    def _check_inputs(self) -> None:
        names = _checked_tuple("inputs", self.inputs, str)
        if not names:
            return
        known = self.table.input_names
        for name in names:
            try:
                columns_of((name,), known)
            except ValueError as error:
                allowed = f"{self.data} has {', '.join(known)}, their squares, sines and products"
                raise ExperimentError("inputs", name, allowed) from error
        if len(set(names)) != len(names):
            raise ExperimentError("inputs", names, "each input may be named once")

    def _check_given(self) -> None:
        if (self.start == GIVEN) != bool(self.given):
            raise ExperimentError("given", self.given, "numbers are given when, and only when, start is given")
        if not _checked_tuple("given", self.given, GivenLayer):
            return
        sizes = self.architecture.sizes
        if len(self.given) != len(sizes) - 1:
            raise ExperimentError("given", len(self.given), f"this network has {len(sizes) - 1} layers")
        for number, layer in enumerate(self.given, start=1):
            bias = self.architecture.biases[number - 1]
            _check_given_layer(number, layer, sizes[number - 1], sizes[number], bias)


def _resized(bias: tuple[bool, ...], hidden: int) -> tuple[bool, ...]:
    """One truth a layer for another number of hidden layers."""
    of_hidden, of_output = bias[:-1] or bias, bias[-1]
    return (*(of_hidden[min(n, len(of_hidden) - 1)] for n in range(hidden)), of_output)


def _with_biases(layer: GivenLayer, bias: bool) -> GivenLayer:
    """A given layer with its biases, with zeros where it had none, or without."""
    return GivenLayer(layer.weights, (layer.biases or (0.0,) * len(layer.weights)) if bias else ())


def options_of(experiment: Experiment) -> tuple[str, ...]:
    """The options that the data set makes use of."""
    return () if experiment.own is not None else data_sources[experiment.data].options


def differ(fields: Iterable[str], one: Experiment, other: Experiment) -> bool:
    """Whether two experiments differ in some of these fields."""
    return any(getattr(one, field) != getattr(other, field) for field in fields)


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


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _own_table(plain: Any) -> Dataset:
    if isinstance(plain, Dataset):
        return plain
    if not isinstance(plain, Mapping):
        raise ExperimentError("own", plain, "it must be a table")
    try:
        return Dataset.from_plain(plain)
    except DatasetError as error:
        raise ExperimentError("own", plain.get("name"), str(error)) from error


def _given_layers(plain: Any) -> tuple[GivenLayer, ...]:
    if not isinstance(plain, list | tuple):
        raise ExperimentError("given", plain, "it must be a list of layers")
    return tuple(_given_layer(layer) for layer in plain)


def _given_layer(plain: Any) -> GivenLayer:
    if not isinstance(plain, Mapping) or not set(plain) <= {"weights", "biases"} or "weights" not in plain:
        raise ExperimentError("given", plain, "a layer has weights and, with a bias, biases")
    return GivenLayer(_frozen(plain["weights"]), _frozen(plain.get("biases", ())))
