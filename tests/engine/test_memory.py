"""Everything that is remembered of a run of a million epochs, however often changed by hand, stays below 300 MiB."""

import gc
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from engine.branch import Branch
from engine.checkpoints import BUDGET, GHOST_BUDGET, Checkpoints
from engine.datasets.drawing import begun, with_rows
from engine.history import History, recorded
from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.trainer import Trainer
from engine.undo_list import BUDGET as UNDO_BUDGET
from engine.undo_list import MOST_UNDONE
from engine.ways import MOST_GHOSTS
from tests.engine.helpers import Alone, experiment, walk_to_end

SMALL = experiment(hidden=(2,), batch_size=1, shuffle=True, seed=5)
W = Quantity("weight", 1, 0, 1)
# Of the runs that a mark goes back to, and the ghosts of that time; each mark since has left one more at most.
FEW_UNDONE = 20
MOST_LEFT = FEW_UNDONE + MOST_GHOSTS


def branches(trainer: Alone) -> list[Branch]:
    """Every run that a trainer knows of: its own, its ghosts, and those to which undo and redo lead."""
    ways, changes = trainer._ways, trainer.team._changes
    marks = [mark for entry in (*changes._undo, *changes._redo) for mark in entry.moment.marks]
    found = [
        ways.branch,
        *ways.ghosts,
        *(mark.branch for mark in marks),
        *(one for mark in marks for one in mark.ghosts),
    ]
    return list({id(branch): branch for branch in found}.values())


def size_of_checkpoints(trainer: Alone) -> int:
    """What all checkpoints take that there are; runs share those of their common past."""
    kept = [checkpoint for branch in branches(trainer) for checkpoint in branch.checkpoints._kept]
    return sum(checkpoint.size for checkpoint in {id(one): one for one in kept}.values())


def size_of_histories(trainer: Alone) -> int:
    """What all curves take; a run that left another shares its memory until it has a point of its own."""
    stores = [store for branch in branches(trainer) for store in branch.history.stores]
    return sum(store.nbytes for store in {id(store): store for store in stores}.values())


def size_of_history(epochs: int) -> int:
    """What the curves of one run of so many epochs take, recorded one after the other."""
    history = History()
    for part in np.array_split([epoch for epoch in range(epochs + 1) if recorded(epoch)], max(1, epochs // 1000)):
        history.extend(part, np.zeros((len(part), 4)))
    return sum(store.nbytes for store in history.stores)


def test_the_whole_of_it_has_room_in_300_mib():
    beside = BUDGET + MOST_GHOSTS * GHOST_BUDGET + (1 + MOST_GHOSTS) * size_of_history(10**6)
    assert beside + UNDO_BUDGET < 300 * 2**20


def test_a_checkpoint_takes_no_more_than_it_says(monkeypatch):
    monkeypatch.setattr("engine.recorder.WORK_BETWEEN", 0)
    trainer = Trainer(SMALL, record=False)
    trainer.train(3)
    checkpoints = trainer._ways.branch.checkpoints
    gc.collect()
    tracemalloc.start()
    before, said = tracemalloc.get_traced_memory()[0], checkpoints._size
    trainer.train(100)
    gc.collect()
    taken, said = tracemalloc.get_traced_memory()[0] - before, checkpoints._size - said
    tracemalloc.stop()
    assert len(checkpoints) > 400
    assert said / 3 < taken < said


@pytest.fixture
def little_room(monkeypatch):
    """Budgets so small that a short run fills them, and a checkpoint after every batch."""
    monkeypatch.setattr("engine.recorder.WORK_BETWEEN", 0)
    monkeypatch.setattr("engine.branch.Checkpoints", lambda: Checkpoints(120_000))
    monkeypatch.setattr("engine.branch.BUDGET", 120_000)
    monkeypatch.setattr("engine.branch.GHOST_BUDGET", 30_000)
    monkeypatch.setattr("engine.undo_list.MOST_UNDONE", FEW_UNDONE)


@pytest.mark.parametrize("past", [True, False])
def test_edits_undo_redo_and_long_runs_never_take_more_than_the_budgets(little_room, past):
    trainer = Alone(SMALL)
    most_checkpoints = most_histories = most_branches = 0
    for number in range(2 * MOST_LEFT):
        trainer.train(60)
        if past:
            walk_to_end(trainer.seek(trainer.furthest // 2))
        trainer.edit(W, number / 100)
        if number % 7 == 6:
            walk_to_end(trainer.enter_branch(0)) if past else trainer.undo()
        if number % 5 == 4:
            trainer.undo()
            trainer.redo()
        walk_to_end(trainer.advance(StepSize.TEN_EPOCHS))
        most_branches = max(most_branches, len(branches(trainer)))
        most_checkpoints = max(most_checkpoints, size_of_checkpoints(trainer))
        most_histories = max(most_histories, size_of_histories(trainer))
    assert FEW_UNDONE < most_branches <= 1 + MOST_LEFT
    assert most_checkpoints <= 120_000 + MOST_LEFT * 30_000
    assert most_histories <= (1 + MOST_LEFT) * size_of_history(trainer.furthest)


def test_a_run_that_is_left_takes_less_room_from_then_on(little_room):
    trainer = Alone(SMALL)
    trainer.train(100)
    walk_to_end(trainer.seek(50))
    trainer.edit(W, 0.5)
    trainer.train(100)
    for leave in (trainer.undo, trainer.redo, lambda: walk_to_end(trainer.enter_branch(0))):
        left = trainer._ways.branch
        assert left.checkpoints._size <= 120_000
        leave()
        assert left.checkpoints._size <= 30_000
        trainer.train(100)


def test_what_is_forgotten_makes_no_difference_to_what_is_returned_to(little_room):
    trainer = Alone(SMALL)
    trainer.train(100)
    walk_to_end(trainer.seek(37))
    weights = trainer.parameters.tobytes()
    trainer.edit(W, 0.5)
    trainer.train(200)
    trainer.undo()
    assert trainer.parameters.tobytes() == weights
    trainer.redo()
    walk_to_end(trainer.seek(30))
    walk_to_end(trainer.advance_to(37))
    assert trainer.parameters[1] == 0.5


# New starts: what is left for one waits whole.


def undone_of(trainer: Alone) -> int:
    """How many changes can be taken back."""
    count = 0
    while trainer.undoes is not None:
        trainer.undo()
        count += 1
    return count


def test_a_hundred_networks_that_were_left_for_others_can_be_returned_to_in_little_room():
    trainer = Alone(SMALL)
    for seed in range(MOST_UNDONE + 5):
        trainer.train(20)
        trainer.begin_anew(replace(SMALL, seed=seed))
    assert sum(trainer.team._changes._undo[-1].moment.parts().values()) < 2**20
    assert undone_of(trainer) == MOST_UNDONE


def test_what_takes_too_much_room_is_forgotten_oldest_first_but_never_the_last_change(monkeypatch):
    trainer = Alone(SMALL)
    trainer.begin_anew(replace(SMALL, seed=1))
    size = sum(trainer.team._changes._undo[-1].moment.parts().values())
    monkeypatch.setattr("engine.undo_list.BUDGET", 3.5 * size)
    for seed in range(2, 12):
        trainer.begin_anew(replace(SMALL, seed=seed))
    assert undone_of(trainer) == 3
    assert trainer.experiment.seed == 8
    monkeypatch.setattr("engine.undo_list.BUDGET", 0)
    trainer.begin_anew(SMALL)
    trainer.begin_anew(replace(SMALL, seed=2))
    assert undone_of(trainer) == 1


def test_tables_that_were_changed_during_training_count_each_of_them_once(monkeypatch):
    trainer = Alone(experiment(batch_size="all"))
    table = begun(SMALL.table, "mine")
    changed = []
    for number in range(6):
        table = with_rows(table, np.full((1000, 2), float(number)), np.array([1.0]))
        changed.append(table)
        trainer.change(trainer.experiment.changed(data="own", own=table))
        trainer.train(1)
    tables = sum(table.inputs.nbytes + table.targets.nbytes for table in changed[:-1])
    counted = sum(trainer.team._changes._undo[-1].moment.parts().values())
    # Each table, its rows as they are trained on, and little else.
    assert 2 * tables < counted < 2.5 * tables
    monkeypatch.setattr("engine.undo_list.BUDGET", tables)
    trainer.edit(W, 0.5)
    assert undone_of(trainer) == 1
