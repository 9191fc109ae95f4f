"""A history is bounded in memory, keeps the extremes, and never changes what it has handed out."""

import numpy as np
import pytest

from engine.history import CAPACITY, History
from engine.metrics import NO_METRICS, Metrics


def filled(losses: "list[float] | np.ndarray", capacity: int = CAPACITY) -> History:
    history = History(capacity)
    for epoch, loss in enumerate(losses):
        history.append(epoch, Metrics(float(loss), 0.5), Metrics(float(loss) * 2, None))
    return history


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
    assert np.isnan([curves.train_loss, curves.train_accuracy, curves.test_loss, curves.test_accuracy]).all()


def test_memory_is_bounded_however_long_the_run():
    history = filled(np.zeros(10_000), capacity=256)
    assert len(history.curves()) <= 256
    assert history.curves().epochs.base.size <= 5 * 256


def test_a_thinned_history_reaches_from_the_first_epoch_to_the_last_in_order():
    epochs = filled(np.linspace(1, 0, 10_000), capacity=256).curves().epochs
    assert (epochs[0], epochs[-1]) == (0, 9999)
    assert (np.diff(epochs) > 0).all()
    assert len(epochs) >= 128


@pytest.mark.parametrize("place", [1, 2, 777, 4095, 5000, 9998])
def test_thinning_keeps_a_single_peak_and_a_single_dip(place):
    losses = np.full(10_000, 0.5)
    losses[place], losses[9_999 - place] = 9.0, 0.1
    curves = filled(losses, capacity=256).curves()
    assert place in curves.epochs[curves.train_loss == 9.0]
    assert 9_999 - place in curves.epochs[curves.train_loss == 0.1]


def test_thinning_keeps_the_figures_of_an_epoch_together():
    losses = np.random.default_rng(0).random(5_000)
    curves = filled(losses, capacity=256).curves()
    np.testing.assert_array_equal(curves.train_loss, losses[curves.epochs.astype(int)])
    np.testing.assert_array_equal(curves.test_loss, 2 * curves.train_loss)


def test_curves_that_were_handed_out_never_change():
    history = filled(range(200), capacity=256)
    early = history.curves()
    then = early.train_loss.copy(), early.epochs.copy()
    for epoch in range(200, 3_000):
        history.append(epoch, Metrics(-1.0, 1.0), NO_METRICS)
    np.testing.assert_array_equal(early.train_loss, then[0])
    np.testing.assert_array_equal(early.epochs, then[1])


def test_nobody_can_write_into_curves():
    with pytest.raises(ValueError, match="read-only"):
        filled([1.0]).curves().train_loss[0] = 5.0


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
        assert losses_of(one) == [*range(shared + 1), *[own] * 2000]


def test_a_fork_of_a_full_history_is_thinned_by_itself():
    history = filled(np.arange(256.0), capacity=256)
    fork = history.forked(255)
    fork.append(256, Metrics(-1.0, None), NO_METRICS)
    assert losses_of(history) == list(range(256))
    assert 128 <= len(fork.curves()) < 200
    assert (losses_of(fork)[0], losses_of(fork)[-1]) == (0, -1)


def test_a_fork_takes_no_room_until_it_has_a_point_of_its_own():
    history = filled(np.arange(300.0))
    fork = history.forked(200)
    assert np.shares_memory(fork.curves().train_loss, history.curves().train_loss)
    fork.append(201, Metrics(-1.0, None), NO_METRICS)
    assert not np.shares_memory(fork.curves().train_loss, history.curves().train_loss)
