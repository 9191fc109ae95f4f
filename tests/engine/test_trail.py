"""The trail of a run: where its weights have been, the same however it was trained."""

import numpy as np
import pytest

from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trail import DENSE_EPOCHS, MOST_PARAMETERS, Trail, next_epoch
from engine.trainer import Trainer
from tests.engine.helpers import Alone, walk_to_end


@pytest.fixture
def trainer(each_engine):
    trainer = Alone(load_lesson("or-gate").experiment)
    assert trainer.engine == each_engine
    return trainer


def test_early_epochs_are_kept_one_by_one_and_later_ones_ever_less_often():
    epochs = [0]
    while epochs[-1] < 10**9:
        epochs.append(next_epoch(epochs[-1]))
    steps = np.diff(epochs)
    assert (steps[:DENSE_EPOCHS] == 1).all()
    assert (np.diff(steps) >= 0).all()
    assert len(epochs) < 700


def test_a_trail_holds_the_weights_of_its_epochs(trainer):
    trainer.train(500)
    path = trainer.snapshot().path
    assert path.epochs[:70].tolist() == list(range(70))
    assert path.parameters.shape == (len(path.epochs), 3)
    for place in (0, 10, len(path.epochs) - 1):
        walk_to_end(trainer.seek(int(path.epochs[place])))
        np.testing.assert_array_equal(path.parameters[place], trainer.parameters)


def test_a_run_leaves_the_same_trail_as_steps(trainer):
    trainer.train(200)
    stepped = Trainer(trainer.experiment)
    for _ in range(200):
        walk_to_end(stepped.advance(StepSize.EPOCH))
    assert trainer.snapshot().path.epochs.tolist() == stepped.snapshot().path.epochs.tolist()
    np.testing.assert_array_equal(trainer.snapshot().path.parameters, stepped.snapshot().path.parameters)


def test_going_back_leaves_the_trail_and_an_edit_there_begins_another(trainer):
    trainer.train(50)
    before = trainer.snapshot().path
    walk_to_end(trainer.seek(20))
    assert trainer.snapshot().path.epochs.tolist() == before.epochs.tolist()
    trainer.edit(Quantity("weight", 1, 0, 0), 3.0)
    edited = trainer.snapshot().path
    assert edited.epochs.tolist() == list(range(21))
    assert edited.parameters[-1, 0] == 3.0
    trainer.train(5)
    assert trainer.snapshot().path.epochs.tolist() == list(range(26))
    np.testing.assert_array_equal(trainer.snapshot().path.parameters[:20], before.parameters[:20])
    trainer.undo()
    np.testing.assert_array_equal(trainer.snapshot().path.parameters, before.parameters)


def test_a_path_cannot_be_written_to(trainer):
    path = trainer.snapshot().path
    with pytest.raises(ValueError, match="read-only"):
        path.parameters[0] = 1.0


def test_a_network_too_large_for_one_leaves_no_trail():
    trail = Trail(MOST_PARAMETERS + 1)
    trail.add(0, np.zeros(MOST_PARAMETERS + 1))
    assert trail.next_epoch is None
    assert trail.path().epochs.size == 0
