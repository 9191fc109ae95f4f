"""Moments of training to come back to, in bounded memory."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.arrays import Array
from engine.batch import Place
from engine.experiment import Experiment
from engine.prepared import PreparedData

# What does the arithmetic of training: the readable step, or the same compiled.
Engine = Literal["numpy", "kernel"]

# Bytes of all checkpoints of a run together, and of those of a run that was left behind.
BUDGET = 64 * 2**20
GHOST_BUDGET = 4 * 2**20
# What a checkpoint takes beyond its arrays.
OVERHEAD = 2048


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that decides how training goes on from a moment: the same checkpoint goes on with the same bits.

    `parameters` has the shape (parameters,), `memory` (slots of the optimizer, parameters). `order` is that of an epoch
    that has begun, shape (rows that train,), or None, `drawn_from` the random state before it was drawn; `batch_end` is
    the end of a batch that has begun, else 0; `edited` says that the parameters were set by hand here; `engine` is what
    trains from here on, for numpy and the compiled kernel round differently.
    """

    place: Place
    experiment: Experiment
    parameters: Array
    memory: Array
    order: Any
    batch_end: int
    random_state: Mapping[str, Any]
    drawn_from: Mapping[str, Any]
    edited: bool = False
    engine: Engine = "numpy"
    # Shared by all checkpoints with the same data, and so counted apart: see `Branch.parts`.
    # None where it has to be made ready again.
    data: PreparedData | None = None

    @property
    def size(self) -> int:
        """Bytes, more or less."""
        order = 0 if self.order is None else self.order.nbytes
        return OVERHEAD + self.parameters.nbytes + self.memory.nbytes + order


class Checkpoints:
    """Checkpoints by their place. When they take too much room, every second of the older ones is dropped.

    Pinned ones stay: from them training goes on in a way that cannot be repeated from an earlier one.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._kept: list[Checkpoint] = []
        self._pinned: set[Place] = set()
        self._size = 0

    @classmethod
    def of(cls, kept: Iterable[Checkpoint], pinned: Iterable[Place]) -> "Checkpoints":
        """These checkpoints, in the order of their places."""
        checkpoints = cls()
        checkpoints._kept, checkpoints._pinned = list(kept), set(pinned)
        checkpoints._size = sum(one.size for one in checkpoints._kept)
        return checkpoints

    @property
    def pinned(self) -> frozenset[Place]:
        """Where the pinned ones are."""
        return frozenset(self._pinned)

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Checkpoint]:
        return iter(self._kept)

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
        """The last checkpoint before a place, so that the batch that leads there is walked again; else the first."""
        number = bisect_left(self._kept, place, key=lambda kept: kept.place)
        return self._kept[max(0, number - 1)]

    def pinned_at(self, place: Place) -> Checkpoint | None:
        """The pinned checkpoint at exactly that place, if there is one."""
        if place not in self._pinned:
            return None
        return self._kept[bisect_left(self._kept, place, key=lambda kept: kept.place)]

    def next_pinned(self, place: Place) -> Place | None:
        """The first pinned place after a place, if there is one."""
        return min((pinned for pinned in self._pinned if pinned > place), default=None)

    def forked(self, place: Place) -> "Checkpoints":
        """The same checkpoints without what comes after a place: training goes another way from there."""
        fork = Checkpoints(self._budget)
        fork._kept = self._kept[: bisect_right(self._kept, place, key=lambda kept: kept.place)]
        fork._pinned = {kept.place for kept in fork._kept if kept.place in self._pinned}
        fork._size = sum(kept.size for kept in fork._kept)
        return fork

    def limit(self, budget: int) -> None:
        """Take no more room than `budget` bytes from now on."""
        self._budget = budget
        before = len(self._kept) + 1
        while self._size > self._budget and len(self._kept) < before:
            before = len(self._kept)
            self._thin()

    def _thin(self) -> None:
        last = len(self._kept) - 1
        self._kept = [
            kept
            for number, kept in enumerate(self._kept)
            if number % 2 == 0 or number == last or kept.place in self._pinned
        ]
        self._size = sum(kept.size for kept in self._kept)
