"""Checkpoints lie as close as memory allows, and those that matter stay."""

import numpy as np

from engine.arrays import frozen
from engine.batch import Place
from engine.checkpoints import Checkpoint, Checkpoints
from tests.engine.helpers import experiment


def checkpoint(epoch: int, row: int = 0, size: int = 100) -> Checkpoint:
    return Checkpoint(
        Place(epoch, row), experiment(), frozen(np.zeros(size)), frozen(np.zeros((0, size))), None, 0, {}, {}
    )


def test_the_last_one_before_a_place_is_found_so_that_the_batch_that_leads_there_is_walked_again():
    kept = Checkpoints()
    for epoch in (0, 10, 20):
        kept.add(checkpoint(epoch))
    assert kept.before(Place(10, 0)).place == (0, 0)
    assert kept.before(Place(10, 1)).place == (10, 0)
    assert kept.before(Place(19, 3)).place == (10, 0)
    assert kept.before(Place(99, 0)).place == (20, 0)


def test_the_first_stands_for_its_own_place_too():
    kept = Checkpoints()
    kept.add(checkpoint(0))
    assert kept.before(Place(0, 0)).place == (0, 0)


def test_one_at_the_same_place_is_replaced():
    kept = Checkpoints()
    kept.add(checkpoint(1))
    newer = checkpoint(1)
    kept.add(newer)
    assert len(kept) == 1
    assert kept.before(Place(2, 0)) is newer


def test_memory_is_bounded_and_the_first_the_last_and_the_pinned_stay():
    kept = Checkpoints(budget=100_000)
    for epoch in range(2000):
        kept.add(checkpoint(epoch), pinned=epoch == 777)
    assert (
        sum(kept.before(Place(e, 0)).size for e in {kept.before(Place(e, 0)).place.epoch for e in range(2000)})
        < 110_000
    )
    assert kept.before(Place(0, 0)).place == (0, 0)
    assert kept.before(Place(2000, 0)).place == (1999, 0)
    assert kept.pinned_at(Place(777, 0)) is not None


def test_a_fork_shares_the_past_and_leaves_what_comes_after_to_the_other():
    kept = Checkpoints()
    for epoch in range(10):
        kept.add(checkpoint(epoch), pinned=epoch in (2, 8))
    fork = kept.forked(Place(4, 0))
    fork.add(checkpoint(5, row=1))
    assert fork.before(Place(5, 0)).place == (4, 0)
    assert fork.pinned_at(Place(2, 0)) is kept.pinned_at(Place(2, 0))
    assert fork.pinned_at(Place(8, 0)) is None
    assert len(fork) == 6
    assert len(kept) == 10


def test_a_smaller_budget_thins_what_is_kept():
    kept = Checkpoints()
    for epoch in range(1000):
        kept.add(checkpoint(epoch), pinned=epoch == 500)
    kept.limit(100_000)
    assert len(kept) < 40
    assert kept.pinned_at(Place(500, 0)) is not None
    assert kept.before(Place(1, 0)).place == (0, 0)
