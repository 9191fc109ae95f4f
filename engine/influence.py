"""Which inputs matter to a network: by its first weights, and by what goes wrong when an input is shuffled."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array, frozen
from engine.losses import losses
from engine.metrics import correct, has_targets
from engine.network import forward
from engine.snapshot import Snapshot

REPEATS = 10
# Multiplications that one pass of all rows may cost; of more rows some are taken, evenly spaced.
BUDGET = 20_000_000


def weight_influence(snapshot: Snapshot) -> Array:
    """How strongly each input goes in, shape (inputs,): Σⱼ |W[j, i]| of the first layer, of scaled inputs.

    Where one neuron reads the inputs it is W[0, i] itself, with its sign.
    """
    W = snapshot.layers[0].W
    return frozen(W[0] if len(W) == 1 else np.abs(W).sum(axis=0))


@dataclass(frozen=True, eq=False)
class Importance:
    """Of each input the mean and the standard deviation over the permutations, shape (inputs,).

    `of_accuracy` says whether it is a drop of accuracy or a rise of the loss, `of_tests` whether it was measured on
    rows that only test; `rows` is how many they were.
    """

    mean: Array
    std: Array
    of_accuracy: bool
    of_tests: bool
    rows: int


class ImportanceRun:
    """Permutation importance, bit by bit. Breiman 2001; for any model Fisher, Rudin and Dominici 2019.

    Importanceᵢ = score(rows) − score(rows with column i shuffled), the mean of `repeats` shuffles; accuracy is the
    score of classes, −loss that of quantities. The rows are those that test, or where there are none those that train.
    """

    def __init__(self, snapshot: Snapshot, repeats: int = REPEATS, seed: int = 0) -> None:
        self.snapshot = snapshot
        data = snapshot.data
        self._of_tests = len(data.test) > 0
        rows = data.test if self._of_tests else data.train
        self._rows = rows.affordable(BUDGET, snapshot.experiment.architecture.weight_count)
        self._rng = np.random.default_rng(seed)
        self._score = self._score_of(self._rows.x) if has_targets(self._rows) else 0.0
        # One drop a permutation, shape (inputs, repeats).
        self._drops = np.zeros((self._rows.x.shape[1], repeats))
        self._done = 0

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        return self._done / self._drops.size

    @property
    def finished(self) -> bool:
        return self._done == self._drops.size

    def advance(self) -> bool:
        """Shuffle one input once more; false when nothing is left to do."""
        if self.finished:
            return False
        place, repeat = divmod(self._done, self._drops.shape[1])
        x = self._rows.x.copy()
        x[:, place] = self._rng.permutation(x[:, place])
        self._drops[place, repeat] = self._score - self._score_of(x)
        self._done += 1
        return True

    @property
    def importance(self) -> Importance:
        """What was found, once it is finished."""
        return Importance(
            mean=frozen(self._drops.mean(axis=1)),
            std=frozen(self._drops.std(axis=1)),
            of_accuracy=self.snapshot.data.dataset.is_classification,
            of_tests=self._of_tests,
            rows=len(self._rows),
        )

    def _score_of(self, x: Array) -> float:
        snapshot, y = self.snapshot, self._rows.y
        with np.errstate(over="ignore", invalid="ignore"):
            p = forward(snapshot.layers, x)[-1]
            if snapshot.data.dataset.is_classification:
                return float(correct(p, y, snapshot.data.dataset.middle).mean())
            return -float(losses[snapshot.experiment.loss].value(p, y).mean())


def can_measure(snapshot: Snapshot) -> bool:
    """Whether there is something to get wrong."""
    return has_targets(snapshot.data.train)
