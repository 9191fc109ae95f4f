"""What is kept of a network in training: plain moments, enough to go on with the same bits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.batch import Place
from engine.checkpoints import Checkpoint
from engine.ladder import Cursor


@dataclass(frozen=True, eq=False)
class KeptBranch:
    """A run as it went.

    `history` has the shape (1 + figures, points), `trail` (1 + parameters, moments): the epochs first. From the places
    that are `pinned` training goes on in a way that cannot be repeated from an earlier checkpoint. `data_changes` are
    the epochs from which on the rows are others than before, 0 the first.
    """

    checkpoints: tuple[Checkpoint, ...]
    pinned: frozenset[Place]
    history: Array
    trail: Array
    furthest: Place
    data_changes: tuple[int, ...] = (0,)


@dataclass(frozen=True, eq=False)
class KeptBatch:
    """A batch that is finished: how all stood when it `began`, but for the order; and which rows of the table it had,
    counted from 0, shape (rows of the batch,), in the order in which they were taken.
    """

    began: Checkpoint
    table_rows: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class KeptNetwork:
    """A network where it stands, at operation `cursor` of a batch that has begun or between two; and all its runs.

    `now` is the beginning of that batch, `done` the batch before it, if it is known.
    """

    now: Checkpoint
    cursor: Cursor | None
    done: KeptBatch | None
    branch: KeptBranch
    ghosts: tuple[KeptBranch, ...] = ()

    @property
    def branches(self) -> tuple[KeptBranch, ...]:
        return (self.branch, *self.ghosts)

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Every moment that is kept, once; runs share those of their past."""
        kept = [self.now, *(checkpoint for branch in self.branches for checkpoint in branch.checkpoints)]
        return tuple({id(checkpoint): checkpoint for checkpoint in kept}.values())
