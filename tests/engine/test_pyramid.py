"""The pyramid finds the extremes that looking at every point finds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.pyramid import GROUP, Pyramid, cover, extremes, runs

NUMBERS = st.one_of(
    st.floats(-3, 3).map(lambda number: round(number, 1)), st.sampled_from([math.nan, math.inf, -math.inf])
)


@st.composite
def tables(draw, most: int = 2000):
    """Points of two figures: few different numbers, so that many are equal, and some that are not finite."""
    count = draw(st.integers(1, most))
    seed = draw(st.integers(0, 2**32 - 1))
    few = np.array(draw(st.lists(NUMBERS, min_size=1, max_size=12)))
    return np.random.default_rng(seed).choice(few, (2, count))


def built(points, pieces: int) -> Pyramid:
    """A pyramid to which the points came in so many pieces."""
    pyramid = Pyramid()
    for stop in np.linspace(0, points.shape[1], pieces + 1).astype(int)[1:]:
        pyramid.extend(points[:, :stop])
    return pyramid


def levels_of(pyramid: Pyramid, figure: int):
    return [(level[figure], level[2 + figure]) for level in pyramid.levels]


def ends(values, places):
    """The first of the places with the lowest and with the highest finite number, found one by one."""
    low = high = None
    for place in places:
        if not math.isfinite(values[place]):
            continue
        if low is None or values[place] < values[low]:
            low = place
        if high is None or values[place] > values[high]:
            high = place
    return low, high


@given(tables(), st.integers(1, 60))
def test_each_entry_tells_where_the_extremes_of_its_group_are(points, pieces):
    pyramid = built(points, pieces)
    for height, level in enumerate(pyramid.levels, start=1):
        size = GROUP**height
        assert level.shape == (4, points.shape[1] // size)
        for figure, values in enumerate(points):
            for number in range(level.shape[1]):
                low, high = ends(values, range(number * size, (number + 1) * size))
                if low is not None:
                    assert (level[figure, number], level[2 + figure, number]) == (low, high)
    assert points.shape[1] // GROUP ** (len(pyramid.levels) + 1) == 0


@given(tables(), tables(), st.data())
def test_a_cut_pyramid_is_as_one_of_its_own_and_leaves_the_other_alone(points, more, data):
    whole = built(points, 3)
    before = [level.copy() for level in whole.levels]
    count = data.draw(st.integers(0, points.shape[1]))
    cut = whole.cut(count)
    joined = np.concatenate([points[:, :count], more], axis=1)
    cut.extend(joined)
    fresh = built(joined, 1).levels
    assert len(fresh) == len([level for level in cut.levels if level.size])
    for one, other in zip(cut.levels, fresh, strict=False):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(whole.levels, before, strict=True):
        np.testing.assert_array_equal(one, other)


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 14))
def test_runs_cover_all_places_once_and_begin_where_their_length_goes_in(start, length, doublings):
    places = []
    for run, size in runs(start, start + length, doublings):
        for first in run:
            assert first % 2**size == 0
            places += range(first, first + 2**size)
    assert places == list(range(start, start + length))


@st.composite
def uneven(draw, most: int = 3000):
    """Rising epochs with gaps of very different lengths."""
    count = draw(st.integers(2, most))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    gaps = generator.choice([1, 1, 1, draw(st.integers(1, 1000))], count)
    return np.cumsum(gaps).astype(float)


@given(uneven(), st.data())
def test_bins_cover_all_places_once_and_none_of_several_points_is_wide(epochs, data):
    start = data.draw(st.integers(0, len(epochs) - 2))
    stop = data.draw(st.integers(start + 1, len(epochs)))
    bins = data.draw(st.integers(1, 300))
    first, sizes = cover(epochs, start, stop, bins)
    last = first + 2**sizes - 1
    assert (first[0], last[-1]) == (start, stop - 1)
    np.testing.assert_array_equal(first[1:], last[:-1] + 1)
    widest = 2 * (epochs[stop - 1] - epochs[start]) / bins
    assert ((epochs[last] - epochs[first] <= widest) | (sizes == 0)).all()


@given(tables(), st.data())
def test_the_extremes_of_bins_are_those_that_looking_at_every_point_finds(points, data):
    count = points.shape[1]
    start = data.draw(st.integers(0, count - 1))
    stop = data.draw(st.integers(start + 1, count))
    first, sizes = cover(np.arange(float(count)), start, stop, data.draw(st.integers(1, 100)))
    pyramid = built(points, 2)
    for figure, values in enumerate(points):
        low, high = extremes(values, levels_of(pyramid, figure), first, sizes)
        for number, (begin, size) in enumerate(zip(first, sizes, strict=True)):
            expected = ends(values, range(begin, begin + 2**size))
            if expected[0] is None:
                assert not math.isfinite(values[low[number]])
                assert not math.isfinite(values[high[number]])
            else:
                assert (low[number], high[number]) == expected


@pytest.mark.parametrize("count", [10_000, 100_000, 1_000_000])
@pytest.mark.parametrize("bins", [50, 300])
def test_the_number_of_bins_does_not_depend_on_the_number_of_points(count, bins):
    first, _ = cover(np.arange(float(count)), 3, count - 5, bins)
    assert bins / 2 <= len(first) <= bins + 64


def test_bins_are_no_narrower_where_there_are_more_points():
    epochs = np.concatenate([np.arange(10_000), np.arange(10_000, 650_000, 64)]).astype(float)
    first, _ = cover(epochs, 0, len(epochs), 100)
    early = (epochs[first] < 65_000).sum()
    assert 5 <= early <= 15
