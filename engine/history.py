"""The metrics of a run, epoch by epoch, in memory that hardly grows with its length."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.growing import Growing
from engine.metrics import Metrics
from engine.pyramid import Places, Pyramid, Whole, cover, extremes, runs

Figure = Literal["train_loss", "train_accuracy", "test_loss", "test_accuracy"]
FIGURES: tuple[Figure, ...] = ("train_loss", "train_accuracy", "test_loss", "test_accuracy")
# The epoch, then the figures.
COLUMNS = 1 + len(FIGURES)
# So many epochs are recorded without a gap; a power of two.
DENSE = 2**14


def stride_at(epoch: int) -> int:
    """How far apart the recorded epochs are there: 1 up to DENSE, 2 up to 2 · DENSE, 4 up to 4 · DENSE and so on.

    It depends on nothing else, so that the same run always has the same points, however it was trained. Each doubling
    of the run adds DENSE / 2 points: there are DENSE · (1 + log₂(epochs / DENSE) / 2), about 65,000 for a million
    epochs and 150,000 for a billion. At 45 bytes a point and some room to grow a history takes at most 4 MB and 9 MB.
    """
    stride = 1
    while epoch > stride * DENSE:
        stride *= 2
    return stride


def recorded(epoch: int) -> bool:
    """Whether the metrics of an epoch belong in the history."""
    return epoch % stride_at(epoch) == 0


@dataclass(frozen=True, eq=False)
class Curves:
    """A read-only look at a history; NaN where there is no figure. Until more is recorded it is the same object.

    `table` has the shape (COLUMNS, points); `levels` are those of its pyramid.
    """

    table: Array
    levels: tuple[Places, ...]

    def __len__(self) -> int:
        return self.table.shape[1]

    @property
    def epochs(self) -> Array:
        """The epochs that were recorded, rising, shape (points,); not always evenly spaced."""
        return self.table[0]

    @property
    def train_loss(self) -> Array:
        return self.values("train_loss")

    @property
    def train_accuracy(self) -> Array:
        return self.values("train_accuracy")

    @property
    def test_loss(self) -> Array:
        return self.values("test_loss")

    @property
    def test_accuracy(self) -> Array:
        return self.values("test_accuracy")

    def values(self, figure: Figure) -> Array:
        """A figure at each epoch, shape (points,)."""
        return self.table[1 + FIGURES.index(figure)]

    def nearest(self, epoch: float) -> int:
        """The place of the recorded epoch nearest to `epoch`; there must be one."""
        after = min(int(self.epochs.searchsorted(epoch)), len(self) - 1)
        before = max(after - 1, 0)
        return before if epoch - self.epochs[before] <= self.epochs[after] - epoch else after

    def envelope(self, figure: Figure, first_epoch: float, last_epoch: float, bins: int) -> tuple[Array, Array]:
        """Some of the points from one epoch to another whose line looks like that of all: epochs and values.

        The points are divided into about so many bins of successive ones; of each bin the lowest and the highest are
        taken, and with them the very first and last. Up to 2 · bins points are taken as they are. One point more on
        either side leads the line out of the picture. Points that are not finite are left out.
        """
        start = max(int(self.epochs.searchsorted(first_epoch, side="right")) - 1, 0)
        stop = min(int(self.epochs.searchsorted(last_epoch, side="left")) + 1, len(self))
        epochs, values = self.epochs, self.values(figure)
        if stop - start <= 2 * bins:
            return _finite(epochs[start:stop], values[start:stop])
        if not (np.isfinite(values[stop - 1]) or np.isfinite(values[start:stop]).any()):
            return _finite(epochs[:0], values[:0])
        low, high = extremes(values, self._levels_of(figure), *self._bins_of(start, stop, bins))
        pairs = np.stack([np.minimum(low, high), np.maximum(low, high)], axis=1).ravel()
        places = np.concatenate([[start], pairs, [stop - 1]])
        places = places[np.append(places[1:] != places[:-1], True)]
        return _finite(epochs[places], values[places])

    def _bins_of(self, start: int, stop: int, bins: int) -> tuple[Whole, Whole]:
        """As `cover`, once for all figures that are drawn in the same bins."""
        asked = start, stop, bins
        if asked not in self._covers:
            self._covers.clear()
            self._covers[asked] = cover(self.epochs, *asked)
        return self._covers[asked]

    @cached_property
    def _covers(self) -> dict[tuple[int, int, int], tuple[Whole, Whole]]:
        return {}

    @cached_property
    def loss_span(self) -> Array:
        """The lowest and the highest finite loss of all, of rows that train and rows that test; nothing without one."""
        ends = [end for figure in ("train_loss", "test_loss") for end in self._ends(figure)]
        return np.array([min(ends), max(ends)] if ends else [])

    def _ends(self, figure: Figure) -> list[float]:
        values = self.values(figure)
        parts = [(run, size) for run, size in runs(0, len(self), len(self).bit_length()) if run]
        first = np.array([place for run, _ in parts for place in run], dtype=np.int64)
        sizes = np.array([size for run, size in parts for _ in run], dtype=np.int64)
        ends = values[np.array(extremes(values, self._levels_of(figure), first, sizes))]
        known = ends[np.isfinite(ends)]
        return [float(known.min()), float(known.max())] if len(known) else []

    def _levels_of(self, figure: Figure) -> list[tuple[Places, Places]]:
        row = FIGURES.index(figure)
        return [(level[row], level[len(FIGURES) + row]) for level in self.levels]


class History:
    """Metrics by epoch. Nothing is dropped: which epochs are worth recording, `recorded` says beforehand.

    `curves` hands out views without copying, which another thread may read: what was written is never written again.
    """

    def __init__(self) -> None:
        self._points = Growing(np.empty((COLUMNS, 0)))
        self._pyramid = Pyramid()
        self._curves: Curves | None = None

    @classmethod
    def of(cls, table: Array) -> "History":
        """A history with these points, shape (COLUMNS, points)."""
        history = cls()
        history.extend(table[0], table[1:].T)
        return history

    @property
    def last_epoch(self) -> int:
        """The last epoch that was recorded; -1 before the first."""
        return int(self._points.view()[0, -1]) if self._points.count else -1

    @property
    def stores(self) -> list[NDArray[Any]]:
        """The memory behind it; forks that have no point of their own share it."""
        return [self._points.store, *self._pyramid.stores]

    def forked(self, epoch: int) -> "History":
        """The points up to an epoch. Nothing is copied until one is added."""
        fork = History()
        count = int(self._points.view()[0].searchsorted(epoch, side="right"))
        fork._points, fork._pyramid = self._points.cut(count), self._pyramid.cut(count)
        return fork

    def append(self, epoch: int, train: Metrics, test: Metrics) -> None:
        """Record the metrics of one epoch, later than all before."""
        self.extend([epoch], np.array([[np.nan if value is None else value for value in (*train, *test)]]))

    def extend(self, epochs: "Array | list[int]", figures: Array) -> None:
        """Record many epochs, rising, shape (n,); their figures have the shape (n, 4), NaN where there is none."""
        self._points.extend(np.vstack([epochs, figures.T]))
        self._pyramid.extend(self._points.view()[1:])
        self._curves = None

    def curves(self) -> Curves:
        if self._curves is None:
            self._curves = Curves(self._points.view(), self._pyramid.levels)
        return self._curves


def _finite(epochs: Array, values: Array) -> tuple[Array, Array]:
    """The points whose values are finite, read-only; copied only where some are not."""
    known = np.isfinite(values)
    if not known.all():
        epochs, values = epochs[known], values[known]
    epochs.setflags(write=False)
    values.setflags(write=False)
    return epochs, values
