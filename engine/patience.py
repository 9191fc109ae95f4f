"""Early stopping: a run pauses where the loss has long not been lower than its best.

Prechelt, "Early stopping - but when?", 1998, as the rule that most programs have: one waits so many epochs for a lower
loss, on the rows that test or, without any, on those that train. After a pause one waits as long again.

Losses on other rows cannot be compared: where the table was changed during training, one waits anew.

Where runs pause follows from the recorded losses alone, so that it is the same however a run came there. Beyond the
first 16,384 epochs, where not every epoch is recorded, those that are count.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.history import Curves


@dataclass(frozen=True)
class Best:
    """The epoch with the lowest loss, the first of equal ones; `of_test` says whether it is that of rows that test."""

    epoch: int
    loss: float
    of_test: bool


def watched(curves: Curves, of_test: bool, first: int, last: int) -> tuple[Array, Array]:
    """The recorded epochs from one to another and the losses that one waits for, both of shape (points,).

    What is no number is no lower than any.
    """
    start, stop = curves.epochs.searchsorted(first), curves.epochs.searchsorted(last, side="right")
    losses = (curves.test_loss if of_test else curves.train_loss)[start:stop]
    return curves.epochs[start:stop], np.where(np.isnan(losses), np.inf, losses)


def best_of(curves: Curves, of_test: bool, first: int, last: int) -> Best | None:
    """The best of the recorded epochs from one to another, if there are any."""
    epochs, losses = watched(curves, of_test, first, last)
    if not len(epochs):
        return None
    place = int(losses.argmin())
    return Best(int(epochs[place]), float(losses[place]), of_test)


def next_pause(epochs: Array, losses: Array, patience: int, epoch: int) -> int | None:
    """The first of the recorded epochs after `epoch` at which a run pauses; both arrays have the shape (points,).

    Where none is recorded up to `epoch`, one waits from the first that is.
    """
    if not len(epochs):
        return None
    count = max(1, int(epochs.searchsorted(epoch, side="right")))
    since = _waiting_since(epochs[:count], losses[:count], patience)
    to_come = losses[count:]
    lowest = np.minimum.accumulate(np.append(losses[:count].min(), to_come))
    lower = np.flatnonzero(to_come < lowest[:-1])
    # One waits from now, and from every lower loss, up to the last epoch before the next lower one.
    times = np.append(since, epochs[count:])
    begin, end = np.append(since, times[lower + 1]), times[np.append(lower, len(to_come))]
    long = np.flatnonzero(end - begin >= patience)
    return int(times[times.searchsorted(begin[long[0]] + patience)]) if len(long) else None


def pauses_at(epochs: Array, losses: Array, patience: int, epoch: int) -> bool:
    """Whether a run pauses at an epoch."""
    return epoch > 0 and next_pause(epochs, losses, patience, epoch - 1) == epoch


def _waiting_since(epochs: Array, losses: Array, patience: int) -> float:
    """The epoch from which one waits at the last of some: that of the lowest loss, or of the last pause after it."""
    since = float(epochs[losses.argmin()])
    while (place := int(epochs.searchsorted(since + patience))) < len(epochs):
        since = float(epochs[place])
    return since
