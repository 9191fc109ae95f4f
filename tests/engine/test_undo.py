"""Changes are taken back and made again to the bit, and runs that were left can be entered again."""

from dataclasses import replace

import pytest

from engine.change import Change
from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.team import Team
from engine.undo_list import MOST_UNDONE
from engine.ways import MOST_GHOSTS
from tests.engine.helpers import MIXED, Alone, after, moment, walk_to_end, whole

pytestmark = pytest.mark.usefixtures("each_engine")

W = Quantity("weight", 1, 2, 3)
B = Quantity("bias", 2, 0)
STANDS = [(), (StepSize.BATCH,), (StepSize.TERM,), (StepSize.BATCH, StepSize.SAMPLE, StepSize.NEURON)]


@pytest.mark.parametrize("sizes", STANDS)
@pytest.mark.parametrize("past", [True, False])
def test_an_edit_is_taken_back_and_made_again_with_all_that_came_after_it(past, sizes):
    trainer = Alone(MIXED, 8, *sizes)
    if past:
        walk_to_end(trainer.seek(3))
        for size in sizes:
            walk_to_end(trainer.advance(size))
    before = whole(trainer)
    trainer.edit(W, 1.5)
    trainer.train(4)
    walk_to_end(trainer.advance(StepSize.TERM))
    edited = whole(trainer)
    for _ in range(2):
        trainer.undo()
        assert whole(trainer) == before
        trainer.redo()
        assert whole(trainer) == edited


@pytest.mark.parametrize("sizes", STANDS)
@pytest.mark.parametrize("past", [True, False])
def test_a_change_of_settings_is_taken_back_and_made_again(past, sizes):
    trainer = Alone(MIXED, 8)
    if past:
        walk_to_end(trainer.seek(3))
    for size in sizes:
        walk_to_end(trainer.advance(size))
    before = whole(trainer)
    trainer.change(replace(MIXED, learning_rate=0.7, batch_size=2, shuffle=False))
    trainer.train(2)
    changed = whole(trainer)
    trainer.undo()
    assert whole(trainer) == before
    trainer.redo()
    assert whole(trainer) == changed


def test_a_change_is_known_by_what_it_changed():
    trainer = Alone(MIXED, 3)
    trainer.edit(B, 1.5)
    trainer.change(replace(MIXED, learning_rate=0.7))
    settings, bias = Change("settings", fields=("learning_rate",)), Change("parameter", B)
    assert (trainer.undoes, trainer.redoes) == (settings, None)
    trainer.undo()
    assert (trainer.undoes, trainer.redoes) == (bias, settings)
    trainer.undo()
    assert (trainer.undoes, trainer.redoes) == (None, bias)


def test_with_nothing_to_take_back_or_make_again_nothing_happens():
    trainer = Alone(MIXED, 3, StepSize.TERM)
    before = whole(trainer)
    trainer.undo()
    trainer.redo()
    assert whole(trainer) == before


def test_training_on_after_something_was_taken_back_can_still_make_it_again():
    trainer = Alone(MIXED, 3)
    trainer.edit(W, 1.5)
    trainer.train(2)
    edited = whole(trainer)
    trainer.undo()
    trainer.train(7)
    trainer.redo()
    assert whole(trainer) == edited
    trainer.undo()
    assert (trainer.place.epoch, trainer.furthest) == (10, 10)


def test_after_another_change_what_was_taken_back_is_gone():
    trainer = Alone(MIXED, 3)
    trainer.edit(W, 1.5)
    trainer.undo()
    trainer.edit(B, 1.5)
    assert trainer.redoes is None


# Edits that belong together.


def test_edits_that_go_on_are_taken_back_as_one():
    trainer = Alone(MIXED, 5, StepSize.TERM)
    before = whole(trainer)
    trainer.edit(W, 1.0)
    for value in (1.1, 1.2, 1.3):
        trainer.edit(W, value, go_on=True)
    edited = whole(trainer)
    trainer.undo()
    assert whole(trainer) == before
    assert trainer.undoes is None
    trainer.redo()
    assert whole(trainer) == edited


def test_edits_in_the_past_that_go_on_leave_one_ghost():
    trainer = Alone(MIXED, 5)
    walk_to_end(trainer.seek(2))
    trainer.edit(W, 1.0)
    for value in (1.1, 1.2, 1.3):
        trainer.edit(W, value, go_on=True)
    assert [len(ghost) for ghost in trainer.snapshot().ghosts] == [6]


def test_an_edit_of_another_parameter_or_after_something_was_taken_back_does_not_go_on():
    trainer = Alone(MIXED, 5)
    trainer.edit(W, 1.0)
    trainer.edit(B, 1.0, go_on=True)
    trainer.edit(B, 2.0)
    trainer.undo()
    trainer.edit(B, 3.0, go_on=True)
    assert trainer.redoes is None
    changes = []
    while change := trainer.undoes:
        changes.append(change)
        trainer.undo()
    assert changes == [Change("parameter", B), Change("parameter", B), Change("parameter", W)]


def test_a_first_edit_that_goes_on_is_taken_back_too():
    trainer = Alone(MIXED, 5)
    before = whole(trainer)
    trainer.edit(W, 1.0, go_on=True)
    trainer.undo()
    assert whole(trainer) == before


# Runs that were left.


def test_a_run_that_was_left_is_entered_at_its_end_and_goes_on_as_if_never_left():
    trainer = Alone(MIXED, 8, StepSize.BATCH)
    end = moment(trainer)
    walk_to_end(trainer.seek(3))
    trainer.edit(W, 1.5)
    trainer.train(2)
    other = moment(trainer)
    walk_to_end(trainer.enter_branch(0))
    assert moment(trainer) == end
    assert [ghost.epochs[-1] for ghost in trainer.snapshot().ghosts] == [5]
    trainer.train(2)
    assert moment(trainer) == moment(Alone(MIXED, 10))
    walk_to_end(trainer.enter_branch(0))
    assert moment(trainer) == other
    assert [ghost.epochs[-1] for ghost in trainer.snapshot().ghosts] == [10]


def test_entering_a_run_is_taken_back_and_made_again():
    trainer = Alone(MIXED, 8)
    walk_to_end(trainer.seek(3))
    trainer.edit(W, 1.5)
    walk_to_end(trainer.advance(StepSize.TERM))
    before = whole(trainer)
    walk_to_end(trainer.enter_branch(0))
    entered = whole(trainer)
    assert trainer.undoes == Change("other run")
    trainer.undo()
    assert whole(trainer) == before
    trainer.redo()
    assert whole(trainer) == entered


def test_a_run_that_there_is_not_cannot_be_entered():
    trainer = Alone(MIXED, 8)
    before = whole(trainer)
    with pytest.raises(IndexError):
        walk_to_end(trainer.enter_branch(0))
    assert whole(trainer) == before
    assert trainer.undoes is None


def test_only_so_many_runs_and_changes_are_kept():
    trainer = Alone(MIXED, 3)
    for number in range(MOST_UNDONE + 10):
        walk_to_end(trainer.seek(1))
        trainer.edit(W, number / 10)
        trainer.train(2)
    assert len(trainer.snapshot().ghosts) == MOST_GHOSTS
    taken_back = 0
    while trainer.undoes:
        trainer.undo()
        taken_back += 1
        assert len(trainer.snapshot().ghosts) == MOST_GHOSTS
    assert taken_back == MOST_UNDONE


def test_an_undo_that_is_left_half_way_stands_in_the_right_run_in_all_networks():
    team = Team([MIXED, replace(MIXED, seed=5)])
    for trainer in team.trainers:
        trainer.train(30)
    team.change([replace(one, learning_rate=0.7) for one in team.experiments])
    for trainer in team.trainers:
        trainer.train(20)
    # Whoever asks for something else meanwhile takes no further step of it.
    next(iter(team.undo()), None)
    for trainer, seed in zip(team.trainers, (MIXED.seed, 5), strict=True):
        assert trainer.experiment.learning_rate == MIXED.learning_rate
        assert trainer.place.epoch <= 30
        walk_to_end(trainer.advance_to(60))
        assert trainer.snapshot().curves.epochs.tolist() == list(range(61))
        assert moment(trainer) == moment(after(replace(MIXED, seed=seed), 60))
