"""Which class an answer of a network, or a target, speaks for."""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array

Classes = NDArray[np.intp]
# Of an answer that speaks for no class: in the middle between two, or no number.
UNDECIDED = -1


def classes_of(answers: Array, middle: float = 0.5) -> Classes:
    """The number of the class that each answer, shape (rows, outputs), speaks for; `UNDECIDED` where it is none.

    One output speaks for class 1 above the `middle` and for class 0 below; of several the largest is the class.
    """
    if answers.shape[1] > 1:
        classes = answers.argmax(axis=1)
    else:
        classes = np.where(answers[:, 0] > middle, 1, 0)
        classes[answers[:, 0] == middle] = UNDECIDED
    classes[np.isnan(answers).any(axis=1)] = UNDECIDED
    return classes
