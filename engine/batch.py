"""One batch: the rows that move the weights together, and the weights as they were before."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.backprop import Kept, gradients_of
from engine.blow_up import SURELY_FINITE, where_it_began
from engine.dropout import kept
from engine.experiment import Experiment
from engine.ladder import Cursor, Ladder
from engine.losses import Loss, losses
from engine.network import Layer
from engine.optimizers import Optimizer, optimizers
from engine.trace import TracedOperation, trace, trace_update
from engine.update import updated, updating


class Place(NamedTuple):
    """A moment between two batches: whole epochs done, and rows seen since."""

    epoch: int
    row: int


@dataclass(frozen=True, eq=False)
class Batch:
    """The rows x, shape (rows, inputs), with targets y, where they stand in the table, and all that moves the weights.

    `place` is where the batch begins, `parameters` what the weights are until it ends, and `memory` what the optimizer
    remembers of the updates before it, shape (slots, parameters). `learning_rate` is that of the schedule.
    """

    place: Place
    experiment: Experiment
    parameters: Array
    memory: Array
    x: Array
    y: Array
    table_rows: NDArray[np.intp]
    learning_rate: float

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
        return Ladder(architecture.sizes, architecture.biases, len(self), bool(self.kept))

    @cached_property
    def kept(self) -> Kept:
        """By layer, what the activations of its neurons are multiplied by; nothing without dropout."""
        dropout, (epoch, row) = self.experiment.dropout, self.place
        hidden = enumerate(self.experiment.hidden, start=1) if dropout else ()
        seed = self.experiment.seed
        return {n: kept(seed, epoch, row, len(self), n, neurons, dropout) for n, neurons in hidden}

    @property
    def is_traced(self) -> bool:
        return "trace" in self.__dict__

    def updated(self) -> tuple[Array, Array] | None:
        """The parameters and the memory after this batch; None where it has blown up."""
        with np.errstate(over="ignore", invalid="ignore"):
            gradients = gradients_of(self.layers, self.x, self.y, self.loss, self.experiment.reduction, self.kept)
            gradient = self.experiment.architecture.flat(gradients)
            parameters, memory = updated(self.experiment, self.parameters, gradient, self.learning_rate, self.memory)
            small = parameters @ parameters < SURELY_FINITE and gradient @ gradient < SURELY_FINITE
        return (parameters, memory) if small or self.began_to_blow_up is None else None

    @cached_property
    def began_to_blow_up(self) -> Cursor | None:
        """The first operation whose result is not finite; None where loss, gradients and update are."""
        return where_it_began(self)

    @cached_property
    def trace(self) -> tuple[TracedOperation, ...]:
        """Every operation of the batch, the update last."""
        with np.errstate(over="ignore", invalid="ignore"):
            operations = trace(self.layers, self.x, self.y, self.loss, self.experiment.reduction, self.kept)
            found = {(operation.name, operation.layer): operation.result for operation in operations}
            layers = range(1, len(self.layers) + 1)
            gradients = [(found["weight gradient", n], found["bias gradient", n]) for n in layers]
            gradient = self.experiment.architecture.flat(gradients)
            update = trace_update(updating(self.experiment, self.parameters, gradient, self.learning_rate, self.memory))
        return (*operations, update)
