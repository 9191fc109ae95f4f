"""What a run is to reach: then it pauses."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.quantity import Quantity
from engine.trainer import Trainer

GoalKind = Literal["epoch", "loss below", "accuracy at least", "weight changes sign"]


@dataclass(frozen=True)
class Goal:
    """An epoch, a loss or an accuracy (from 0 to 1) on the rows that train, or a parameter whose sign is to change."""

    kind: GoalKind
    value: float = 0.0
    parameter: Quantity | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.value) and self.value >= 0):
            raise ValueError(f"{self.value} is nothing to reach; it must be a number from 0")

    def watch(self, trainer: Trainer) -> Callable[[], bool]:
        """A question to ask after every step from now on: is it reached?"""
        if self.kind == "weight changes sign":
            assert self.parameter is not None
            place = trainer.experiment.architecture.place_of(self.parameter)
            before = np.sign(trainer.parameters[place])
            return lambda: np.sign(trainer.parameters[place]) not in (before, 0.0)
        return lambda: self._holds(trainer)

    def _holds(self, trainer: Trainer) -> bool:
        """Asked between epochs and nowhere else: only there are loss and accuracy recorded, and comparable."""
        if trainer.position.row or trainer.cursor is not None:
            return False
        if self.kind == "epoch":
            return trainer.place.epoch >= self.value
        loss, accuracy = trainer.metrics()[0]
        if self.kind == "loss below":
            return loss is not None and loss < self.value
        return accuracy is not None and accuracy >= self.value
