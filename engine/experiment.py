"""An experiment: every choice of the user plus the seed, as one frozen value."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np

from engine.activations import activations
from engine.backprop import Reduction
from engine.datasets import Dataset, data_sources
from engine.datasets.derived import offered
from engine.datasets.generated import DEFAULTS
from engine.experiment_checks import check
from engine.experiment_fields import GIVEN, LEAST_SQUARES, BatchSize, ExperimentError, GivenLayer
from engine.experiment_plain import fields_of, plain_of
from engine.initializers import initializers
from engine.losses import losses
from engine.network import Architecture
from engine.schedules import schedules
from engine.suiting import suited


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
        check(self)

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
    def options(self) -> tuple[str, ...]:
        """The options that the data set makes use of."""
        return () if self.own is not None else data_sources[self.data].options

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
        rows = max(1, rows)
        batch = rows if isinstance(self.batch_size, str) else min(self.batch_size, rows)
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
        A schedule that is meant to end with the run is as long as that.
        One bias a layer is kept as far as it goes: further hidden layers are as the last one.
        Given weights outlive their biases; biases that join them start at 0.
        """
        changes = {**self._length_with(changes), **suited(self, changes)}
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

    def _length_with(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The length of a newly chosen schedule that ends with the run; a run without an end gives none."""
        name, epochs = changes.get("schedule", self.schedule), changes.get("epochs", self.epochs)
        ends = name != self.schedule and name in schedules and schedules[name].ends
        return {"schedule_epochs": epochs} if ends and isinstance(epochs, int) and epochs > 0 else {}

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
        return plain_of(self, table)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Experiment":
        """The experiment that `plain` describes; an unknown or missing field is an `ExperimentError`."""
        return cls(**fields_of(plain, [field.name for field in fields(cls)]))


def _resized(bias: tuple[bool, ...], hidden: int) -> tuple[bool, ...]:
    """One truth a layer for another number of hidden layers."""
    of_hidden, of_output = bias[:-1] or bias, bias[-1]
    return (*(of_hidden[min(n, len(of_hidden) - 1)] for n in range(hidden)), of_output)


def _with_biases(layer: GivenLayer, bias: bool) -> GivenLayer:
    """A given layer with its biases, with zeros where it had none, or without."""
    return GivenLayer(layer.weights, (layer.biases or (0.0,) * len(layer.weights)) if bias else ())


def differ(fields: Iterable[str], one: Experiment, other: Experiment) -> bool:
    """Whether two experiments differ in some of these fields."""
    return any(getattr(one, field) != getattr(other, field) for field in fields)
