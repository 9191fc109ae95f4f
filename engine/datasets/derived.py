"""Inputs that follow from the columns of a table: squares, products and sines, known by their names alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array

SQUARED, SINE, TIMES = "²", "sin ", " × "
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
# Of more columns the first two are none in particular, and nothing is offered beside them.
MOST_COLUMNS = 20


@dataclass(frozen=True)
class Column:
    """One input: `rule` makes it of the raw columns at the places `raw`."""

    name: str
    raw: tuple[int, ...]
    rule: Callable[..., Array]

    def of(self, table: Array) -> Array:
        """Its values, shape (rows,), for raw inputs, shape (rows, raw columns)."""
        return self.rule(*(table[:, place] for place in self.raw))


def columns_of(names: Sequence[str], raw_names: Sequence[str]) -> tuple[Column, ...]:
    """The columns of those names in a table whose own are called `raw_names`; a `ValueError` for an unknown one."""
    return tuple(_column(name, raw_names) for name in names)


def values_of(columns: Sequence[Column], table: Array) -> Array:
    """The columns' values, shape (rows, columns), for raw inputs, shape (rows, raw columns)."""
    # What is beyond all bounds becomes infinite, which the experiment refuses to train on.
    with np.errstate(over="ignore", invalid="ignore"):
        return np.column_stack([column.of(table) for column in columns])


def offered(raw_names: Sequence[str]) -> tuple[str, ...]:
    """What a learner may choose beside the columns of a table: squares, product and sines of the first two."""
    if len(raw_names) > MOST_COLUMNS:
        return ()
    first = raw_names[:2]
    product = (product_name(*first),) if len(first) == 2 else ()
    names = (*map(square_name, first), *product, *map(sine_name, first))
    return tuple(name for name in names if name not in raw_names)


def square_name(name: str) -> str:
    return _in_brackets(name) + SQUARED


def sine_name(name: str) -> str:
    return SINE + _in_brackets(name)


def product_name(first: str, second: str) -> str:
    """Symbols stand side by side, x₁x₂, words have a sign between them."""
    if _is_symbol(first) and _is_symbol(second):
        return first + second
    return _in_brackets(first) + TIMES + _in_brackets(second)


def _column(name: str, raw_names: Sequence[str]) -> Column:
    for rule, of in _meanings(name):
        if all(part in raw_names for part in of):
            return Column(name, tuple(raw_names.index(part) for part in of), rule)
    raise ValueError(f"{name!r} is no column of the table, nor a square, sine or product of its columns")


def _meanings(name: str) -> Iterator[tuple[Callable[..., Array], tuple[str, ...]]]:
    """What a name may stand for: a rule, and the columns that it is about."""
    yield _itself, (name,)
    for part in _without_brackets(name.removesuffix(SQUARED)):
        if square_name(part) == name:
            yield np.square, (part,)
    for part in _without_brackets(name.removeprefix(SINE)):
        if sine_name(part) == name:
            yield np.sin, (part,)
    for place in range(1, len(name)):
        for first in _without_brackets(name[:place]):
            for second in _without_brackets(name[place:].removeprefix(TIMES)):
                if product_name(first, second) == name:
                    yield np.multiply, (first, second)


def _itself(x: Array) -> Array:
    return x


def _is_symbol(name: str) -> bool:
    """Whether a name is one letter, with a number below it or without."""
    return len(name.rstrip(SUBSCRIPTS)) == 1


def _in_brackets(name: str) -> str:
    return f"({name})" if " " in name else name


def _without_brackets(name: str) -> tuple[str, ...]:
    return (name, name[1:-1]) if name[:1] == "(" and name[-1:] == ")" else (name,)
