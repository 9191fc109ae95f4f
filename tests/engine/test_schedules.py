"""The learning rate along a run: worked out from the position alone, and shown as it is used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ladder import StepSize
from engine.schedules import Schedule, schedules
from engine.trainer import Trainer
from tests.engine.helpers import MIXED, experiment, walk_to_end

BASE = 0.5


def rates(name: str, length: int, epochs: int, batches: int = 1) -> list[float]:
    """The rate of every batch."""
    rate = schedules[name].rate
    return [rate(BASE, length, epoch, batch, batches) for epoch in range(epochs) for batch in range(batches)]


def test_a_constant_rate_is_the_base_rate():
    assert rates("constant", 3, 10, 2) == [BASE] * 20


def test_steps_divide_the_rate_by_ten():
    assert rates("step", 2, 6) == pytest.approx([BASE] * 2 + [BASE / 10] * 2 + [BASE / 100] * 2)


def test_a_cosine_is_half_way_down_in_its_middle_and_stays_at_its_end():
    found = rates("cosine", 10, 14)
    assert (found[0], found[5]) == (BASE, pytest.approx(BASE / 2))
    assert found[10:] == [0.0] * 4
    assert found[:11] == sorted(found[:11], reverse=True)


@pytest.mark.parametrize("schedule", [each.name for each in schedules])
def test_without_any_row_there_is_the_rate_of_a_first_batch(schedule):
    one = experiment(schedule=schedule, schedule_epochs=10)
    assert one.rate_at(0, 0, 0) == one.rate_at(0, 0, 1)


def test_one_cycle_goes_up_and_then_far_down_batch_by_batch_and_stays():
    found = rates("one-cycle", 10, 12, batches=5)
    top = found.index(max(found))
    assert (found[0], found[top], found[49]) == pytest.approx((BASE / 25, BASE, BASE / 250_000))
    assert top == 14
    assert found[:15] == sorted(found[:15])
    assert found[14:50] == sorted(found[14:50], reverse=True)
    assert found[50:] == [found[49]] * 10


@given(
    schedule=st.sampled_from(list(schedules)),
    length=st.integers(1, 10**9),
    epoch=st.integers(0, 10**9),
    batches=st.integers(1, 10**6),
    share=st.floats(0, 1, exclude_max=True),
)
def test_a_rate_is_never_negative_and_never_above_the_base_rate(schedule: Schedule, length, epoch, batches, share):
    rate = schedule.rate(BASE, length, epoch, int(share * batches), batches)
    assert 0 <= rate <= BASE * (1 + 1e-15)


@pytest.mark.parametrize("schedule", schedules.names)
def test_the_rate_that_is_shown_is_that_of_the_next_batch(schedule):
    trainer = Trainer(MIXED.changed(schedule=schedule, schedule_epochs=3))
    for _ in range(25):
        shown = trainer.snapshot().learning_rate
        walk_to_end(trainer.advance(StepSize.BATCH))
        assert trainer.walk is not None
        assert trainer.walk.batch.learning_rate == shown


def test_another_rate_in_the_middle_is_taken_as_the_base_from_there_on():
    trainer = Trainer(MIXED.changed(schedule="step", schedule_epochs=2))
    trainer.train(2)
    trainer.change(trainer.experiment.changed(learning_rate=1.0))
    assert trainer.snapshot().learning_rate == pytest.approx(0.1)
    walk_to_end(trainer.seek(1))
    assert trainer.snapshot().learning_rate == MIXED.learning_rate
