"""Checkpoints lie as close as memory allows, and those that matter stay."""

import numpy as np
import pytest

from engine.arrays import frozen
from engine.checkpoints import Checkpoint, Checkpoints, Place
from tests.engine.helpers import experiment


def checkpoint(epoch: int, row: int = 0, size: int = 100) -> Checkpoint:
    return Checkpoint(Place(epoch, row), experiment(), frozen(np.zeros(size)), None, 0, None, {})


def test_the_last_one_at_or_before_a_place_is_found():
    kept = Checkpoints()
    for epoch in (0, 10, 20):
        kept.add(checkpoint(epoch))
    assert kept.before(Place(10, 0)).place == (10, 0)
    assert kept.before(Place(19, 3)).place == (10, 0)
    assert kept.before(Place(99, 0)).place == (20, 0)


def test_before_the_first_there_is_none():
    kept = Checkpoints()
    kept.add(checkpoint(5))
    with pytest.raises(LookupError, match="at or before epoch 4, row 0"):
        kept.before(Place(4, 0))


def test_one_at_the_same_place_is_replaced():
    kept = Checkpoints()
    kept.add(checkpoint(1))
    newer = checkpoint(1)
    kept.add(newer)
    assert len(kept) == 1
    assert kept.before(Place(1, 0)) is newer


def test_memory_is_bounded_and_the_first_the_last_and_the_pinned_stay():
    kept = Checkpoints(budget=100_000)
    for epoch in range(2000):
        kept.add(checkpoint(epoch), pinned=epoch == 777)
    assert (
        sum(kept.before(Place(e, 0)).size for e in {kept.before(Place(e, 0)).place.epoch for e in range(2000)})
        < 110_000
    )
    assert kept.before(Place(0, 0)).place == (0, 0)
    assert kept.before(Place(1999, 0)).place == (1999, 0)
    assert kept.pinned_at(Place(777, 0)) is not None


def test_what_comes_after_a_place_can_be_forgotten():
    kept = Checkpoints()
    for epoch in range(10):
        kept.add(checkpoint(epoch), pinned=epoch == 8)
    kept.forget_after(Place(4, 0))
    assert kept.before(Place(99, 0)).place == (4, 0)
    assert kept.pinned_at(Place(8, 0)) is None
