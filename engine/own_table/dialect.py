"""How a table is written: encoding, what parts the cells, decimal mark, names above or not. Found out, or chosen.

The standard library's Sniffer reads `1;2,5` as two cells parted by a comma. Here each candidate splits a sample, and
the one wins whose rows are equally long and whose cells are numbers.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Protocol

from engine.own_table.encoding import detect_encoding, refuse_what_is_no_text
from engine.own_table.lines import SEPARATOR_LINE, text_lines
from engine.own_table.numbers import Decimal, is_missing, parse_number
from engine.own_table.refusal import TableError

DELIMITERS = (",", ";", "\t", "|", " ")
SAMPLE_LINES = 200
SAMPLE_CHARACTERS = 100_000

Row = list[str]


class CsvReader(Protocol):
    """What is asked of the standard library's reader."""

    @property
    def line_num(self) -> int: ...


@dataclass(frozen=True)
class Dialect:
    """How a table is written."""

    encoding: str
    delimiter: str
    decimal: Decimal
    has_header: bool


@dataclass(frozen=True)
class Wish:
    """What somebody knows better; None where it is to be found out."""

    encoding: str | None = None
    delimiter: str | None = None
    decimal: Decimal | None = None
    has_header: bool | None = None


def detect(name: str, file: BinaryIO, wish: Wish, go_on: Callable[[], object] = lambda: None) -> Dialect:
    """How the table in a file is written, as far as the wish leaves that open."""
    encoding = wish.encoding
    if encoding is None:
        encoding = detect_encoding(name, file, go_on)
    else:
        refuse_what_is_no_text(name, file.read(4096))
    file.seek(0)
    sample = _first_lines(text_lines(name, file, encoding, go_on))
    if not "".join(sample).strip():
        raise TableError(name, "there is nothing in it; it needs a row of names and rows of values")
    return detect_in(sample, encoding, wish)


def detect_in(sample: Sequence[str], encoding: str, wish: Wish) -> Dialect:
    """The same for a sample of lines."""
    told = SEPARATOR_LINE.fullmatch(sample[0])
    delimiter = wish.delimiter or (told[1] if told else _delimiter(sample))
    rows = _sample_rows(sample, delimiter)
    decimal = wish.decimal or _decimal(rows, delimiter)
    has_header = _has_header(rows, decimal) if wish.has_header is None else wish.has_header
    return Dialect(encoding, delimiter, decimal, has_header)


def csv_rows(lines: Iterable[str], delimiter: str) -> "tuple[CsvReader, Iterator[Row]]":
    """The standard library's reader, which knows the line it is in, and the rows that it gives.

    Spaces after a delimiter do not count. Where spaces part the cells, several are one; Python 3.13 refuses to be asked
    for that, so what stands between two of them is dropped here.
    """
    if delimiter != " ":
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        return reader, reader
    reader = csv.reader(lines, delimiter=" ", strict=True)
    return reader, ([cell for cell in row if cell] for row in reader)


def _first_lines(lines: Iterable[str]) -> list[str]:
    """As many of the first lines as are not too much to look at several times; at least one."""
    room = SAMPLE_CHARACTERS
    kept: list[str] = []
    for line in islice(lines, SAMPLE_LINES):
        room -= len(line)
        if kept and room < 0:
            break
        kept.append(line)
    return kept


def _sample_rows(sample: Sequence[str], delimiter: str) -> list[Row]:
    """The rows of a sample that are not blank, as far as they can be told apart."""
    lines = sample[1:] if SEPARATOR_LINE.fullmatch(sample[0]) else sample
    rows: list[Row] = []
    # The sample may end inside a cell, and a wrong delimiter trips over quotation marks.
    with suppress(csv.Error):
        rows.extend([cell.strip() for cell in row] for row in csv_rows(lines, delimiter)[1])
    return [row for row in rows if any(row)]


def _delimiter(sample: Sequence[str]) -> str:
    return max(DELIMITERS, key=lambda delimiter: _score(_sample_rows(sample, delimiter), delimiter))


def _score(rows: list[Row], delimiter: str) -> float:
    """How much rows look like a table: the share that are equally long, more so if their cells are numbers."""
    widths = Counter(len(row) for row in rows)
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    if width < 2:
        return 0.0
    decimal = _decimal(rows, delimiter)
    cells = [cell for row in rows[1:] or rows for cell in row]
    typed = sum(is_missing(cell) or parse_number(cell, decimal) is not None for cell in cells) / len(cells)
    return count / len(rows) * (0.5 + typed)


def _decimal(rows: list[Row], delimiter: str) -> Decimal:
    """A comma where more cells need it than need a point. `1,000` is a thousand, unless a semicolon parts the cells."""
    cells = [cell for row in rows for cell in row if "," in cell or "." in cell]
    commas = sum(_needs(cell, ",") or (delimiter == ";" and "," in cell and _is_number(cell, ",")) for cell in cells)
    points = sum(_needs(cell, ".") for cell in cells)
    return "," if commas > points else "."


def _needs(cell: str, decimal: Decimal) -> bool:
    """Whether a cell is a number with this decimal mark only."""
    other: Decimal = "." if decimal == "," else ","
    return _is_number(cell, decimal) and not _is_number(cell, other)


def _is_number(cell: str, decimal: Decimal) -> bool:
    return parse_number(cell, decimal) is not None


def _has_header(rows: list[Row], decimal: Decimal) -> bool:
    """Names stand above when no cell of the first row is a number or missing, and none of them comes again below."""
    if len(rows) < 2:
        return not any(_is_number(cell, decimal) for row in rows for cell in row)
    first, rest = rows[0], rows[1:]
    if any(_is_number(cell, decimal) for cell in first):
        return False
    below = {cell for row in rest for cell in row}
    numeric = any(_is_number(cell, decimal) for cell in rest[0])
    return numeric or not any(cell in below for cell in first if cell)
