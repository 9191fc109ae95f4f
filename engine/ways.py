"""The ways that training went: the one it is on, those that were left, and the changes that can be taken back."""

from dataclasses import dataclass

from engine.batch import Place
from engine.branch import Branch
from engine.change import Change
from engine.ladder import Cursor
from engine.trail import Trail

# How many runs that were left are kept, and how many changes can be taken back.
MOST_GHOSTS = 8
MOST_UNDONE = 20


@dataclass(frozen=True, eq=False)
class Mark:
    """A moment to come back to when a change is taken back."""

    change: Change
    branch: Branch
    ghosts: tuple[Branch, ...]
    place: Place
    cursor: Cursor | None


class Ways:
    """Which run training is on. A change in its past begins another, and leaves this one as a ghost."""

    def __init__(self, parameters: int) -> None:
        """No way yet, of a network of so many parameters."""
        self.branch = Branch(Trail(parameters))
        self.ghosts: tuple[Branch, ...] = ()
        self._undo: list[Mark] = []
        self._redo: list[Mark] = []

    @property
    def undoes(self) -> Change | None:
        """The change that an undo takes back."""
        return self._undo[-1].change if self._undo else None

    @property
    def redoes(self) -> Change | None:
        """The change that a redo makes again."""
        return self._redo[-1].change if self._redo else None

    def mark(self, change: Change, place: Place, cursor: Cursor | None) -> None:
        """Remember the moment before a change."""
        self._undo = [*self._undo, self._here(change, place, cursor)][-MOST_UNDONE:]
        self._redo = []

    def fork(self, place: Place) -> None:
        """From a place on training goes as it never did; what comes after it on this way stays as a ghost.

        A point of the curves that was recorded at that place, with the weights from before, is left out.
        """
        before = self.branch
        self.branch = before.forked(place, place.epoch if place.row else place.epoch - 1)
        before.leave()
        if place < before.furthest:
            self.ghosts = (*self.ghosts, before)[-MOST_GHOSTS:]

    def enter(self, ghost: Branch) -> None:
        """Go on with a ghost; the present run is a ghost in its place."""
        self.ghosts = tuple(self.branch if other is ghost else other for other in self.ghosts)
        self._go_to(ghost)

    def undo(self, place: Place, cursor: Cursor | None) -> Mark | None:
        """Take the last change back; the moment where it was made, or None where there is no change."""
        return self._take(self._undo, self._redo, place, cursor)

    def redo(self, place: Place, cursor: Cursor | None) -> Mark | None:
        """Make the change again that was taken back last; the moment where it was taken back."""
        return self._take(self._redo, self._undo, place, cursor)

    def _take(self, marks: list[Mark], opposite: list[Mark], place: Place, cursor: Cursor | None) -> Mark | None:
        if not marks:
            return None
        mark = marks.pop()
        opposite.append(self._here(mark.change, place, cursor))
        self.ghosts = mark.ghosts
        self._go_to(mark.branch)
        return mark

    def _go_to(self, branch: Branch) -> None:
        self.branch.leave()
        branch.enter()
        self.branch = branch

    def _here(self, change: Change, place: Place, cursor: Cursor | None) -> Mark:
        return Mark(change, self.branch, self.ghosts, place, cursor)
