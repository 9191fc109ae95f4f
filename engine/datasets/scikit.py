"""Data sets that scikit-learn brings along. It takes over a second to import, so only when one is opened."""

from functools import cache

import numpy as np

from engine.arrays import frozen
from engine.datasets.dataset import Dataset, numbered_rows


@cache
def breast_cancer() -> Dataset:
    """569 samples of tissue, 30 measurements each; 1 is benign. Wolberg, Street and Mangasarian 1995."""
    from sklearn.datasets import load_breast_cancer

    table = load_breast_cancer()
    return Dataset(
        name="breast-cancer",
        inputs=frozen(table.data),
        input_names=tuple(str(name) for name in table.feature_names),
        targets=frozen(table.target[:, None]),
        output_names=("benign",),
        row_names=numbered_rows(len(table.data)),
        class_names=("malignant", "benign"),
    )


@cache
def digits() -> Dataset:
    """1,797 handwritten digits of 8 × 8 pixels, from 0 for paper to 1 for ink. Alpaydin and Kaynak 1998.

    The pixels count from 0 to 16 as they come; here they are divided by 16, as in scikit-learn's own examples. One
    output for each digit: 1 for the right one, 0 for the others.
    """
    from sklearn.datasets import load_digits

    table = load_digits()
    names = tuple(str(digit) for digit in range(10))
    return Dataset(
        name="digits",
        inputs=frozen(table.data / 16.0),
        input_names=tuple(f"pixel {row},{column}" for row in range(1, 9) for column in range(1, 9)),
        targets=frozen(np.eye(10)[table.target]),
        output_names=names,
        row_names=numbered_rows(len(table.data)),
        class_names=names,
    )
