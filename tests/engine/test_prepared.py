"""Rows are split once, by the seed, and scaled by what the experiment says."""

import math

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.prepared import PreparedData, prepare
from tests.engine.helpers import experiment


def prepared(seed: int = 0, **choices: object) -> PreparedData:
    return prepare(Experiment(data="breast-cancer", **choices), np.random.default_rng(seed))


def test_three_quarters_of_569_rows_are_426_and_143_stay_for_the_test():
    data = prepared(train_share=0.75)
    assert (len(data.train), len(data.test)) == (426, 143)


@pytest.mark.parametrize("shuffled", [False, True])
def test_every_row_is_in_exactly_one_part_with_its_own_target(shuffled):
    data = prepared(train_share=0.75, split_shuffled=shuffled)
    places = [*data.train.places, *data.test.places]
    assert sorted(places) == list(range(569))
    assert (places == list(range(569))) is not shuffled
    np.testing.assert_array_equal(np.vstack([data.train.x, data.test.x]), data.dataset.inputs[places])
    np.testing.assert_array_equal(np.vstack([data.train.y, data.test.y]), data.dataset.targets[places])


def test_the_split_depends_on_the_seed_alone():
    split = {seed: prepared(seed, train_share=0.75, split_shuffled=True).train.places for seed in (1, 2)}
    assert split[1] == prepared(1, train_share=0.75, split_shuffled=True).train.places
    assert split[1] != split[2]


def test_a_share_of_all_leaves_nothing_to_test_and_a_tiny_one_still_trains_on_a_row():
    assert (len(prepared().train), len(prepared().test)) == (569, 0)
    assert len(prepared(train_share=1e-6).train) == 1


def test_rows_without_targets_have_none():
    data = prepare(experiment(data="two-three"), np.random.default_rng(0))
    assert math.isnan(data.train.y[0, 0])


@pytest.mark.parametrize("scaling", ["none", "table-maximum", "standardise"])
def test_inputs_as_one_reads_them_are_scaled_like_the_rows(scaling):
    data = prepared(train_share=0.75, scaling=scaling)
    np.testing.assert_array_equal(data.scale(data.dataset.inputs[list(data.test.places)]), data.test.x)


def test_a_scaling_learns_its_figures_from_the_rows_that_train():
    data = prepared(train_share=0.75, scaling="standardise")
    np.testing.assert_allclose(data.train.x.mean(axis=0), 0.0, atol=1e-12)
    assert np.abs(data.test.x.mean(axis=0)).max() > 0.01


@pytest.mark.parametrize(
    ("weights", "least", "count"), [(10, 1, 10), (0, 1, 100), (10, 20, 20), (1000, 1, 1), (1, 1, 100)]
)
def test_of_too_many_rows_for_a_budget_some_stand_for_all(weights, least, count):
    train = prepared(train_share=200 / 569).train
    some = train.affordable(100, weights, least)
    assert len(some) == count
    assert some.places[0] == train.places[0]
    assert count == 1 or some.places[-1] == train.places[-1]
    np.testing.assert_array_equal(some.x, prepared().train.x[list(some.places)])


def test_few_rows_are_all_taken():
    train = prepared(train_share=50 / 569).train
    assert train.affordable(100, 1) is train


def test_nobody_can_write_into_what_is_trained_on():
    data = prepared(train_share=0.75)
    for array in (data.train.x, data.train.y, data.test.x, data.test.y, data.offset, data.divisor):
        assert not array.flags.writeable
