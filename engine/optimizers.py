"""Optimizers: how a gradient moves the parameters. To add one, add one entry."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.arrays import Array
from engine.registry import Registry


@dataclass(frozen=True)
class Optimizer:
    """One optimizer: `update` gives the new parameters and leaves the old ones alone.

    Parameters and gradient are flat vectors of one shape. `tex` is the formula for typesetting, with <w>, <rate> and
    <g> where the parameter, the learning rate and the gradient stand.
    """

    name: str
    label: str
    update: Callable[[Array, Array, float], Array]
    formula: str
    tex: str


optimizers: Registry[Optimizer] = Registry("optimizer")


def gradient_descent(parameters: Array, gradient: Array, learning_rate: float) -> Array:
    """w ← w - η ∂L/∂w. Cauchy 1847."""
    return parameters - learning_rate * gradient


optimizers.add(
    Optimizer(
        name="gradient-descent",
        label="gradient descent",
        update=gradient_descent,
        formula="w ← w − η ∂L/∂w",
        tex=r"<w> - <rate> \cdot <g>",
    )
)
