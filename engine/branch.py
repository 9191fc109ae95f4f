"""A run as it went: curves, trail, checkpoints, how far it came. A change made in its past begins another."""

from bisect import bisect_right

from engine.batch import Place
from engine.checkpoints import BUDGET, GHOST_BUDGET, Checkpoints
from engine.history import History
from engine.kept import KeptBranch
from engine.trail import Trail


class Branch:
    """One way that training went from the start."""

    def __init__(self, trail: Trail, checkpoints: Checkpoints | None = None, history: History | None = None) -> None:
        self.trail = trail
        self.checkpoints = checkpoints or Checkpoints()
        self.history = history or History()
        self.furthest = Place(0, 0)
        # The epochs from which on the rows are others than before.
        self.data_changes = [0]

    def same_data(self, epoch: int) -> tuple[int, int]:
        """The first and the last epoch that have the rows which an epoch has: their losses can be compared."""
        number = bisect_right(self.data_changes, epoch)
        later = self.data_changes[number:]
        return self.data_changes[number - 1], later[0] - 1 if later else self.furthest.epoch

    def kept(self) -> KeptBranch:
        """The run as it is now."""
        return KeptBranch(
            checkpoints=tuple(self.checkpoints),
            pinned=self.checkpoints.pinned,
            history=self.history.curves().table,
            trail=self.trail.table,
            furthest=self.furthest,
            data_changes=tuple(self.data_changes),
        )

    @classmethod
    def from_kept(cls, kept: KeptBranch) -> "Branch":
        """The run that was kept, to go on with."""
        history = History.of(kept.history)
        branch = cls(Trail(len(kept.trail) - 1, kept.trail), Checkpoints.of(kept.checkpoints, kept.pinned), history)
        branch.furthest, branch.data_changes = kept.furthest, list(kept.data_changes)
        return branch

    def forked(self, place: Place, recorded: int, other_data: bool = False) -> "Branch":
        """A new branch that shares this one's past up to a place, its curves and trail up to the epoch `recorded`."""
        fork = Branch(self.trail.forked(recorded), self.checkpoints.forked(place), self.history.forked(recorded))
        fork.furthest = place
        fork.data_changes = [change for change in self.data_changes if change <= place.epoch]
        if other_data and fork.data_changes[-1] < place.epoch:
            fork.data_changes.append(place.epoch)
        return fork

    def leave(self) -> None:
        """It is not trained on for now: let it take less room."""
        self.checkpoints.limit(GHOST_BUDGET)

    def enter(self) -> None:
        """It is trained on again."""
        self.checkpoints.limit(BUDGET)

    def parts(self) -> dict[int, int]:
        """The bytes of checkpoints, data, curves and trail, by the identity of each: runs share those of their past."""
        parts = {id(store): store.nbytes for store in (*self.history.stores, self.trail.store)}
        parts |= {id(checkpoint): checkpoint.size for checkpoint in self.checkpoints}
        for data in {checkpoint.data for checkpoint in self.checkpoints if checkpoint.data is not None}:
            parts |= data.parts()
        return parts
