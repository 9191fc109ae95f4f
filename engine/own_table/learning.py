"""From a table and what was chosen of it to a `Dataset`, or to the reason why there is none."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.datasets import Dataset
from engine.one_hot import IS
from engine.own_table.choices import Choices, Gaps, Role, why_left_out
from engine.own_table.column import MOST_CATEGORIES, MOST_TEXTS, Column, Kind
from engine.own_table.names import distinct
from engine.own_table.numbers import parse_number
from engine.own_table.refusal import quoted
from engine.own_table.table import MAX_CELLS, Table

MAX_INPUTS = 1_024


@dataclass(frozen=True, eq=False)
class Plan:
    """What is to be learned, checked; the numbers themselves are not put together yet.

    `kept`, shape (rows,), says which rows stay; `classes` are the places of the target's categories that occur in them,
    and empty where it is a quantity.
    """

    table: Table
    choices: Choices
    inputs: tuple[Column, ...]
    target: Column
    kept: NDArray[np.bool_]
    classes: tuple[int, ...]

    @property
    def row_count(self) -> int:
        return int(self.kept.sum())

    @property
    def left_out_count(self) -> int:
        """Rows that go because a value is missing."""
        return len(self.kept) - self.row_count

    @cached_property
    def filled_count(self) -> int:
        """Missing values of rows that stay."""
        return sum(int((column.missing & self.kept).sum()) for column in self.inputs)

    @cached_property
    def input_names(self) -> tuple[str, ...]:
        return distinct(name for column in self.inputs for name in self._names_of(column))

    @property
    def class_names(self) -> tuple[str, ...]:
        return tuple(self.target.categories[place] for place in self.classes)

    @cached_property
    def rarest_count(self) -> int:
        """How many rows the rarest class has; 0 where there are no classes."""
        if not self.classes or self.target.codes is None:
            return 0
        return int(np.bincount(self.target.codes[self.kept])[list(self.classes)].min())

    @cached_property
    def unit(self) -> float:
        """The power of ten in which a quantity is counted, so that it has about one digit before the point."""
        if self.classes or self.target.numbers is None:
            return 1.0
        largest = float(np.abs(self.target.numbers[self.kept]).max())
        exponent = math.ceil(math.log10(largest / 10)) if largest > 10 else math.floor(math.log10(largest))
        return float(10.0**exponent) if largest > 10 or largest < 0.1 else 1.0

    @property
    def target_name(self) -> str:
        if self.unit == 1:
            return self.target.name
        unit = f"{self.unit:,.0f}" if 1 < self.unit < 1e9 else f"{self.unit:g}"
        return f"{self.target.name} in {unit}"

    def dataset(self) -> Dataset:
        """The table that is trained on. Rows are called by their number in the file."""
        inputs = np.column_stack([column for source in self.inputs for column in self._values_of(source)])
        targets = self._targets()
        for array in (inputs, targets):
            array.setflags(write=False)
        return Dataset(
            name=self.table.name,
            inputs=inputs,
            input_names=self.input_names,
            targets=targets,
            output_names=self.class_names if len(self.classes) > 2 else (self._answer,),
            row_names=tuple(str(row + 1) for row in np.flatnonzero(self.kept)),
            class_names=self.class_names,
        )

    @property
    def _answer(self) -> str:
        """What the one output says: a quantity, or yes to the second of two classes."""
        return f"{self.target.name}{IS}{self.class_names[1]}" if self.classes else self.target_name

    def _targets(self) -> Array:
        """Shape (rows, 1): a quantity, or 0 and 1; shape (rows, classes): 1 for the right one."""
        if not self.classes:
            assert self.target.numbers is not None
            return (self.target.numbers[self.kept] / self.unit)[:, None]
        assert self.target.codes is not None
        codes = self.target.codes[self.kept][:, None]
        right = np.array(self.classes) == codes
        return (right if len(self.classes) > 2 else right[:, 1:]).astype(float)

    def _kind_of(self, column: Column) -> Kind:
        return self.choices[self.table.columns.index(column)].kind

    def _names_of(self, column: Column) -> Iterator[str]:
        if self._kind_of(column) is Kind.NUMBER:
            yield column.name
        else:
            yield from (f"{column.name}{IS}{category}" for category in _shown_categories(column))

    def _values_of(self, column: Column) -> Iterator[Array]:
        """The inputs that a column gives, shape (rows,) each: itself, or 1 where it is this category and else 0."""
        if self._kind_of(column) is Kind.NUMBER:
            assert column.numbers is not None
            known = column.numbers[self.kept]
            gaps = column.missing[self.kept]
            yield np.where(gaps, known[~gaps].mean() if not gaps.all() else 0.0, known) if gaps.any() else known
            return
        assert column.codes is not None
        codes = column.codes[self.kept]
        codes = np.where(codes < 0, _most_frequent(codes), codes)
        for category in _shown_categories(column):
            yield (codes == column.categories.index(category)).astype(float)


def plan(table: Table, choices: Choices) -> Plan:
    """What these choices learn; a `TableError` where they learn nothing."""
    if table.row_count == 1:
        raise table.refusal("one row is too few; add rows to compare it with")
    target = _target(table, choices)
    inputs = tuple(column for column, choice in zip(table.columns, choices, strict=True) if choice.role is Role.INPUT)
    if not inputs:
        raise table.refusal(_why_no_inputs(table, target))
    for column, choice in zip(table.columns, choices, strict=True):
        if choice.role is not Role.LEFT_OUT:
            _check_kind(table, column, choice.kind, choice.role)
    kept = _kept(table, choices)
    made = Plan(table, choices, inputs, target, kept, _classes(table, choices, target, kept))
    _check_size(table, made)
    return made


def _why_no_inputs(table: Table, target: Column) -> str:
    if len(table.columns) == 1:
        return "there is one column only, and it takes an input and a target; was the delimiter found right?"
    others = [column for column in table.columns if column is not target]
    reasons = ", ".join(
        f"{quoted(column.name)}: {why_left_out(column)}" for column in others[:2] if why_left_out(column)
    )
    return f"no column is left to learn {quoted(target.name)} from; choose one at least" + (reasons and f" ({reasons})")


def _target(table: Table, choices: Choices) -> Column:
    targets = [column for column, choice in zip(table.columns, choices, strict=True) if choice.role is Role.TARGET]
    if len(targets) != 1:
        raise table.refusal("no column is the target; choose the one that is to be learned")
    return targets[0]


def _check_kind(table: Table, column: Column, kind: Kind, role: Role) -> None:
    """Whether a column can be taken as what it was chosen to be."""
    if column.kind is Kind.EMPTY:
        raise table.refusal("all of its values are missing; leave it out", column=column.name)
    if kind is Kind.NUMBER:
        _check_numbers(table, column)
    elif kind is not Kind.CATEGORY:
        what = "dates" if kind is Kind.DATE else "free texts"
        raise table.refusal(f"{what} cannot be learned; leave it out or take it as categories", column=column.name)
    elif column.codes is None or len(column.categories) > MOST_CATEGORIES:
        count = f"more than {MOST_TEXTS:,}" if column.codes is None else f"{len(column.categories):,}"
        what = "classes" if role is Role.TARGET else "categories"
        remedy = "choose another target" if role is Role.TARGET else "leave it out"
        raise table.refusal(f"{count} {what} are too many, {MOST_CATEGORIES} the most; {remedy}", column=column.name)


def _check_numbers(table: Table, column: Column) -> None:
    if column.slip is not None:
        row, text = column.slip
        too_large = parse_number(text, table.dialect.decimal) is not None
        what = "too large to train with" if too_large else "not a number"
        raise table.refusal(
            f"{quoted(text)} is {what}; correct it, or take the column as categories or leave it out",
            row,
            column.name,
        )


def _kept(table: Table, choices: Choices) -> NDArray[np.bool_]:
    """Rows without a missing value, except in columns where these are filled."""
    kept = np.ones(table.row_count, np.bool_)
    for column, choice in zip(table.columns, choices, strict=True):
        if choice.role is Role.TARGET or (choice.role is Role.INPUT and choice.gaps is Gaps.LEAVE_OUT):
            kept &= ~column.missing
    if not kept.any():
        raise table.refusal("a value is missing in every row; fill missing values, or leave columns out")
    return kept


def _classes(table: Table, choices: Choices, target: Column, kept: NDArray[np.bool_]) -> tuple[int, ...]:
    """The classes that occur; empty for a quantity. What is the same in every row is refused."""
    quantity = choices[table.columns.index(target)].kind is Kind.NUMBER
    values = target.numbers if quantity else target.codes
    assert values is not None
    different = np.unique(values[kept])
    if len(different) < 2:
        rows = "the only row" if kept.sum() == 1 else "every row that stays"
        raise table.refusal(
            f"it is the same in {rows}, so there is nothing to learn; choose another target", None, target.name
        )
    return () if quantity else tuple(int(code) for code in different)


def _check_size(table: Table, made: Plan) -> None:
    count = len(made.input_names)
    if count > MAX_INPUTS:
        raise table.refusal(f"{count:,} inputs are too many, {MAX_INPUTS:,} the most; leave columns out")
    if count * made.row_count > MAX_CELLS:
        raise table.refusal(
            f"{made.row_count:,} rows of {count:,} inputs are too many; leave columns with many categories out"
        )


def _shown_categories(column: Column) -> tuple[str, ...]:
    """One input tells two categories apart; more have one each."""
    return column.categories[1:] if len(column.categories) == 2 else column.categories


def _most_frequent(codes: NDArray[np.int16]) -> int:
    known = codes[codes >= 0]
    return int(np.bincount(known).argmax()) if len(known) else 0
