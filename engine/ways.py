"""The ways that training went: the one it is on, and those that were left."""

from dataclasses import dataclass

from engine.batch import Place
from engine.branch import Branch
from engine.experiment import Experiment
from engine.ladder import Cursor

# How many runs that were left are kept.
MOST_GHOSTS = 8


@dataclass(frozen=True, eq=False)
class Mark:
    """A moment of one network to come back to; `experiment` says how long a run was to last."""

    branch: Branch
    ghosts: tuple[Branch, ...]
    place: Place
    cursor: Cursor | None
    experiment: Experiment


class Ways:
    """Which run training is on. A change in its past begins another, and leaves this one as a ghost."""

    def __init__(self, branch: Branch, ghosts: tuple[Branch, ...] = ()) -> None:
        self.branch, self.ghosts = branch, ghosts

    def fork(self, place: Place, other_data: bool = False) -> None:
        """From a place on training goes as it never did; what comes after it on this way stays as a ghost.

        A point of the curves that was recorded at that place, with the weights from before, is left out.
        """
        before = self.branch
        self.branch = before.forked(place, place.epoch if place.row else place.epoch - 1, other_data)
        before.leave()
        if place < before.furthest:
            self.ghosts = (*self.ghosts, before)[-MOST_GHOSTS:]

    def enter(self, ghost: Branch) -> None:
        """Go on with a ghost; the present run is a ghost in its place."""
        self.go_to(ghost, tuple(self.branch if other is ghost else other for other in self.ghosts))

    def go_to(self, branch: Branch, ghosts: tuple[Branch, ...]) -> None:
        """Go on with a run that was known before, beside the ghosts that it had."""
        self.branch.leave()
        branch.enter()
        self.branch, self.ghosts = branch, ghosts
