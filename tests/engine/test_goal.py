"""A run ends at the moment at which what it was to reach is reached."""

import pytest

from engine.goal import Goal
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from tests.engine.helpers import MIXED, after, experiment, walk_to_end

XOR = load_lesson("xor").variants[1].experiment
W = Quantity("weight", 2, 0, 1)


def first_moment(trainer: Trainer, goal: Goal, size: StepSize, most: int = 5000) -> tuple[int, int] | None:
    """The position at which a goal is first said to be reached, by steps of one size."""
    reached = goal.watch(trainer)
    for _ in range(most):
        for _ in trainer.advance(size):
            if reached():
                return trainer.position[:2]
    return None


def losses_of(trainer: Trainer) -> list[float]:
    return trainer.snapshot().curves.train_loss.tolist()


@pytest.mark.parametrize(
    "size", [StepSize.NEURON, StepSize.SAMPLE, StepSize.BATCH, StepSize.EPOCH, StepSize.TEN_EPOCHS]
)
def test_a_loss_is_reached_at_the_first_epoch_at_which_it_lies_below(size):
    losses = losses_of(after(MIXED, 12))
    goal = Goal("loss below", (losses[6] + losses[7]) / 2)
    expected = next(epoch for epoch, loss in enumerate(losses) if loss < goal.value)
    assert first_moment(Trainer(MIXED), goal, size) == (expected, 0)


def test_a_loss_that_is_only_equalled_is_not_below():
    losses = losses_of(after(MIXED, 12))
    assert losses == sorted(losses, reverse=True)
    assert first_moment(Trainer(MIXED), Goal("loss below", losses[7]), StepSize.EPOCH) == (8, 0)


def test_a_loss_that_lies_below_already_is_reached_at_the_end_of_the_epoch_under_way():
    trainer = after(MIXED, 2, StepSize.TERM)
    assert first_moment(trainer, Goal("loss below", 1e9), StepSize.TERM) == (3, 0)


def test_an_accuracy_is_reached_when_it_is_at_least_so_high():
    curves = after(XOR, 400).snapshot().curves
    expected = int(curves.epochs[curves.train_accuracy >= 0.75][0])
    assert expected > 0
    assert first_moment(Trainer(XOR), Goal("accuracy at least", 0.75), StepSize.EPOCH) == (expected, 0)


@pytest.mark.parametrize("size", [StepSize.TERM, StepSize.BATCH, StepSize.TEN_EPOCHS])
def test_an_epoch_is_reached_at_its_beginning(size):
    assert first_moment(Trainer(MIXED), Goal("epoch", 4), size) == (4, 0)


SIGN = experiment(data="virus", batch_size=1, learning_rate=0.5, seed=2)


def test_a_weight_changes_its_sign_in_the_middle_of_an_epoch_too():
    trainer, place = Trainer(SIGN), SIGN.architecture.place_of(W)
    signs = {}
    for _ in range(20):
        signs[trainer.position[:2]] = bool(trainer.parameters[place] > 0)
        walk_to_end(trainer.advance(StepSize.BATCH))
    expected = next(position for position, positive in signs.items() if positive != signs[0, 0])
    assert expected[1] > 0
    for size in (StepSize.NEURON, StepSize.BATCH, StepSize.EPOCH):
        assert first_moment(Trainer(SIGN), Goal("weight changes sign", parameter=W), size) == expected


def test_a_sign_that_changed_before_one_began_to_watch_does_not_count():
    trainer = Trainer(MIXED)
    place = MIXED.architecture.place_of(W)
    trainer.edit(W, -float(trainer.parameters[place]))
    reached = Goal("weight changes sign", parameter=W).watch(trainer)
    assert not reached()
    trainer.edit(W, -float(trainer.parameters[place]))
    assert reached()


def test_where_there_is_no_accuracy_none_is_reached():
    trainer = Trainer(experiment(data="double", hidden=(), output_activation="linear", learning_rate=0.01))
    assert trainer.metrics()[0].accuracy is None
    assert first_moment(trainer, Goal("accuracy at least", 0.0), StepSize.EPOCH, most=5) is None
