"""Random networks whose gradients are known by differences of the loss."""

from dataclasses import dataclass

import numpy as np

from engine.activations import activations
from engine.arrays import Array
from engine.backprop import Reduction, gradients_of
from engine.losses import Loss, losses
from engine.network import Architecture, forward

EXACT = [entry.name for entry in activations if entry.exact and entry.trainable]
SMOOTH = [name for name in EXACT if activations[name].elementwise]
KINKED = [entry.name for entry in activations if entry.kinked]


@dataclass(frozen=True)
class Case:
    """A network and a batch; `total` is the batch's loss as its reduction puts it together."""

    architecture: Architecture
    parameters: Array
    x: Array
    y: Array
    loss: Loss
    reduction: Reduction

    def total(self, parameters: Array) -> float:
        values = self.loss.value(forward(self.architecture.layers(parameters), self.x)[-1], self.y)
        return float(values.sum() if self.reduction == "sum" else values.mean())

    def analytic(self) -> Array:
        layers = self.architecture.layers(self.parameters)
        return self.architecture.flat(gradients_of(layers, self.x, self.y, self.loss, self.reduction))

    def numeric(self, h: float = 3e-3) -> Array:
        """Central differences of sixth order.

        They leave out terms of h⁶ ≈ 7e-16, which is as small as float64 can tell, while rounding is divided by a step
        of 3e-3 only; the plain difference of two values would have to choose between an error in h² and rounding.
        """
        gradient = np.empty_like(self.parameters)
        for place in range(len(gradient)):
            nudge = np.zeros_like(gradient)
            nudge[place] = h
            one, two, three = (
                self.total(self.parameters + k * nudge) - self.total(self.parameters - k * nudge) for k in (1, 2, 3)
            )
            gradient[place] = (45 * one - 9 * two + three) / (60 * h)
        return gradient

    def relative_errors(self, analytic: Array) -> Array:
        """|analytic - numeric| by their size.

        The loss is known to some ε = 2.2e-16 of itself, so the difference to some ε / h ≈ 1e-13 of the loss. A gradient
        smaller than 1e-5 of the loss therefore has no seven digits to compare, and is held to 1e-12 of the loss.
        """
        numeric = self.numeric()
        floor = max(1e-5 * self.total(self.parameters), 1e-300)  # a loss of 0 has a gradient of 0, not of 0 / 0
        return np.abs(analytic - numeric) / np.maximum(np.abs(analytic) + np.abs(numeric), floor)

    def distance_from_kinks(self) -> float:
        values = forward(self.architecture.layers(self.parameters), self.x)
        distance = np.inf
        for layer, before in zip(self.architecture.layers(self.parameters), values, strict=False):
            if layer.activation.name in KINKED:
                distance = min(distance, np.abs(before @ layer.W.T + layer.b).min())
        away = (np.abs(values[-1] - self.y - kink).min() for kink in self.loss.kinks)
        return min(distance, *away, np.inf)


def random_case(rng: np.random.Generator) -> Case:
    """Any network; drawn again until no neuron stands where a nudge of 3 · 3e-3 could carry it over a kink."""
    while True:
        loss = losses[rng.choice(losses.names)]
        low, high = loss.range
        fitting = [name for name in EXACT if low <= activations[name].range[0] and activations[name].range[1] <= high]
        hidden = int(rng.integers(0, 4))
        sizes = tuple(int(size) for size in rng.integers(1, 5, hidden + 2))
        names = [*rng.choice(SMOOTH, hidden), rng.choice(fitting)]
        biases = tuple(rng.integers(2, size=len(names)).astype(bool).tolist())
        architecture = Architecture(sizes, tuple(activations[name] for name in names), biases)
        rows = int(rng.integers(1, 5))
        case = Case(
            architecture,
            rng.uniform(-1.0, 1.0, architecture.parameter_count),
            rng.uniform(-1.5, 1.5, (rows, sizes[0])),
            rng.integers(0, 2, (rows, sizes[-1])).astype(float),
            loss,
            "sum" if rng.integers(2) else "mean",
        )
        if case.distance_from_kinks() > 0.04:
            return case
