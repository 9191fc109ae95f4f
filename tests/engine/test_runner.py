"""The thread carries out every command in order, answers promptly and ends when it is told to."""

import time
from dataclasses import replace

import numpy as np
import pytest

from engine.commands import Change, Edit, Load, Pause, Report, Run, RunStarts, Seek, State, Step
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.runner import Runner
from tests.engine.helpers import (
    diverging,
    experiment,
    report_after,
    report_at_rest,
    report_where,
    reports_until,
    trained,
    wait_for,
)

pytestmark = pytest.mark.usefixtures("each_engine")

FLAT_OUT = Run(StepSize.EPOCH, pace=None, until=None)
# Seconds in which a busy machine answers, too; a step at a pace of 0.01 takes a hundred.
PATIENCE = 10.0
XOR = tuple(variant.experiment for variant in load_lesson("xor").variants)


def loaded(runner: Runner, *experiments: Experiment) -> Report:
    return report_after(runner, runner.send(Load(experiments or (experiment(),), generation=1)))


def is_running(report: Report) -> bool:
    return report.state is State.RUNNING and report.snapshots[0].epoch > 0


# Commands.


def test_a_loaded_experiment_is_shown_before_anything_is_trained(runner):
    report = loaded(runner)
    assert (report.generation, report.state, report.snapshots[0].epoch) == (1, State.PAUSED, 0)


def test_a_step_is_taken_and_then_all_is_still(runner):
    loaded(runner)
    report = report_at_rest(runner, runner.send(Step(StepSize.TEN_EPOCHS)))
    assert (report.state, report.snapshots[0].epoch) == (State.PAUSED, 10)
    assert report.snapshots[0].parameters.tobytes() == trained(experiment(), 10).parameters.tobytes()


@pytest.mark.parametrize("size", [StepSize.SAMPLE, StepSize.EPOCH, StepSize.HUNDRED_EPOCHS])
def test_steps_that_come_all_at_once_are_all_taken(runner, size):
    loaded(runner)
    last = [runner.send(Step(size)) for _ in range(12)][-1]
    report = report_at_rest(runner, last)
    assert report.handled == last
    assert report.snapshots[0].position[:2] == ((3, 0) if size is StepSize.SAMPLE else (12 * size.epochs, 0))


def test_commands_are_carried_out_in_the_order_in_which_they_are_sent(runner):
    loaded(runner)
    slow, fast = experiment(), experiment(learning_rate=0.5)
    for choices in (slow, fast) * 10:
        runner.send(Change((choices,)))
        last = runner.send(Step(StepSize.EPOCH))
    report = report_at_rest(runner, last)
    by_hand = trained(slow, 0)
    for choices in (slow, fast) * 10:
        by_hand.change(choices)
        by_hand.train(1)
    assert report.handled == last == 41
    assert report.snapshots[0].parameters.tobytes() == by_hand.parameters.tobytes()


def test_a_run_begins_where_the_steps_asked_for_before_it_end(runner):
    loaded(runner)
    for _ in range(5):
        runner.send(Step(StepSize.SAMPLE))
    report = report_at_rest(runner, runner.send(Run(StepSize.SAMPLE, pace=None, until=1)))
    assert (report.state, report.snapshots[0].position[:2]) == (State.FINISHED, (1, 1))


def test_the_numbers_of_commands_count_up(runner):
    assert [runner.send(Pause()) for _ in range(3)] == [1, 2, 3]
    assert report_after(runner, 3).handled == 3


def test_loading_again_begins_a_new_generation_from_the_start(runner):
    loaded(runner)
    runner.send(FLAT_OUT)
    report_where(runner, is_running)
    report = report_after(runner, runner.send(Load((experiment(seed=9),), generation=2)))
    assert (report.generation, report.state, report.snapshots[0].epoch) == (2, State.PAUSED, 0)
    assert report.snapshots[0].experiment.seed == 9


def test_a_change_takes_effect_while_running(runner):
    loaded(runner)
    runner.send(FLAT_OUT)
    report_where(runner, is_running)
    report = report_after(runner, runner.send(Change((experiment(learning_rate=0.7),))))
    assert report.state is State.RUNNING
    assert report.snapshots[0].experiment.learning_rate == 0.7


def test_running_before_anything_is_loaded_does_nothing_and_hangs_nobody(runner):
    report = report_at_rest(runner, runner.send(FLAT_OUT))
    assert report.snapshots == ()


# Running and pausing.


def test_a_run_ends_finished_at_its_last_epoch(runner):
    loaded(runner)
    report = report_at_rest(runner, runner.send(Run(StepSize.EPOCH, pace=None, until=60)))
    assert (report.state, report.snapshots[0].position[:2]) == (State.FINISHED, (60, 0))


@pytest.mark.parametrize("pace", [None, 1000.0])
def test_a_large_step_does_not_carry_a_run_past_its_end(runner, pace):
    loaded(runner)
    report = report_at_rest(runner, runner.send(Run(StepSize.TEN_EPOCHS, pace, until=25)))
    assert (report.state, report.snapshots[0].position[:2]) == (State.FINISHED, (25, 0))


def test_a_run_that_is_already_there_is_finished_at_once(runner):
    loaded(runner)
    report = report_at_rest(runner, runner.send(Run(StepSize.EPOCH, pace=None, until=0)))
    assert (report.state, report.snapshots[0].epoch) == (State.FINISHED, 0)


def test_a_pause_is_answered_promptly_and_on_a_whole_epoch(runner):
    loaded(runner)
    for _ in range(5):
        runner.send(FLAT_OUT)
        report_where(runner, is_running)
        asked = time.perf_counter()
        report = report_after(runner, runner.send(Pause()))
        assert time.perf_counter() - asked < PATIENCE
        assert (report.state, report.snapshots[0].position.row) == (State.PAUSED, 0)


def test_after_a_pause_nothing_moves(runner):
    loaded(runner)
    runner.send(FLAT_OUT)
    report_where(runner, is_running)
    paused = report_after(runner, runner.send(Pause()))
    again = report_after(runner, runner.send(Pause()))
    assert again.snapshots[0].position == paused.snapshots[0].position
    assert again.snapshots[0].parameters.tobytes() == paused.snapshots[0].parameters.tobytes()


def test_a_slow_pace_walks_single_steps(runner):
    loaded(runner)
    began = time.perf_counter()
    runner.send(Run(StepSize.EPOCH, pace=5.0, until=4))
    epochs = [report.snapshots[0].epoch for report in reports_until(runner, State.FINISHED)]
    assert time.perf_counter() - began >= 3 / 5.0
    assert epochs == sorted(epochs)
    assert {1, 2, 3, 4} <= set(epochs)


def test_a_pause_need_not_wait_for_a_slow_step(runner):
    loaded(runner)
    runner.send(Run(StepSize.SAMPLE, pace=0.01, until=None))
    report_where(runner, lambda report: report.snapshots[0].position.row == 1)
    asked = time.perf_counter()
    report = report_after(runner, runner.send(Pause()))
    assert time.perf_counter() - asked < PATIENCE
    assert (report.state, report.snapshots[0].position[:2]) == (State.PAUSED, (0, 1))


def test_a_closed_gate_slows_training_down_but_never_locks_it(runner):
    loaded(runner)
    runner.gate.clear()
    report = report_at_rest(runner, runner.send(Step(StepSize.SAMPLE)))
    assert report.snapshots[0].position.row == 1


def test_of_many_reports_the_newest_is_the_one_that_is_taken(runner):
    loaded(runner)
    last = [runner.send(Step(StepSize.EPOCH)) for _ in range(5)][-1]
    report_at_rest(runner, last)
    assert runner.take() is None


def test_whoever_takes_a_report_of_a_fast_run_finds_a_newer_one_before_a_frame_has_passed(runner, monkeypatch):
    monkeypatch.setattr("engine.worker.FRAME", 1000.0)
    loaded(runner)
    runner.send(FLAT_OUT)
    places = [report_where(runner, is_running).snapshots[0].position for _ in range(5)]
    assert places == sorted(set(places))


# Side by side.


def test_networks_side_by_side_are_always_shown_at_the_same_epoch(runner):
    loaded(runner, *XOR)
    for _ in range(10):
        runner.send(FLAT_OUT)
        running = report_where(runner, is_running)
        paused = report_after(runner, runner.send(Pause()))
        for report in (running, paused):
            assert report.snapshots[0].position == report.snapshots[1].position


def test_networks_side_by_side_end_together_on_the_bits_of_runs_of_their_own(runner):
    loaded(runner, *XOR)
    runner.send(FLAT_OUT)
    report_where(runner, is_running)
    paused = report_after(runner, runner.send(Pause()))
    end = paused.snapshots[0].epoch + 50
    report = report_at_rest(runner, runner.send(Run(StepSize.EPOCH, pace=None, until=end)))
    for snapshot, choices in zip(report.snapshots, XOR, strict=True):
        assert snapshot.position[:2] == (end, 0)
        assert snapshot.parameters.tobytes() == trained(choices, end).parameters.tobytes()


def test_an_epoch_step_brings_networks_together_that_batches_of_different_size_have_parted(runner):
    loaded(runner, experiment(batch_size=1), experiment(batch_size="all"))
    for _ in range(3):
        last = runner.send(Step(StepSize.BATCH))
    parted = report_at_rest(runner, last)
    assert [snapshot.position[:2] for snapshot in parted.snapshots] == [(0, 3), (3, 0)]
    together = report_at_rest(runner, runner.send(Step(StepSize.EPOCH)))
    assert [snapshot.position[:2] for snapshot in together.snapshots] == [(3, 0), (3, 0)]


# What goes wrong.


@pytest.mark.parametrize("command", [FLAT_OUT, Step(StepSize.HUNDRED_EPOCHS), Run(StepSize.SAMPLE, 1000.0, None)])
def test_divergence_ends_the_run_with_a_message_and_the_last_finite_moment(runner, command):
    loaded(runner, diverging())
    runner.send(command)
    report = report_where(runner, lambda report: report.state is State.DIVERGED)
    assert "Try a smaller learning rate" in report.message
    assert np.isfinite(report.snapshots[0].parameters).all()
    assert runner.take_error() is None
    paused = report_after(runner, runner.send(Pause()))
    assert (paused.state, paused.message) == (State.DIVERGED, report.message)


def test_a_message_goes_away_with_the_next_work(runner):
    choices = diverging()
    loaded(runner, choices)
    runner.send(FLAT_OUT)
    report_where(runner, lambda report: report.state is State.DIVERGED)
    runner.send(Seek(0))
    runner.send(Change((replace(choices, learning_rate=1e-9),)))
    report = report_at_rest(runner, runner.send(Step(StepSize.SAMPLE)))
    assert (report.state, report.message) == (State.PAUSED, "")


def test_an_unexpected_exception_arrives_and_the_thread_goes_on(runner):
    loaded(runner)
    failed = runner.send(Edit(Quantity("weight", 9), 1.0))
    assert "there is no weight of layer 9" in str(wait_for(runner.take_error))
    assert runner.take_error() is None
    assert report_after(runner, failed).handled == failed
    loaded(runner)
    report = report_at_rest(runner, runner.send(Step(StepSize.EPOCH)))
    assert report.snapshots[0].epoch == 1
    assert runner.alive


def test_a_network_with_nothing_to_learn_takes_no_step_and_no_run(runner):
    loaded(runner, experiment(data="two-three"))
    runner.send(Step(StepSize.TERM))
    report = report_at_rest(runner, runner.send(FLAT_OUT))
    assert report.snapshots[0].position[:2] == (0, 0)
    assert runner.take_error() is None


def test_a_network_with_nothing_to_learn_has_no_many_starts(runner):
    loaded(runner)
    report = report_after(runner, runner.send(RunStarts(experiment(data="two-three"), 2)))
    assert (report.state, report.starts) == (State.PAUSED, None)
    assert runner.take_error() is None


def test_an_exception_in_the_midst_of_work_does_not_count_as_a_command(runner, monkeypatch):
    loaded(runner)
    # Nothing that a trainer can be made of.
    monkeypatch.setattr("engine.starts.Trainer", None)
    runner.send(RunStarts(experiment(epochs=20), 2))
    wait_for(runner.take_error)
    last = runner.send(Pause())
    assert report_after(runner, last).handled == last == 3


def test_what_cannot_be_loaded_leaves_what_was_there(runner):
    loaded(runner)
    runner.send(Load(("nonsense",), generation=2))  # type: ignore[arg-type]
    assert isinstance(wait_for(runner.take_error), AttributeError)
    report = report_at_rest(runner, runner.send(Step(StepSize.EPOCH)))
    assert (report.generation, report.snapshots[0].epoch) == (1, 1)


# Many starts.


def test_many_starts_run_beside_the_network_that_is_shown(runner):
    loaded(runner)
    runner.send(RunStarts(experiment(epochs=20), 3))
    report = report_where(runner, lambda report: report.starts is not None and report.starts.finished)
    assert report.starts is not None
    assert [final.epoch for final in report.starts.finals] == [20, 20, 20]
    assert report.snapshots[0].epoch == 0
    assert report.state is State.PAUSED


def test_a_pause_stops_many_starts_and_keeps_those_that_are_finished(runner):
    loaded(runner)
    runner.send(RunStarts(experiment(epochs=100), 10_000))
    report_where(runner, lambda report: report.starts is not None and len(report.starts.finals) >= 1)
    report = report_after(runner, runner.send(Pause()))
    assert report.state is State.PAUSED
    assert report.starts is not None
    assert 1 <= len(report.starts.finals) < 10_000


# The end.


def test_the_thread_ends_when_it_is_told_to_while_running_flat_out_twenty_times():
    for _ in range(20):
        runner = Runner()
        loaded(runner)
        runner.send(FLAT_OUT)
        report_where(runner, is_running)
        assert runner.close(PATIENCE)
        assert not runner.alive


def test_the_thread_ends_while_it_waits_for_a_slow_step():
    runner = Runner()
    loaded(runner)
    runner.send(Run(StepSize.EPOCH, pace=0.01, until=None))
    report_where(runner, is_running)
    assert runner.close(PATIENCE)
