"""Which inputs of a table belong together: one for each category of a text, of which every row has exactly one."""

from dataclasses import dataclass
from itertools import groupby

from engine.datasets import Dataset

# Between the name of a column and one of its categories, in the name of an input.
IS = " = "


@dataclass(frozen=True)
class OneHot:
    """A column of text: the places of its inputs in the table, and the category that each stands for."""

    name: str
    places: tuple[int, ...]
    categories: tuple[str, ...]


def one_hots(table: Dataset) -> tuple[OneHot, ...]:
    """The columns of text that have an input for each category; of two categories one input tells them apart."""
    named = enumerate(name.partition(IS) for name in table.input_names)
    runs = (list(run) for _, run in groupby(named, key=lambda one: one[1][0] + one[1][1]))
    found = (
        OneHot(run[0][1][0], tuple(place for place, _ in run), tuple(category for _, (_, _, category) in run))
        for run in runs
        if len(run) > 1 and run[0][1][1]
    )
    return tuple(one for one in found if _is_one_hot(table, one))


def _is_one_hot(table: Dataset, one: OneHot) -> bool:
    """Whether every row is 1 in exactly one of the inputs and 0 in the others: names alone may say so by chance."""
    values = table.inputs[:, one.places]
    return bool(((values == 1).sum(axis=1) == 1).all() and ((values == 0).sum(axis=1) == len(one.places) - 1).all())
