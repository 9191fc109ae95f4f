"""Experiments and the learner's own tables in a session: each once, and spoken of by its number."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from engine.datasets import Dataset
from engine.datasets.dataset import DatasetError, numbered_rows
from engine.experiment import Experiment, ExperimentError
from engine.session import numbers, strict_json
from engine.session.refusal import DamagedError

# The arrays of a table, by their fields.
ARRAYS = ("inputs", "targets")


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
        """The tables as parts of the archive; asked for after `plain`."""
        parts = {}
        for number, table in enumerate(self._tables):
            for name in ARRAYS:
                parts[f"tables/{number}/{name}.npy"] = numbers.write(getattr(table, name))
            parts[f"tables/{number}/names.json"] = strict_json.write(_names(table))
        return parts


def _names(table: Dataset) -> dict[str, Any]:
    names = {field.name: getattr(table, field.name) for field in fields(table) if field.name not in ARRAYS}
    if table.row_names == numbered_rows(table.row_count):
        del names["row_names"]
    return names


class Reader:
    """Gives experiments back by their numbers; each number the same object, so that what they share is shared again."""

    def __init__(self, plain: Any, parts: Mapping[str, bytes]) -> None:
        if not isinstance(plain, list):
            raise DamagedError("experiments must be a list")
        self._plain = plain
        self._parts = parts
        self._tables: dict[int, Dataset] = {}
        self._experiments: dict[int, Experiment] = {}

    def experiment(self, number: Any) -> Experiment:
        if type(number) is not int or not 0 <= number < len(self._plain):
            raise DamagedError(f"there is no experiment {number!r}")
        if number not in self._experiments:
            self._experiments[number] = self._read(number)
        return self._experiments[number]

    def _read(self, number: int) -> Experiment:
        plain = self._plain[number]
        if not isinstance(plain, dict):
            raise DamagedError(f"experiment {number} must be an object")
        own = plain.get("own")
        try:
            return Experiment.from_plain(plain | {"own": None if own is None else self._table(own)})
        except ExperimentError as error:
            raise DamagedError(f"experiment {number}: {error}") from error

    def _table(self, number: Any) -> Dataset:
        if type(number) is not int:
            raise DamagedError(f"there is no table {number!r:.40}")
        if number not in self._tables:
            self._tables[number] = self._read_table(number)
        return self._tables[number]

    def _read_table(self, number: int) -> Dataset:
        folder = f"tables/{number}"
        names = strict_json.read(part(self._parts, f"{folder}/names.json"))
        if not isinstance(names, dict):
            raise DamagedError("it must be an object", folder)
        arrays = {name: numbers.read(part(self._parts, f"{folder}/{name}.npy"), "<f8", (None, None)) for name in ARRAYS}
        rows = {"row_names": numbered_rows(len(arrays["inputs"]))}
        try:
            return Dataset.from_plain(rows | names | arrays)
        except DatasetError as error:
            raise DamagedError(str(error), folder) from error


def part(parts: Mapping[str, bytes], name: str) -> bytes:
    """A part of the archive by its name; one that is missing is a `DamagedError`."""
    if name not in parts:
        raise DamagedError("this part is missing", name)
    return parts[name]
