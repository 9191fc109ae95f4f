"""The compiled training loop with the arrays that it works on, for one experiment.

Importing this module imports numba: `engine.compiled` tells whether that is worth it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array, frozen
from engine.experiment import Experiment
from engine.kernels import functions, together, wide
from engine.kernels.lanes import WIDTH
from engine.kernels.measuring import measure
from engine.kernels.paths import TOGETHER, WIDE, path_of
from engine.kernels.training import DOUBTFUL, UNPACKED, train
from engine.kernels.updates import OPTIMIZERS, SCHEDULES, Rules
from engine.prepared import PreparedData, prepare

Order = NDArray[np.int64]
# At smaller rates the kernel would not feel that the loss is infinite: see `engine.kernels.updates.update`.
SMALLEST_RATE = 1e-60


class Trained(NamedTuple):
    """What some batches came to; `before` and `memory_before` are from before the last of them.

    It is `doubtful` whether the numbers of the batch after them are finite.

    `records` has the shape (epochs recorded, 4): loss and accuracy on the rows that train, and on those that test.
    """

    batches: int
    doubtful: bool
    parameters: Array
    memory: Array
    before: Array
    memory_before: Array
    records: Array


def can_train(experiment: Experiment) -> bool:
    """Whether the compiled code knows all that the experiment asks for."""
    names = {activation.name for activation in experiment.architecture.activations}
    return (
        names <= set(functions.ACTIVATIONS)
        and experiment.loss in functions.LOSSES
        and experiment.optimizer in OPTIMIZERS
        and experiment.schedule in SCHEDULES
        and experiment.learning_rate >= SMALLEST_RATE
    )


class Kernel:
    """Trains one experiment on its data; `stop`, one byte, ends a call early when it is not 0."""

    def __init__(self, experiment: Experiment, data: PreparedData, stop: NDArray[np.uint8]) -> None:
        architecture = experiment.architecture
        rows, outputs = data.train.y.shape
        size = experiment.batch_size
        self.experiment = experiment
        self.batch = rows if isinstance(size, str) else min(size, rows)
        self.path = path_of(architecture.sizes, self.batch, experiment.dropout)
        self.is_wide = self.path == WIDE
        self._sizes = np.array(architecture.sizes, dtype=np.int64)
        codes = [functions.ACTIVATIONS.index(activation.name) for activation in architecture.activations]
        self._activations = np.array(codes, dtype=np.int64)
        self._biases = np.array(architecture.biases, dtype=np.int64)
        self._loss = functions.LOSSES.index(experiment.loss)
        self._rules = _rules(experiment)
        self._data = data
        self._stop, self._never = stop, np.zeros(1, dtype=np.uint8)
        self._make_room(architecture.parameter_count, rows, architecture.sizes[0], outputs)

    def _make_room(self, parameters: int, rows: int, inputs: int, outputs: int) -> None:
        """What the loop works in, so that it never asks for memory."""
        at_once = wide.BLOCK if self.path == WIDE else together.MOST_ROWS
        packed = targets = 0
        if self.path == TOGETHER:
            chunks, width = together.chunks_of(self.batch)
            packed = targets = -(-rows // self.batch) * chunks * width
        elif self.path == WIDE:
            targets = wide.BLOCK
        several_blocks = self.path == WIDE and self.batch > wide.BLOCK
        self._packed_x, self._packed_y = _zeros(packed * inputs), _zeros(targets * outputs)
        self._shares = _zeros(packed)
        self._z, self._a, self._delta = (_zeros(int(self._sizes.sum()) * at_once) for _ in range(3))
        self._gradient = _zeros(parameters)
        self._room = np.zeros(parameters if several_blocks else 0)
        # The order in which the rows are packed, and the row from which on they are.
        self._order: Order | None = None
        self._packed_from = np.array([UNPACKED], dtype=np.int64)

    def train(
        self,
        parameters: Array,
        memory: Array,
        order: Order,
        generator: np.random.Generator,
        row: int,
        batches: int,
        epoch: int = 0,
        stride: int = 0,
        *,
        heed: bool = True,
    ) -> Trained:
        """Train so many batches from `row` of an epoch on, whose rows come in `order`.

        Where epochs begin after that, `order` is drawn anew, in place, if rows are shuffled. After every epoch that is
        a multiple of `stride`, counted from `epoch`, loss and accuracy are recorded; with a stride of 0 none are.
        Without `heed` the call cannot be ended early.
        """
        assert not (self.is_wide and stride), "wide networks are measured apart, where that can be left"
        if order is not self._order:
            self._order, self._packed_from[0] = order, UNPACKED
        after, memory_after = parameters.copy(), memory.copy()
        before, memory_before = np.empty_like(after), np.empty_like(memory_after)
        rows = len(self._data.train)
        per_epoch = -(-rows // self.batch)
        records = np.empty(((batches // per_epoch + 1) // stride + 1 if stride else 0, 4))
        experiment, train_rows, test_rows = self.experiment, self._data.train, self._data.test
        done, why, recorded = train(
            self.path, self._sizes, self._activations, self._biases, self._loss, self._rules,
            experiment.reduction == "mean", float(experiment.dropout) or None, np.uint64(experiment.seed), self.batch,
            after, memory_after, before, memory_before,
            train_rows.x, train_rows.y, test_rows.x, test_rows.y, self._data.dataset.middle,
            order, experiment.shuffle, generator, row, batches,
            self._packed_from, self._packed_x, self._packed_y, self._shares, self._z, self._a, self._delta,
            self._gradient, self._room, epoch, stride, records, self._stop if heed else self._never,
        )  # fmt: skip
        records = self._without_accuracy(records[:recorded])
        return Trained(done, why == DOUBTFUL, after, memory_after, before, memory_before, records)

    def measure(self, parameters: Array) -> Array | None:
        """Loss and accuracy on the rows that train and on those that test, NaN where there are none, shape (4,).

        `parameters` are read-only; the compiled code knows no others. None when it was asked to stop meanwhile.
        """
        figures = np.empty(4)
        for place, rows in ((0, self._data.train), (2, self._data.test)):
            figures[place : place + 2] = measure(
                self.path, parameters, self._sizes, self._activations, self._biases, self._loss,
                self._data.dataset.middle, rows.x, rows.y, self._z, self._a, self._delta, self._stop,
            )  # fmt: skip
        return None if self.is_wide and self._stop[0] else self._without_accuracy(figures)

    def _without_accuracy(self, figures: Array) -> Array:
        """The figures as they are where there are classes; of a quantity no answer is right or wrong."""
        if not self._data.dataset.is_classification:
            figures[..., 1::2] = np.nan
        return figures


def _rules(experiment: Experiment) -> Rules:
    """What the experiment says of its updates."""
    return Rules(
        optimizer=OPTIMIZERS.index(experiment.optimizer),
        learning_rate=float(experiment.learning_rate),
        momentum=float(experiment.momentum),
        weight_decay=float(experiment.weight_decay),
        schedule=SCHEDULES.index(experiment.schedule),
        schedule_epochs=experiment.schedule_epochs,
        l1=float(experiment.l1),
        l2=float(experiment.l2),
        clip=float(experiment.clip),
        is_weight=experiment.architecture.is_weight,
    )


def _zeros(count: int) -> Array:
    """Zeros that begin at a multiple of 64 bytes: eight of them are then never parted by the end of a line of the
    cache, which would take twice as long to read.
    """
    numbers = np.zeros(count + WIDTH - 1)
    begin = -numbers.ctypes.data // numbers.itemsize % WIDTH
    return numbers[begin : begin + count]


def cache_folders() -> list[str]:
    """Where numba looks for the compiled code."""
    return [function.stats.cache_path for function in (train, measure)]


def warm_up() -> None:
    """Train one batch of very small networks, so that the compiled code is there when it is asked for. With dropout and
    without it is another.
    """
    for dropout in (0.0, 0.5):
        _warm_up(Experiment(data="or", dropout=dropout))


def _warm_up(experiment: Experiment) -> None:
    generator = np.random.default_rng(0)
    data = prepare(experiment, generator)
    kernel = Kernel(experiment, data, np.zeros(1, dtype=np.uint8))
    parameters = frozen(np.zeros(experiment.architecture.parameter_count))
    kernel.measure(parameters)
    kernel.train(parameters, np.zeros((0, len(parameters))), np.arange(len(data.train)), generator, 0, 1)
