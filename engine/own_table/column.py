"""One column, read: its cells as numbers and as categories, whichever it may be, and what it seems to be."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.own_table.numbers import MISSING, Decimal, is_usable, parse_number, plain_numbers

# Of more different texts than these none are kept; more than the fewer are no categories one can learn from.
MOST_TEXTS = 1_000
MOST_CATEGORIES = 100
# After so many cells without a single number a column is not tried any more; before, one in six may be a slip.
PATIENCE = 2_000
SLIPS = 5

_DATE = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}([T ].*)?|\d{1,2}([-/.])\d{1,2}\3\d{2,4}( .*)?|\d{1,2}:\d{2}(:\d{2})?")


class Kind(Enum):
    """What a column holds; the first two can be learned from."""

    NUMBER = "number"
    CATEGORY = "category"
    DATE = "date"
    TEXT = "text"
    EMPTY = "empty"


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a table of so many rows.

    `numbers`, shape (rows,), is NaN where a cell is missing or no number; None where there are hardly any numbers.
    `codes`, shape (rows,), are places in `categories`, -1 where a cell is missing; None where there are too many.
    `slip` is the row and the text of the first cell that is neither missing nor a number one can train with.
    """

    name: str
    kind: Kind
    missing: NDArray[np.bool_]
    numbers: Array | None
    codes: NDArray[np.int16] | None
    categories: tuple[str, ...]
    slip: tuple[int, str] | None

    @property
    def missing_count(self) -> int:
        return int(self.missing.sum())

    @property
    def is_constant(self) -> bool:
        """Whether there is nothing in it to tell rows by."""
        return len(self.categories) == 1

    @property
    def has_few_whole_numbers(self) -> bool:
        """Whether its numbers may as well be the names of classes: few, whole, and each more than once."""
        if self.kind is not Kind.NUMBER or self.numbers is None or self.slip or self.codes is None:
            return False
        known = self.numbers[~self.missing]
        few = 2 <= len(self.categories) <= min(10, max(2, len(known) // 2))
        return few and bool((known == np.round(known)).all())


class ColumnReader:
    """Takes the cells of a column in blocks."""

    def __init__(self, name: str, decimal: Decimal) -> None:
        self._name, self._decimal = name, decimal
        self._numbers: array[float] | None = array("d")
        self._codes: array[int] | None = array("h")
        self._code_of: dict[str, int] = {}
        self._missing = bytearray()
        self._slip: tuple[int, str] | None = None
        self._found = self._slips = self._dates = 0

    def add(self, cells: Sequence[str]) -> None:
        """The next cells, quickly where all that are not missing are plain numbers."""
        gaps = None
        values = self._plain(cells)
        if values is None:
            cells = [cell.strip() for cell in cells]
            gaps = [cell in MISSING for cell in cells]
            values = self._plain([cell for cell, gap in zip(cells, gaps, strict=True) if not gap])
        if values is not None:
            self._take(values, gaps)
        elif self._numbers is not None:
            self._look_at(cells, gaps or [])
        self._missing.extend(bytes(len(cells)) if gaps is None else gaps)
        if self._codes is not None:
            self._encode(cells, gaps)

    def _plain(self, cells: Sequence[str]) -> Array | None:
        return None if self._numbers is None else plain_numbers(cells, self._decimal)

    def _take(self, values: Array, gaps: list[bool] | None) -> None:
        """Numbers, and NaN where one is missing between them."""
        assert self._numbers is not None
        self._found += len(values)
        if gaps is not None:
            known = values
            values = np.full(len(gaps), np.nan)
            values[~np.array(gaps)] = known
        self._numbers.frombytes(values.tobytes())

    def _look_at(self, cells: Sequence[str], gaps: list[bool]) -> None:
        """Cell by cell, until it is clear that this is no column of numbers."""
        assert self._numbers is not None
        for cell, gap in zip(cells, gaps, strict=True):
            value = None if gap else parse_number(cell, self._decimal)
            if value is not None and is_usable(value):
                self._found += 1
            elif not gap:
                self._slips += 1
                self._dates += _DATE.fullmatch(cell) is not None
                self._slip = self._slip or (len(self._numbers), cell)
                value = None
            self._numbers.append(np.nan if value is None else value)
        if self._slips > PATIENCE and not self._found:
            self._numbers = None

    def _encode(self, cells: Sequence[str], gaps: list[bool] | None) -> None:
        code_of, codes = self._code_of, self._codes
        assert codes is not None
        if gaps is None:
            new = [code_of.setdefault(cell, len(code_of)) for cell in cells]
        else:
            new = [-1 if gap else code_of.setdefault(cell, len(code_of)) for cell, gap in zip(cells, gaps, strict=True)]
        if len(code_of) > MOST_TEXTS:
            self._codes = None
        else:
            codes.extend(new)

    def finish(self) -> Column:
        """The column, now that all of its cells are there."""
        missing = np.frombuffer(bytes(self._missing), np.bool_)
        kind = self._kind(len(missing) - int(missing.sum()))
        numbers = None
        if self._numbers is not None and self._found:
            numbers = np.frombuffer(self._numbers)
            numbers.setflags(write=False)
        codes, categories = self._categories(kind)
        return Column(self._name, kind, missing, numbers, codes, categories, self._slip)

    def _kind(self, known: int) -> Kind:
        if not known:
            return Kind.EMPTY
        if self._found > SLIPS * self._slips:
            return Kind.NUMBER
        if self._slips and self._dates == self._slips:
            return Kind.DATE
        different = len(self._code_of)
        if self._codes is None or different > MOST_CATEGORIES or 2 < different == known:
            return Kind.TEXT
        return Kind.CATEGORY

    def _categories(self, kind: Kind) -> tuple[NDArray[np.int16] | None, tuple[str, ...]]:
        """Codes in the order of the categories; ways to write one number, as 1 and 1.0, are one category."""
        if self._codes is None:
            return None, ()
        texts = list(self._code_of)
        if kind is Kind.NUMBER and self._slip is None:
            values = [parse_number(text.strip(), self._decimal) or 0.0 for text in texts]
            names = [f"{value:.10g}" for value in values]
            order = sorted(set(values))
            categories = tuple(dict.fromkeys(f"{value:.10g}" for value in order))
        else:
            names = texts
            categories = tuple(sorted(texts, key=lambda text: (text.casefold(), text)))
        place_of = {name: place for place, name in enumerate(categories)}
        # The last place is that of the code −1, which stays itself.
        places = np.array([*(place_of[name] for name in names), -1], np.int16)
        codes = places[np.frombuffer(self._codes, np.int16)]
        codes.setflags(write=False)
        return codes, categories
