"""Damages a session's file in a way that chance chooses: its bytes, its archive, its texts, its arrays."""

import json
import struct
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from engine.session import archive

Parts = dict[str, bytes]

# What somebody may write in the place of a value.
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 7, 0.5, -0.5, 1e308, -1e308, 5e-324, 2**31, 2**63, 2**64 - 1, -(2**63), 10**18),
    *(
        "",
        "x",
        "1",
        "__class__",
        "own",
        "all",
        "given",
        "linear",
        "softmax",
        "circle",
        "x₁",
        "x₁x₂",
        "sin x",
        "\0",
        "é\n",
    ),
    *([], {}, [[]], [0], [0, 0], [0, 0, 0, 0], [1, 2, 3], {"a": 1}, ["x"], [None], [True], [1e300]),
)
NAMES = ("", "version", "own", "hidden", "given", "weights", "__class__", "__init__", "epochs", "a" * 300, "../x")
NUMBERS = (0.0, -0.0, 1.0, -1.0, 0.5, 1e300, -1e308, 5e-324, float("nan"), float("inf"), float("-inf"))
WHOLES = (0, 1, -1, 2, 3, 100, 2**31, 2**62, -(2**63), 2**63 - 1)
KINDS = ("<f8", "<i8", "<u8", "<f4", ">f8", "|O", "<U3", "|V8", "[('a', '<f8')]", "<M8[s]", "|b1", "", "<c16")


def mutated(content: bytes, parts: Parts, seed: int) -> bytes:
    """The file with one to three faults; `parts` are those of `content`."""
    chance = Random(seed)
    if chance.random() < 0.25:
        return _bytes_changed(content, chance)
    parts = dict(parts)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(FAULTS)(parts, chance)
    return archive.write(parts)


def _bytes_changed(content: bytes, chance: Random) -> bytes:
    """Some bytes changed, left out, doubled or moved."""
    changed = bytearray(content)
    start = chance.randrange(len(changed))
    end = min(len(changed), start + chance.choice((1, 1, 2, 8, 100, 5000)))
    act = chance.randrange(5)
    if act == 0:
        changed[start] ^= 1 << chance.randrange(8)
    elif act == 1:
        changed[start:end] = chance.randbytes(end - start)
    elif act == 2:
        del changed[start:end]
    elif act == 3:
        changed[start:start] = changed[start:end]
    else:
        # Near the end is the list of the parts.
        changed[-chance.randrange(1, min(400, len(changed)))] = chance.randrange(256)
    return bytes(changed)


# Parts as a whole.


def _without_part(parts: Parts, chance: Random) -> None:
    del parts[_name(parts, chance)]


def _part_of_another(parts: Parts, chance: Random) -> None:
    parts[_name(parts, chance)] = parts[_name(parts, chance)]


def _part_renamed(parts: Parts, chance: Random) -> None:
    name = _name(parts, chance)
    digit = chance.choice("0123456789")
    other = chance.choice([f"../{name}", f"/{name}", name.upper(), "".join(digit if s.isdigit() else s for s in name)])
    parts[other] = parts.pop(name)


def _part_of_bytes(parts: Parts, chance: Random) -> None:
    name = _name(parts, chance)
    if parts[name]:
        parts[name] = _bytes_changed(parts[name], chance)


def _name(parts: Parts, chance: Random, end: str = "") -> str:
    return chance.choice([name for name in parts if name.endswith(end)] or ["session.json"])


# Texts.


def _value_changed(parts: Parts, chance: Random) -> None:
    name = _name(parts, chance, ".json")
    try:
        value = json.loads(parts.get(name, b"{}"))
    except ValueError:
        return
    places = list(_places(value))
    if places:
        holder, key = chance.choice(places)
        chance.choice(EDITS)(holder, key, chance)
    parts[name] = json.dumps(value).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything in a JSON value: what it stands in, and where."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _replaced(holder: Any, key: Any, chance: Random) -> None:
    holder[key] = chance.choice(VALUES)


def _moved(holder: Any, key: Any, chance: Random) -> None:
    """A number a little or much larger or smaller, a text longer, a list doubled."""
    value = holder[key]
    if isinstance(value, int | float):
        holder[key] = chance.choice((value + 1, value - 1, -value, value * 1000, float(value), str(value)))
    elif isinstance(value, str):
        holder[key] = chance.choice((value + "x", value[:-1], value * 100, [value]))
    elif isinstance(value, list):
        holder[key] = chance.choice((value + value, value[:-1], value[::-1], [value], {"a": value}))
    else:
        holder[key] = [value]


def _removed(holder: Any, key: Any, chance: Random) -> None:
    del holder[key]


def _renamed(holder: Any, key: Any, chance: Random) -> None:
    if isinstance(holder, dict):
        holder[chance.choice(NAMES)] = holder.pop(key)


EDITS: tuple[Callable[[Any, Any, Random], None], ...] = (_replaced, _replaced, _moved, _moved, _removed, _renamed)


# Arrays.


def _number_changed(parts: Parts, chance: Random) -> None:
    """One number of an array, whatever kind it has."""
    name = _name(parts, chance, ".npy")
    content = bytearray(parts.get(name, b""))
    begin = _end_of_header(content)
    if len(content) - begin >= 8:
        place = begin + 8 * chance.randrange((len(content) - begin) // 8)
        new = (
            struct.pack("<q", chance.choice(WHOLES))
            if chance.random() < 0.5
            else struct.pack("<d", chance.choice(NUMBERS))
        )
        content[place : place + 8] = new
        parts[name] = bytes(content)


def _header_changed(parts: Parts, chance: Random) -> None:
    """Another kind, order or shape; the numbers sometimes fewer or more."""
    name = _name(parts, chance, ".npy")
    content = parts.get(name, b"")
    body = content[_end_of_header(content) :]
    count = len(body) // 8
    shape = chance.choice(
        ((count,), (), (count, 1), (1, count), (-1,), (2**40, 2**40), (2**36,), (0,), (count // 2, 2))
    )
    kind = chance.choice(KINDS[:3] if chance.random() < 0.7 else KINDS)
    header = repr({"descr": kind, "fortran_order": chance.random() < 0.1, "shape": shape}).encode()
    header = chance.choice((header, header, header, b"{}", b"[" * 500, b"__import__('os')", header * 100))
    body = chance.choice((body, body, body[:-8], body + bytes(8), body[: 8 * (len(body) // 16)]))
    parts[name] = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header) % 2**16) + header + body


def _end_of_header(content: bytes) -> int:
    return 10 + struct.unpack("<H", content[8:10])[0] if len(content) >= 10 else 0


FAULTS: tuple[Callable[[Parts, Random], None], ...] = (
    *([_value_changed] * 6),
    *([_number_changed] * 5),
    *([_header_changed] * 2),
    _without_part,
    _part_of_another,
    _part_renamed,
    _part_of_bytes,
)
