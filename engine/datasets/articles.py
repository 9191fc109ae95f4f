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


def double() -> Dataset:
    """Four numbers, and twice each: a weight of 2 has no error."""
    return Dataset(
        name="double",
        inputs=frozen([[0], [1], [2], [3]]),
        input_names=("x",),
        targets=frozen([[0], [2], [4], [6]]),
        output_names=("twice x",),
        row_names=tuple(f"x = {x}" for x in range(4)),
    )


def rent() -> Dataset:
    """Eight flats: tens of square metres, and the rent of a month in hundreds of euros; made up for the lessons."""
    areas = (2.5, 3.0, 4.0, 5.0, 5.5, 6.5, 7.5, 9.0)
    rents = (4.1, 4.4, 5.9, 6.8, 6.6, 8.4, 9.1, 11.0)
    return Dataset(
        name="rent",
        inputs=frozen([[area] for area in areas]),
        input_names=("area, 10 m²",),
        targets=frozen([[rent] for rent in rents]),
        output_names=("rent, 100 €",),
        row_names=tuple(f"{10 * area:g} m²" for area in areas),
    )


def number_line() -> Dataset:
    """Whole numbers on both sides of 0, to look at what a neuron makes of them."""
    numbers = range(-6, 7)
    return Dataset(
        name="number-line",
        inputs=frozen([[x] for x in numbers]),
        input_names=("x",),
        targets=None,
        output_names=("output",),
        row_names=tuple(f"x = {x}".replace("-", "−") for x in numbers),
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
