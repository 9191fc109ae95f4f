"""A run pauses where the loss has long not been lower, at the same epoch however it came there."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.drawing import begun, with_rows
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.patience import best_of, next_pause, pauses_at
from engine.quantity import Quantity
from engine.trainer import Trainer
from tests.engine.helpers import moment, walk_to_end

# The loss on its test rows falls for six epochs and then rises; that on the other rows goes on falling.
OVERFITTING = Experiment(
    data="virus", hidden=(3,), activation=("tanh",), learning_rate=1.0, shuffle=True, train_share=0.6, seed=5
)
PATIENT = OVERFITTING.changed(patience=7)
EPOCHS = 60


def pauses_by_hand(epochs: list[int], losses: list[float], patience: int) -> list[int]:
    """One epoch after the other, as the rule says it."""
    best, since, found = losses[0], epochs[0], []
    for epoch, loss in zip(epochs[1:], losses[1:], strict=True):
        if loss < best:
            best, since = loss, epoch
        elif epoch - since >= patience:
            found.append(epoch)
            since = epoch
    return found


@st.composite
def curves(draw: st.DrawFn) -> tuple[list[int], list[float]]:
    """Recorded epochs, more and more of which are left out, and few different losses."""
    strides = sorted(draw(st.lists(st.sampled_from([1, 2, 4]), min_size=1, max_size=40)))
    epochs = np.cumsum([0, *strides]).tolist()
    losses = draw(st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.0, np.inf]), min_size=len(epochs), max_size=len(epochs)))
    return epochs, losses


@given(curves(), st.integers(1, 9), st.data())
def test_the_next_pause_is_the_one_that_counting_finds(curve, patience, data):
    epochs, losses = curve
    expected = pauses_by_hand(epochs, losses, patience)
    here = data.draw(st.integers(0, epochs[-1]))
    found = next_pause(np.array(epochs, dtype=float), np.array(losses), patience, here)
    assert found == next((epoch for epoch in expected if epoch > here), None)
    known = np.array(epochs, dtype=float), np.array(losses)
    assert [epoch for epoch in epochs if pauses_at(*known, patience, epoch)] == expected


def expected_pauses(choices: Experiment = PATIENT) -> list[int]:
    trainer = Trainer(choices)
    trainer.train(EPOCHS)
    curves = trainer.snapshot().curves
    return pauses_by_hand(curves.epochs.astype(int).tolist(), curves.test_loss.tolist(), choices.patience)


def pauses_of(trainer: Trainer, steps: Iterator[None], most: int = EPOCHS) -> list[int]:
    found = []
    for _ in steps:
        if trainer.lost_patience:
            found.append(trainer.place.epoch)
        if trainer.place.epoch >= most:
            break
    return found


def test_what_is_trained_on_overfits(each_engine):
    pauses = expected_pauses()
    assert len(pauses) > 1
    assert pauses[0] > PATIENT.patience


@pytest.mark.parametrize("seconds", [0.0, 1e-6, 1.0])
def test_control_comes_back_at_every_pause_however_much_is_done_at_once(each_engine, seconds):
    trainer = Trainer(PATIENT)
    assert pauses_of(trainer, trainer.advance_to(EPOCHS, seconds)) == expected_pauses()


def test_the_bits_are_those_of_a_run_without_patience(each_engine):
    trainer, same = Trainer(PATIENT), Trainer(OVERFITTING)
    walk_to_end(trainer.advance_to(EPOCHS, 1.0))
    walk_to_end(same.advance_to(EPOCHS, 1.0))
    assert moment(trainer)._replace(experiment=OVERFITTING) == moment(same)
    assert trainer.snapshot().curves.table.tobytes() == same.snapshot().curves.table.tobytes()


def test_nothing_beyond_a_pause_is_known_when_one_stops_there(each_engine):
    trainer, (first, *_) = Trainer(PATIENT), expected_pauses()
    for _ in trainer.advance_to(EPOCHS, 1.0):
        if trainer.lost_patience:
            break
    assert (trainer.place, trainer.furthest, trainer.snapshot().curves.epochs[-1]) == ((first, 0), first, first)


def test_after_a_pause_one_waits_as_long_again(each_engine):
    first, second, *_ = expected_pauses()
    assert second == first + PATIENT.patience


def test_a_run_through_the_past_pauses_where_it_did_before(each_engine):
    trainer, pauses = Trainer(PATIENT), expected_pauses()
    trainer.train(EPOCHS)
    walk_to_end(trainer.seek(2))
    assert pauses_of(trainer, trainer.advance_to(EPOCHS, 1.0)) == pauses


def test_steps_inside_a_batch_find_the_pause_at_the_end_of_the_epoch_alone():
    trainer, (first, *_) = Trainer(PATIENT), expected_pauses()
    trainer.train(first - 1)
    seen = []
    while trainer.position[:2] <= (first, 0):
        walk_to_end(trainer.advance(StepSize.LAYER))
        seen.append((trainer.position[:2], trainer.lost_patience))
    assert [position for position, lost in seen if lost] == [(first, 0)]


def test_without_rows_that_test_the_rows_that_train_count():
    choices = PATIENT.changed(train_share=1.0, learning_rate=8.0, patience=3)
    trainer = Trainer(choices)
    found = pauses_of(trainer, trainer.advance_to(EPOCHS))
    curves = trainer.snapshot().curves
    assert found
    assert found == pauses_by_hand(curves.epochs.astype(int).tolist(), curves.train_loss.tolist(), 3)
    assert not trainer.best.of_test


def test_without_patience_nothing_pauses():
    trainer = Trainer(OVERFITTING)
    assert pauses_of(trainer, trainer.advance_to(EPOCHS)) == []


def test_patience_may_change_at_any_time_and_moves_no_weight():
    trainer = Trainer(OVERFITTING)
    trainer.train(20)
    before = trainer.parameters
    trainer.change(PATIENT)
    assert trainer.parameters is before
    walk_to_end(trainer.back(StepSize.EPOCH))
    assert trainer.experiment.patience == 7
    assert pauses_of(trainer, trainer.advance_to(EPOCHS)) == [epoch for epoch in expected_pauses() if epoch > 19]


def test_another_way_pauses_by_its_own_losses():
    trainer = Trainer(PATIENT)
    trainer.train(4)
    trainer.edit(Quantity("weight", 2, 0, 1), 5.0)
    found = pauses_of(trainer, trainer.advance_to(EPOCHS))
    curves = trainer.snapshot().curves
    assert found == pauses_by_hand(curves.epochs.astype(int).tolist(), curves.test_loss.tolist(), 7)


def test_the_best_epoch_is_the_first_of_the_lowest_losses():
    trainer = Trainer(PATIENT)
    trainer.train(EPOCHS)
    curves = trainer.snapshot().curves
    losses = curves.test_loss
    assert (trainer.best.epoch, trainer.best.loss) == (losses.argmin(), losses.min())
    assert trainer.best.of_test
    assert best_of(curves, True, 0, 3).epoch == losses[:4].argmin()


def test_before_the_first_recorded_epoch_one_waits_from_that_one():
    epochs, losses = np.array([20.0, 24.0, 28.0]), np.array([1.0, 1.0, 1.0])
    assert next_pause(epochs, losses, 8, 18) == 28
    assert next_pause(epochs[:0], losses[:0], 8, 18) is None
    assert not pauses_at(epochs[:0], losses[:0], 8, 18)


# Other rows have other losses.


def give_harder_rows(trainer: Trainer) -> None:
    """Add all inputs twice, once with each answer: the loss will never be as low as before."""
    table = begun(trainer.experiment.table, "mine")
    for answer in (0.0, 1.0):
        table = with_rows(table, trainer.experiment.table.inputs, np.array([answer]))
    trainer.change(trainer.experiment.changed(data="own", own=table))


def changed_at_20() -> Trainer:
    trainer = Trainer(PATIENT)
    trainer.train(20)
    give_harder_rows(trainer)
    return trainer


def test_with_other_rows_one_waits_anew(each_engine):
    trainer = changed_at_20()
    assert not trainer.lost_patience
    found = pauses_of(trainer, trainer.advance_to(100, 1.0), 100)
    curves = trainer.snapshot().curves
    epochs, losses = curves.epochs.astype(int).tolist(), curves.test_loss.tolist()
    assert found
    assert found == pauses_by_hand(epochs[20:], losses[20:], 7)
    assert found != [epoch for epoch in pauses_by_hand(epochs, losses, 7) if epoch > 20]


def test_the_best_epoch_is_one_with_the_rows_of_now():
    trainer = changed_at_20()
    trainer.train(30)
    losses = trainer.snapshot().curves.test_loss
    assert losses[:20].min() < losses[20:].min()
    assert (trainer.best.epoch, trainer.snapshot().same_data) == (20 + losses[20:].argmin(), (20, 50))
    walk_to_end(trainer.seek(15))
    assert (trainer.best.epoch, trainer.snapshot().same_data) == (losses[:16].argmin(), (0, 19))


def test_another_way_from_before_the_change_has_the_rows_of_then():
    trainer = changed_at_20()
    trainer.train(5)
    walk_to_end(trainer.seek(10))
    trainer.change(trainer.experiment.changed(learning_rate=0.5))
    trainer.train(20)
    assert trainer.snapshot().same_data == (0, 30)
