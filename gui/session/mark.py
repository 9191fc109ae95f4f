"""Where networks stand, so that one can tell whether anything was trained or changed since."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.batch import Place
from engine.commands import Report
from engine.experiment import Experiment
from engine.kept import KeptNetwork
from engine.ladder import Cursor
from engine.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Mark:
    """Where one network stands: at operation `cursor` of the batch that begins at `place`, or between two batches."""

    place: Place
    cursor: Cursor | None
    furthest: int
    ghosts: int
    experiment: Experiment
    parameters: Array

    def same(self, other: "Mark") -> bool:
        """The cheapest first: what trains flat out is asked at every frame."""
        if self._moment != other._moment or self.experiment != other.experiment:
            return False
        return self.parameters is other.parameters or np.array_equal(self.parameters, other.parameters)

    @property
    def _moment(self) -> tuple[object, ...]:
        return self.place, self.cursor, self.furthest, self.ghosts


Marks = tuple[Mark, ...]


def same(one: Marks, other: Marks) -> bool:
    return len(one) == len(other) and all(mark.same(also) for mark, also in zip(one, other, strict=True))


def shown(report: Report) -> Marks:
    """Where all stood when a report was made."""
    return tuple(_shown(snapshot) for snapshot in report.snapshots)


def kept(networks: Sequence[KeptNetwork]) -> Marks:
    """Where all stood when they were kept."""
    return tuple(
        Mark(
            network.now.place,
            network.cursor,
            network.branch.furthest.epoch,
            len(network.ghosts),
            network.now.experiment,
            network.now.parameters,
        )
        for network in networks
    )


def is_untouched(report: Report) -> bool:
    """Whether a lesson is as it was when it was opened."""
    begun = any(shot.furthest or shot.position.row or shot.walk is not None for shot in report.snapshots)
    return not begun and is_as_opened(report) and report.redoes is None


def is_as_opened(report: Report) -> bool:
    """Whether nothing was changed by hand since a lesson was opened; a table of one's own is made by hand."""
    own = any(shot.experiment.own is not None for shot in report.snapshots)
    return report.undoes is None or (report.undoes.kind == "opened" and not own)


def _shown(snapshot: Snapshot) -> Mark:
    walk = snapshot.walk if snapshot.walk is not None and not snapshot.walk.finished else None
    place = walk.batch.place if walk else Place(*snapshot.position[:2])
    cursor = walk.cursor if walk else None
    ghosts = len(snapshot.ghosts)
    return Mark(place, cursor, snapshot.furthest, ghosts, snapshot.experiment, snapshot.parameters)
