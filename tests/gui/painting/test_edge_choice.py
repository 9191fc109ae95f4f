"""Which edges are drawn: all of few, the strongest of many, and the same ones while they hardly change."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.painting.edge_choice import ADVANTAGE, MOST_EDGES, EdgeChoice, strongest

MILLION = (784, 1024, 256, 10)
BIG = (30, 40, 20)


def weights_of(sizes, seed=0):
    count = sum(a * b for a, b in pairwise(sizes))
    return np.random.default_rng(seed).normal(size=count)


def exact(sizes, weights):
    """The strongest of each layer, by sorting."""
    counts = [a * b for a, b in pairwise(sizes)]
    share, start, chosen = MOST_EDGES // len(counts), 0, []
    for count in counts:
        order = np.argsort(-np.abs(weights[start : start + count]), kind="stable")
        chosen += (start + order[:share]).tolist()
        start += count
    return sorted(chosen)


@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), (7, *[8] * 6, 1), (20, 20)])
def test_all_edges_are_drawn_up_to_the_limit(sizes):
    weights = weights_of(sizes)
    assert EdgeChoice().of(sizes, weights).tolist() == list(range(len(weights)))


@pytest.mark.parametrize("sizes", [(20, 21), BIG, MILLION, (2, 1024, 1024, 1)])
def test_beyond_it_the_strongest_of_each_layer_are_drawn(sizes):
    weights = weights_of(sizes)
    assert EdgeChoice().of(sizes, weights).tolist() == exact(sizes, weights)


@given(st.integers(0, 2**32 - 1), st.floats(0.0, 2.0))
def test_what_was_drawn_before_gives_way_only_to_what_is_clearly_stronger(seed, change):
    rng = np.random.default_rng(seed)
    before = rng.normal(size=1200)
    after = before + change * rng.normal(size=1200)
    (old,) = strongest((30, 40), before)
    (new,) = strongest((30, 40), after, [old])
    size = np.abs(after)
    assert len(new) == len(set(new.tolist())) == MOST_EDGES
    left, come = np.setdiff1d(old, new), np.setdiff1d(new, old)
    if len(come):
        assert size[come].min() >= size[left].max() * ADVANTAGE * (1 - 1e-12)
    # Whatever is drawn is among the strongest, up to that advantage.
    hidden = np.setdiff1d(np.arange(1200), new)
    assert size[hidden].max() <= size[new].min() * ADVANTAGE * (1 + 1e-12)


def test_edges_of_nearly_the_same_weight_do_not_flicker():
    rng = np.random.default_rng(0)
    weights, choice = weights_of(BIG), EdgeChoice()
    shown = [choice.of(BIG, weights * (1 + 0.01 * rng.uniform(-1, 1, len(weights)))).tolist() for _ in range(30)]
    assert all(edges == shown[0] for edges in shown)


def test_the_same_weights_are_looked_at_once():
    weights, choice = weights_of(BIG), EdgeChoice()
    assert choice.of(BIG, weights) is choice.of(BIG, weights)
    assert choice.of(BIG, weights) is not choice.of(BIG, weights.copy())


def test_weights_that_are_no_numbers_leave_what_is_drawn_as_it_is():
    weights, choice = weights_of(BIG), EdgeChoice()
    before = choice.of(BIG, weights).tolist()
    assert choice.of(BIG, np.full_like(weights, np.nan)).tolist() == before
