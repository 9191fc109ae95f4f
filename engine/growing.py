"""A table to which columns are added at the end, while others read what is there already."""

from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)

# Columns of a new table, and by what part one grows that is full.
FIRST_ROOM = 128
GROWTH = 0.25


class Growing(Generic[Number]):
    """A table of shape (rows, count), whose count only grows.

    What was written is never written again, and a table that is full goes on in a larger copy. So a view shows the same
    for ever, and another thread may read it without a lock.
    """

    def __init__(self, table: NDArray[Number]) -> None:
        """A table that is full with the columns of `table`, which is not copied."""
        self._table = table
        self.count = table.shape[1]

    @property
    def store(self) -> NDArray[Any]:
        """The memory behind it, which may be that of a table from which this one was cut."""
        return self._table if self._table.base is None else self._table.base

    def cut(self, count: int) -> "Growing[Number]":
        """The first `count` columns as a table of their own. Nothing is copied until it grows: it is full."""
        return Growing(self._table[:, :count])

    def extend(self, columns: NDArray[Number]) -> None:
        """Add columns, shape (rows, n)."""
        count = self.count + columns.shape[1]
        if count > self._table.shape[1]:
            room = max(count, FIRST_ROOM, int((1 + GROWTH) * self.count))
            wider = np.empty((len(self._table), room), self._table.dtype)
            wider[:, : self.count] = self._table[:, : self.count]
            self._table = wider
        self._table[:, self.count : count] = columns
        self.count = count

    def view(self) -> NDArray[Number]:
        """What is there now, read-only; nothing is copied."""
        view = self._table[:, : self.count]
        view.setflags(write=False)
        return view
