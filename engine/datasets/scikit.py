"""Data sets that scikit-learn brings along. It takes over a second to import, so only when one is opened."""

from functools import cache
from typing import Any

import numpy as np

from engine.arrays import frozen
from engine.datasets.dataset import Dataset, numbered_rows

# What the columns of the diabetes table stand for, where their names do not say it.
DIABETES_NAMES = {
    "bp": "blood pressure",
    "s1": "cholesterol",
    "s2": "LDL",
    "s3": "HDL",
    "s4": "cholesterol ÷ HDL",
    "s5": "ln triglycerides",
    "s6": "blood sugar",
}


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
def iris() -> Dataset:
    """150 flowers of three kinds, 4 lengths each. Fisher 1936."""
    from sklearn.datasets import load_iris

    return _of_classes("iris", load_iris())


@cache
def wine() -> Dataset:
    """178 wines of three growers, 13 measurements each. Forina and others 1988."""
    from sklearn.datasets import load_wine

    return _of_classes("wine", load_wine(), ("grower 1", "grower 2", "grower 3"))


@cache
def diabetes() -> Dataset:
    """442 patients, 10 measurements each, and how far the disease went within a year. Efron and others 2004.

    The measurements are in their own units. The score goes from 25 to 346 as it comes; here it is divided by 100, so
    that the usual learning rates suit it.
    """
    from sklearn.datasets import load_diabetes

    table = load_diabetes(scaled=False)
    return Dataset(
        name="diabetes",
        inputs=frozen(table.data),
        input_names=tuple(DIABETES_NAMES.get(name, name) for name in table.feature_names),
        targets=frozen(table.target[:, None] / 100.0),
        output_names=("progression ÷ 100",),
        row_names=numbered_rows(len(table.data)),
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


def _of_classes(name: str, table: Any, class_names: tuple[str, ...] = ()) -> Dataset:
    """A table with one output for each of several classes: 1 for the right one, 0 for the others."""
    names = class_names or tuple(str(kind) for kind in table.target_names)
    return Dataset(
        name=name,
        inputs=frozen(table.data),
        input_names=tuple(str(column).replace("_", " ") for column in table.feature_names),
        targets=frozen(np.eye(len(names))[table.target]),
        output_names=names,
        row_names=numbered_rows(len(table.data)),
        class_names=names,
    )
