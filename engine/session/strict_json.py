"""JSON of somebody else's: bounded before it is read, and without what Python's reader takes beyond the standard."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from engine.session.refusal import DamagedError

MOST_BYTES = 32 * 2**20
# Lists in lists in lists; and digits of a whole number: 64 bits have 20.
MOST_DEPTH = 20
MOST_DIGITS = 20
# Values in all: each takes many times the room of its text.
MOST_VALUES = 1_000_000


def read(text: bytes) -> Any:
    """The value of a JSON text in UTF-8; anything that is not sound is a `DamagedError`."""
    _check_bounds(text)
    try:
        value = json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_no_number,
        )
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DamagedError(f"it is no JSON ({error})") from error
    _check_texts(value)
    return value


def write(value: Any) -> bytes:
    """The JSON text of plain data, in UTF-8; what `read` would find too large is a `DamagedError`."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    _check_bounds(text)
    return text


def _check_bounds(text: bytes) -> None:
    """Whether it is worth reading."""
    if len(text) > MOST_BYTES:
        raise DamagedError(f"it has {len(text):,} bytes of text, and {MOST_BYTES:,} are the most")
    outline = BETWEEN.sub(b"", text)
    most = sum(map(outline.count, (b",", b"[", b"{")))
    if most > MOST_VALUES:
        raise DamagedError(f"it has about {most:,} values, and {MOST_VALUES:,} are the most")
    _check_depth(outline.translate(None, delete=b","))


# What stands between brackets and commas; a text goes to its end, or to the end of all where it has none. Nothing is
# looked at twice.
BETWEEN = re.compile(rb'(?:[^][{},"]++|"[^"\\]*+(?:\\.[^"\\]*+)*+"?)++', re.DOTALL)


def _check_depth(brackets: Iterable[int]) -> None:
    """What is too deep would end Python's own reader. It reads no further than to a bracket that closes nothing."""
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in b"[{" else -1
        if depth < 0:
            return
        if depth > MOST_DEPTH:
            raise DamagedError(f"lists in it are nested more than {MOST_DEPTH} deep")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DamagedError(f"{twice[:40]!r} stands in it twice")
    return found


def _check_texts(value: Any) -> None:
    """JSON can write half a character, which no file and no screen can show."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise DamagedError("a text in it has half a character") from error
    elif isinstance(value, list | dict):
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            _check_texts(part)


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise DamagedError(f"a whole number in it has {len(digits):,} digits")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise DamagedError(f"the number {digits[:40]} in it is not finite")
    return number


def _no_number(name: str) -> NoReturn:
    raise DamagedError(f"{name} in it is no finite number")
