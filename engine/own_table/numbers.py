"""Cells as numbers: strictly, and quickly where a whole column of cells is plain.

Python's float() also takes 1_000, inf and nan, and no decimal comma; here a number is what a person writes as one.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from itertools import product
from typing import Literal

import numpy as np

from engine.arrays import Array

Decimal = Literal[".", ","]
# What says that there is no value, in large letters and small ones.
MISSING = frozenset(
    "".join(letters)
    for word in ("", "na", "n/a", "#n/a", "nan", "null", "?", "-", "–", ".")
    for letters in product(*({letter, letter.upper()} for letter in word))
)
# Squares of larger numbers, and sums of these, are no numbers any more.
LARGEST = 1e100

_PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
# Thousands in groups of three, by the other mark, a space or an apostrophe.
_GROUPS = {
    ".": re.compile(r"[+-]?[0-9]{1,3}([,' ’])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?"),
    ",": re.compile(r"[+-]?[0-9]{1,3}([.' ’])[0-9]{3}(\1[0-9]{3})*(,[0-9]+)?"),
}


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell in MISSING


def parse_number(cell: str, decimal: Decimal) -> float | None:
    """The number that a cell holds, which may be infinite where it is too large; None where it holds none."""
    text = cell if cell.isascii() else unicodedata.normalize("NFKC", cell).replace("−", "-").strip()
    grouped = _GROUPS[decimal].fullmatch(text)
    if grouped:
        text = text.replace(grouped[1], "")
    if decimal == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    return float(text) if _PLAIN.fullmatch(text) else None


def plain_numbers(cells: Sequence[str], decimal: Decimal) -> Array | None:
    """All cells as numbers where every one is plain, finite and not too large; else None, and each needs a look."""
    text = "\n".join(cells)
    if not text.isascii() or "_" in text:
        return None
    if decimal == ",":
        if "." in text:
            return None
        cells = text.replace(",", ".").split("\n")
    try:
        values = np.fromiter(map(float, cells), np.float64)
    except ValueError:
        return None
    return values if bool((np.abs(values) <= LARGEST).all()) else None


def is_usable(value: float) -> bool:
    """Whether one can train with a number."""
    return math.isfinite(value) and abs(value) <= LARGEST
