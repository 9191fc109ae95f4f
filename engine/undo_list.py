"""What was changed by hand, and the moments to which undo and redo return."""

from dataclasses import dataclass, replace

from engine.change import Change
from engine.trainer import Trainer
from engine.ways import Mark

# How many changes can be taken back, and bytes that all they return to takes together.
MOST_UNDONE = 100
BUDGET = 160 * 2**20


@dataclass(frozen=True, eq=False)
class Moment:
    """Where all networks of a lesson stood: which trainers there were, and where each was."""

    trainers: tuple[Trainer, ...]
    marks: tuple[Mark, ...]
    generation: int

    def parts(self) -> dict[int, int]:
        """The bytes of all that is kept for it, by the identity of what takes them: moments share much."""
        parts: dict[int, int] = {}
        for branch in {branch for mark in self.marks for branch in (mark.branch, *mark.ghosts)}:
            parts.update(branch.parts())
        return parts


@dataclass(frozen=True, eq=False)
class Entry:
    """A change, and the moment on its other side."""

    change: Change
    moment: Moment


class UndoList:
    """Changes in their order; the oldest are forgotten when there are too many, or when they take too much room."""

    def __init__(self) -> None:
        self._undo: list[Entry] = []
        self._redo: list[Entry] = []

    @property
    def undoes(self) -> Change | None:
        """The change that an undo takes back."""
        return self._undo[-1].change if self._undo else None

    @property
    def redoes(self) -> Change | None:
        """The change that a redo makes again."""
        return self._redo[-1].change if self._redo else None

    def add(self, change: Change, before: Moment, go_on: bool = False) -> None:
        """Remember a change and the moment before it; one that is to `go_on` joins an equal one just before it."""
        if go_on and not self._redo and change.continues(self.undoes):
            first = self._undo.pop()
            change, before = replace(change, before=first.change.before), first.moment
        self._undo.append(Entry(change, before))
        self._redo.clear()
        self._forget()

    def undo(self, now: Moment) -> Moment | None:
        """The moment before the last change; None where there is no change."""
        return _take(self._undo, self._redo, now)

    def redo(self, now: Moment) -> Moment | None:
        """The moment in which the change was taken back that was taken back last."""
        return _take(self._redo, self._undo, now)

    def _forget(self) -> None:
        """The last change can be taken back whatever it takes."""
        seen: dict[int, int] = {}
        for count, entry in enumerate(reversed(self._undo)):
            seen |= entry.moment.parts()
            if count and (count == MOST_UNDONE or sum(seen.values()) > BUDGET):
                del self._undo[:-count]
                return


def _take(entries: list[Entry], opposite: list[Entry], now: Moment) -> Moment | None:
    if not entries:
        return None
    entry = entries.pop()
    opposite.append(Entry(entry.change, now))
    return entry.moment
