"""Which class is taken for which: the answers of a network beside the classes that are right."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.classes import UNDECIDED, Classes


@dataclass(frozen=True, eq=False)
class Confusion:
    """`right` and `said` are the classes of some rows, shape (rows,); `count` is how many classes there are."""

    right: Classes
    said: Classes
    count: int

    @cached_property
    def counts(self) -> NDArray[np.intp]:
        """C[i, j]: how many rows of class i were said to be of class j. Rows without an answer are not in it."""
        decided = self.said != UNDECIDED
        places = self.right[decided] * self.count + self.said[decided]
        return np.bincount(places, minlength=self.count**2).reshape(self.count, self.count)

    @property
    def undecided(self) -> int:
        return int((self.said == UNDECIDED).sum())

    def share(self, right: int, said: int) -> float | None:
        """What part of the rows of a class got an answer; None where there are no such rows."""
        rows = int((self.right == right).sum())
        return int(self.counts[right, said]) / rows if rows else None

    def precision(self, number: int) -> float | None:
        """Of the rows that were said to be of a class, the part that are; None where none was."""
        said = int(self.counts[:, number].sum())
        return int(self.counts[number, number]) / said if said else None

    def recall(self, number: int) -> float | None:
        """Of the rows of a class, the part that was said to be; None where there are none."""
        return self.share(number, number)

    def first(self, right: int, said: int) -> int | None:
        """The first of the rows of a class that got an answer; None where there is none."""
        found = np.flatnonzero((self.right == right) & (self.said == said))
        return int(found[0]) if len(found) else None
