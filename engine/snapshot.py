"""A frozen picture of one moment of training: all that a view needs, and nothing that can change."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.checkpoints import Engine
from engine.experiment import Experiment
from engine.history import Curves
from engine.metrics import Metrics
from engine.network import Layer, forward
from engine.prepared import PreparedData
from engine.trail import Path
from engine.walk import Walk

# Multiplications that take no time; and rows that are asked for together.
LITTLE_WORK = 4_000_000
BLOCK = 64


class Position(NamedTuple):
    """Where training stands: whole epochs done, rows seen since, rows an epoch has."""

    epoch: int
    row: int
    rows: int


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One moment. `parameters` and `memory`, what the optimizer remembers, cannot be written to; `furthest` is the last
    epoch that was ever reached, before which this moment may lie; `same_data` the first and the last of the epochs with
    the same rows; `walk` the operation done last, if any; `path` where the parameters have been; `ghosts` the curves of
    runs that were left for another.
    """

    experiment: Experiment
    data: PreparedData
    parameters: Array
    memory: Array
    position: Position
    furthest: int
    same_data: tuple[int, int]
    train: Metrics
    test: Metrics
    curves: Curves
    walk: Walk | None = None
    path: Path | None = None
    ghosts: tuple[Curves, ...] = ()
    engine: Engine = "numpy"

    @property
    def epoch(self) -> int:
        return self.position.epoch

    @property
    def learning_rate(self) -> float:
        """The rate of the batch that training stands in or before, by the schedule."""
        return self.experiment.rate_at(*self.position)

    @property
    def last_row(self) -> int | None:
        """The table's place of the row that was seen last, if any."""
        return self.walk.table_row if self.walk else None

    @property
    def loss(self) -> float | None:
        """Mean loss of the rows that train."""
        return self.train.loss

    @property
    def accuracy(self) -> float | None:
        """Accuracy on the rows that train, from 0 to 1."""
        return self.train.accuracy

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        return self.experiment.architecture.layers(self.parameters)

    @cached_property
    def weights(self) -> Array:
        """All weights without the biases, layer after layer, in the order of the parameters."""
        weights = np.concatenate([layer.W.ravel() for layer in self.layers])
        weights.setflags(write=False)
        return weights

    @cached_property
    def predictions(self) -> Array:
        """The outputs for every row of the table, shape (rows, outputs)."""
        return self.predict(self.data.dataset.inputs)

    def predictions_of(self, rows: NDArray[np.intp]) -> Array:
        """The outputs for some rows of the table, shape (rows, outputs); of few, or small networks, no matter which."""
        return self.predictions[rows] if self._is_small else self.predict(self.data.dataset.inputs[rows])

    def prediction(self, row: int) -> Array:
        """The outputs for one row of the table, shape (outputs,)."""
        if self._is_small:
            return self.predictions[row]
        block = row // BLOCK
        if block not in self._blocks:
            self._blocks[block] = self.predict(self.data.dataset.inputs[block * BLOCK : (block + 1) * BLOCK])
        return self._blocks[block][row % BLOCK]

    @cached_property
    def _blocks(self) -> dict[int, Array]:
        """The outputs for those rows that were asked for, block by block."""
        return {}

    @property
    def _is_small(self) -> bool:
        """Whether all rows go through the network within a fraction of a frame."""
        return self.data.dataset.row_count * self.experiment.architecture.weight_count <= LITTLE_WORK

    def activations(self, inputs: Array) -> list[Array]:
        """What every layer makes of inputs as one reads them, shape (rows, inputs); the first entry is scaled."""
        with np.errstate(over="ignore", invalid="ignore"):
            return forward(self.layers, self.data.scale(inputs))

    def predict(self, inputs: Array) -> Array:
        """The outputs for inputs as one reads them, shape (rows, outputs)."""
        return self.activations(inputs)[-1]
