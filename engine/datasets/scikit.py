"""Data sets that scikit-learn brings along. It takes over a second to import, so only when one is opened."""

from functools import cache

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
