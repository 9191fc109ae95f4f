"""A history grows little with the run, shows all that can be seen of it, and never changes what it has handed out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history import DENSE, FIGURES, Curves, History, recorded, stride_at
from engine.metrics import NO_METRICS, Metrics
from tests.engine.test_pyramid import NUMBERS, uneven


def filled(losses: "list[float] | np.ndarray") -> History:
    history = History()
    for epoch, loss in enumerate(losses):
        history.append(epoch, Metrics(float(loss), 0.5), Metrics(float(loss) * 2, None))
    return history


def curves_of(epochs, losses) -> Curves:
    """Curves whose loss on the rows that train is given; there is no other figure."""
    history = History()
    history.extend(epochs, np.column_stack([losses, np.full((len(losses), 3), np.nan)]))
    return history.curves()


def test_curves_show_what_was_appended_in_order():
    curves = filled([4.0, 3.0, 2.0]).curves()
    assert len(curves) == 3
    assert curves.epochs.tolist() == [0, 1, 2]
    assert curves.train_loss.tolist() == [4, 3, 2]
    assert curves.test_loss.tolist() == [8, 6, 4]
    assert curves.train_accuracy.tolist() == [0.5] * 3


def test_where_there_is_no_figure_there_is_nan():
    history = History()
    history.append(0, NO_METRICS, NO_METRICS)
    curves = history.curves()
    assert np.isnan([curves.values(figure) for figure in FIGURES]).all()


def test_many_epochs_at_once_are_the_same_as_one_after_the_other():
    figures = np.random.default_rng(0).random((3000, 4))
    figures[5, 3] = np.nan
    one, other = History(), History()
    for epoch, (train_loss, train_accuracy, test_loss, test_accuracy) in enumerate(figures):
        one.append(3 * epoch, Metrics(train_loss, train_accuracy), Metrics(test_loss, test_accuracy))
    for start in range(0, 3000, 700):
        other.extend(3 * np.arange(3000.0)[start : start + 700], figures[start : start + 700])
    np.testing.assert_array_equal(one.curves().table, other.curves().table)
    assert len(one.curves().levels) == len(other.curves().levels) == 3
    for level, twin in zip(one.curves().levels, other.curves().levels, strict=True):
        np.testing.assert_array_equal(level, twin)
    np.testing.assert_array_equal(one.curves().test_accuracy, figures[:, 3])
    assert one.last_epoch == other.last_epoch == 3 * 2999


# Which epochs are recorded.


def test_up_to_a_bound_every_epoch_is_recorded_and_beyond_each_doubling_half_as_many():
    assert all(map(recorded, range(DENSE + 1)))
    for doublings in range(6):
        start = DENSE << doublings
        found = [epoch for epoch in range(start + 1, 2 * start + 1) if recorded(epoch)]
        assert found == list(range(start + 2 ** (doublings + 1), 2 * start + 1, 2 ** (doublings + 1)))


@given(st.integers(0, 10**12))
def test_the_stride_is_the_least_power_of_two_that_keeps_the_points_few(epoch):
    stride = stride_at(epoch)
    assert stride & (stride - 1) == 0
    assert epoch <= stride * DENSE
    assert stride == 1 or epoch > stride // 2 * DENSE


def recorded_up_to(last: int) -> np.ndarray:
    """All epochs that are recorded of a long run."""
    parts, start = [np.arange(DENSE + 1)], DENSE
    while start < last:
        parts.append(np.arange(start, 2 * start, stride_at(start + 1))[1:])
        start *= 2
        parts.append(np.array([start]))
    epochs = np.concatenate(parts)
    return epochs[epochs <= last]


@pytest.mark.parametrize(("last", "points", "megabytes"), [(10**6, 65_000, 4), (10**9, 150_000, 9)])
def test_memory_hardly_grows_with_the_length_of_the_run(last, points, megabytes):
    epochs = recorded_up_to(last)
    assert all(recorded(int(epoch)) for epoch in epochs[::97])
    history = History()
    for part in np.array_split(epochs, 100):
        history.extend(part, np.zeros((len(part), 4)))
    assert len(history.curves()) <= points
    assert sum(store.nbytes for store in history.stores) <= megabytes * 10**6


# What has been handed out.


def test_curves_that_were_handed_out_never_change():
    history = filled(range(200))
    early = history.curves()
    table, levels = early.table.copy(), [level.copy() for level in early.levels]
    for epoch in range(200, 3_000):
        history.append(epoch, Metrics(-1.0, 1.0), NO_METRICS)
    np.testing.assert_array_equal(early.table, table)
    for level, then in zip(early.levels, levels, strict=True):
        np.testing.assert_array_equal(level, then)


def test_nobody_can_write_into_curves():
    curves = filled(range(100)).curves()
    x, y = curves.envelope("train_loss", 0, 99, 10)
    for array in (curves.train_loss, curves.epochs, curves.levels[0][0], x, y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5.0


def test_curves_are_the_same_object_until_something_is_recorded():
    history = filled([1.0])
    curves = history.curves()
    assert history.curves() is curves
    history.append(1, NO_METRICS, NO_METRICS)
    assert history.curves() is not curves


# The envelope.


@st.composite
def curves(draw) -> Curves:
    epochs = draw(uneven())
    few = np.array(draw(st.lists(NUMBERS, min_size=1, max_size=12)))
    return curves_of(epochs, np.random.default_rng(draw(st.integers(0, 2**32 - 1))).choice(few, len(epochs)))


@given(curves(), st.floats(0, 1), st.floats(0, 1), st.integers(1, 300))
def test_an_envelope_reaches_as_far_as_all_points_in_every_part_of_it(curves, one, other, bins):
    first, last = sorted(end * curves.epochs[-1] for end in (one, other))
    x, y = curves.envelope("train_loss", first, last, bins)
    known = dict(zip(curves.epochs, curves.train_loss, strict=True))
    assert (np.diff(x) > 0).all()
    assert [known[epoch] for epoch in x] == y.tolist()
    start = max(0, np.flatnonzero(curves.epochs <= first)[-1:].sum())
    seen = curves.epochs[start : 1 + min([*np.flatnonzero(curves.epochs >= last)[:1], len(known) - 1])]
    assert set(x) <= set(seen)
    seen = [epoch for epoch in seen if np.isfinite(known[epoch])]
    reach = 2 * (last - first + np.diff(curves.epochs, prepend=0).max() * 2) / bins
    for epoch in seen:
        near = y[np.abs(x - epoch) <= reach]
        assert near.min() <= known[epoch] <= near.max()


@given(curves(), st.integers(1, 300))
def test_the_first_and_the_last_point_are_always_there(curves, bins):
    x, _ = curves.envelope("train_loss", 0, curves.epochs[-1], bins)
    for place in (0, -1):
        assert (curves.epochs[place] in x) == np.isfinite(curves.train_loss[place])


def test_few_points_are_shown_as_they_are_without_copying():
    curves = curves_of(np.arange(100), np.arange(100.0))
    x, y = curves.envelope("train_loss", 9.5, 20, 50)
    assert x.tolist() == y.tolist() == list(range(9, 21))
    assert np.shares_memory(y, curves.train_loss)


@pytest.mark.parametrize("place", [1, 2, 777, 4095, 5000, 9998])
def test_of_many_points_a_single_peak_and_a_single_dip_are_seen_where_they_are(place):
    losses = np.full(10_000, 0.5)
    losses[place], losses[9_999 - place] = 9.0, 0.1
    x, y = curves_of(np.arange(10_000), losses).envelope("train_loss", 0, 9_999, 100)
    assert x[y == 9.0].tolist() == [place]
    assert x[y == 0.1].tolist() == [9_999 - place]


@pytest.mark.parametrize("bins", [50, 250, 1000])
@pytest.mark.parametrize("epochs", [np.arange(1_000_000), recorded_up_to(10**6), recorded_up_to(10**9)], ids=len)
def test_the_points_of_an_envelope_are_few_however_long_the_run(epochs, bins):
    noise = np.random.default_rng(0).random(len(epochs))
    x, _ = curves_of(epochs, noise).envelope("train_loss", 0, epochs[-1], bins)
    assert bins / 2 <= len(x) <= 2 * bins + 100


def test_of_a_figure_that_there_is_not_there_is_no_envelope():
    x, y = curves_of(np.arange(1000), np.zeros(1000)).envelope("test_loss", 0, 999, 10)
    assert len(x) == len(y) == 0
    assert len(History().curves().envelope("train_loss", 0, 10, 10)[0]) == 0


@given(curves())
def test_the_span_of_the_losses_is_from_the_lowest_to_the_highest_that_is_finite(curves):
    known = curves.train_loss[np.isfinite(curves.train_loss)]
    assert curves.loss_span.tolist() == ([known.min(), known.max()] if len(known) else [])


def test_the_span_of_the_losses_is_of_rows_that_train_and_of_rows_that_test():
    assert filled([4.0, 3.0, 2.0]).curves().loss_span.tolist() == [2, 8]
    assert History().curves().loss_span.tolist() == []


@given(uneven(100), st.floats(-10, 20_000))
def test_the_nearest_epoch_is_found(epochs, epoch):
    place = curves_of(epochs, np.zeros(len(epochs))).nearest(epoch)
    assert abs(epochs[place] - epoch) == np.abs(epochs - epoch).min()


# Forks.


def losses_of(history: History) -> list[float]:
    return history.curves().train_loss.tolist()


@pytest.mark.parametrize("epoch", [-1, 0, 1, 99, 100, 250, 299])
def test_a_fork_has_the_points_up_to_an_epoch(epoch):
    history = filled(np.arange(300.0))
    fork = history.forked(epoch)
    assert losses_of(fork) == list(range(epoch + 1))
    assert fork.last_epoch == epoch
    assert losses_of(history) == list(range(300))


@pytest.mark.parametrize("epoch", [-1, 0, 99, 299, 1023])
@pytest.mark.parametrize("count", [300, 1024])
def test_neither_a_fork_nor_what_it_comes_from_ever_writes_into_the_others_curves(count, epoch):
    epoch = min(epoch, count - 1)
    history = filled(np.arange(float(count)))
    fork, twin = history.forked(epoch), history.forked(epoch)
    grandchild = fork.forked(epoch // 2)
    for n in range(2000):
        fork.append(epoch + 1 + n, Metrics(-1.0, None), NO_METRICS)
        history.append(count + n, Metrics(-2.0, None), NO_METRICS)
        twin.append(epoch + 1 + n, Metrics(-3.0, None), NO_METRICS)
        grandchild.append(epoch // 2 + 1 + n, Metrics(-4.0, None), NO_METRICS)
    for one, shared, own in (
        (fork, epoch, -1),
        (history, count - 1, -2),
        (twin, epoch, -3),
        (grandchild, epoch // 2, -4),
    ):
        losses = [*map(float, range(shared + 1)), *[float(own)] * 2000]
        assert losses_of(one) == losses
        fresh = curves_of(np.arange(len(losses)), losses)
        for envelope in ((0, 1e9, 10), (100, 900, 33)):
            expected = fresh.envelope("train_loss", *envelope)
            np.testing.assert_array_equal(one.curves().envelope("train_loss", *envelope), expected)


def test_a_fork_takes_no_room_until_it_has_a_point_of_its_own():
    history = filled(np.arange(300.0))
    fork = history.forked(200)
    assert np.shares_memory(fork.curves().train_loss, history.curves().train_loss)
    assert all(map(np.shares_memory, fork.curves().levels, history.curves().levels))
    fork.append(201, Metrics(-1.0, None), NO_METRICS)
    assert not np.shares_memory(fork.curves().train_loss, history.curves().train_loss)
