"""A table that was read: all that is known of it before it is decided what to learn."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from engine.own_table.column import Column, ColumnReader
from engine.own_table.dialect import Dialect, Row, Wish, detect
from engine.own_table.reading import read_rows
from engine.own_table.refusal import TableError
from engine.own_table.source import Source

# Cells between two reports: some milliseconds.
BLOCK_CELLS = 10_000
MAX_ROWS = 2_000_000
# Numbers of eight bytes: 400 MB.
MAX_CELLS = 50_000_000
PREVIEW_ROWS = 100

Report = Callable[[float], object]


@dataclass(frozen=True)
class Preview:
    """How a table is written, what its columns are called, and its first rows, as they are written."""

    dialect: Dialect
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of one length. `lines`, shape (rows,), tells in which line of the file each row begins."""

    name: str
    dialect: Dialect
    columns: tuple[Column, ...]
    lines: NDArray[np.int64]

    @property
    def row_count(self) -> int:
        return len(self.lines)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def refusal(self, problem: str, row: int | None = None, column: str | None = None) -> TableError:
        """A refusal of this table."""
        return TableError(self.name, problem, None if row is None else int(self.lines[row]), column)


def preview(source: Source, wish: Wish, go_on: Callable[[], object] = lambda: None) -> Preview:
    """The first rows of a table; whatever cannot be read is a `TableError`."""
    with source.open() as (file, _):
        dialect = detect(source.name, file, wish, go_on)
        file.seek(0)
        rows = [row for _, row in islice(read_rows(source.name, file, dialect, go_on), PREVIEW_ROWS + 1)]
    return Preview(dialect, tuple(rows[0]), tuple(tuple(cell.strip() for cell in row) for row in rows[1:]))


def read_table(source: Source, dialect: Dialect, report: Report = lambda share: None) -> Table:
    """The whole table. `report` gets the share read, from 0 to 1, many times a second, and may end it by raising."""
    with source.open() as (file, size):
        return _read(source.name, file, dialect, lambda: report(min(1.0, file.tell() / size)))


def _read(name: str, file: BinaryIO, dialect: Dialect, go_on: Callable[[], object]) -> Table:
    rows = read_rows(name, file, dialect)
    _, names = next(rows)
    readers = [ColumnReader(column, dialect.decimal) for column in names]
    lines: list[NDArray[np.int64]] = []
    count, most = 0, min(MAX_ROWS, MAX_CELLS // len(names))
    block_rows = max(1, BLOCK_CELLS // len(names))
    while block := list(islice(rows, block_rows)):
        go_on()
        count += len(block)
        if count > most:
            raise TableError(name, f"of {len(names):,} columns at most {most:,} rows can be read; keep a part of them")
        lines.append(np.array([line for line, _ in block], np.int64))
        _add(readers, [row for _, row in block])
    if not count:
        problem = "there are names but no rows below" if dialect.has_header else "there are no rows"
        raise TableError(name, f"{problem}; add rows of values")
    return Table(name, dialect, tuple(reader.finish() for reader in readers), np.concatenate(lines))


def _add(readers: list[ColumnReader], block: list[Row]) -> None:
    for reader, cells in zip(readers, zip(*block, strict=True), strict=True):
        reader.add(cells)
