"""The trainer: sole owner of the parameters of one network."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

import numpy as np

from engine.arrays import Array, frozen
from engine.backprop import gradients_of
from engine.experiment import GIVEN, Experiment
from engine.history import History
from engine.initializers import initializers
from engine.losses import losses
from engine.metrics import Metrics, measure
from engine.network import Architecture
from engine.optimizers import optimizers
from engine.prepared import prepare
from engine.snapshot import Position, Snapshot

# What may be changed in the middle of a run; every other field asks for a new start.
LIVE_FIELDS = frozenset({"learning_rate", "batch_size", "shuffle", "reduction", "optimizer", "epochs"})


class StepSize(Enum):
    """How far one step goes. The value is the number of epochs, 0 for less than one."""

    SAMPLE = "sample"
    BATCH = "batch"
    EPOCH = "epoch"
    TEN_EPOCHS = "10 epochs"
    HUNDRED_EPOCHS = "100 epochs"

    @property
    def epochs(self) -> int:
        return {"epoch": 1, "10 epochs": 10, "100 epochs": 100}.get(self.value, 0)


class DivergedError(ArithmeticError):
    """An update would have made a weight infinite or NaN. The parameters are left at the last finite moment."""

    def __init__(self, position: Position) -> None:
        self.position = position
        super().__init__(
            f"After epoch {position.epoch}, row {position.row}, the weights grew beyond all bounds. "
            "They are kept as they were just before. Try a smaller learning rate, or scale the inputs."
        )


class Trainer:
    """Trains the network of one experiment, in steps of any size that mix freely and land on the same bits.

    A step is walked as an iterator that gives control back after every sample or batch, so that whoever drives it can
    stop between two. Weights change at the end of a batch and at no other moment.
    """

    def __init__(self, experiment: Experiment, record: bool = True) -> None:
        self.experiment = experiment
        self._rng = np.random.default_rng(experiment.seed)
        self.data = prepare(experiment, self._rng)
        self._parameters = _starting_parameters(experiment, experiment.architecture, self._rng)
        self._x, self._y, self._order = self.data.train.x, self.data.train.y, np.arange(len(self.data.train))
        self._epoch = 0
        # The epoch whose order is decided: it is drawn once, also when an epoch's first batch is tried again.
        self._ordered = -1
        self._row = 0
        self._batch_start = 0
        self._last_row: int | None = None
        self._metrics: tuple[Metrics, Metrics] | None = None
        self.history = History() if record else None
        self._record()

    @property
    def position(self) -> Position:
        return Position(self._epoch, self._row, len(self.data.train))

    @property
    def parameters(self) -> Array:
        """A read-only copy of the flat parameter vector."""
        return frozen(self._parameters)

    def change(self, experiment: Experiment) -> None:
        """Go on with other choices; only `LIVE_FIELDS` may differ, else `ValueError`."""
        kept = {field: getattr(experiment, field) for field in LIVE_FIELDS}
        if replace(self.experiment, **kept) != experiment:
            raise ValueError("this change needs a new start")
        self.experiment = experiment

    # Steps.

    def advance(self, size: StepSize) -> Iterator[None]:
        """Walk one step of the given size, from wherever training stands."""
        if size is StepSize.SAMPLE:
            return self._walk_sample()
        if size is StepSize.BATCH:
            return self._walk_batch()
        return self.advance_to(self._epoch + size.epochs)

    def advance_to(self, epoch: int) -> Iterator[None]:
        """Walk on, batch by batch, until `epoch` epochs are done."""
        while self._epoch < epoch:
            yield from self._walk_batch()

    def train(self, epochs: int) -> None:
        """Walk `epochs` epochs at once."""
        for _ in self.advance_to(self._epoch + epochs):
            pass

    def _walk_sample(self) -> Iterator[None]:
        self._check_trainable()
        self._begin_epoch()
        self._see(self._row + 1)
        if self._row == self._batch_end():
            self._finish_batch()
        yield

    def _walk_batch(self) -> Iterator[None]:
        self._check_trainable()
        self._begin_epoch()
        self._see(self._batch_end())
        self._finish_batch()
        yield

    def _check_trainable(self) -> None:
        if self.experiment.why_not_trainable:
            raise ValueError(self.experiment.why_not_trainable)

    def _begin_epoch(self) -> None:
        if self._ordered == self._epoch:
            return
        self._ordered = self._epoch
        train = self.data.train
        if self.experiment.shuffle:
            self._order = self._rng.permutation(len(train))
            self._x, self._y = train.x[self._order], train.y[self._order]
        elif self._x is not train.x:
            self._x, self._y, self._order = train.x, train.y, np.arange(len(train))

    def _see(self, row: int) -> None:
        self._row = row
        self._last_row = self.data.train.places[self._order[row - 1]]

    def _batch_end(self) -> int:
        rows = len(self.data.train)
        size = self.experiment.batch_size
        if isinstance(size, str):
            return rows
        # Rows already seen stay in the batch when it is made smaller in the middle of it.
        return min(max(self._batch_start + size, self._row), rows)

    def _finish_batch(self) -> None:
        """Move the weights by what the rows since the last batch have to say."""
        self._update(self._x[self._batch_start : self._row], self._y[self._batch_start : self._row])
        self._batch_start = self._row
        self._metrics = None
        if self._row == len(self.data.train):
            self._epoch, self._row, self._batch_start = self._epoch + 1, 0, 0
            self._record()

    def _update(self, x: Array, y: Array) -> None:
        experiment = self.experiment
        layers = experiment.architecture.layers(self._parameters)
        with np.errstate(over="ignore", invalid="ignore"):
            gradients = gradients_of(layers, x, y, losses[experiment.loss], experiment.reduction)
            gradient = experiment.architecture.flat(gradients)
            update = optimizers[experiment.optimizer].update
            parameters = update(self._parameters, gradient, experiment.learning_rate)
            if not np.isfinite(parameters @ parameters):
                self._row = self._batch_start
                raise DivergedError(self.position)
        self._parameters = parameters

    # Looking.

    def metrics(self) -> tuple[Metrics, Metrics]:
        """Metrics of this moment on the rows that train and the rows that test."""
        if self._metrics is None:
            layers = self.experiment.architecture.layers(self._parameters)
            loss = losses[self.experiment.loss]
            classification = self.data.dataset.is_classification
            with np.errstate(over="ignore", invalid="ignore"):
                self._metrics = (
                    measure(layers, self.data.train, loss, classification),
                    measure(layers, self.data.test, loss, classification),
                )
        return self._metrics

    def _record(self) -> None:
        if self.history is not None:
            self.history.append(self._epoch, *self.metrics())

    def snapshot(self) -> Snapshot:
        history = self.history or History()
        train, test = self.metrics()
        return Snapshot(
            experiment=self.experiment,
            data=self.data,
            parameters=self.parameters,
            position=self.position,
            last_row=self._last_row,
            train=train,
            test=test,
            curves=history.curves(),
        )


def _starting_parameters(experiment: Experiment, architecture: Architecture, rng: np.random.Generator) -> Array:
    if experiment.start == GIVEN:
        return architecture.flat([(np.array(g.weights), np.array(g.biases)) for g in experiment.given])
    rule = initializers[experiment.start]
    layers: list[tuple[Array, Array | None]] = []
    for inputs, neurons in zip(architecture.sizes, architecture.sizes[1:], strict=False):
        weights = rule.weights(rng, (neurons, inputs))
        layers.append((weights, rule.biases(rng, (neurons,)) if architecture.bias else None))
    return architecture.flat(layers)
