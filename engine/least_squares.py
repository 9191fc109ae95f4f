"""The line, or plane, with the least squared error: linear regression by formula, without a single step of training."""

import numpy as np

from engine.arrays import Array


def least_squares(x: Array, y: Array, bias: bool) -> tuple[Array, Array]:
    """The weights W, shape (outputs, inputs), and biases b, shape (outputs,), for which Σ (W x + b - y)² is least.

    Of one input, with x̄ and ȳ the means over the rows: W = Σ (x - x̄)(y - ȳ) / Σ (x - x̄)² and b = ȳ - W x̄; without a
    bias W = Σ x y / Σ x². Of several inputs it is the solution of the normal equations; where many are as good, the
    one with the smallest weights, and without rows 0. Legendre 1805, Gauss 1809.
    """
    if not len(x):
        return np.zeros((y.shape[1], x.shape[1])), np.zeros(y.shape[1])
    centre = x.mean(axis=0) if bias else np.zeros(x.shape[1])
    middle = y.mean(axis=0) if bias else np.zeros(y.shape[1])
    weights = np.linalg.lstsq(x - centre, y - middle, rcond=None)[0].T
    return weights, middle - weights @ centre
