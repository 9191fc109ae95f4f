"""The trainer: sole owner of the parameters of one network."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array, frozen
from engine.backprop import gradients_of
from engine.checkpoints import Checkpoint, Checkpoints, Place
from engine.experiment import GIVEN, Experiment
from engine.history import History
from engine.initializers import initializers
from engine.losses import losses
from engine.metrics import Metrics, measure
from engine.network import Architecture
from engine.optimizers import optimizers
from engine.prepared import prepare
from engine.snapshot import Position, Snapshot

# The order of the rows of an epoch.
Order = NDArray[np.intp]
# Work between two checkpoints, in multiplications; a batch costs as much as this many by itself.
WORK_OF_A_BATCH = 20_000
WORK_BETWEEN = 8_000_000

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
        self._x, self._y = self.data.train.x, self.data.train.y
        self._as_given = np.arange(len(self.data.train))
        # The rows of this epoch in their order; None before its first.
        self._order: Order | None = None
        self._epoch = 0
        self._row = 0
        self._batch_start = 0
        self._last_row: int | None = None
        # Where this batch ends, decided when its first row is seen; 0 before.
        self._batch_end = 0
        self._furthest = Place(0, 0)
        self._checkpoints = Checkpoints()
        self._work = 0
        self._metrics: tuple[Metrics, Metrics] | None = None
        self.history = History() if record else None
        self._keep()
        self._record()

    @property
    def position(self) -> Position:
        return Position(self._epoch, self._row, len(self.data.train))

    @property
    def parameters(self) -> Array:
        """A read-only copy of the flat parameter vector."""
        return frozen(self._parameters)

    def change(self, experiment: Experiment) -> None:
        """Go on with other choices; only `LIVE_FIELDS` may differ, else `ValueError`.

        A batch that has begun keeps its size, an epoch that has begun its order. In the past, a change makes training
        go another way from there: what came after is forgotten.
        """
        kept = {field: getattr(experiment, field) for field in LIVE_FIELDS}
        if replace(self.experiment, **kept) != experiment:
            raise ValueError("this change needs a new start")
        if experiment == self.experiment:
            return
        self.experiment = experiment
        self._checkpoints.forget_after(self._place)
        self._keep(pinned=True)
        self._furthest = self._place
        if self.history is not None:
            self.history.forget_after(self._epoch)

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
        self._begin_batch()
        self._see(self._row + 1)
        if self._row == self._batch_end:
            self._finish_batch()
        yield

    def _walk_batch(self) -> Iterator[None]:
        self._begin_batch()
        self._see(self._batch_end)
        self._finish_batch()
        yield

    def _check_trainable(self) -> None:
        if self.experiment.why_not_trainable:
            raise ValueError(self.experiment.why_not_trainable)

    def _see(self, row: int) -> None:
        assert self._order is not None
        self._row = row
        self._last_row = self.data.train.places[self._order[row - 1]]

    def _begin_batch(self) -> None:
        """Decide the order of an epoch that begins, and the end of a batch that begins."""
        self._check_trainable()
        if self._batch_end:
            return
        rows = len(self.data.train)
        if self._order is None:
            self._set_order(self._rng.permutation(rows) if self.experiment.shuffle else self._as_given)
        size = self.experiment.batch_size
        self._batch_end = rows if isinstance(size, str) else min(self._batch_start + size, rows)

    def _set_order(self, order: Order | None) -> None:
        train = self.data.train
        self._order = order
        if order is None or order is self._as_given:
            self._x, self._y = train.x, train.y
        else:
            self._x, self._y = train.x[order], train.y[order]

    def _finish_batch(self) -> None:
        """Move the weights by what the rows since the last batch have to say."""
        self._update(self._x[self._batch_start : self._row], self._y[self._batch_start : self._row])
        self._work += WORK_OF_A_BATCH + (self._row - self._batch_start) * self.experiment.architecture.weight_count
        self._batch_start, self._batch_end = self._row, 0
        self._metrics = None
        if self._row == len(self.data.train):
            self._epoch, self._row, self._batch_start, self._order = self._epoch + 1, 0, 0, None
            self._record()
        if self._place <= self._furthest:
            self._follow()
            return
        self._furthest = self._place
        if self._work > WORK_BETWEEN:
            self._keep()

    def _update(self, x: Array, y: Array) -> None:
        experiment = self.experiment
        layers = experiment.architecture.layers(self._parameters)
        with np.errstate(over="ignore", invalid="ignore"):
            gradients = gradients_of(layers, x, y, losses[experiment.loss], experiment.reduction)
            gradient = experiment.architecture.flat(gradients)
            update = optimizers[experiment.optimizer].update
            parameters = update(self._parameters, gradient, experiment.learning_rate)
            if not np.isfinite(parameters @ parameters):
                self._row, self._batch_end = self._batch_start, 0
                raise DivergedError(self.position)
        self._parameters = parameters

    # Going back.

    @property
    def furthest(self) -> int:
        """The last epoch that was ever reached."""
        return self._furthest.epoch

    @property
    def _place(self) -> Place:
        return Place(self._epoch, self._batch_start)

    def back(self, size: StepSize) -> Iterator[None]:
        """Walk one step of the given size back; at the start nothing happens."""
        epoch, row = self._epoch, self._row
        rows = len(self.data.train)
        if size.epochs:
            # From the middle of an epoch the first step back goes to its beginning.
            return self.seek(max(0, epoch - size.epochs + (1 if row else 0)), 0)
        if row == 0 and epoch == 0:
            return iter(())
        epoch, row = (epoch, row) if row else (epoch - 1, rows)
        if size is StepSize.SAMPLE:
            return self.seek(epoch, row - 1)
        return self._seek_last_batch(epoch, row)

    def _seek_last_batch(self, epoch: int, row: int) -> Iterator[None]:
        """Go to the beginning of the batch that holds the row before `row`."""
        yield from self.seek(epoch, row - 1)
        if self._row > self._batch_start:
            yield from self.seek(epoch, self._batch_start)

    def seek(self, epoch: int, row: int = 0) -> Iterator[None]:
        """Walk to a position of the past (or of the future): from the last checkpoint before it, with the same bits."""
        self._restore(self._checkpoints.before(Place(epoch, row)))
        while self._epoch < epoch:
            yield from self._walk_batch()
        while self._row < row:
            self._begin_batch()
            yield from self._walk_batch() if self._batch_end <= row else self._walk_sample()

    def _keep(self, pinned: bool = False) -> None:
        """Make a checkpoint of this moment; in the middle of a batch, of where the batch began."""
        self._work = 0
        self._checkpoints.add(
            Checkpoint(
                place=self._place,
                experiment=self.experiment,
                parameters=self.parameters,
                order=self._order,
                batch_end=self._batch_end,
                last_row=self._last_row_before_batch(),
                random_state=self._rng.bit_generator.state,
            ),
            pinned,
        )

    def _last_row_before_batch(self) -> int | None:
        if self._row == self._batch_start:
            return self._last_row
        if self._batch_start == 0 or self._order is None:
            return None
        return self.data.train.places[self._order[self._batch_start - 1]]

    def _restore(self, checkpoint: Checkpoint) -> None:
        self.experiment = checkpoint.experiment
        self._parameters = checkpoint.parameters
        self._epoch, self._batch_start = checkpoint.place
        self._row, self._batch_end = self._batch_start, checkpoint.batch_end
        self._last_row = checkpoint.last_row
        self._rng.bit_generator.state = checkpoint.random_state
        self._set_order(checkpoint.order)
        self._metrics = None
        self._work = 0

    def _follow(self) -> None:
        """Take up a change that was made here when training came by the first time."""
        change = self._checkpoints.pinned_at(self._place)
        if change is not None and change.experiment != self.experiment:
            self._restore(change)

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
        if self.history is not None and self._epoch > self.history.last_epoch:
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
            furthest=self.furthest,
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
