"""The history of a run, and the answers of a network, as CSV: UTF-8, commas, points, a line end of one character.

Both come in pieces, so that a long table is never in memory as a whole. Numbers are written as `repr` has them and
read back as the same floats; where there is none the cell is empty.
"""

import csv
import math
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain

import numpy as np

from engine.export import ExportError
from engine.export.cells import harmless
from engine.snapshot import Snapshot

Cell = str | int | float | None
HISTORY = ("epoch", "loss", "accuracy", "test loss", "test accuracy")
# Rows that are predicted and written at once.
BLOCK = 1024


def history(snapshot: Snapshot) -> Iterator[bytes]:
    """Loss and accuracy, those of the test rows too, at every epoch that was recorded of this run.

    Where nothing was ever measured, as of data without targets, it is an `ExportError`.
    """
    points = snapshot.curves.table
    if np.isnan(points[1:]).all():
        why = snapshot.experiment.why_not_trainable or "nothing was trained yet"
        raise ExportError(f"there is no loss and no accuracy to save: {why}")
    return _history(points.T)


def _history(points: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> Iterator[bytes]:
    yield _lines([HISTORY])
    for start in range(0, len(points), BLOCK):
        yield _lines([int(epoch), *figures] for epoch, *figures in points[start : start + BLOCK].tolist())


def predictions(snapshot: Snapshot) -> Iterator[bytes]:
    """Every row of the table: its name, its inputs before scaling, what each output should give, and what it gives.

    Without targets there are no columns of them; a table without rows is an `ExportError`.
    """
    if not snapshot.data.dataset.row_count:
        raise ExportError("there is nothing to predict: the table has no rows yet")
    return _predictions(snapshot)


def _predictions(snapshot: Snapshot) -> Iterator[bytes]:
    table = snapshot.data.dataset
    asked = [] if table.targets is None else [f"target {name}" for name in table.output_names]
    answered = [f"prediction {name}" for name in table.output_names]
    yield _lines([("row", *table.input_names, *asked, *answered)])
    for start in range(0, table.row_count, BLOCK):
        rows = slice(start, start + BLOCK)
        targets = [] if table.targets is None else [table.targets[rows]]
        numbers = np.hstack([table.inputs[rows], *targets, snapshot.predict(table.inputs[rows])]).tolist()
        yield _lines(chain([name], values) for name, values in zip(table.row_names[rows], numbers, strict=True))


def _lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Lines of a CSV file. Lone halves of characters, which no file can hold, become question marks."""
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return harmless(cell)
    return None if cell is None or math.isnan(cell) else cell
