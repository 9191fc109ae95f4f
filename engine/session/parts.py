"""The parts of a session's file by their names: texts and arrays, each read with its place in the file."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from engine.session import numbers, strict_json
from engine.session.refusal import DamagedError, reading

Parts = Mapping[str, bytes]


def part(parts: Parts, name: str) -> bytes:
    """A part of the archive by its name; one that is missing is a `DamagedError`."""
    if name not in parts:
        raise DamagedError("this part is missing", name)
    return parts[name]


def object_in(parts: Parts, name: str) -> dict[str, Any]:
    """The JSON object in a part."""
    with reading(name):
        value = strict_json.read(part(parts, name))
        if not isinstance(value, dict):
            raise DamagedError("it must be a JSON object")
        return value


def array_in(parts: Parts, name: str, kind: str, shape: tuple[int | None, ...]) -> NDArray[Any]:
    """The array in a part; see `numbers.read`."""
    with reading(name):
        return numbers.read(part(parts, name), kind, shape)
