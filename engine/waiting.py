"""How long a network in training has waited for a lower loss; the rules are those of `engine.patience`."""

import numpy as np

from engine.arrays import Array
from engine.batch import Place
from engine.patience import Best, best_of, next_pause, pauses_at, watched
from engine.stepper import Stepper
from engine.ways import Ways


class Waiting:
    """Whether, and where, the run that training is on pauses; only what is recorded is waited for."""

    def __init__(self, stepper: Stepper, ways: Ways, records: bool) -> None:
        self._stepper, self._ways, self._records = stepper, ways, records

    @property
    def has_an_end(self) -> bool:
        """Whether one waits so long and no longer."""
        return self._records and self._stepper.experiment.patience > 0

    @property
    def is_over(self) -> bool:
        """Whether a run pauses here because the loss has long not been lower than its best."""
        stepper = self._stepper
        if not self.has_an_end or stepper.place.row or stepper.cursor is not None:
            return False
        return pauses_at(*self._losses(), stepper.experiment.patience, stepper.place.epoch)

    @property
    def best(self) -> Best | None:
        """The best of the epochs so far that had these rows."""
        epoch, branch = self._stepper.place.epoch, self._ways.branch
        first, _ = branch.same_data(epoch)
        return best_of(branch.history.curves(), self._of_test, first, epoch)

    def next_pause(self, epoch: int, measured: tuple[Array, Array] | None = None) -> Place | None:
        """Where a run pauses next after an epoch, in what is recorded and what was `measured` behind that: epochs,
        shape (n,), and their figures, shape (n, 4).
        """
        epochs, losses = self._losses()
        if measured is not None:
            epochs = np.append(epochs, measured[0])
            losses = np.append(losses, measured[1][:, 2 if self._of_test else 0])
        pause = next_pause(epochs, losses, self._stepper.experiment.patience, epoch)
        return None if pause is None else Place(pause, 0)

    @property
    def _of_test(self) -> bool:
        return len(self._stepper.data.test) > 0

    def _losses(self) -> tuple[Array, Array]:
        """The epochs with these rows that are recorded, and what one waits to become lower."""
        branch = self._ways.branch
        return watched(branch.history.curves(), self._of_test, *branch.same_data(self._stepper.place.epoch))
