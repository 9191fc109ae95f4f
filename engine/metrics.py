"""How well a network does on some rows."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.arrays import Array
from engine.classes import UNDECIDED, classes_of
from engine.datasets import Dataset
from engine.losses import Loss
from engine.network import Layer, forward
from engine.prepared import Rows


class Metrics(NamedTuple):
    """Loss as the mean over the rows, accuracy as a share from 0 to 1; None where there is none.

    The loss is always a mean, also where gradients are summed, so that train and test rows can be compared.
    """

    loss: float | None
    accuracy: float | None


NO_METRICS = Metrics(None, None)


def correct(p: Array, y: Array, middle: float = 0.5) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which rows of predictions are right, shape (rows,).

    Right is what speaks for the target's class; what speaks for none, as the middle between two does, never is.
    """
    said = classes_of(p, middle)
    return np.asarray((said == classes_of(y, middle)) & (said != UNDECIDED))


def has_targets(rows: Rows) -> bool:
    """Whether there are rows, and something that they should give."""
    return len(rows) > 0 and not np.isnan(rows.y[0, 0])


def measure(layers: Sequence[Layer], rows: Rows, loss: Loss, table: Dataset) -> Metrics:
    """Loss and accuracy of the network on `rows` of a table; without rows or targets there are none."""
    if not has_targets(rows):
        return NO_METRICS
    p = forward(layers, rows.x)[-1]
    accuracy = float(correct(p, rows.y, table.middle).mean()) if table.is_classification else None
    return Metrics(float(loss.value(p, rows.y).mean()), accuracy)
