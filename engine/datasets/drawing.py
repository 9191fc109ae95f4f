"""Rows of a table that are added and taken away by hand. Every change gives a new table."""

from dataclasses import replace

import numpy as np

from engine.arrays import Array, frozen
from engine.classes import classes_of
from engine.datasets.dataset import MOST_ROWS, Dataset
from engine.datasets.target import LETTERS, MOST_CLASSES


def begun(table: Dataset, name: str) -> Dataset:
    """A table that is to be changed by hand, under another name."""
    return replace(table, name=name, began=table.row_count)


def with_rows(table: Dataset, inputs: Array, target: Array) -> Dataset:
    """The table with more rows at its end, of the inputs, shape (rows, inputs), and one target, shape (outputs,)."""
    assert table.targets is not None
    last = _last_number(table)
    numbers = range(last + 1, last + len(inputs) + 1)
    return replace(
        table,
        inputs=frozen(np.vstack([table.inputs, inputs])),
        targets=frozen(np.vstack([table.targets, np.tile(target, (len(inputs), 1))])),
        row_names=table.row_names + tuple(map(str, numbers)),
        numbered=last + len(inputs),
    )


def with_row_of_class(table: Dataset, inputs: Array, number: int) -> Dataset:
    """The table with more rows of a class, counted from 0; the first number that there is none of makes a new class."""
    number = min(number, last_number(table.class_names))
    if number == len(table.class_names):
        table = _with_another_class(table)
    return with_rows(table, inputs, class_target(table, number))


def last_number(class_names: tuple[str, ...]) -> int:
    """The highest number that a point's class may have: that of a new one, unless there are as many as may be made."""
    return len(class_names) if next_class(class_names) else len(class_names) - 1


def next_class(class_names: tuple[str, ...]) -> str:
    """What a new class beside these is called; empty where there are as many as may be made."""
    if len(class_names) >= MOST_CLASSES:
        return ""
    return next(letter for letter in LETTERS[len(class_names) :] + LETTERS if letter not in class_names)


def class_target(table: Dataset, number: int) -> Array:
    """What a row of that class should give, shape (outputs,)."""
    if len(table.output_names) == 1:
        return np.array([table.class_values[number]])
    return np.eye(len(table.output_names))[number]


def without_row(table: Dataset, row: int) -> Dataset:
    """The table without one of its rows."""
    assert table.targets is not None
    return replace(
        table,
        inputs=frozen(np.delete(table.inputs, row, axis=0)),
        targets=frozen(np.delete(table.targets, row, axis=0)),
        row_names=table.row_names[:row] + table.row_names[row + 1 :],
        numbered=_last_number(table),
    )


def without_rows(table: Dataset) -> Dataset:
    """The table with its columns and classes, and not one row."""
    assert table.targets is not None
    return replace(
        table,
        inputs=frozen(table.inputs[:0]),
        targets=frozen(table.targets[:0]),
        row_names=(),
        numbered=_last_number(table),
    )


def _last_number(table: Dataset) -> int:
    """The highest number that a row is or was called by: none that is taken away gives its name to another."""
    return table.numbered or max(map(_number, table.row_names), default=0)


def _number(name: str) -> int:
    """The number that a row is called by; 0 of a name, also of one that is a number by chance, such as a date."""
    is_number = name.isascii() and name.isdecimal() and len(name) < len(str(MOST_ROWS))
    return int(name) if is_number else 0


def _with_another_class(table: Dataset) -> Dataset:
    """The same rows, with an output for each class and one class more."""
    assert table.targets is not None
    count = len(table.class_names) + 1
    classes = classes_of(table.targets, table.middle)
    names = (*table.class_names, next_class(table.class_names))
    return replace(
        table,
        targets=frozen(np.eye(count)[classes]),
        output_names=names,
        class_names=names,
        class_values=(0.0, 1.0),
    )
