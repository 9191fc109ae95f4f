"""The loss along one weight: what the mean loss of the rows that train would be if that weight alone were another."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.backprop import backpropagation
from engine.losses import losses
from engine.metrics import has_targets
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.sweep import Sweep, sweep
from engine.update import updated

# How many points a curve has: within these bounds as many as so many multiplications allow.
POINTS = (17, 121)
WORK = 10_000_000
# Multiplications that are done in one go, so that they need little memory.
WORK_AT_ONCE = 2_000_000
# Rows times weights that are looked at; of more, evenly spread rows stand for all.
MOST_WORK = 100_000_000


@dataclass(frozen=True, eq=False)
class LossAlong:
    """The mean loss as a function of a parameter, all others held, seen from the parameter's present `value`.

    `slope` is ∂L/∂w of that mean loss by back-propagation. `next_value` is where one step of the experiment goes if all
    rows that train are its batch; a smaller batch may pull elsewhere. `rows` is how many rows were looked at.
    """

    parameter: Quantity
    value: float
    loss: float
    slope: float
    next_value: float
    sweep: Sweep

    @property
    def rows(self) -> int:
        return len(self.sweep)

    @property
    def points(self) -> int:
        """How many points a curve is to have, so that it costs no more than a moment."""
        return max(POINTS[0], min(POINTS[1], WORK // (len(self.sweep) * self.sweep.work)))

    def at(self, values: Array) -> Array:
        """The mean loss at other values of the parameter, shape (values,)."""
        moves = values - self.value
        some = max(1, WORK_AT_ONCE // (len(self.sweep) * self.sweep.work))
        parts = [moves[first : first + some] for first in range(0, len(moves), some)]
        return np.concatenate([self.sweep.losses(self.sweep.activations(part)[-1]).mean(axis=1) for part in parts])


def loss_along(snapshot: Snapshot, parameter: Quantity) -> LossAlong | None:
    """The loss along a parameter of a snapshot; None where there are no targets or no rows, and so no loss."""
    if not has_targets(snapshot.data.train):
        return None
    experiment, layers = snapshot.experiment, snapshot.layers
    loss = losses[experiment.loss]
    x, y = _rows(snapshot)
    with np.errstate(over="ignore", invalid="ignore"):
        walk = backpropagation(layers, x, y, loss, "mean")
        found = {(operation.name, operation.layer): operation.result for operation in walk}
    a = [x, *(found["activate", n] for n in range(1, len(layers) + 1))]
    value = float(snapshot.parameters[experiment.architecture.place_of(parameter)])
    slope = _slope(found, parameter)
    return LossAlong(
        parameter=parameter,
        value=value,
        loss=float(found["loss", len(layers)].mean()),
        slope=slope,
        next_value=_next_value(snapshot, parameter, found),
        sweep=sweep(layers, a, lambda n: found["add bias", n], y, loss, parameter),
    )


def _rows(snapshot: Snapshot) -> tuple[Array, Array]:
    """The rows that train; of too many for a large network some, evenly spread."""
    some = snapshot.data.train.affordable(MOST_WORK, snapshot.experiment.architecture.weight_count)
    return some.x, some.y


def _slope(found: dict[tuple[str, int], Array], parameter: Quantity) -> float:
    kind, layer, neuron, source = parameter[:4]
    if kind == "weight":
        return float(found["weight gradient", layer][neuron, source])
    return float(found["bias gradient", layer][neuron])


def _next_value(snapshot: Snapshot, parameter: Quantity, found: dict[tuple[str, int], Array]) -> float:
    """One step with all rows as one batch, whose gradients the experiment adds up or averages."""
    experiment, architecture = snapshot.experiment, snapshot.experiment.architecture
    layers = range(1, len(architecture.sizes))
    gradient = architecture.flat([(found["weight gradient", n], found["bias gradient", n]) for n in layers])
    if experiment.reduction == "sum":
        gradient = gradient * len(snapshot.data.train)
    with np.errstate(over="ignore", invalid="ignore"):
        values, _ = updated(experiment, snapshot.parameters, gradient, snapshot.learning_rate, snapshot.memory)
    return float(values[architecture.place_of(parameter)])
