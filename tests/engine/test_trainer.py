"""Training gives the same bits however one walks it, and stops where numbers end."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Array
from engine.experiment import Experiment
from engine.trainer import DivergedError, StepSize, Trainer
from tests.engine.helpers import MIXED, diverging, experiment, trained, walk_to_end


def take(trainer: Trainer, *sizes: StepSize) -> Trainer:
    for size in sizes:
        for _ in trainer.advance(size):
            pass
    return trainer


def same(one: Array, other: Array) -> bool:
    return one.tobytes() == other.tobytes()


# The same bits.


def test_the_same_experiment_gives_the_same_bits():
    assert same(trained(MIXED, 50).parameters, trained(MIXED, 50).parameters)


def test_another_seed_gives_another_start_and_another_end():
    other = MIXED.with_seed(6)
    assert not same(Trainer(MIXED).parameters, Trainer(other).parameters)
    assert not same(trained(MIXED, 50).parameters, trained(other, 50).parameters)


SHORT_STEPS = st.sampled_from([StepSize.SAMPLE, StepSize.BATCH, StepSize.EPOCH, StepSize.TEN_EPOCHS])


@settings(max_examples=60)
@given(
    steps=st.lists(SHORT_STEPS, max_size=25),
    batch_size=st.sampled_from([1, 3, 8, 100, "all"]),
    shuffle=st.booleans(),
)
def test_steps_of_all_sizes_mixed_land_on_the_bits_of_a_straight_run(steps, batch_size, shuffle):
    choices = replace(MIXED, batch_size=batch_size, shuffle=shuffle)
    walked = take(Trainer(choices), *steps)
    walked.train(1)
    assert walked.position.row == 0
    assert same(walked.parameters, trained(choices, walked.position.epoch).parameters)


def test_the_shuffle_depends_on_the_seed_alone():
    np.random.seed(1)
    one = trained(MIXED, 20).parameters
    np.random.seed(2)
    np.random.random(100)
    assert same(one, trained(MIXED, 20).parameters)
    assert not same(one, trained(replace(MIXED, shuffle=False), 20).parameters)


def rows_of_an_epoch(trainer: Trainer) -> list[int | None]:
    return [take(trainer, StepSize.SAMPLE).snapshot().last_row for _ in range(len(trainer.data.train))]


def test_a_shuffled_epoch_shows_every_row_once_in_an_order_of_its_own():
    trainer = Trainer(MIXED)
    first, second = rows_of_an_epoch(trainer), rows_of_an_epoch(trainer)
    assert sorted(first) == sorted(second) == list(range(8))
    assert first != second


def test_without_a_shuffle_rows_come_in_the_order_of_the_table():
    assert rows_of_an_epoch(Trainer(replace(MIXED, shuffle=False))) == list(range(8))


# Steps.


@pytest.mark.parametrize(
    ("size", "position"),
    [
        (StepSize.SAMPLE, (0, 1, 8)),
        (StepSize.BATCH, (0, 3, 8)),
        (StepSize.EPOCH, (1, 0, 8)),
        (StepSize.TEN_EPOCHS, (10, 0, 8)),
        (StepSize.HUNDRED_EPOCHS, (100, 0, 8)),
    ],
)
def test_a_step_goes_as_far_as_its_name_says(size, position):
    assert take(Trainer(MIXED), size).position == position


def test_an_epoch_step_from_the_middle_of_an_epoch_goes_to_its_end():
    assert take(Trainer(MIXED), StepSize.SAMPLE, StepSize.EPOCH).position == (1, 0, 8)


def test_a_step_gives_control_back_after_every_batch():
    assert len(list(Trainer(MIXED).advance(StepSize.EPOCH))) == 3


def test_weights_move_at_the_end_of_a_batch_and_at_no_other_moment():
    trainer = Trainer(MIXED)
    moved = []
    for _ in range(8):
        before = trainer.parameters
        take(trainer, StepSize.SAMPLE)
        moved.append(not same(before, trainer.parameters))
    assert moved == [False, False, True, False, False, True, False, True]


def test_an_update_is_the_gradient_times_the_learning_rate():
    # One linear neuron at 0, the row (-2, -1) with target 1: p - y = -1, so dL/dp = -2 and dL/dw = (4, 2), dL/db = -2.
    trainer = Trainer(experiment(hidden=(), output_activation="linear", start="zeros", learning_rate=0.1))
    take(trainer, StepSize.SAMPLE)
    assert trainer.parameters == pytest.approx([-0.4, -0.2, 0.2], rel=1e-15)


def test_a_batch_larger_than_the_table_is_the_table():
    whole = trained(replace(MIXED, batch_size="all"), 10)
    assert same(trained(replace(MIXED, batch_size=10**6), 10).parameters, whole.parameters)


def test_without_biases_there_are_only_weights():
    trainer = trained(replace(MIXED, bias=False), 5)
    assert len(trainer.parameters) == 4 * 3 + 3 * 1
    assert not any(layer.b.any() for layer in trainer.snapshot().layers)


def test_what_cannot_be_trained_says_why_and_stays_as_it_is():
    trainer = Trainer(experiment(data="two-three"))
    before = trainer.parameters
    for size in StepSize:
        with pytest.raises(ValueError, match="there is nothing to learn here"):
            take(trainer, size)
    assert same(before, trainer.parameters)
    assert trainer.position.epoch == 0


# Changes in the middle of a run.


def test_live_choices_change_in_the_middle_of_a_run():
    trainer = trained(MIXED, 5)
    faster = replace(MIXED, learning_rate=0.7, batch_size="all", shuffle=False, reduction="sum", epochs=9)
    trainer.change(faster)
    assert trainer.experiment == faster
    assert take(trainer, StepSize.BATCH).position == (6, 0, 8)


def test_from_the_change_on_training_goes_as_if_it_had_always_been_so():
    slow = replace(MIXED, shuffle=False)
    fast = replace(slow, learning_rate=0.9)
    trainer = Trainer(slow)
    trainer.change(fast)
    trainer.train(10)
    assert same(trainer.parameters, trained(fast, 10).parameters)


@pytest.mark.parametrize("change", [{"hidden": (4,)}, {"seed": 6}, {"loss": "half-squared-error"}, {"bias": False}])
def test_every_other_change_asks_for_a_new_start(change):
    trainer = Trainer(MIXED)
    with pytest.raises(ValueError, match="this change needs a new start"):
        trainer.change(replace(MIXED, **change))
    assert trainer.experiment == MIXED


def test_a_batch_that_has_begun_keeps_its_size():
    trainer = take(Trainer(replace(MIXED, batch_size=5)), StepSize.SAMPLE, StepSize.SAMPLE, StepSize.SAMPLE)
    trainer.change(replace(MIXED, batch_size=2))
    before = trainer.parameters
    assert take(trainer, StepSize.BATCH).position.row == 5
    assert not same(before, trainer.parameters)
    assert take(trainer, StepSize.BATCH).position.row == 7


# Where numbers end.


@pytest.mark.parametrize("size", list(StepSize))
def test_divergence_is_an_error_that_leaves_finite_parameters(size):
    trainer = Trainer(diverging())
    with pytest.raises(DivergedError, match=r"the numbers grew beyond all bounds.*Try a smaller learning rate"):
        take(trainer, *[size] * 1000)
    assert np.isfinite(trainer.parameters).all()
    assert np.isfinite(trainer.snapshot().predict(np.ones((1, 2)))).all()


def test_after_divergence_it_stands_where_the_last_finite_update_left_it():
    trainer = Trainer(diverging(batch_size=2))
    with pytest.raises(DivergedError) as stopped:
        trainer.train(1000)
    assert trainer.position == stopped.value.position
    assert trainer.position.row in (0, 2)
    again = take(Trainer(diverging(batch_size=2)), *[StepSize.EPOCH] * trainer.position.epoch)
    if trainer.position.row:
        take(again, StepSize.BATCH)
    assert same(again.parameters, trainer.parameters)


def test_after_divergence_one_can_go_back_a_little_and_on_at_a_smaller_rate():
    choices = diverging(batch_size="all")
    trainer = Trainer(choices)
    with pytest.raises(DivergedError):
        trainer.train(1000)
    epoch = trainer.position.epoch - 5
    walk_to_end(trainer.seek(epoch))
    trainer.change(replace(choices, learning_rate=1e-3))
    trainer.train(1)
    assert trainer.position.epoch == epoch + 1
    assert np.isfinite(trainer.parameters).all()


# Looking.


def test_the_history_has_a_point_for_the_start_and_for_every_epoch():
    trainer = take(Trainer(MIXED), StepSize.TEN_EPOCHS, StepSize.SAMPLE)
    curves = trainer.snapshot().curves
    assert curves.epochs.tolist() == list(range(11))
    assert curves.train_loss[-1] == trainer.metrics()[0].loss


def test_a_trainer_that_records_nothing_lands_on_the_same_bits():
    recording = Trainer(MIXED)
    recording.train(10)
    assert same(recording.parameters, trained(MIXED, 10).parameters)
    assert len(trained(MIXED, 10).snapshot().curves) == 0


def test_a_snapshot_stays_what_it_was():
    trainer = Trainer(MIXED)
    snapshot = trainer.snapshot()
    then = snapshot.parameters.copy()
    trainer.train(3)
    assert same(snapshot.parameters, then)
    assert (snapshot.epoch, len(snapshot.curves)) == (0, 1)
    with pytest.raises(ValueError, match="read-only"):
        snapshot.parameters[0] = 1.0
    assert snapshot.loss != trainer.snapshot().loss


def test_a_snapshot_predicts_for_inputs_as_one_reads_them():
    choices = Experiment(data="virus", scaling="standardise", seed=2)
    snapshot = Trainer(choices).snapshot()
    rows = snapshot.data.dataset.inputs
    x, output = snapshot.activations(rows)
    np.testing.assert_array_equal(x, snapshot.data.train.x)
    np.testing.assert_array_equal(output, snapshot.predict(rows))
    mean_loss = float(((output - snapshot.data.dataset.targets) ** 2).mean())
    assert snapshot.loss == pytest.approx(mean_loss, rel=1e-14)


def test_a_given_start_begins_with_the_given_numbers():
    plain = {"data": "or", "start": "given", "given": [{"weights": [[0.1, 0.2]], "biases": [0.3]}]}
    assert Trainer(Experiment.from_plain(plain)).parameters.tolist() == [0.1, 0.2, 0.3]
