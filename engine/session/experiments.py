"""Experiments and the learner's own tables in a session: each once, and spoken of by its number."""

from dataclasses import fields
from typing import Any

import numpy as np

from engine.datasets import Dataset
from engine.datasets.dataset import DatasetError, numbered_rows
from engine.experiment import Experiment
from engine.experiment_fields import ExperimentError
from engine.own_table.learning import MAX_INPUTS
from engine.session import numbers, strict_json
from engine.session.parts import Parts, array_in, object_in
from engine.session.refusal import DamagedError, reading

# The arrays of a table, by their fields.
ARRAYS = ("inputs", "targets")
NAMES = frozenset(field.name for field in fields(Dataset)) - set(ARRAYS)
# Numbers of rows have no more digits.
MOST_DIGITS = 18


class Shelf:
    """Numbers experiments and tables as they come by."""

    def __init__(self) -> None:
        self._experiments: list[Experiment] = []
        self._tables: list[Dataset] = []
        self._numbers: dict[int, int] = {}

    def number_of(self, experiment: Experiment) -> int:
        return self._number(experiment, self._experiments)

    def _number(self, thing: Any, shelf: list[Any]) -> int:
        if id(thing) not in self._numbers:
            self._numbers[id(thing)] = len(shelf)
            shelf.append(thing)
        return self._numbers[id(thing)]

    def plain(self) -> list[dict[str, Any]]:
        """The experiments as plain data, their tables by their numbers."""
        return [self._plain(experiment) for experiment in self._experiments]

    def _plain(self, experiment: Experiment) -> dict[str, Any]:
        return experiment.to_plain(lambda table: self._number(table, self._tables))

    def parts(self) -> dict[str, bytes]:
        """The tables as parts of the archive; asked for after `plain`. One that is too large is a `DamagedError`."""
        parts = dict[str, bytes]()
        for number, table in enumerate(self._tables):
            with reading(f"tables/{number}"):
                parts |= {f"tables/{number}/{name}": content for name, content in _table_parts(table).items()}
        return parts


def _table_parts(table: Dataset) -> dict[str, bytes]:
    names = {name: getattr(table, name) for name in sorted(NAMES)}
    parts = {f"{name}.npy": numbers.write(getattr(table, name)) for name in ARRAYS}
    if table.row_names == numbered_rows(table.row_count):
        del names["row_names"]
    elif all(map(_is_number, table.row_names)):
        # There may be millions of them.
        parts["rows.npy"] = numbers.write(np.array(names.pop("row_names"), np.int64))
    return {"names.json": strict_json.write(names)} | parts


def _is_number(name: str) -> bool:
    """Whether a name is a number as Python writes it."""
    return name.isascii() and name.isdecimal() and len(name) <= MOST_DIGITS and name == str(int(name))


class Reader:
    """Gives experiments back by their numbers; each number the same object, so that what they share is shared again."""

    def __init__(self, plain: Any, parts: Parts) -> None:
        if not isinstance(plain, list):
            raise DamagedError("experiments must be a list")
        self._plain = plain
        self._parts = parts
        self._tables: dict[int, Dataset] = {}
        self._experiments: dict[int, Experiment] = {}

    def experiment(self, number: Any) -> Experiment:
        """The experiment of a number; one that is none, or that nobody can have chosen, is a `DamagedError`."""
        if type(number) is not int or not 0 <= number < len(self._plain):
            raise DamagedError(f"there is no experiment {number!r:.40}")
        if number not in self._experiments:
            self._experiments[number] = self._read(number)
        return self._experiments[number]

    def _read(self, number: int) -> Experiment:
        plain = self._plain[number]
        if not isinstance(plain, dict):
            raise DamagedError(f"experiment {number} must be an object")
        own, inputs = plain.get("own"), plain.get("inputs", [])
        if isinstance(inputs, list) and len(inputs) > MAX_INPUTS:
            raise DamagedError(f"experiment {number} has {len(inputs):,} inputs, and {MAX_INPUTS:,} are the most")
        try:
            return Experiment.from_plain(plain | {"own": None if own is None else self._table(own)})
        except ExperimentError as error:
            raise DamagedError(f"experiment {number}: {error}") from error

    def _table(self, number: Any) -> Dataset:
        if type(number) is not int:
            raise DamagedError(f"there is no table {number!r:.40}")
        if number not in self._tables:
            self._tables[number] = self._read_table(f"tables/{number}")
        return self._tables[number]

    def _read_table(self, folder: str) -> Dataset:
        names = object_in(self._parts, f"{folder}/names.json")
        if unknown := names.keys() - NAMES:
            raise DamagedError(f"{min(unknown)!r} is nothing that a table has", f"{folder}/names.json")
        arrays = {name: array_in(self._parts, f"{folder}/{name}.npy", "<f8", (None, None)) for name in ARRAYS}
        with reading(folder):
            if max(array.shape[1] for array in arrays.values()) > MAX_INPUTS:
                raise DamagedError(f"a table has {MAX_INPUTS:,} columns at most")
            rows = {"row_names": self._row_names(folder, len(arrays["inputs"]))}
            try:
                return Dataset.from_plain(rows | names | arrays)
            except DatasetError as error:
                raise DamagedError(str(error)) from error

    def _row_names(self, folder: str, count: int) -> tuple[str, ...]:
        """The names of rows that are numbers: those that are there, or else 1, 2, 3 …"""
        name = f"{folder}/rows.npy"
        if name not in self._parts:
            return numbered_rows(count)
        return tuple(map(str, array_in(self._parts, name, "<i8", (count,)).tolist()))
