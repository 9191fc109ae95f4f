"""Where the weights of a run have been: at every early epoch, and later ever less often."""

from typing import NamedTuple

import numpy as np

from engine.arrays import Array
from engine.growing import Growing

# So many epochs are kept one by one; from then on the next is later by this share.
DENSE_EPOCHS = 64
SPARSENESS = 0.03
# A network of more parameters leaves no trail: it would take more memory than all else.
MOST_PARAMETERS = 4096


class Path(NamedTuple):
    """Moments of a run in their order: `epochs`, shape (moments,), and `parameters`, shape (moments, parameters)."""

    epochs: Array
    parameters: Array


class Trail:
    """The parameters at some epochs of a run: the same ones however fast it was trained, some 550 in 10⁹ epochs."""

    def __init__(self, parameters: int, table: Array | None = None) -> None:
        """Of a network of so many parameters; with the moments of `table`, shape (1 + parameters, moments)."""
        self._kept = parameters if parameters <= MOST_PARAMETERS else 0
        self._table = Growing(np.empty((1 + self._kept, 0)) if table is None else table)

    @property
    def next_epoch(self) -> int | None:
        """The first epoch that is still to be kept; None where no more are."""
        if not self._kept:
            return None
        return next_epoch(int(self._table.view()[0, -1])) if self._table.count else 0

    @property
    def store(self) -> Array:
        """The memory behind it; forks that have no moment of their own share it."""
        return self._table.store

    @property
    def table(self) -> Array:
        """Epochs, and below each the parameters; read-only."""
        return self._table.view()

    def add(self, epoch: int, parameters: Array) -> None:
        """Keep the moment after an epoch, if it is its turn."""
        due = self.next_epoch
        if due is not None and epoch >= due:
            self._table.extend(np.concatenate([[float(epoch)], parameters])[:, None])

    def forked(self, epoch: int) -> "Trail":
        """The trail up to an epoch: from there training goes another way."""
        count = int(np.searchsorted(self._table.view()[0], epoch, side="right"))
        fork = Trail(self._kept)
        fork._table = self._table.cut(count)
        return fork

    def path(self) -> Path:
        """What is kept now, read-only."""
        view = self._table.view()
        return Path(view[0], view[1:].T)


def next_epoch(epoch: int) -> int:
    """Which epoch is kept after another."""
    return epoch + 1 if epoch < DENSE_EPOCHS else epoch + 1 + int(SPARSENESS * (epoch - DENSE_EPOCHS))
