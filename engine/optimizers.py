"""Optimizers: how a gradient moves the parameters. To add one, add one entry.

An optimizer may remember something from one update to the next, as momentum remembers how fast every parameter moves.
Its memory has the shape (slots, parameters) and is zero at the start of a run. The line before the `return` of its
function is the one that the learner is shown: it gives the new parameters.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.registry import Registry


@dataclass(frozen=True)
class Optimizer:
    """One optimizer: `update` gives the new parameters and the new memory, and leaves the old ones alone.

    Parameters and gradient are flat vectors of one shape, of which the memory holds so many as there are `slots`.
    `tex` is the formula for typesetting, with <w>, <rate>, <g> and <v> where the parameter, the learning rate, the
    gradient and the new velocity stand; `velocity_tex` is that of the velocity, with <v> for the one before.
    """

    name: str
    label: str
    update: Callable[[Array, Array, float, Array], tuple[Array, Array]]
    formula: str
    tex: str
    slots: int = 0
    velocity_tex: str = ""


# The share of its velocity that a parameter keeps from one update to the next.
MOMENTUM = 0.9

optimizers: Registry[Optimizer] = Registry("optimizer")


def gradient_descent(parameters: Array, gradient: Array, learning_rate: float, memory: Array) -> tuple[Array, Array]:
    """w ← w - η ∂L/∂w. Cauchy 1847."""
    updated = parameters - learning_rate * gradient
    return updated, memory


def momentum(parameters: Array, gradient: Array, learning_rate: float, memory: Array) -> tuple[Array, Array]:
    """v ← 0.9 v + ∂L/∂w, w ← w - η v: a ball that rolls on. Polyak 1964, in the form of PyTorch's SGD."""
    velocity = MOMENTUM * memory[0] + gradient
    updated = parameters - learning_rate * velocity
    return updated, velocity[np.newaxis]


optimizers.add(
    Optimizer(
        name="gradient-descent",
        label="gradient descent",
        update=gradient_descent,
        formula="w ← w − η ∂L/∂w",
        tex=r"<w> - <rate> \cdot <g>",
    )
)
optimizers.add(
    Optimizer(
        name="momentum",
        label="momentum",
        update=momentum,
        formula="v ← 0.9 v + ∂L/∂w, w ← w − η v",
        tex=r"<w> - <rate> \cdot <v>",
        slots=1,
        velocity_tex=rf"{MOMENTUM} \cdot <v> + <g>",
    )
)
