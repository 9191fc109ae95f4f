"""The small tables of the articles."""

from engine.arrays import frozen
from engine.datasets.dataset import Dataset


def height_weight() -> Dataset:
    """Four people: pounds above 135 and inches above 66; 1 is female."""
    return Dataset(
        name="height-weight",
        inputs=frozen([[-2, -1], [25, 6], [17, 4], [-15, -6]]),
        input_names=("weight − 135 lb", "height − 66 in"),
        targets=frozen([[1], [0], [0], [1]]),
        output_names=("female",),
        row_names=("Alice", "Bob", "Charlie", "Diana"),
        class_names=("male", "female"),
    )


def two_three() -> Dataset:
    """One point to feed forward, nothing to learn."""
    return Dataset(
        name="two-three",
        inputs=frozen([[2, 3]]),
        input_names=("x₁", "x₂"),
        targets=None,
        output_names=("output",),
        row_names=("(2, 3)",),
    )


def derivation() -> Dataset:
    """One row of the OR gate, for a calculation by hand."""
    return Dataset(
        name="derivation",
        inputs=frozen([[1, 1]]),
        input_names=("x₁", "x₂"),
        targets=frozen([[1]]),
        output_names=("x₁ or x₂",),
        row_names=("(1, 1)",),
        class_names=("off", "on"),
    )


def virus() -> Dataset:
    """Eight people, four symptoms, one test result."""
    return Dataset(
        name="virus",
        inputs=frozen(
            [
                [1, 0, 0, 1],
                [1, 0, 0, 0],
                [0, 0, 1, 1],
                [0, 1, 0, 0],
                [1, 1, 0, 0],
                [0, 0, 1, 1],
                [0, 0, 0, 1],
                [0, 0, 1, 0],
            ]
        ),
        input_names=("loss of smell", "weight loss", "runny nose", "body pain"),
        targets=frozen([[1], [1], [0], [0], [1], [1], [0], [0]]),
        output_names=("positive",),
        row_names=tuple(f"person {number}" for number in range(1, 9)),
        class_names=("negative", "positive"),
    )
