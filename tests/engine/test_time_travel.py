"""Going back leads to the very same bits, from wherever and by whatever steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.checkpoints import BUDGET
from engine.commands import Back, Load, Run, Seek, State, Step
from engine.experiment import Experiment
from engine.lessons import load_lesson
from engine.recorder import WORK_BETWEEN
from engine.trainer import DivergedError, StepSize, Trainer
from tests.engine.expected import Expected, straight
from tests.engine.helpers import (
    MIXED,
    ROLLING,
    diverging,
    experiment,
    moment,
    report_at_rest,
    report_where,
    trained,
    walk_to_end,
)

pytestmark = pytest.mark.usefixtures("each_engine")

SMALL = experiment(hidden=(2,), activation=("tanh",), seed=5)

# A hundred epochs take as long as a hundred other steps.
QUICK_SIZES = [size for size in StepSize if size is not StepSize.HUNDRED_EPOCHS]
MOVES = st.one_of(
    st.tuples(st.just("on"), st.sampled_from([*QUICK_SIZES * 3, StepSize.HUNDRED_EPOCHS])),
    st.tuples(st.just("back"), st.sampled_from(StepSize)),
    st.tuples(st.just("run"), st.integers(1, 5)),
    st.tuples(st.just("seek"), st.integers(0, 60)),
    st.tuples(st.just("jump"), st.integers(0, 200), st.floats(0, 1)),
)
CHOICES = st.builds(
    lambda choices, size, shuffle: replace(choices, batch_size=size, shuffle=shuffle),
    st.sampled_from([SMALL, replace(SMALL, bias=False, hidden=()), MIXED, ROLLING]),
    st.sampled_from([1, 2, 3, "all"]),
    st.booleans(),
)


def move(trainer: Trainer, expected: Expected, kind: str, *how: Any) -> None:
    """One move of a trainer, and of what is expected of it."""
    if kind == "run":
        for _ in range(how[0]):
            expected.on(StepSize.EPOCH)
        trainer.train(how[0])
    elif kind == "jump":
        walk_to_end(trainer.jump(*expected.jump(*how)))
    elif kind == "seek":
        epoch = min(how[0], trainer.furthest)
        expected.seek(epoch)
        walk_to_end(trainer.seek(epoch))
    else:
        getattr(expected, kind)(*how)
        walk_to_end(trainer.advance(*how) if kind == "on" else trainer.back(*how))


@contextmanager
def checkpoints_every(work: int) -> Iterator[None]:
    """Checkpoints lie so close that a short test meets many of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.recorder.WORK_BETWEEN", work)
        yield


@settings(max_examples=500)
@given(
    choices=CHOICES,
    moves=st.lists(MOVES, min_size=10, max_size=25),
    work=st.sampled_from([0, 100_000, WORK_BETWEEN]),
    budget=st.sampled_from([10_000, BUDGET]),
)
def test_any_way_to_a_moment_ends_in_the_bits_of_running_straight_there(choices, moves, work, budget):
    with checkpoints_every(work):
        go_any_way(choices, moves, budget)


def go_any_way(choices: Experiment, moves: list[tuple], budget: int) -> None:
    trainer, expected = Trainer(choices), Expected(choices)
    trainer._ways.branch.checkpoints.limit(budget)
    for one in moves:
        move(trainer, expected, *one)
        assert (trainer.place, trainer.cursor) == (expected.place, expected.cursor)
        assert trainer.position[:2] == expected.position
        straight(choices).check(trainer)
    # The rows still to come of this epoch, and the order that is drawn for the next ones.
    for _ in range(3):
        walk_to_end(trainer.advance(StepSize.EPOCH))
        straight(choices).check(trainer)


def at_a_boundary(choices: Experiment, moves: list[tuple], size: StepSize) -> Trainer:
    """A trainer somewhere where a step of that size ends."""
    trainer, expected = Trainer(choices), Expected(choices)
    for one in moves:
        move(trainer, expected, *one)
    # From the middle of an epoch a step of ten goes no further than one of the first: to the beginning of an epoch.
    walk_to_end(trainer.advance(StepSize.EPOCH if size.epochs else size))
    return trainer


@settings(max_examples=100)
@given(choices=CHOICES, moves=st.lists(MOVES, max_size=8), size=st.sampled_from(QUICK_SIZES), count=st.integers(1, 5))
def test_as_many_steps_back_as_forth_change_nothing(choices, moves, size, count):
    trainer = at_a_boundary(choices, moves, size)
    start = moment(trainer)
    for _ in range(count):
        walk_to_end(trainer.advance(size))
    for _ in range(count):
        walk_to_end(trainer.back(size))
    assert moment(trainer) == start


@settings(max_examples=100)
@given(choices=CHOICES, moves=st.lists(MOVES, max_size=8), size=st.sampled_from(QUICK_SIZES), count=st.integers(1, 5))
def test_as_many_steps_forth_as_back_change_nothing(choices, moves, size, count):
    trainer = at_a_boundary(choices, moves, size)
    start, begin = moment(trainer), moment(Trainer(choices))
    taken = 0
    # Where the start is nearer than that, there are fewer whole steps back.
    while taken < count and moment(trainer) != begin and trainer.place.epoch >= size.epochs:
        walk_to_end(trainer.back(size))
        taken += 1
    for _ in range(taken):
        walk_to_end(trainer.advance(size))
    assert moment(trainer) == start


def test_at_the_start_a_step_back_does_nothing():
    trainer = Trainer(MIXED)
    start = moment(trainer)
    for size in StepSize:
        walk_to_end(trainer.back(size))
    assert moment(trainer) == start


def test_a_changed_learning_rate_comes_back_with_its_time():
    trainer = Trainer(MIXED)
    trainer.train(5)
    trainer.change(replace(MIXED, learning_rate=0.7))
    trainer.train(5)
    end = moment(trainer)
    walk_to_end(trainer.seek(3))
    assert trainer.experiment.learning_rate == MIXED.learning_rate
    walk_to_end(trainer.seek(10))
    assert moment(trainer) == end


def test_a_change_in_the_past_makes_training_go_another_way_from_there():
    trainer = Trainer(MIXED)
    trainer.train(10)
    walk_to_end(trainer.seek(4))
    trainer.change(replace(MIXED, learning_rate=0.7))
    assert trainer.furthest == 4
    assert trainer.snapshot().curves.epochs.tolist() == [0, 1, 2, 3, 4]
    trainer.train(2)
    other = trained(MIXED, 4)
    other.change(replace(MIXED, learning_rate=0.7))
    other.train(2)
    assert trainer.parameters.tobytes() == other.parameters.tobytes()


def test_going_over_old_ground_records_nothing_twice():
    trainer = Trainer(MIXED)
    trainer.train(20)
    walk_to_end(trainer.seek(5))
    trainer.train(20)
    assert trainer.snapshot().curves.epochs.tolist() == list(range(26))


def test_after_divergence_one_can_go_back():
    trainer = Trainer(diverging(batch_size=1))
    with pytest.raises(DivergedError):
        trainer.train(1000)
    walk_to_end(trainer.seek(0))
    assert moment(trainer) == moment(Trainer(diverging(batch_size=1)))


def test_the_runner_goes_back_and_on_to_the_same_weights(runner):
    lesson = load_lesson("xor")
    experiments = tuple(variant.experiment for variant in lesson.variants)
    runner.send(Load(experiments, 1))
    runner.send(Run(StepSize.EPOCH, None, 300))
    end = report_where(runner, lambda report: report.state is State.FINISHED)
    past = report_at_rest(runner, runner.send(Seek(120)))
    assert [snapshot.epoch for snapshot in past.snapshots] == [120, 120]
    assert [snapshot.furthest for snapshot in past.snapshots] == [300, 300]
    one_back = report_at_rest(runner, runner.send(Back(StepSize.SAMPLE)))
    assert {tuple(snapshot.position)[:2] for snapshot in one_back.snapshots} == {(119, 3)}
    runner.send(Step(StepSize.SAMPLE))
    runner.send(Run(StepSize.EPOCH, None, 300))
    again = report_where(runner, lambda report: report.state is State.FINISHED)
    for before, after in zip(end.snapshots, again.snapshots, strict=True):
        assert before.parameters.tobytes() == after.parameters.tobytes()


def test_seeking_past_the_end_goes_to_the_furthest_epoch(runner):
    runner.send(Load((MIXED,), 1))
    runner.send(Run(StepSize.EPOCH, None, 30))
    report_where(runner, lambda report: report.state is State.FINISHED)
    assert report_at_rest(runner, runner.send(Seek(10**9))).snapshots[0].epoch == 30
