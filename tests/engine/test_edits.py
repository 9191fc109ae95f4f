"""Changes by hand: weights that are set, settings that are changed, runs that are left and entered again."""

from dataclasses import replace

import numpy as np
import pytest

from engine.batch import Place
from engine.change import Change
from engine.experiment import Experiment
from engine.experiment_fields import GivenLayer
from engine.ladder import StepSize
from engine.live_fields import LIMITS, LIVE_FIELDS
from engine.quantity import Quantity
from engine.trainer import DivergedError, Trainer
from tests.engine.helpers import MIXED, Alone, after, diverging, moment, trained, walk_to_end, whole

pytestmark = pytest.mark.usefixtures("each_engine")

W = Quantity("weight", 1, 2, 3)
B = Quantity("bias", 2, 0)
PLAIN = replace(MIXED, shuffle=False)
OTHER_SETTINGS = {
    **{"learning_rate": 0.7, "batch_size": 2, "shuffle": False, "reduction": "sum"},
    **{"optimizer": "adam", "momentum": 0.5, "weight_decay": 0.1, "schedule": "one-cycle", "schedule_epochs": 5},
    **{"l1": 0.01, "l2": 0.1, "clip": 0.2, "dropout": 0.5},
}


def beginning_with(trainer: Trainer, choices: Experiment) -> Experiment:
    """An experiment whose start is what a trainer's weights are now."""
    layers = choices.architecture.layers(trainer.parameters)
    given = tuple(GivenLayer(tuple(map(tuple, layer.W.tolist())), tuple(layer.b.tolist())) for layer in layers)
    return replace(choices, start="given", given=given)


def value_of(trainer: Trainer, parameter: Quantity) -> float:
    return float(trainer.parameters[trainer.experiment.architecture.place_of(parameter)])


# Weights and biases.


def test_an_edit_at_the_furthest_place_sets_one_number_and_training_goes_on_from_there():
    trainer = after(PLAIN, 5)
    before = trainer.parameters.copy()
    trainer.edit(W, 1.5)
    assert value_of(trainer, W) == 1.5
    assert (trainer.parameters != before).sum() == 1
    straight = trained(beginning_with(trainer, PLAIN), 7)
    trainer.train(7)
    assert trainer.parameters.tobytes() == straight.parameters.tobytes()
    assert trainer.snapshot().ghosts == ()


def test_an_edit_between_epochs_is_seen_in_the_curves():
    trainer = after(MIXED, 5)
    before = trainer.snapshot().curves.train_loss
    trainer.edit(W, 1.5)
    curves = trainer.snapshot().curves
    assert curves.epochs.tolist() == list(range(6))
    assert curves.train_loss[-1] == trainer.metrics()[0].loss != before[-1]
    np.testing.assert_array_equal(curves.train_loss[:-1], before[:-1])


def test_an_edit_at_the_start_begins_with_another_number():
    trainer = Trainer(PLAIN)
    trainer.edit(B, -2.0)
    straight = trained(beginning_with(trainer, PLAIN), 3)
    trainer.train(3)
    assert trainer.parameters.tobytes() == straight.parameters.tobytes()
    walk_to_end(trainer.seek(0))
    assert value_of(trainer, B) == -2.0


def test_an_edit_in_the_past_leaves_what_came_after_as_a_ghost():
    trainer = after(MIXED, 10)
    curves = trainer.snapshot().curves
    walk_to_end(trainer.seek(4))
    trainer.edit(W, 1.5)
    snapshot = trainer.snapshot()
    assert snapshot.furthest == 4
    assert snapshot.curves.epochs.tolist() == list(range(5))
    (ghost,) = snapshot.ghosts
    trainer.train(9)
    for one in (ghost, trainer.snapshot().ghosts[0]):
        assert one.epochs.tolist() == list(range(11))
        np.testing.assert_array_equal(one.train_loss, curves.train_loss)
    assert trainer.snapshot().curves.epochs.tolist() == list(range(14))


def test_an_edit_in_the_middle_of_a_batch_keeps_the_place_and_is_walked_through_again():
    trainer = after(MIXED, 2, StepSize.BATCH, StepSize.SAMPLE, StepSize.NEURON, StepSize.TERM)
    here, before = (trainer.position, trainer.place, trainer.cursor), trainer.walk
    trainer.edit(W, 1.5)
    walk = trainer.walk
    assert (trainer.position, trainer.place, trainer.cursor) == here
    assert walk.value(W) == value_of(trainer, W) == 1.5
    assert walk.batch.table_rows.tolist() == before.batch.table_rows.tolist()
    assert walk.traced("loss", 2).result.tolist() != before.traced("loss", 2).result.tolist()
    expected = walk.layers_after
    walk_to_end(trainer.advance(StepSize.BATCH))
    assert trainer.parameters.tobytes() == MIXED.architecture.flat([(layer.W, layer.b) for layer in expected]).tobytes()


def test_a_walk_that_an_edit_has_made_untrue_is_shown_no_more():
    trainer = after(MIXED, 2)
    assert trainer.walk is not None
    trainer.edit(W, 1.5)
    assert trainer.walk is None
    walk_to_end(trainer.advance(StepSize.BATCH))
    assert trainer.walk.value(W) == 1.5


STANDS = [(), (StepSize.BATCH,), (StepSize.TERM,), (StepSize.BATCH, StepSize.SAMPLE, StepSize.NEURON)]


@pytest.mark.parametrize("sizes", STANDS)
@pytest.mark.parametrize("epochs", [0, 4])
def test_going_over_an_edit_again_takes_it_up(epochs, sizes):
    trainer = after(MIXED, epochs, *sizes)
    trainer.edit(W, 1.5)
    edited = moment(trainer)
    trainer.train(6)
    end = moment(trainer)
    walk_to_end(trainer.seek(max(0, epochs - 1)))
    walk_to_end(trainer.advance_to(epochs + 6))
    assert moment(trainer) == end
    walk_to_end(trainer.jump(edited.place, edited.cursor))
    assert moment(trainer) == edited


@pytest.mark.parametrize("sizes", STANDS)
@pytest.mark.parametrize("size", [size for size in StepSize if not size.epochs])
def test_steps_back_over_an_edit_and_forth_again_take_it_up(sizes, size):
    trainer = after(MIXED, 1, *sizes)
    trainer.edit(W, 1.5)
    walk_to_end(trainer.advance(size))
    start = moment(trainer)
    for _ in range(3):
        walk_to_end(trainer.back(size))
    for _ in range(3):
        walk_to_end(trainer.advance(size))
    assert moment(trainer) == start


def test_of_several_edits_at_one_place_all_are_kept():
    trainer = after(MIXED, 3)
    trainer.edit(W, 1.5)
    trainer.edit(B, -1.0)
    trainer.edit(W, 2.5)
    trainer.train(2)
    walk_to_end(trainer.seek(3))
    assert (value_of(trainer, W), value_of(trainer, B)) == (2.5, -1.0)


@pytest.mark.parametrize(
    ("parameter", "value", "error"),
    [
        (W, float("nan"), ValueError),
        (W, float("inf"), ValueError),
        (B, float("-inf"), ValueError),
        (Quantity("weight", 1, 3, 0), 1.0, IndexError),
        (Quantity("weight", 3, 0, 0), 1.0, IndexError),
        (Quantity("delta", 1, 0), 1.0, IndexError),
    ],
)
@pytest.mark.parametrize("sizes", STANDS)
def test_what_is_no_number_or_no_parameter_is_refused_and_changes_nothing(sizes, parameter, value, error):
    trainer = Alone(MIXED, 3, *sizes)
    before = whole(trainer)
    with pytest.raises(error):
        trainer.edit(parameter, value)
    assert whole(trainer) == before
    assert trainer.undoes is None


def test_a_network_without_biases_has_none_to_set():
    trainer = Trainer(replace(MIXED, bias=False))
    with pytest.raises(IndexError, match="there is no bias of layer 2, neuron 0"):
        trainer.edit(B, 1.0)


def test_a_snapshot_taken_before_an_edit_stays_what_it_was():
    snapshot = (trainer := after(MIXED, 3)).snapshot()
    then = snapshot.parameters.tobytes(), snapshot.curves.train_loss.tolist()
    trainer.edit(W, 1.5)
    trainer.train(3)
    assert (snapshot.parameters.tobytes(), snapshot.curves.train_loss.tolist()) == then


# Settings.


def test_a_change_of_settings_in_the_past_leaves_a_ghost_and_is_known_by_its_fields():
    trainer = Alone(MIXED, 6)
    walk_to_end(trainer.seek(2))
    trainer.change(replace(MIXED, learning_rate=0.7, reduction="sum", epochs=5))
    snapshot = trainer.snapshot()
    assert trainer.undoes == Change("settings", fields=("reduction", "learning_rate", "epochs"))
    assert [len(ghost) for ghost in snapshot.ghosts] == [7]


@pytest.mark.parametrize("field", sorted(OTHER_SETTINGS))
@pytest.mark.parametrize("sizes", STANDS)
def test_every_live_setting_forks_and_is_taken_up_again(sizes, field):
    trainer = after(MIXED, 3, *sizes)
    trainer.change(replace(MIXED, **{field: OTHER_SETTINGS[field]}))
    changed = moment(trainer)
    trainer.train(3)
    end = moment(trainer)
    walk_to_end(trainer.seek(1))
    assert trainer.experiment == MIXED
    walk_to_end(trainer.advance_to(end.place.epoch))
    assert moment(trainer) == end
    walk_to_end(trainer.jump(changed.place, changed.cursor))
    assert moment(trainer) == changed


def test_every_live_setting_is_tried_here():
    assert {*OTHER_SETTINGS, *LIMITS} == LIVE_FIELDS


def test_the_number_of_epochs_alone_moves_no_weight_and_forks_nothing():
    trainer = Alone(MIXED, 6)
    walk_to_end(trainer.seek(2))
    before = whole(trainer)
    trainer.change(replace(MIXED, epochs=77))
    assert trainer.experiment.epochs == 77
    assert whole(trainer) == before
    assert trainer.undoes == Change("settings", fields=("epochs",))
    walk_to_end(trainer.seek(6))
    assert trainer.experiment.epochs == 77


def test_a_change_to_what_is_already_so_is_none():
    trainer = Alone(MIXED, 6)
    walk_to_end(trainer.seek(2))
    trainer.change(MIXED)
    assert trainer.undoes is None
    assert trainer.furthest == 6


def test_a_batch_that_was_left_again_by_steps_back_begins_with_the_settings_of_now():
    trainer = after(PLAIN, 1, StepSize.TERM)
    trainer.edit(W, 1.5)
    walk_to_end(trainer.back(StepSize.TERM))
    trainer.change(replace(PLAIN, batch_size=2))
    walk_to_end(trainer.advance(StepSize.BATCH))
    assert trainer.place == Place(1, 2)


def test_a_change_before_a_batch_that_was_left_again_leaves_the_order_of_the_rows():
    trainer = after(MIXED, 1, StepSize.TERM)
    rows = trainer.walk.batch.table_rows.tolist()
    trainer.edit(W, 1.5)
    trainer.train(3)
    walk_to_end(trainer.seek(1))
    trainer.edit(B, 1.5)
    walk_to_end(trainer.advance(StepSize.TERM))
    assert trainer.walk.batch.table_rows.tolist() == rows


# Divergence.


def test_where_training_diverged_one_stands_before_the_batch_that_did_it():
    trainer = Trainer(diverging(batch_size=2))
    trainer.edit(Quantity("weight", 1, 0, 0), 1e200)
    start = moment(trainer)
    walk_to_end(trainer.advance(StepSize.SAMPLE))
    with pytest.raises(DivergedError):
        walk_to_end(trainer.advance(StepSize.SAMPLE))
    assert moment(trainer) == start


def test_a_batch_that_diverged_is_walked_again_with_the_same_rows():
    linear = replace(MIXED, batch_size=5, activation=("linear",), output_activation="linear")
    trainer = after(linear, 1, StepSize.TERM)
    trainer.change(replace(trainer.experiment, batch_size=2))
    trainer.edit(W, 1e200)
    rows = trainer.walk.batch.table_rows.tolist()
    for _ in range(2):
        walk_to_end(trainer.advance(StepSize.TERM))
        assert trainer.walk.batch.table_rows.tolist() == rows
        with pytest.raises(DivergedError):
            walk_to_end(trainer.advance(StepSize.BATCH))


def test_after_divergence_at_the_beginning_of_an_epoch_its_order_is_still_open():
    trainer = Trainer(diverging(batch_size="all", shuffle=True))
    with pytest.raises(DivergedError):
        trainer.train(1000)
    assert trainer.place.epoch > 0
    trainer.change(replace(trainer.experiment, shuffle=False, learning_rate=1e-9))
    walk_to_end(trainer.advance(StepSize.TERM))
    assert trainer.walk.batch.table_rows.tolist() == [0, 1, 2, 3]
