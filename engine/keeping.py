"""How a network in training is kept, and how another stands where it was: the same moment with the same bits."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.batch import Batch
from engine.branch import Branch
from engine.kept import KeptBatch, KeptNetwork
from engine.prepared import PreparedData
from engine.stepper import Stepper
from engine.ways import Ways


def kept_of(stepper: Stepper, ways: Ways) -> KeptNetwork:
    """All that it takes to go on with the same bits, here and in every run."""
    branch, *ghosts = (one.kept() for one in (ways.branch, *ways.ghosts))
    return KeptNetwork(stepper.state(), stepper.cursor, _kept_batch(stepper), branch, tuple(ghosts))


def _kept_batch(stepper: Stepper) -> KeptBatch | None:
    """The batch that was finished last, if it is known."""
    done = stepper.done
    if done is None:
        return None
    began = replace(
        stepper.state(),
        place=done.place,
        experiment=done.experiment,
        parameters=done.parameters,
        memory=done.memory,
        order=None,
        batch_end=0,
    )
    return KeptBatch(began, done.table_rows)


def stand(stepper: Stepper, kept: KeptNetwork) -> None:
    """Stand where a network was that was kept; what it cannot have been is a `ValueError`."""
    stepper.restore(kept.now)
    if kept.cursor is not None:
        if stepper.batch is None or not stepper.batch.ladder.has(kept.cursor):
            raise ValueError("there is no such operation in the batch that has begun")
        stepper.cursor = kept.cursor
    if kept.done is not None:
        stepper.done = _batch_again(kept.done, stepper.data)


def ways_of(kept: KeptNetwork) -> Ways:
    """The runs of a network that was kept."""
    branch, *ghosts = (Branch.from_kept(one) for one in kept.branches)
    return Ways(branch, tuple(ghosts))


def _batch_again(kept: KeptBatch, data: PreparedData) -> Batch:
    """A batch that is finished, of rows of the table that are there."""
    began, rows = kept.began, _positions(kept.table_rows, data)
    return Batch(
        place=began.place,
        experiment=began.experiment,
        parameters=began.parameters,
        memory=began.memory,
        x=data.train.x[rows],
        y=data.train.y[rows],
        table_rows=kept.table_rows,
        learning_rate=began.experiment.rate_at(*began.place, len(data.train)),
    )


def _positions(table_rows: NDArray[np.intp], data: PreparedData) -> NDArray[np.intp]:
    """Where rows of the table stand among those that train; one that does not train is a `ValueError`."""
    positions = np.full(data.dataset.row_count, -1, dtype=np.intp)
    positions[np.array(data.train.places, dtype=np.intp)] = np.arange(len(data.train))
    there = (table_rows >= 0) & (table_rows < len(positions))
    if not len(table_rows) or not there.all() or (positions[table_rows] < 0).any():
        raise ValueError("the last batch has rows that do not train")
    return positions[table_rows]
