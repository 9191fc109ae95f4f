"""Many starts of one experiment: how much of a result is luck?"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array, frozen
from engine.experiment import Experiment
from engine.snapshot import Snapshot
from engine.trainer import KERNEL_SLICE, DivergedError, Trainer

# Points of a curve; more would not be seen.
POINTS = 250


@dataclass(frozen=True, eq=False)
class Spread:
    """Mean and standard deviation (ddof=1) over the starts, at each epoch, shape (points,)."""

    mean: Array
    deviation: Array


@dataclass(frozen=True)
class Summary:
    """Mean and standard deviation (ddof=1) of final losses, and of accuracies from 0 to 1; None where there is none."""

    test_accuracy_mean: float | None
    test_accuracy_std: float | None
    total_accuracy_mean: float | None
    total_accuracy_std: float | None
    train_loss_mean: float | None
    train_loss_std: float | None
    test_loss_mean: float | None
    test_loss_std: float | None


@dataclass(frozen=True, eq=False)
class Starts:
    """The starts finished so far, of `count`, and the curves over them; `share` is the part of all the work done.

    Starts that diverged are counted, and left out of everything else. Those that lost patience are counted as `early`:
    their final is their best epoch, and their curves keep its figures from where they stopped.
    """

    experiment: Experiment
    count: int
    diverged: int
    early: int
    share: float
    finals: tuple[Snapshot, ...]
    epochs: Array
    train_loss: Spread | None
    test_loss: Spread | None
    train_accuracy: Spread | None
    test_accuracy: Spread | None

    @property
    def finished(self) -> bool:
        return len(self.finals) + self.diverged == self.count

    @property
    def summary(self) -> Summary:
        return summarise([measured(final) for final in self.finals])


def total_accuracy(snapshot: Snapshot) -> float | None:
    """Accuracy over all rows, those that train and those that test."""
    train, test = snapshot.train.accuracy, snapshot.test.accuracy
    if train is None or test is None:
        return train
    rows, tests = len(snapshot.data.train), len(snapshot.data.test)
    return (train * rows + test * tests) / (rows + tests)


# Test and total accuracy, loss and test loss, in the order of the summary.
Measured = tuple[float | None, float | None, float | None, float | None]


def measured(final: Snapshot) -> Measured:
    """What a summary needs of the last moment of one start."""
    return final.test.accuracy, total_accuracy(final), final.train.loss, final.test.loss


def summarise(finals: Sequence[Measured]) -> Summary:
    """The summary of several starts."""
    pairs = [_mean_and_deviation([final[number] for final in finals]) for number in range(4)]
    return Summary(*chain.from_iterable(pairs))


class StartsRun:
    """Trains the seeds `seed`, `seed` + 1 … of one experiment one after the other."""

    def __init__(self, experiment: Experiment, count: int, stop: NDArray[np.uint8] | None = None) -> None:
        if count < 1:
            raise ValueError(f"{count} starts are too few; it must be 1 at least")
        self.experiment = experiment
        self._stop = stop
        self.count = count
        self._finals: list[Snapshot] = []
        self._curves: list[Array] = []
        every = max(1, experiment.epochs // POINTS)
        self._epochs = np.unique([*range(0, experiment.epochs, every), experiment.epochs])
        self._epoch = 0
        self._diverged = 0
        self._early = 0
        self._spreads: tuple[Spread | None, ...] = (None,) * 4

    def walk(self) -> Iterator[None]:
        """Train all starts; control comes back after every batch."""
        for number in range(self.count):
            experiment = self.experiment.with_seed(self.experiment.seed + number)
            trainer = Trainer(experiment, record=experiment.patience > 0, stop=self._stop)
            try:
                curve = yield from self._walk_one(trainer)
            except DivergedError:
                self._diverged += 1
            else:
                self._curves.append(curve)
                self._finals.append(trainer.snapshot())
                self._spreads = tuple(_spread(self._curves, row) for row in range(4))
            self._epoch = 0

    def _walk_one(self, trainer: Trainer) -> Generator[None, None, Array]:
        """Train one start; the curves of its four metrics."""
        curve = np.full((4, len(self._epochs)), np.nan)
        for point, epoch in enumerate(self._epochs):
            best = yield from trainer.advance_patiently(int(epoch), KERNEL_SLICE)
            self._epoch = int(epoch)
            train, test = trainer.metrics()
            values = (train.loss, test.loss, train.accuracy, test.accuracy)
            curve[:, point:] = [[np.nan if value is None else value] for value in values]
            if best is not None:
                self._early += 1
                break
        return curve

    def starts(self) -> Starts:
        """What is known so far."""
        done = len(self._finals) + self._diverged + self._epoch / max(1, self.experiment.epochs)
        train_loss, test_loss, train_accuracy, test_accuracy = self._spreads
        return Starts(
            experiment=self.experiment,
            count=self.count,
            diverged=self._diverged,
            early=self._early,
            share=done / self.count,
            finals=tuple(self._finals),
            epochs=frozen(self._epochs),
            train_loss=train_loss,
            test_loss=test_loss,
            train_accuracy=train_accuracy,
            test_accuracy=test_accuracy,
        )


def _spread(curves: list[Array], row: int) -> Spread | None:
    if not curves or np.isnan(curves[0][row, 0]):
        return None
    values = np.array([curve[row] for curve in curves])
    deviation = values.std(axis=0, ddof=1) if len(values) > 1 else np.zeros(values.shape[1])
    return Spread(frozen(values.mean(axis=0)), frozen(deviation))


def _mean_and_deviation(values: list[float | None]) -> tuple[float | None, float | None]:
    known = [value for value in values if value is not None]
    if not known:
        return None, None
    return float(np.mean(known)), float(np.std(known, ddof=1)) if len(known) > 1 else 0.0
