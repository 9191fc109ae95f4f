"""Moments of training to come back to, in bounded memory."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from engine.arrays import Array
from engine.experiment import Experiment

# Bytes of all checkpoints of a run together.
BUDGET = 128 * 2**20
# What a checkpoint takes beyond its arrays.
OVERHEAD = 2048


class Place(NamedTuple):
    """A moment between two batches: whole epochs done, and rows seen since."""

    epoch: int
    row: int


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that decides how training goes on from a moment: the same checkpoint goes on with the same bits."""

    place: Place
    experiment: Experiment
    parameters: Array
    order: Any
    batch_end: int
    last_row: int | None
    random_state: Mapping[str, Any]

    @property
    def size(self) -> int:
        """Bytes, more or less."""
        return OVERHEAD + self.parameters.nbytes + (0 if self.order is None else self.order.nbytes)


class Checkpoints:
    """Checkpoints by their place. When they take too much room, every second of the older ones is dropped.

    Pinned ones stay: from them training goes on in a way that cannot be repeated from an earlier one.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._kept: list[Checkpoint] = []
        self._pinned: set[Place] = set()
        self._size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, checkpoint: Checkpoint, pinned: bool = False) -> None:
        """Keep a moment; one at the same place is replaced."""
        place = bisect_right(self._kept, checkpoint.place, key=lambda kept: kept.place)
        if place and self._kept[place - 1].place == checkpoint.place:
            place -= 1
            self._size -= self._kept.pop(place).size
        self._kept.insert(place, checkpoint)
        self._size += checkpoint.size
        if pinned or len(self._kept) == 1:
            self._pinned.add(checkpoint.place)
        if self._size > self._budget:
            self._thin()

    def before(self, place: Place) -> Checkpoint:
        """The last checkpoint at or before a place; a `LookupError` when there is none."""
        number = bisect_right(self._kept, place, key=lambda kept: kept.place)
        if not number:
            raise LookupError(f"there is no checkpoint at or before epoch {place.epoch}, row {place.row}")
        return self._kept[number - 1]

    def pinned_at(self, place: Place) -> Checkpoint | None:
        """The pinned checkpoint at exactly that place, if there is one."""
        return self.before(place) if place in self._pinned else None

    def forget_after(self, place: Place) -> None:
        """Drop what comes after a place: training goes another way from there."""
        number = bisect_right(self._kept, place, key=lambda kept: kept.place)
        for dropped in self._kept[number:]:
            self._size -= dropped.size
            self._pinned.discard(dropped.place)
        del self._kept[number:]

    def _thin(self) -> None:
        last = len(self._kept) - 1
        self._kept = [
            kept
            for number, kept in enumerate(self._kept)
            if number % 2 == 0 or number == last or kept.place in self._pinned
        ]
        self._size = sum(kept.size for kept in self._kept)
