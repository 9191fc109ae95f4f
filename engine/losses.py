"""Losses: how wrong a prediction is. To add one, add one entry.

A loss takes predictions p and targets y of shape (rows, outputs). Its value is one number a row, shape (rows,); its
derivative is ∂L/∂p for each row, shape (rows, outputs). How the rows of a batch are put together, by sum or by mean,
is the experiment's `reduction`, not the loss's business.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.activations import LARGEST, SMALLEST, Activation
from engine.arrays import Array
from engine.registry import Registry


@dataclass(frozen=True)
class Loss:
    """One loss; `range` is where the predictions must lie for it to be defined.

    `tex` and `derivative_tex` are what one output adds to it and its derivative, for typesetting, with <p> and <y>
    where the prediction and the target stand; `mean_of_outputs` tells whether the outputs of a row are averaged or
    summed; `kinks` are those p - y where the loss bends, so that differences cannot tell its slope.
    """

    name: str
    label: str
    value: Callable[[Array, Array], Array]
    derivative: Callable[[Array, Array], Array]
    formula: str
    derivative_formula: str
    tex: str
    derivative_tex: str
    mean_of_outputs: bool = False
    kinks: tuple[float, ...] = ()
    range: tuple[float, float] = (-float("inf"), float("inf"))

    def takes(self, output: Activation) -> bool:
        """Whether it is defined for all that an output activation can give."""
        return self.range[0] <= output.range[0] and output.range[1] <= self.range[1]


losses: Registry[Loss] = Registry("loss")

# Predictions are kept inside 0 and 1, where the logarithm ends, by as little as the sigmoid itself is.
INSIDE = (SMALLEST, LARGEST)


def half_squared_error(p: Array, y: Array) -> Array:
    """½ Σ (p - y)², the sum over the outputs of a row."""
    return 0.5 * np.sum((p - y) ** 2, axis=1)


def half_squared_error_derivative(p: Array, y: Array) -> Array:
    """p - y."""
    return p - y


def squared_error(p: Array, y: Array) -> Array:
    """mean (p - y)², the mean over the outputs of a row."""
    return np.mean((p - y) ** 2, axis=1)


def squared_error_derivative(p: Array, y: Array) -> Array:
    """2 (p - y) / outputs; with one output the article's -2 (y - p)."""
    return 2.0 * (p - y) / p.shape[1]


def absolute_error(p: Array, y: Array) -> Array:
    """mean |p - y|, the mean over the outputs of a row: what lies far off counts no more than its distance."""
    return np.mean(np.abs(p - y), axis=1)


def absolute_error_derivative(p: Array, y: Array) -> Array:
    """sign(p - y) / outputs; 0 where the prediction is right."""
    return np.sign(p - y) / p.shape[1]


def huber(p: Array, y: Array) -> Array:
    """mean of ½ (p - y)² up to a distance of 1, and of |p - y| - ½ beyond it. Huber 1964, with his k = 1."""
    distance = np.abs(p - y)
    return np.mean(np.where(distance <= 1.0, 0.5 * distance * distance, distance - 0.5), axis=1)


def huber_derivative(p: Array, y: Array) -> Array:
    """p - y, but never below -1 nor above 1, / outputs."""
    return np.clip(p - y, -1.0, 1.0) / p.shape[1]


def cross_entropy(p: Array, y: Array) -> Array:
    """-Σ (y ln p + (1 - y) ln(1 - p)), the sum over the outputs of a row."""
    p = np.clip(p, *INSIDE)
    return -np.sum(y * np.log(p) + (1.0 - y) * np.log(1.0 - p), axis=1)


def cross_entropy_derivative(p: Array, y: Array) -> Array:
    """(p - y) / (p (1 - p))."""
    p = np.clip(p, *INSIDE)
    return (p - y) / (p * (1.0 - p))


def categorical_cross_entropy(p: Array, y: Array) -> Array:
    """-Σ y ln p, the sum over the outputs of a row: of one-hot targets what the right output alone says."""
    return -np.sum(y * np.log(np.clip(p, *INSIDE)), axis=1)


def categorical_cross_entropy_derivative(p: Array, y: Array) -> Array:
    """-y / p."""
    return -y / np.clip(p, *INSIDE)


losses.add(
    Loss(
        name="half-squared-error",
        label="½ Σ (ŷ − y)²",
        value=half_squared_error,
        derivative=half_squared_error_derivative,
        formula="½ Σ (ŷ − y)²",
        derivative_formula="ŷ − y",
        tex=r"\frac{1}{2} \, \paren{<p> - <y>}^2",
        derivative_tex=r"<p> - <y>",
    )
)
losses.add(
    Loss(
        name="squared-error",
        label="mean (ŷ − y)²",
        value=squared_error,
        derivative=squared_error_derivative,
        formula="mean (ŷ − y)²",
        derivative_formula="2 (ŷ − y) / outputs",
        tex=r"\paren{<p> - <y>}^2",
        derivative_tex=r"2 \, \paren{<p> - <y>}",
        mean_of_outputs=True,
    )
)
losses.add(
    Loss(
        name="absolute-error",
        label="mean |ŷ − y|",
        value=absolute_error,
        derivative=absolute_error_derivative,
        formula="mean |ŷ − y|",
        derivative_formula="sign(ŷ − y) / outputs",
        tex=r"|<p> - <y>|",
        derivative_tex=r"\text{sign}(<p> - <y>)",
        mean_of_outputs=True,
        kinks=(0.0,),
    )
)
losses.add(
    Loss(
        name="huber",
        label="Huber",
        value=huber,
        derivative=huber_derivative,
        formula="½ (ŷ − y)² up to a distance of 1, |ŷ − y| − ½ beyond",
        derivative_formula="ŷ − y, between −1 and 1, / outputs",
        tex=r"\text{H}(<p> - <y>)",
        derivative_tex=r"\max \paren{-1, \min \paren{1, <p> - <y>}}",
        mean_of_outputs=True,
        kinks=(-1.0, 1.0),
    )
)
losses.add(
    Loss(
        name="cross-entropy",
        label="binary cross-entropy",
        value=cross_entropy,
        derivative=cross_entropy_derivative,
        formula="−Σ (y ln ŷ + (1 − y) ln(1 − ŷ))",
        derivative_formula="(ŷ − y) / (ŷ (1 − ŷ))",
        tex=r"-\paren{<y> \ln \, <p> + (1 - <y>) \ln (1 - <p>)}",
        derivative_tex=r"\frac{<p> - <y>}{<p> \, (1 - <p>)}",
        range=(0.0, 1.0),
    )
)
losses.add(
    Loss(
        name="categorical-cross-entropy",
        label="categorical cross-entropy",
        value=categorical_cross_entropy,
        derivative=categorical_cross_entropy_derivative,
        formula="−Σ y ln ŷ",
        derivative_formula="−y / ŷ",
        tex=r"-<y> \ln \, <p>",
        derivative_tex=r"-\frac{<y>}{<p>}",
        range=(0.0, 1.0),
    )
)
