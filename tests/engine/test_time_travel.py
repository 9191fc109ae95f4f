"""Going back leads to the very same bits, from wherever and by whatever steps."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.commands import Back, Load, Run, Seek, State, Step
from engine.lessons import load_lesson
from engine.trainer import DivergedError, StepSize, Trainer
from tests.engine.helpers import diverging, experiment, report_after, report_where, trained

MIXED = experiment(data="virus", hidden=(3,), activation=("tanh",), batch_size=3, shuffle=True, seed=5)
SIZES = st.sampled_from([StepSize.SAMPLE, StepSize.BATCH, StepSize.EPOCH, StepSize.TEN_EPOCHS])


def walk(steps):
    for _ in steps:
        pass


def moment(trainer: Trainer) -> tuple:
    """All that tells one moment from another."""
    snapshot = trainer.snapshot()
    return trainer.position, trainer.parameters.tobytes(), snapshot.last_row, trainer.experiment


@settings(deadline=None, max_examples=100)
@given(
    moves=st.lists(st.tuples(st.sampled_from(["on", "back", "seek"]), SIZES, st.integers(0, 60)), max_size=30),
    batch_size=st.sampled_from([1, 3, 8, "all"]),
    shuffle=st.booleans(),
)
def test_any_way_to_an_epoch_ends_in_the_bits_of_running_straight_there(moves, batch_size, shuffle):
    choices = replace(MIXED, batch_size=batch_size, shuffle=shuffle)
    trainer = Trainer(choices)
    for move, size, epoch in moves:
        if move == "on":
            walk(trainer.advance(size))
        elif move == "back":
            walk(trainer.back(size))
        else:
            walk(trainer.seek(min(epoch, trainer.furthest)))
    trainer.train(1)
    straight = trained(choices, trainer.position.epoch)
    assert trainer.parameters.tobytes() == straight.parameters.tobytes()


@settings(deadline=None, max_examples=60)
@given(before=st.lists(SIZES, max_size=6), size=SIZES, count=st.integers(1, 5))
def test_as_many_steps_back_as_forth_change_nothing(before, size, count):
    trainer = Trainer(MIXED)
    for step in before:
        walk(trainer.advance(step))
    if size.epochs:
        # From the middle of an epoch a step on goes to an end, and one back to a beginning: start at one.
        walk(trainer.advance_to(trainer.position.epoch + 1))
    if size is StepSize.BATCH:
        walk(trainer.advance(StepSize.BATCH))
    start = moment(trainer)
    for _ in range(count):
        walk(trainer.advance(size))
    for _ in range(count):
        walk(trainer.back(size))
    assert moment(trainer) == start


def test_at_the_start_a_step_back_does_nothing():
    trainer = Trainer(MIXED)
    start = moment(trainer)
    for size in StepSize:
        walk(trainer.back(size))
    assert moment(trainer) == start


def test_a_changed_learning_rate_comes_back_with_its_time():
    trainer = Trainer(MIXED)
    trainer.train(5)
    trainer.change(replace(MIXED, learning_rate=0.7))
    trainer.train(5)
    end = moment(trainer)
    walk(trainer.seek(3))
    assert trainer.experiment.learning_rate == MIXED.learning_rate
    walk(trainer.seek(10))
    assert moment(trainer) == end


def test_a_change_in_the_past_makes_training_go_another_way_from_there():
    trainer = Trainer(MIXED)
    trainer.train(10)
    walk(trainer.seek(4))
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
    walk(trainer.seek(5))
    trainer.train(20)
    assert trainer.snapshot().curves.epochs.tolist() == list(range(26))


def test_after_divergence_one_can_go_back():
    trainer = Trainer(diverging(batch_size=1))
    with pytest.raises(DivergedError):
        trainer.train(1000)
    walk(trainer.seek(0))
    assert moment(trainer) == moment(Trainer(diverging(batch_size=1)))


def test_the_runner_goes_back_and_on_to_the_same_weights(runner):
    lesson = load_lesson("xor")
    experiments = tuple(variant.experiment for variant in lesson.variants)
    runner.send(Load(experiments, 1))
    runner.send(Run(StepSize.EPOCH, None, 300))
    end = report_where(runner, lambda report: report.state is State.FINISHED)
    past = report_after(runner, runner.send(Seek(120)))
    assert [snapshot.epoch for snapshot in past.snapshots] == [120, 120]
    assert [snapshot.furthest for snapshot in past.snapshots] == [300, 300]
    one_back = report_after(runner, runner.send(Back(StepSize.SAMPLE)))
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
    assert report_after(runner, runner.send(Seek(10**9))).snapshots[0].epoch == 30
