"""Rows of cells, each with its line; what is no proper table is refused with the line where it stops being one."""

import csv
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO

from engine.own_table.dialect import Dialect, Row, csv_rows
from engine.own_table.lines import SEPARATOR_LINE, text_lines
from engine.own_table.names import distinct
from engine.own_table.refusal import TableError

MAX_COLUMNS = 1_024


def read_rows(
    name: str, file: BinaryIO, dialect: Dialect, go_on: Callable[[], object] = lambda: None
) -> Iterator[tuple[int, Row]]:
    """Each row and the line in which it begins; first the names of the columns, made up where there are none.

    Blank rows are passed over. All rows have as many cells as the names, else a `TableError` says which one has not.
    """
    rows = _parsed(name, file, dialect, go_on)
    line, first = next(rows, (1, []))
    if not first:
        raise TableError(name, "there are only blank lines in it; it needs a row of names and rows of values")
    if len(first) > MAX_COLUMNS:
        raise TableError(name, f"{len(first):,} columns are too many; keep at most {MAX_COLUMNS:,}", line)
    width = len(first)
    yield line, _names(first) if dialect.has_header else [f"column {place}" for place in range(1, width + 1)]
    for begin, row in rows if dialect.has_header else chain([(line, first)], rows):
        yield begin, row if len(row) == width else _fitted(name, begin, row, width, dialect)


def _parsed(name: str, file: BinaryIO, dialect: Dialect, go_on: Callable[[], object]) -> Iterator[tuple[int, Row]]:
    """The rows that are not blank and the lines in which they begin, as the standard library's csv reads them."""
    lines = text_lines(name, file, dialect.encoding, go_on)
    start = next(lines, "")
    told = SEPARATOR_LINE.fullmatch(start) is not None
    reader, rows = csv_rows(lines if told else chain([start], lines), dialect.delimiter)
    line = begin = 1 + told
    try:
        for row in rows:
            begin, line = line, reader.line_num + 1 + told
            if any(cell and not cell.isspace() for cell in row):
                yield begin, row
    except csv.Error as error:
        raise TableError(name, _why(error), line) from error


def _why(error: csv.Error) -> str:
    """What csv's few words mean to somebody who has the file before them."""
    text = str(error)
    if "unexpected end" in text:
        return "a quotation mark that opens in this row is never closed; close or remove it"
    if "field larger" in text:
        return "a cell has more than 131,072 characters; is a quotation mark left open before it?"
    if "expected after" in text:
        return 'something follows a closing quotation mark; write a quotation mark inside a cell twice, ""'
    return f"this row cannot be read ({text}); correct it"


def _fitted(name: str, line: int, row: Row, width: int, dialect: Dialect) -> Row:
    """A row of another length than the names: only blank cells at its end may be too many."""
    if len(row) > width and not any(cell.strip() for cell in row[width:]):
        return row[:width]
    against = "the row of names" if dialect.has_header else "the first row"
    much = "more" if len(row) > width else "fewer"
    remedy = "is one name missing, or a cell not in quotation marks?" if len(row) > width else "add what is missing"
    raise TableError(name, f"{len(row):,} cells, {much} than the {width:,} of {against}; {remedy}", line)


def _names(first: Row) -> Row:
    """The names that stand above, stripped; a blank one is called by its place, one that comes again gets a number."""
    return list(distinct(cell.strip() or f"column {place}" for place, cell in enumerate(first, start=1)))
