"""What every data set is: a table of inputs, what they should give, and their names."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from engine.arrays import Array, frozen
from engine.classes import UNDECIDED, classes_of
from engine.datasets.derived import columns_of, values_of

# More rows than any table has that somebody changes by hand.
MOST_ROWS = 10**7


class DatasetError(ValueError):
    """Plain data that is no table; says what is wrong with it."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """A read-only table.

    `inputs` has the shape (rows, inputs), `targets` (rows, outputs) or None where there is nothing to learn.
    `class_names` names the classes: of a yes/no question two, whose target is one of the two `class_values`; of several
    outputs one for each, whose target is 1 where all others are 0. It is empty where the target is a quantity. `began`
    is how many rows a table had, by their numbers, before some came and went by hand, `numbered` the highest number
    that one of them was ever called by; 0 is for a table that no hand has changed.
    """

    name: str
    inputs: Array
    input_names: tuple[str, ...]
    targets: Array | None
    output_names: tuple[str, ...]
    row_names: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    class_values: tuple[float, float] = (0.0, 1.0)
    began: int = 0
    numbered: int = 0

    @property
    def row_count(self) -> int:
        return len(self.inputs)

    @property
    def first_row(self) -> Array:
        """The inputs of the first row, shape (inputs,), to be changed at will; zeros where there is none."""
        return self.inputs[0].copy() if self.row_count else np.zeros(len(self.input_names))

    @property
    def is_classification(self) -> bool:
        return bool(self.class_names)

    @property
    def is_regression(self) -> bool:
        """Whether it asks for quantities, which are near or far and not right or wrong."""
        return self.targets is not None and not self.class_names

    @property
    def middle(self) -> float:
        """Where the answer to a yes/no question turns from the one class to the other."""
        return sum(self.class_values) / 2

    def class_name_of(self, answer: Array) -> str:
        """The class that an answer, shape (outputs,), speaks for; empty for a quantity and where it speaks for none."""
        number = int(classes_of(answer[None], self.middle)[0])
        return self.class_names[number] if self.class_names and number != UNDECIDED else ""

    def with_inputs(self, names: tuple[str, ...]) -> "Dataset":
        """The same rows with only the named inputs, in that order: columns, or what follows from them by its name."""
        columns = columns_of(names, self.input_names)
        return replace(self, inputs=frozen(values_of(columns, self.inputs)), input_names=names)

    # To and from plain data: dict, list, str, float, None.

    def to_plain(self) -> dict[str, Any]:
        """Every field as plain data that JSON and TOML can hold; `from_plain` gives an equal table back."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        arrays = {name: value.tolist() for name, value in plain.items() if isinstance(value, np.ndarray)}
        lists = {name: list(value) for name, value in plain.items() if isinstance(value, tuple)}
        return plain | arrays | lists

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Dataset":
        """The table that `plain` describes; a `DatasetError` where names and numbers do not make one."""
        try:
            inputs = _table(plain["inputs"], len(plain["input_names"]))
            targets = None
            if plain["targets"] is not None:
                targets = _table(plain["targets"], len(plain["output_names"]))
            table = cls(
                name=str(plain["name"]),
                inputs=inputs,
                input_names=_names(plain["input_names"]),
                targets=targets,
                output_names=_names(plain["output_names"]),
                row_names=_names(plain["row_names"]),
                class_names=_names(plain.get("class_names", ())),
                class_values=_pair(plain.get("class_values", (0.0, 1.0))),
                began=_count(plain.get("began", 0)),
                numbered=_count(plain.get("numbered", 0)),
            )
        except KeyError as missing:
            raise DatasetError(f"a table has {missing}") from missing
        except (TypeError, OverflowError, ValueError) as error:
            raise DatasetError(str(error)) from error
        outputs = len(table.output_names)
        if len(table.class_names) not in (0, 2 if outputs == 1 else outputs):
            raise DatasetError("a yes/no question has two classes, and several outputs have one each")
        if not len(inputs) == len(table.row_names) == len(inputs if targets is None else targets):
            raise DatasetError("inputs, targets and names of a table have as many rows each")
        return table


def _table(values: Any, columns: int) -> Array:
    table = np.array(values, dtype=float)
    table = table.reshape(0, columns) if table.shape == (0,) else table
    if table.ndim != 2 or table.shape[1] != columns or not columns:
        raise ValueError(f"a table has rows, and in each row {columns} numbers")
    if not np.isfinite(table).all():
        raise ValueError("a table has finite numbers only")
    return frozen(table)


def _names(values: Any) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"names are texts, not {values!r}")
    return tuple(values)


def _pair(values: Any) -> tuple[float, float]:
    first, second = map(float, values)
    if not -np.inf < first < second < np.inf:
        raise ValueError(f"of two classes the second has the greater value, not {values!r}")
    return first, second


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST_ROWS:
        raise ValueError(f"a table has 0 to {MOST_ROWS:,} rows, not {value!r}")
    return value


def numbered_rows(count: int) -> tuple[str, ...]:
    """Names for rows that have none: 1, 2, 3 …"""
    return tuple(str(number) for number in range(1, count + 1))
