"""What is done to the gradient of a batch before the optimizer sees it: penalties on large weights, and clipping.

Both are walked as an optimizer is, see `engine.optimizers`. The loss that is shown has no penalty in it.
"""

import math
from collections.abc import Generator
from typing import TypeAlias

import numpy as np

from engine.arrays import Array

Changing: TypeAlias = Generator[None, None, Array]

# Added to the norm that is divided by, as in PyTorch's clip_grad_norm_.
NORM_EPSILON = 1e-6


def penalise(parameters: Array, gradient: Array, is_weight: Array, l1: float, l2: float) -> Changing:
    """g = ∂L/∂w + λ₁ sgn(w) + λ₂ w: the gradient of L + λ₁ Σ|w| + λ₂/2 Σw², summed over the weights, not the biases.

    All arrays have the shape (parameters,); `is_weight` is 1 where a weight stands and 0 where a bias does. sgn(0) is
    0, and a weight that L1 has taken to zero may leave it again. L2: Hoerl and Kennard, "Ridge regression: biased
    estimation for nonorthogonal problems", 1970. L1: Tibshirani, "Regression shrinkage and selection via the lasso",
    1996.
    """
    penalised = gradient + is_weight * (l1 * np.sign(parameters) + l2 * parameters)
    yield
    return penalised


def clip_norm(gradient: Array, clip: float) -> Changing:
    """g ← g min(1, c / (‖g‖ + 10⁻⁶)): a gradient longer than c keeps its direction and becomes as long as c.

    Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.
    """
    norm = math.sqrt(gradient @ gradient)
    share = min(1.0, clip / (norm + NORM_EPSILON))
    clipped = share * gradient
    yield
    return clipped
