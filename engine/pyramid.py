"""Where the extremes of any stretch of many points lie, without looking at each of them.

Level 0 are the points themselves. Entry `n` of level k tells at which places the lowest and the highest of the GROUP**k
points from place n · GROUP**k on are. Only whole groups have an entry, so none ever changes.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.growing import Growing

Places = NDArray[np.int32]
Whole = NDArray[np.int64]

# Groups of 8 make all levels together a seventh as long as the points. A bin has 2**n points: part of a group, or some.
DOUBLINGS = 3
GROUP = 2**DOUBLINGS


class Pyramid:
    """The levels above a table of points, shape (figures, points).

    A level has the shape (2 · figures, groups): the places of the lowest of each figure, then those of the highest.
    """

    def __init__(self, levels: Sequence[Growing[np.int32]] = ()) -> None:
        self._levels = list(levels)

    @property
    def levels(self) -> tuple[Places, ...]:
        """Read-only views of all levels above the points, the finest first."""
        return tuple(level.view() for level in self._levels)

    @property
    def stores(self) -> list[Places]:
        """The memory behind it."""
        return [level.store for level in self._levels]

    def cut(self, count: int) -> "Pyramid":
        """The pyramid of the first `count` points; nothing is copied until it grows."""
        return Pyramid([level.cut(count // GROUP**height) for height, level in enumerate(self._levels, start=1)])

    def extend(self, points: Array) -> None:
        """Add the groups that are whole by now; `points` are all there are. The time a point takes is constant."""
        whole, height = points.shape[1] // GROUP, 1
        while whole:
            if height > len(self._levels):
                self._levels.append(Growing(np.empty((2 * len(points), 0), np.int32)))
            level = self._levels[height - 1]
            if whole == level.count:
                break
            level.extend(self._entries(points, height, level.count, whole))
            whole, height = whole // GROUP, height + 1

    def _entries(self, points: Array, height: int, start: int, stop: int) -> Places:
        """The entries `start` to `stop` of a level, made from the level below."""
        members = slice(start * GROUP, stop * GROUP)
        if height == 1:
            places = np.arange(members.start, members.stop, dtype=np.int32)
            below = np.broadcast_to(places, (2 * len(points), len(places)))
        else:
            below = self._levels[height - 2].view()[:, members]
        low, high = np.split(below.reshape(len(below), stop - start, GROUP), 2)
        return np.concatenate([_chosen(points, low, lowest), _chosen(points, high, highest)])


def _chosen(points: Array, places: Places, which: Callable[[Array], Whole]) -> Places:
    """Of the `places`, shape (figures, groups, GROUP), the one in each group at which the extreme is."""
    values = np.take_along_axis(points, places.reshape(len(points), -1), axis=1).reshape(places.shape)
    return np.take_along_axis(places, which(values)[..., None], axis=-1)[..., 0]


def lowest(values: Array) -> Whole:
    """Where along the last axis the least finite number is, the first of equals; 0 where there is none."""
    return np.where(np.isfinite(values), values, np.inf).argmin(axis=-1)


def highest(values: Array) -> Whole:
    """Where along the last axis the greatest finite number is, the first of equals; 0 where there is none."""
    return np.where(np.isfinite(values), values, -np.inf).argmax(axis=-1)


def runs(start: int, stop: int, doublings: int) -> list[tuple[range, int]]:
    """The places from `start` to `stop` as bins: first places of some, and how often 1 was doubled to their length.

    All are of 2**doublings points, except some before and after them where that does not come out even.
    """
    before, after = [], []
    sizes = [*range(0, doublings, DOUBLINGS), doublings]
    for size, larger in pairwise(sizes):
        first = min(-(-start >> larger) << larger, stop)
        last = max(stop >> larger << larger, first)
        before.append((range(start, first, 1 << size), size))
        after.append((range(last, stop, 1 << size), size))
        start, stop = first, last
    return [*before, (range(start, stop, 1 << doublings), doublings), *reversed(after)]


def cover(epochs: Array, start: int, stop: int, bins: int) -> tuple[Whole, Whole]:
    """The places from `start` to `stop` as at most about so many bins, none much wider than others in epochs.

    Returns the first place of each, and how often 1 was doubled to its length, both of shape (bins,). Bins begin at
    multiples of their length, so they stay where they are when points are added or another part is looked at.
    """
    # Bins of as many points are too narrow where points are closer than elsewhere: begin with longer ones.
    doublings = ((stop - start) // bins).bit_length() + DOUBLINGS
    parts = [(np.arange(run.start, run.stop, run.step), size) for run, size in runs(start, stop, doublings)]
    first = np.concatenate([places for places, _ in parts])
    sizes = np.concatenate([np.full(len(places), size) for places, size in parts])
    widest = 2 * (epochs[stop - 1] - epochs[start]) / bins
    while True:
        wide = (epochs[first + (1 << sizes) - 1] - epochs[first] > widest) & (sizes > 0)
        if not wide.any():
            return first, sizes
        halves = np.repeat(sizes - wide, 1 + wide)
        first = np.repeat(first, 1 + wide)
        second = np.cumsum(1 + wide)[wide] - 1
        first[second] += 1 << halves[second]
        sizes = halves


def extremes(values: Array, levels: Sequence[tuple[Places, Places]], first: Whole, sizes: Whole) -> tuple[Whole, Whole]:
    """The places of the lowest and of the highest of `values` in each bin; `levels` are those of this figure."""
    low, high = np.empty_like(first), np.empty_like(first)
    for size in set(sizes.tolist()):
        bins = sizes == size
        height, doublings = divmod(size, DOUBLINGS)
        members = (first[bins] >> height * DOUBLINGS)[:, None] + np.arange(1 << doublings)
        for places, which, row in ((low, lowest, 0), (high, highest, 1)):
            known = levels[height - 1][row][members] if height else members
            places[bins] = known[np.arange(len(known)), which(values[known])]
    return low, high
