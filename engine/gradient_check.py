"""Is the gradient right? Back-propagation against differences of the loss, weight by weight.

The slope of the loss along a weight w can be had without any chain rule: move w a little to both sides and see how the
loss changes. Of central differences the one of sixth order is used,

    ∂L/∂w ≈ (45 (L₊₁ − L₋₁) − 9 (L₊₂ − L₋₂) + (L₊₃ − L₋₃)) / (60 h),   L₊ₖ the loss at w + k h

Fornberg, "Generation of finite difference formulas on arbitrarily spaced grids", 1988, table 1. It leaves out terms of
h⁶, which for h = 3e-3 is as small as float64 can tell, while rounding is divided by 3e-3 only; the plain difference of
two values would have to choose between an error in h² and rounding. An input of 25 moves its neuron 25 times as far as
an input of 1 does, so h is made that much smaller.
"""

import math
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.arrays import Array
from engine.network import Architecture
from engine.quantity import Quantity, gradient_of
from engine.sweep import Sweep, sweep
from engine.walk import Walk

H = 3e-3
STEPS: Array = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])
FACTORS: Array = np.array([-1.0, 9.0, -45.0, 45.0, -9.0, 1.0]) / 60.0
# Relative differences up to this are rounding; a wrong derivative gives far larger ones.
TOLERANCE = 1e-6
# A gradient that is smaller than this share of the loss has no digits to compare.
FLOOR = 1e-5
# Multiplications between two chances to stop, and parameters that are checked of a large network.
WORK_AT_ONCE = 1_000_000
MOST_CHECKED = 2000


@dataclass(frozen=True)
class ParameterCheck:
    """The gradient of one weight or bias, by back-propagation and by differences.

    `crosses_kink` tells that within the differences' reach a neuron is switched on or off, or the loss bends.
    """

    parameter: Quantity
    analytic: float
    numeric: float
    relative_error: float
    crosses_kink: bool

    @property
    def agrees(self) -> bool:
        return self.relative_error <= TOLERANCE


def check_parameter(walk: Walk, parameter: Quantity) -> ParameterCheck:
    """Check one parameter on the rows of the walk's batch, with the weights before its update and by its reduction."""
    checks = [check for check in check_parameters(walk, [parameter]) if check is not None]
    return checks[0]


def check_parameters(walk: Walk, parameters: Iterable[Quantity]) -> Iterator[ParameterCheck | None]:
    """Check parameter after parameter; a None between two is a chance to stop, for many rows take a while."""
    for parameter in parameters:
        yield (yield from _check(walk, parameter))


def parameters_to_check(architecture: Architecture, most: int = MOST_CHECKED) -> Iterator[Quantity]:
    """All weights and biases in the order of the flat vector; of a large network so many of them, evenly spread."""
    count = architecture.parameter_count
    places = np.linspace(0, count - 1, min(count, most)).round().astype(int)
    return (_parameter_at(architecture, place) for place in places.tolist())


def _parameter_at(architecture: Architecture, place: int) -> Quantity:
    layers = zip(pairwise(architecture.sizes), architecture.biases, strict=True)
    for layer, ((inputs, neurons), bias) in enumerate(layers, start=1):
        if place < inputs * neurons:
            return Quantity("weight", layer, *divmod(place, inputs))
        place -= inputs * neurons
        if bias and place < neurons:
            return Quantity("bias", layer, place)
        place -= neurons * bias
    raise IndexError(place)


def _check(walk: Walk, parameter: Quantity) -> Generator[None, None, ParameterCheck]:
    batch = walk.batch
    whole = sweep(
        batch.layers,
        walk.activations,
        lambda layer: walk.traced("add bias", layer).result,
        batch.y,
        batch.loss,
        parameter,
        batch.kept,
    )
    analytic = walk.value(gradient_of(parameter))
    slope, scale, crosses_kink = yield from _slope(whole)
    numeric = slope / batch.divisor
    error = relative_error(analytic, numeric, scale / batch.divisor)
    return ParameterCheck(parameter, analytic, numeric, error, crosses_kink)


def _slope(whole: Sweep) -> Generator[None, None, tuple[float, float, bool]]:
    """Of the sum of all rows' losses, some rows at a time: the slope, the scale that it is compared at, and whether a
    kink was crossed. The scale is the largest loss or, where that is more, what the loss changes by, divided by h.
    """
    h = H / max(1.0, float(np.abs(whole.fed).max()))
    rows = max(1, WORK_AT_ONCE // (len(STEPS) * whole.work))
    slope, totals, crosses_kink = 0.0, np.zeros(len(STEPS)), False
    for first in range(0, len(whole), rows):
        if first:
            yield
        part = whole.of_rows(slice(first, first + rows))
        rise, losses, crosses = _rise(part, h)
        slope += rise / h
        totals += losses
        crosses_kink = crosses_kink or crosses
    # Of losses beyond all bounds nothing is known.
    scale = max(totals.max(), np.ptp(totals) / h) if np.isfinite(totals).all() else math.inf
    return slope, float(scale), crosses_kink


def _rise(part: Sweep, h: float) -> tuple[float, Array, bool]:
    """Of some rows: by how much their losses rise within h, their sums at each step, and whether a kink was crossed."""
    with np.errstate(over="ignore", invalid="ignore"):
        activations = part.activations(STEPS * h)
        losses = part.losses(activations[-1])
        # Row by row, for small differences of large sums have fewer digits than a sum of small differences.
        return float((FACTORS @ losses).sum()), losses.sum(axis=1), _crosses_kink(part, activations)


def _crosses_kink(part: Sweep, activations: list[Array]) -> bool:
    """Whether something lies on one side of a kink at one step of the parameter, and on the other at another."""
    sides = [values > 0 for layer, values in zip(part.layers, activations, strict=True) if layer.activation.kinked]
    distances = activations[-1] - np.tile(part.y, (len(STEPS), 1))
    sides += [distances > kink for kink in part.loss.kinks]
    return any((side != side[0]).any() for side in (side.reshape(len(STEPS), -1) for side in sides))


def relative_error(analytic: float, numeric: float, scale: float) -> float:
    """|analytic - numeric| by their size; a gradient smaller than 1e-5 of `scale` is held to its share of the scale.

    The losses are known to some ε = 2.2e-16 of themselves, so their difference to some ε / h ≈ 1e-13 of the loss, and a
    gradient of 1e-5 of the loss to eight digits. At the bottom of a valley, where the loss itself is next to nothing,
    rounding comes from the valley's walls within h. A loss of 0 has a gradient of 0.
    """
    size = max(abs(analytic) + abs(numeric), FLOOR * scale, 1e-300)
    error = abs(analytic - numeric) / size
    return error if math.isfinite(error) else math.inf
