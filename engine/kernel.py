"""The compiled training loop with the arrays that it works on, for one experiment.

Importing this module imports numba: ask `engine.compiled` first.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.experiment import Experiment
from engine.kernels import functions, together, wide
from engine.kernels.paths import TOGETHER, WIDE, path_of
from engine.kernels.training import DIVERGED, STOPPED, train
from engine.optimizers import optimizers
from engine.prepared import PreparedData

NEVER = np.zeros(1, dtype=np.uint8)


class Trained(NamedTuple):
    """What some batches came to; `before` and `memory_before` are from before the last of them.

    `records` has the shape (epochs recorded, 4): loss and accuracy on the rows that train, and on those that test.
    """

    batches: int
    diverged: bool
    stopped: bool
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
        and experiment.optimizer in functions.OPTIMIZERS
    )


class Kernel:
    """Trains one experiment on its data; `stop`, one byte, ends a call early when it is not 0."""

    def __init__(self, experiment: Experiment, data: PreparedData, stop: NDArray[np.uint8] = NEVER) -> None:
        architecture = experiment.architecture
        rows, outputs = data.train.y.shape
        size = experiment.batch_size
        self.experiment = experiment
        self.batch = rows if isinstance(size, str) else min(size, rows)
        self.path = path_of(architecture.sizes, self.batch)
        self._sizes = np.array(architecture.sizes, dtype=np.int64)
        self._activations = np.array([functions.ACTIVATIONS.index(f.name) for f in architecture.activations])
        self._loss = functions.LOSSES.index(experiment.loss)
        self._optimizer = functions.OPTIMIZERS.index(experiment.optimizer)
        self._data = data
        self._middle = data.dataset.middle
        self._stop = stop
        self._slots = optimizers[experiment.optimizer].slots
        self._parameter_count = architecture.parameter_count
        self._make_room(rows, architecture.sizes[0], outputs)

    def _make_room(self, rows: int, inputs: int, outputs: int) -> None:
        """What the loop works in, so that it never asks for memory."""
        at_once = wide.BLOCK if self.path == WIDE else together.MOST_ROWS
        packed = targets = 0
        if self.path == TOGETHER:
            chunks, width = together.chunks_of(self.batch)
            packed = targets = -(-rows // self.batch) * chunks * width
        elif self.path == WIDE:
            targets = wide.BLOCK
        several = self.path == WIDE and self.batch > wide.BLOCK
        self._packed_for = np.zeros(1, dtype=np.int64)
        self._packed_x = np.zeros(packed * inputs)
        self._packed_y = np.zeros(targets * outputs)
        self._shares = np.zeros(packed)
        self._z, self._a, self._delta = (np.zeros(int(self._sizes.sum()) * at_once) for _ in range(3))
        self._gradient = np.zeros(self._parameter_count)
        self._room = np.zeros(self._parameter_count if several else 0)
        self._order: NDArray[np.int64] | None = None

    def train(
        self,
        parameters: Array,
        memory: Array,
        order: NDArray[np.int64],
        generator: np.random.Generator,
        row: int,
        batches: int,
        epoch: int = 0,
        stride: int = 0,
        records: int = 0,
    ) -> Trained:
        """Train so many batches from `row` of an epoch in `order`; where epochs begin, `order` is drawn anew, in place.

        After every epoch that is a multiple of `stride`, counted from `epoch`, loss and accuracy are recorded, in all
        so many times.
        """
        if order is not self._order:
            self._order, self._packed_for[0] = order, 0
        after, memory_after = parameters.copy(), memory.copy()
        before, memory_before = np.empty_like(after), np.empty_like(memory_after)
        figures = np.empty((records, 4))
        experiment, data = self.experiment, self._data
        done, why = train(
            self.path, self._sizes, self._activations, experiment.bias, self._loss, self._optimizer,
            float(experiment.learning_rate), experiment.reduction == "mean", self.batch,
            after, memory_after, before, memory_before, data.train.x, data.train.y, data.test.x, data.test.y,
            self._middle, order, experiment.shuffle, generator, row, batches,
            self._packed_for, self._packed_x, self._packed_y, self._shares, self._z, self._a, self._delta,
            self._gradient, self._room, epoch, stride, figures, self._stop,
        )  # fmt: skip
        return Trained(done, why == DIVERGED, why == STOPPED, after, memory_after, before, memory_before, figures)
