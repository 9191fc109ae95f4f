"""One batch: the rows that move the weights together, and the weights as they were before."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.backprop import gradients_of
from engine.experiment import Experiment
from engine.ladder import Ladder
from engine.losses import Loss, losses
from engine.network import Layer
from engine.optimizers import Optimizer, optimizers
from engine.trace import TracedOperation, trace, trace_update


class Place(NamedTuple):
    """A moment between two batches: whole epochs done, and rows seen since."""

    epoch: int
    row: int


@dataclass(frozen=True, eq=False)
class Batch:
    """The rows x, shape (rows, inputs), with targets y, where they stand in the table, and all that moves the weights.

    `place` is where the batch begins, `parameters` what the weights are until it ends, and `memory` what the optimizer
    remembers of the updates before it, shape (slots, parameters).
    """

    place: Place
    experiment: Experiment
    parameters: Array
    memory: Array
    x: Array
    y: Array
    table_rows: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.x)

    @property
    def end(self) -> int:
        """The row of the epoch at which the batch ends."""
        return self.place.row + len(self)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        return self.experiment.architecture.layers(self.parameters)

    @property
    def loss(self) -> Loss:
        return losses[self.experiment.loss]

    @property
    def optimizer(self) -> Optimizer:
        return optimizers[self.experiment.optimizer]

    @property
    def divisor(self) -> int:
        """What the gradients of the rows are divided by: their number for the mean, 1 for the sum."""
        return len(self) if self.experiment.reduction == "mean" else 1

    @cached_property
    def ladder(self) -> Ladder:
        architecture = self.experiment.architecture
        return Ladder(architecture.sizes, architecture.biases, len(self))

    @property
    def is_traced(self) -> bool:
        return "trace" in self.__dict__

    def updated(self) -> tuple[Array, Array] | None:
        """The parameters and the memory after this batch; None where they would be infinite or NaN."""
        with np.errstate(over="ignore", invalid="ignore"):
            gradients = gradients_of(self.layers, self.x, self.y, self.loss, self.experiment.reduction)
            gradient = self.experiment.architecture.flat(gradients)
            rate = self.experiment.learning_rate
            parameters, memory = self.optimizer.update(self.parameters, gradient, rate, self.memory)
            return (parameters, memory) if np.isfinite(parameters @ parameters) else None

    @cached_property
    def trace(self) -> tuple[TracedOperation, ...]:
        """Every operation of the batch, the update last."""
        with np.errstate(over="ignore", invalid="ignore"):
            operations = trace(self.layers, self.x, self.y, self.loss, self.experiment.reduction)
            found = {(operation.name, operation.layer): operation.result for operation in operations}
            layers = range(1, len(self.layers) + 1)
            gradients = [(found["weight gradient", n], found["bias gradient", n]) for n in layers]
            gradient = self.experiment.architecture.flat(gradients)
            update = trace_update(self.optimizer, self.parameters, gradient, self.experiment.learning_rate, self.memory)
        return (*operations, update)
