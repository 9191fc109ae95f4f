"""Rows drawn by hand: every change gives a new table, and training goes on with the weights of now."""

from dataclasses import replace

import numpy as np
import pytest

from engine.batch import Place
from engine.commands import Change, Load, Run, State
from engine.datasets import data_sources
from engine.datasets.drawing import begun, class_target, with_row_of_class, with_rows, without_row, without_rows
from engine.experiment import Experiment
from engine.experiment_fields import ExperimentError
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.live_fields import goes_on
from engine.prepared import Chances, prepare
from engine.runner import Runner
from engine.trainer import Trainer
from tests.engine.helpers import Alone, after, moment, report_after, report_at_rest, walk_to_end

CIRCLE = load_lesson("playground").experiment.changed(points=20)
POINT = np.array([[1.0, 2.0]])


def drawn(number: int = 0, count: int = 1) -> Experiment:
    """The circle with some more points of a class."""
    return CIRCLE.changed(
        own=with_row_of_class(begun(CIRCLE.table, "by hand"), np.repeat(POINT, count, axis=0), number)
    )


def parts(experiment: Experiment) -> dict[str, bool]:
    """Of every row's name, whether it trains."""
    data = prepare(experiment, np.random.default_rng(experiment.seed))
    names = data.dataset.row_names
    return {names[place]: True for place in data.train.places} | {names[place]: False for place in data.test.places}


# Tables.


@pytest.mark.parametrize(("number", "target"), [(0, [-1.0]), (1, [1.0])])
def test_a_point_of_one_of_two_classes_comes_at_the_end_of_the_table(number, target):
    table = with_row_of_class(CIRCLE.table, POINT, number)
    assert table.inputs[-1].tolist() == [1.0, 2.0]
    assert table.targets[-1].tolist() == target
    assert table.row_names[-2:] == ("20", "21")
    np.testing.assert_array_equal(table.inputs[:-1], CIRCLE.table.inputs)
    assert not table.inputs.flags.writeable


def test_a_third_class_makes_an_output_of_each():
    table = with_row_of_class(CIRCLE.table, POINT, 5)
    assert table.class_names == table.output_names == ("outside", "inside", "C")
    assert table.targets[-1].tolist() == [0, 0, 1]
    inside = CIRCLE.table.targets[:, 0] > 0
    np.testing.assert_array_equal(table.targets[:-1], np.column_stack([~inside, inside, 0 * inside]))
    fourth = with_row_of_class(table, POINT, 3)
    assert fourth.class_names == ("outside", "inside", "C", "D")
    assert fourth.targets.sum(axis=1).tolist() == [1.0] * 22


def test_there_are_no_more_than_nine_classes():
    table = data_sources["blobs"].load(points=18, classes=9)
    assert with_row_of_class(table, POINT, 9).class_names == table.class_names
    assert class_target(table, 8).tolist() == [0] * 8 + [1]


def test_a_table_that_has_more_than_nine_classes_takes_points_of_each():
    names = tuple("abcdefghijkl")
    blobs = data_sources["blobs"].load(points=24, classes=9)
    table = replace(blobs, targets=np.eye(12)[np.arange(24) % 12], output_names=names, class_names=names)
    for number, expected in ((9, "j"), (11, "l"), (12, "l")):
        more = with_row_of_class(table, POINT, number)
        assert (more.class_names, more.class_name_of(more.targets[-1])) == (names, expected)


def test_a_row_that_is_taken_away_leaves_its_number_to_nobody():
    table = without_row(with_row_of_class(CIRCLE.table, POINT, 0), 3)
    assert "4" not in table.row_names
    assert with_row_of_class(table, POINT, 0).row_names[-2:] == ("21", "22")
    assert without_row(table, 0).row_count == 19


def test_the_last_row_leaves_its_number_to_nobody_either():
    fewer = without_row(CIRCLE.table, 19)
    assert "20" not in with_row_of_class(fewer, POINT, 0).row_names
    again = Experiment.from_plain(CIRCLE.changed(own=fewer).to_plain()).table
    assert with_row_of_class(again, POINT, 0).row_names[-1] == "21"
    assert with_row_of_class(without_rows(CIRCLE.table), POINT, 0).row_names == ("21",)


def test_names_that_are_numbers_by_chance_are_not_counted_on():
    dates = replace(CIRCLE.table, row_names=tuple(f"202401{day:02}" for day in range(1, 21)))
    assert with_row_of_class(dates, POINT, 0).row_names[-1] == "1"


def test_an_emptied_table_keeps_its_columns_and_classes_and_takes_points_again():
    empty = without_rows(CIRCLE.table)
    assert (empty.row_count, empty.input_names, empty.class_names) == (0, ("x₁", "x₂"), ("outside", "inside"))
    assert with_row_of_class(empty, POINT, 1).targets.tolist() == [[1.0]]
    sine = data_sources["sine"].load(points=10)
    assert with_rows(sine, np.array([[0.5]]), np.array([0.25])).targets[-1].tolist() == [0.25]


@pytest.mark.parametrize("wrong", [-1, 1.5, True, 10**12])
def test_a_written_table_that_began_with_too_many_rows_is_refused(wrong):
    plain = drawn().to_plain()
    with pytest.raises(ExperimentError, match="a table has 0 to"):
        Experiment.from_plain({**plain, "own": plain["own"] | {"began": wrong}})


def test_an_emptied_table_survives_being_written_down():
    experiment = CIRCLE.changed(own=without_rows(CIRCLE.table))
    again = Experiment.from_plain(experiment.to_plain())
    assert again.to_plain() == experiment.to_plain()
    assert again.dataset.inputs.shape == (0, 2)


# What can be trained.


def test_a_table_without_rows_or_of_one_class_is_refused_in_plain_words():
    empty = CIRCLE.changed(own=without_rows(CIRCLE.table))
    assert empty.why_not_trainable == "the table has no rows yet"
    one_class = empty.changed(own=with_row_of_class(empty.table, POINT, 0))
    assert one_class.why_not_trainable == "all rows are of one class, and there is nothing to tell apart"
    both = one_class.changed(own=with_row_of_class(one_class.table, -POINT, 1))
    assert both.why_not_trainable == ""


@pytest.mark.parametrize("scaling", ["none", "table-maximum", "standardise"])
def test_a_trainer_of_no_rows_stands_still(scaling):
    trainer = Trainer(CIRCLE.changed(own=without_rows(CIRCLE.table), scaling=scaling))
    snapshot = trainer.snapshot()
    assert snapshot.loss is None
    assert snapshot.predictions.shape == (0, 1)
    with pytest.raises(ValueError, match="no rows yet"):
        trainer.train(1)


# The split.


def test_a_row_that_comes_or_goes_leaves_nearly_all_others_in_their_part():
    """The share that trains is kept, so one row at most changes over."""
    first = drawn()
    more = first.changed(own=with_row_of_class(first.table, POINT, 1))
    fewer = first.changed(own=without_row(first.table, 7))
    for one, other in ((CIRCLE, first), (first, more), (first, fewer)):
        before, now = parts(one), parts(other)
        assert sum(before[name] != now[name] for name in before.keys() & now.keys()) <= 1
        assert abs(sum(now.values()) - len(now) / 2) <= 1


def test_the_split_of_ones_own_table_depends_on_the_seed():
    assert parts(drawn()) == parts(drawn())
    assert parts(drawn()) != parts(drawn().with_seed(1))


def test_one_more_point_of_a_large_table_is_all_that_is_drawn(monkeypatch):
    """A hand that paints waits for no row but its own."""
    rows = data_sources["circle"].load(points=1000)
    large = CIRCLE.changed(own=rows).with_seed(12)
    parts(large)
    drawn_names: list[str] = []
    monkeypatch.setattr(Chances, "__missing__", recorded(Chances.__missing__, drawn_names))
    parts(large.changed(own=with_row_of_class(rows, POINT, 0)))
    assert drawn_names == ["1001"]


def recorded(draw, names: list[str]):
    return lambda chances, name: (names.append(name), draw(chances, name))[1]


def test_neither_class_is_kept_from_training():
    """The names of rows that take turns do not decide it."""
    big = load_lesson("playground").experiment.changed(points=1000)
    own = big.changed(own=replace(big.table, name="mine"))
    data = prepare(own, np.random.default_rng(0))
    assert abs(float(data.train.y.mean())) < 0.15


# Training goes on.


def test_a_new_point_leaves_the_weights_and_the_epoch_as_they_are():
    trainer = after(CIRCLE, 3)
    before = trainer.parameters.tobytes()
    trainer.change(drawn())
    assert (trainer.parameters.tobytes(), trainer.place) == (before, Place(3, 0))
    assert trainer.data.dataset.row_count == 21
    trainer.train(2)
    assert trainer.position == (5, 0, 10)


@pytest.mark.parametrize("sizes", [(StepSize.BATCH,), (StepSize.SAMPLE,), (StepSize.NEURON,)])
def test_in_the_middle_of_an_epoch_the_new_rows_come_with_the_next(sizes):
    trainer = after(replace(CIRCLE, batch_size=4), 3, *sizes)
    begun = trainer.position.row > 0
    trainer.change(replace(drawn(), batch_size=4))
    assert trainer.place == Place(4 if begun else 3, 0)
    assert trainer.walk is None
    end = moment_after(trainer, 3)
    walk_to_end(trainer.seek(0))
    walk_to_end(trainer.walk_to(end.place.epoch, 0))
    assert moment(trainer) == end


def moment_after(trainer: Trainer, epochs: int):
    trainer.train(epochs)
    return moment(trainer)


def test_back_in_time_there_are_the_old_rows_and_further_on_the_new_ones():
    trainer = after(CIRCLE, 3)
    trainer.change(drawn())
    trainer.train(2)
    walk_to_end(trainer.seek(1))
    assert trainer.data.dataset.row_count == 20
    walk_to_end(trainer.seek(5))
    assert trainer.data.dataset.row_count == 21


def test_an_undo_takes_a_whole_stroke_away_and_a_redo_brings_it_back():
    alone = Alone(CIRCLE, 3)
    before = moment(alone.trainer)
    for count in (1, 2, 3):
        alone.change(drawn(count=count), go_on=count > 1)
    alone.undo()
    assert moment(alone.trainer) == before
    alone.redo()
    assert alone.trainer.data.dataset.row_count == 23


def test_only_rows_of_the_same_network_go_on():
    assert goes_on(CIRCLE, drawn())
    assert not goes_on(CIRCLE, drawn(number=2))
    assert not goes_on(CIRCLE, CIRCLE.changed(data="iris"))
    with pytest.raises(ValueError, match="needs a new start"):
        Trainer(CIRCLE).change(drawn(number=2))


def test_a_run_whose_last_row_is_taken_away_ends_and_the_thread_lives_on():
    runner = Runner()
    runner.send(Load((CIRCLE,), 1))
    runner.send(Run(StepSize.EPOCH, None, None))
    report_after(runner, 2)
    runner.send(Change((CIRCLE.changed(own=without_rows(CIRCLE.table)),)))
    report = report_after(runner, 3)
    assert (report.state, report.snapshots[0].data.dataset.row_count) == (State.PAUSED, 0)
    runner.send(Change((drawn(),)))
    runner.send(Run(StepSize.EPOCH, None, report.snapshots[0].epoch + 5))
    assert report_at_rest(runner, 5).snapshots[0].data.dataset.row_count == 21
    assert runner.close()
