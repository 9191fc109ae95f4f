"""A frozen picture of one moment of training: all that a view needs, and nothing that can change."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from engine.arrays import Array
from engine.experiment import Experiment
from engine.history import Curves
from engine.metrics import Metrics
from engine.network import Layer, forward
from engine.prepared import PreparedData


class Position(NamedTuple):
    """Where training stands: whole epochs done, rows seen since, rows an epoch has."""

    epoch: int
    row: int
    rows: int


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One moment. `parameters` is a read-only copy; `last_row` is the table's place of the row seen last in
    this epoch, if any; `furthest` the last epoch that was ever reached, before which this moment may lie.
    """

    experiment: Experiment
    data: PreparedData
    parameters: Array
    position: Position
    last_row: int | None
    furthest: int
    train: Metrics
    test: Metrics
    curves: Curves

    @property
    def epoch(self) -> int:
        return self.position.epoch

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
    def predictions(self) -> Array:
        """The outputs for every row of the table, shape (rows, outputs)."""
        return self.predict(self.data.dataset.inputs)

    def activations(self, inputs: Array) -> list[Array]:
        """What every layer makes of inputs as one reads them, shape (rows, inputs); the first entry is scaled."""
        return forward(self.layers, self.data.scale(inputs))

    def predict(self, inputs: Array) -> Array:
        """The outputs for inputs as one reads them, shape (rows, outputs)."""
        return self.activations(inputs)[-1]
