"""Whoever asks the trainer's thread for all that is going on gets it at any time, and nothing is lost or stopped."""

from concurrent.futures import Future

import pytest

from engine.commands import AllKept, Edit, Keep, Load, Pause, Report, Restore, Run, Seek, State, Step, Undo
from engine.kept import KeptNetwork
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.runner import Runner
from engine.trainer import Trainer
from tests.engine.helpers import MIXED, after, moment, report_after, report_at_rest, report_where, walk_to_end, whole

pytestmark = pytest.mark.usefixtures("each_engine")

FLAT_OUT = Run(StepSize.EPOCH, pace=None, until=None)
XOR = tuple(variant.experiment for variant in load_lesson("xor").variants)
W = Quantity("weight", 1, 0, 1)


def loaded(runner: Runner, *experiments) -> None:
    report_after(runner, runner.send(Load(experiments, generation=1)))


def kept(runner: Runner) -> tuple[KeptNetwork, ...]:
    answer: Future[AllKept] = Future()
    runner.send(Keep(answer))
    return answer.result(10).networks


def trainers(networks: tuple[KeptNetwork, ...]) -> tuple[Trainer, ...]:
    return tuple(map(Trainer.from_kept, networks))


def is_far(report: Report) -> bool:
    return report.state is State.RUNNING and report.snapshots[0].epoch > 20


def shown(report: Report, number: int = 0) -> tuple[object, ...]:
    """All of a report that tells one moment of a network from another."""
    snapshot = report.snapshots[number]
    return snapshot.position, snapshot.parameters.tobytes(), snapshot.curves.table.tobytes(), snapshot.furthest


def test_a_run_that_is_kept_goes_on(runner):
    loaded(runner, *XOR)
    runner.send(FLAT_OUT)
    report_where(runner, is_far)
    networks = kept(runner)
    epoch = networks[0].now.place.epoch
    assert epoch > 20
    report = report_where(runner, lambda report: report.snapshots[0].epoch > epoch + 20)
    assert report.state is State.RUNNING


def test_what_is_kept_of_a_run_goes_on_as_the_run_does(runner):
    loaded(runner, *XOR)
    runner.send(FLAT_OUT)
    report_where(runner, is_far)
    again = trainers(kept(runner))
    end = max(trainer.place.epoch for trainer in again) + 500
    report_at_rest(runner, runner.send(Pause()))
    report = report_at_rest(runner, runner.send(Run(StepSize.EPOCH, pace=None, until=end)))
    if report.snapshots[0].epoch > end:
        report = report_at_rest(runner, runner.send(Seek(end)))
    for number, trainer in enumerate(again):
        walk_to_end(trainer.advance_to(end))
        assert trainer.snapshot().parameters.tobytes() == report.snapshots[number].parameters.tobytes()


def test_in_the_middle_of_a_batch_the_operation_is_kept(runner):
    loaded(runner, MIXED)
    runner.send(Step(StepSize.BATCH))
    last = [runner.send(Step(StepSize.NEURON)) for _ in range(5)][-1]
    report = report_at_rest(runner, last)
    (again,) = trainers(kept(runner))
    assert moment(again) == moment(after(MIXED, 0, StepSize.BATCH, *[StepSize.NEURON] * 5))
    assert shown(report) == shown(Report(0, 0, State.PAUSED, (again.snapshot(),)))


def test_on_the_way_to_another_moment_no_part_of_the_run_is_lost(runner, monkeypatch):
    # The way is long, for there are few checkpoints, and the answer comes while it is walked.
    monkeypatch.setattr("engine.worker.PATIENCE", 0.0)
    loaded(runner, MIXED)
    end = report_at_rest(runner, runner.send(Run(StepSize.EPOCH, pace=None, until=2000)))
    runner.send(Seek(1990))
    (network,) = kept(runner)
    there = report_at_rest(runner, runner.send(Seek(1990)))
    (again,) = trainers((network,))
    assert again.place <= (1990, 0)
    for epoch, report in ((1990, there), (2000, end)):
        walk_to_end(again.seek(epoch))
        assert shown(Report(0, 0, State.PAUSED, (again.snapshot(),))) == shown(report)


def test_what_is_kept_is_called_what_reports_of_it_are(runner):
    loaded(runner, *XOR)
    runner.send(Load((MIXED,), generation=2, by_hand=True))
    runner.send(Undo())
    answer: Future[AllKept] = Future()
    number = runner.send(Keep(answer))
    kept_then = answer.result(10)
    assert (kept_then.generation, len(kept_then.networks)) == (1, len(XOR))
    assert report_at_rest(runner, number).generation == 1


def test_an_error_is_told_to_who_waits_and_stops_nothing(runner, monkeypatch):
    def fail(self: Trainer) -> KeptNetwork:
        raise MemoryError("no room")

    monkeypatch.setattr(Trainer, "kept", fail)
    loaded(runner, MIXED)
    runner.send(FLAT_OUT)
    report_where(runner, is_far)
    with pytest.raises(MemoryError, match="no room"):
        kept(runner)
    assert report_where(runner, is_far).state is State.RUNNING


def test_nobody_is_answered_who_waits_no_more(runner):
    loaded(runner, MIXED)
    answer: Future[AllKept] = Future()
    answer.cancel()
    report = report_after(runner, runner.send(Keep(answer)))
    assert (report.state, answer.cancelled()) == (State.PAUSED, True)


def test_what_is_restored_stands_there_with_all_its_runs_and_goes_on(runner):
    trainer, other = (changed_in_the_past() for _ in range(2))
    loaded(runner, *XOR)
    number = runner.send(Restore(trainers((trainer.kept(),)), generation=7))
    report = report_at_rest(runner, number)
    assert (report.generation, report.state, len(report.snapshots[0].ghosts)) == (7, State.PAUSED, 1)
    assert shown(report) == shown(Report(0, 0, State.PAUSED, (trainer.snapshot(),)))
    report = report_at_rest(runner, runner.send(Step(StepSize.TEN_EPOCHS)))
    walk_to_end(other.advance(StepSize.TEN_EPOCHS))
    assert shown(report) == shown(Report(0, 0, State.PAUSED, (other.snapshot(),)))


def changed_in_the_past() -> Trainer:
    trainer = after(MIXED, 12)
    walk_to_end(trainer.seek(5))
    trainer.edit(W, 0.5)
    return after_steps(trainer, StepSize.EPOCH, StepSize.BATCH, StepSize.NEURON)


def after_steps(trainer: Trainer, *sizes: StepSize) -> Trainer:
    for size in sizes:
        walk_to_end(trainer.advance(size))
    return trainer


def test_to_restore_ends_a_run_and_what_could_be_taken_back(runner):
    loaded(runner, MIXED)
    report_at_rest(runner, runner.send(Edit(W, 0.5)))
    runner.send(FLAT_OUT)
    report_where(runner, is_far)
    trainer = after(MIXED, 3)
    report = report_after(runner, runner.send(Restore(trainers((trainer.kept(),)), generation=2)))
    assert (report.state, report.snapshots[0].epoch, report.undoes, report.redoes) == (State.PAUSED, 3, None, None)
    assert report_at_rest(runner, runner.send(Undo())).snapshots[0].epoch == 3


def test_a_restored_run_is_kept_again_as_it_was(runner):
    trainer = changed_in_the_past()
    report_at_rest(runner, runner.send(Restore(trainers((trainer.kept(),)), generation=2)))
    (again,) = trainers(kept(runner))
    assert whole(again) == whole(trainer)


def test_a_restored_run_can_be_run_and_paused(runner):
    report_at_rest(runner, runner.send(Restore(trainers((after(MIXED, 3).kept(),)), generation=2)))
    runner.send(FLAT_OUT)
    report_where(runner, is_far)
    report = report_at_rest(runner, runner.send(Pause()))
    assert report.state is State.PAUSED
    assert report.snapshots[0].position.row == 0
