"""The thread carries out what is done by hand: edits, undo, jumps into a batch, runs that are to reach something."""

from dataclasses import replace

import pytest

from engine.change import Change
from engine.commands import (
    Back,
    Edit,
    EnterBranch,
    GoToOrigin,
    Jump,
    Load,
    Pause,
    Redo,
    Report,
    Run,
    Seek,
    State,
    Step,
    Undo,
)
from engine.commands import Change as ChangeSettings
from engine.experiment import Experiment
from engine.goal import Goal
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.runner import Runner
from engine.snapshot import Snapshot
from tests.engine.helpers import (
    MIXED,
    after,
    diverging,
    report_after,
    report_at_rest,
    report_where,
    trained,
    wait_for,
)
from tests.engine.test_patience import PATIENT

XOR = tuple(variant.experiment for variant in load_lesson("xor").variants)
W = Quantity("weight", 1, 0, 1)


def loaded(runner: Runner, *experiments: Experiment) -> Report:
    return report_after(runner, runner.send(Load(experiments or (MIXED,), generation=1)))


def run_to(runner: Runner, epoch: int, goal: Goal | None = None, size: StepSize = StepSize.EPOCH) -> Report:
    return report_at_rest(runner, runner.send(Run(size, pace=None, until=epoch, goal=goal)))


def ask(runner: Runner, *commands: object) -> Report:
    return report_at_rest(runner, [runner.send(command) for command in commands][-1])


def value_of(snapshot: Snapshot, parameter: Quantity) -> float:
    return float(snapshot.parameters[snapshot.experiment.architecture.place_of(parameter)])


def bits(report: Report) -> list[tuple]:
    return [(snapshot.position, snapshot.parameters.tobytes()) for snapshot in report.snapshots]


# Changes by hand.


def test_an_edit_is_made_in_the_networks_that_are_named(runner):
    before = loaded(runner, *XOR)
    report = ask(runner, Edit(W, 0.25, networks=(1,)))
    assert bits(report)[0] == bits(before)[0]
    assert value_of(report.snapshots[1], W) == 0.25
    assert report.undoes == Change("parameter", W, network=1)
    both = ask(runner, Edit(W, 0.5, networks=(0, 1)))
    assert [value_of(snapshot, W) for snapshot in both.snapshots] == [0.5, 0.5]


def test_an_edit_while_running_takes_effect_and_the_run_goes_on(runner):
    loaded(runner)
    runner.send(Run(StepSize.EPOCH, pace=None, until=None))
    report_where(runner, lambda report: report.snapshots[0].epoch > 0)
    report = report_after(runner, runner.send(Edit(W, 0.5)))
    assert report.state is State.RUNNING
    assert report.undoes == Change("parameter", W)
    paused = report_after(runner, runner.send(Pause()))
    undone = ask(runner, Undo())
    edited_at = undone.snapshots[0].position
    assert undone.snapshots[0].parameters.tobytes() == at(MIXED, edited_at)
    assert edited_at.epoch <= paused.snapshots[0].epoch


def at(choices: Experiment, position: tuple[int, int, int]) -> bytes:
    """The weights that a straight run has at a place between two batches."""
    trainer = after(choices, position[0])
    while trainer.position < position:
        for _ in trainer.advance(StepSize.BATCH):
            pass
    return trainer.parameters.tobytes()


def test_what_was_edited_is_taken_back_made_again_and_left_for_the_old_run(runner):
    loaded(runner)
    end = run_to(runner, 10)
    past = ask(runner, Seek(4))
    ask(runner, Edit(W, 0.5))
    edited = run_to(runner, 7)
    assert [len(ghost) for ghost in edited.snapshots[0].ghosts] == [11]
    undone = ask(runner, Undo())
    assert bits(undone) == bits(past)
    assert (undone.snapshots[0].furthest, undone.redoes) == (10, Change("parameter", W))
    assert bits(ask(runner, Redo())) == bits(edited)
    entered = ask(runner, EnterBranch(0))
    assert bits(entered) == bits(end)
    assert [len(ghost) for ghost in entered.snapshots[0].ghosts] == [8]


def test_linked_networks_take_back_and_make_again_together(runner):
    loaded(runner, *XOR)
    before = run_to(runner, 3)
    ask(runner, Edit(W, 0.5, networks=(0, 1)))
    edited = run_to(runner, 6)
    assert bits(ask(runner, Undo())) == bits(before)
    assert bits(ask(runner, Redo())) == bits(edited)


def test_edits_that_go_on_are_taken_back_as_one(runner):
    before = loaded(runner)
    for number in range(5):
        runner.send(Edit(W, number / 10, go_on=number > 0))
    assert bits(ask(runner, Undo())) == bits(before)


@pytest.mark.parametrize("command", [Edit(W, float("nan")), Edit(Quantity("weight", 9), 1.0), EnterBranch(3)])
def test_what_is_refused_is_told_and_changes_nothing(runner, command):
    before = loaded(runner)
    number = runner.send(command)
    assert isinstance(wait_for(runner.take_error), ValueError | IndexError)
    report = report_after(runner, number)
    assert bits(report) == bits(before)
    assert report.undoes is None
    assert ask(runner, Step(StepSize.EPOCH)).snapshots[0].epoch == 1


def test_a_change_of_settings_is_taken_back(runner):
    loaded(runner)
    run_to(runner, 3)
    ask(runner, ChangeSettings((replace(MIXED, learning_rate=0.7),)), Step(StepSize.EPOCH))
    undone = ask(runner, Undo())
    assert undone.snapshots[0].experiment.learning_rate == MIXED.learning_rate
    assert undone.snapshots[0].epoch == 3


def test_an_edit_ends_what_a_diverged_run_left_behind(runner):
    loaded(runner, diverging())
    runner.send(Run(StepSize.EPOCH, pace=None, until=None))
    report_where(runner, lambda report: report.state is State.DIVERGED)
    report = ask(runner, Edit(Quantity("weight", 1), 0.5))
    assert (report.state, report.message) == (State.PAUSED, "")


# Into a batch.


def test_steps_inside_a_batch_are_those_of_the_network_in_focus(runner):
    loaded(runner, *XOR)
    first, second = ask(runner, *[Step(StepSize.NEURON, focus=1)] * 5).snapshots
    assert first.walk is None
    assert second.walk.cursor == (0, 1, 0, 0)
    assert second.walk.result == Quantity("z", 1, 0)
    first, second = ask(runner, Step(StepSize.SAMPLE, focus=1)).snapshots
    assert first.position == second.position == (0, 1, 4)
    back = ask(runner, Back(StepSize.TERM, focus=1)).snapshots[1]
    assert back.walk.result == Quantity("row bias gradient", 1, 2)


def test_a_jump_goes_to_an_operation_of_a_batch_of_the_past_and_on_to_its_end(runner):
    loaded(runner)
    walk = ask(runner, *[Step(StepSize.BATCH)] * 5).snapshots[0].walk
    run_to(runner, 4)
    cursor = walk.batch.ladder.find("delta", 1, row=0, neuron=2)
    there = ask(runner, Jump(walk.batch.place, cursor)).snapshots[0].walk
    assert there.cursor == cursor
    assert there.batch.parameters.tobytes() == walk.batch.parameters.tobytes()
    end = ask(runner, Jump(walk.batch.place, walk.batch.ladder.last)).snapshots[0]
    assert end.walk.finished
    assert end.position[:2] == (walk.batch.place.epoch, walk.batch.end)


def test_the_origin_of_a_number_is_the_operation_that_gave_it(runner):
    loaded(runner)
    run_to(runner, 2)
    for quantity in (Quantity("loss"), Quantity("sum", 1, 1), Quantity("weight gradient", 2, 0, 1)):
        walk = ask(runner, GoToOrigin(quantity)).snapshots[0].walk
        assert walk.cursor == walk.made_at(quantity)
    value, new = walk.value(W), W.as_kind("new weight")
    walk = ask(runner, GoToOrigin(W)).snapshots[0].walk
    assert walk.result == new
    assert walk.value(new) == value


def test_a_jump_to_the_end_of_a_batch_that_diverges_says_so(runner):
    loaded(runner, diverging(batch_size="all"))
    ask(runner, Edit(Quantity("weight", 1, 0, 0), 1e200))
    walk = ask(runner, Step(StepSize.TERM)).snapshots[0].walk
    report = ask(runner, Jump(walk.batch.place, walk.batch.ladder.last))
    assert report.state is State.DIVERGED
    assert "Try a smaller learning rate" in report.message
    assert runner.take_error() is None


# Runs that are to reach something.


def test_a_run_ends_where_its_goal_is_reached_and_says_so(runner):
    loaded(runner)
    losses = after(MIXED, 20).snapshot().curves.train_loss
    goal = Goal("loss below", float(losses[12] + losses[13]) / 2)
    report = run_to(runner, 50, goal)
    assert (report.state, report.reached, report.goal) == (State.FINISHED, True, goal)
    assert report.snapshots[0].position[:2] == (13, 0)
    assert report.snapshots[0].parameters.tobytes() == trained(MIXED, 13).parameters.tobytes()


def test_a_goal_that_is_never_reached_ends_with_the_last_epoch(runner):
    loaded(runner)
    report = run_to(runner, 30, Goal("loss below", 0.0))
    assert (report.state, report.reached) == (State.FINISHED, False)
    assert report.snapshots[0].position[:2] == (30, 0)


def test_a_goal_is_that_of_the_network_in_focus_and_all_stop_at_the_same_moment(runner):
    loaded(runner, *XOR)
    goal = Goal("accuracy at least", 1.0)
    report = report_at_rest(runner, runner.send(Run(StepSize.EPOCH, None, 2000, focus=1, goal=goal)))
    assert (report.reached, report.snapshots[1].accuracy) == (True, 1.0)
    assert report.snapshots[0].accuracy < 1.0
    assert report.snapshots[0].position == report.snapshots[1].position


@pytest.mark.parametrize("size", [StepSize.NEURON, StepSize.SAMPLE, StepSize.BATCH, StepSize.TEN_EPOCHS])
def test_a_goal_stops_slow_steps_of_all_networks_at_the_same_moment(runner, size):
    singles = tuple(replace(choices, batch_size=1) for choices in XOR)
    loaded(runner, *singles)
    losses = after(singles[1], 5).snapshot().curves.train_loss
    goal = Goal("loss below", float(losses[1] + losses[2]) / 2)
    assert losses[1] > losses[2]
    report = report_at_rest(runner, runner.send(Run(size, 10_000.0, 20, focus=1, goal=goal)))
    assert (report.state, report.reached) == (State.FINISHED, True)
    assert [snapshot.position[:2] for snapshot in report.snapshots] == [(2, 0), (2, 0)]


def test_a_run_pauses_where_patience_is_lost_and_tells_the_best_epoch(runner):
    loaded(runner, PATIENT)
    report = run_to(runner, 60)
    epoch, best = report.snapshots[0].epoch, report.best
    assert (report.state, report.reached) == (State.FINISHED, False)
    assert (best.epoch, best.of_test) == (epoch - PATIENT.patience, True)
    assert best.loss == report.snapshots[0].curves.test_loss.min()
    assert report.snapshots[0].furthest == epoch
    again = run_to(runner, 60)
    assert (again.snapshots[0].epoch, again.best) == (epoch + PATIENT.patience, best)
    assert ask(runner, Seek(best.epoch)).best is None


def test_patience_is_that_of_the_network_in_focus_and_all_stop_at_the_same_moment(runner):
    loaded(runner, PATIENT.changed(patience=0), PATIENT, PATIENT.changed(patience=1))
    report = report_at_rest(runner, runner.send(Run(StepSize.EPOCH, None, 60, focus=1)))
    assert [snapshot.epoch for snapshot in report.snapshots] == [report.best.epoch + PATIENT.patience] * 3


@pytest.mark.parametrize("command", [Load((MIXED,), 2), Edit(W, 0.5), Seek(2), Step(StepSize.EPOCH), Pause()])
def test_what_was_reached_is_told_until_the_next_command(runner, command):
    loaded(runner)
    assert run_to(runner, 5, Goal("loss below", 1e9)).reached
    report = ask(runner, command)
    assert (report.state, report.reached, report.goal) == (State.PAUSED, False, None)
