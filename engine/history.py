"""The metrics of a run, epoch by epoch, in bounded memory."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.metrics import Metrics

# epoch, train loss, train accuracy, test loss, test accuracy
COLUMNS = 5
CAPACITY = 2**16


@dataclass(frozen=True, eq=False)
class Curves:
    """A read-only look at a history. Every array has the shape (points,); NaN where there is no figure."""

    epochs: Array
    train_loss: Array
    train_accuracy: Array
    test_loss: Array
    test_accuracy: Array

    def __len__(self) -> int:
        return len(self.epochs)


class History:
    """Metrics by epoch. When it is full, about half of the points are dropped, but never an extreme of the train loss.

    `curves` hands out views without copying: rows that were written are never written again, and a thinned history
    lives in a new table.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.capacity = capacity
        self._table = np.empty((COLUMNS, min(capacity, 1024)))
        self._count = 0

    @property
    def last_epoch(self) -> int:
        """The last epoch that was recorded; -1 before the first."""
        return int(self._table[0, self._count - 1]) if self._count else -1

    def forked(self, epoch: int) -> "History":
        """The points up to an epoch. Nothing is copied until one is added: this history's table is full."""
        fork = History(self.capacity)
        fork._count = int(np.searchsorted(self._table[0, : self._count], epoch, side="right"))
        fork._table = self._table[:, : fork._count]
        return fork

    def append(self, epoch: int, train: Metrics, test: Metrics) -> None:
        if self._count == self._table.shape[1]:
            self._make_room()
        self._table[:, self._count] = [np.nan if value is None else value for value in (epoch, *train, *test)]
        self._count += 1

    def curves(self) -> Curves:
        views = []
        for row in self._table[:, : self._count]:
            view = row.view()
            view.setflags(write=False)
            views.append(view)
        return Curves(*views)

    def _make_room(self) -> None:
        kept = self._table
        if self._count >= self.capacity:
            kept = thinned(kept)
        wider = np.empty((COLUMNS, min(self.capacity, 2 * max(kept.shape[1], 512))))
        wider[:, : kept.shape[1]] = kept
        self._table, self._count = wider, kept.shape[1]


def thinned(table: Array) -> Array:
    """About half of the points of `table`, shape (columns, points): of each four the lowest and highest loss.

    The first point always stays; a curve drawn through what is left has the same peaks.
    """
    groups = table.shape[1] // 4
    loss = np.nan_to_num(table[1, : groups * 4].reshape(groups, 4))
    lowest = loss.argmin(axis=1)
    highest = np.where(loss.max(axis=1) > loss.min(axis=1), loss.argmax(axis=1), 3 - lowest)
    starts = np.arange(groups) * 4
    keep = np.unique(np.concatenate([[0], starts + lowest, starts + highest, np.arange(groups * 4, table.shape[1])]))
    return table[:, keep]
