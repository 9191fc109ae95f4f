"""Many starts: the seeds that follow each other, their finals, and the spread of their curves."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.patience import best_of
from engine.starts import POINTS, StartsRun, total_accuracy
from engine.trainer import Trainer
from tests.engine.helpers import experiment, trained
from tests.engine.test_patience import OVERFITTING

SPLIT = experiment(data="virus", hidden=(), train_share=0.75, split_shuffled=True, epochs=30, seed=4)


def run(choices: Experiment, count: int) -> StartsRun:
    starts = StartsRun(choices, count)
    for _ in starts.walk():
        pass
    return starts


def test_each_start_is_the_run_that_its_seed_would_have_alone():
    finals = run(SPLIT, 3).starts().finals
    assert [final.experiment.seed for final in finals] == [4, 5, 6]
    for final in finals:
        assert final.epoch == 30
        assert final.parameters.tobytes() == trained(SPLIT.with_seed(final.experiment.seed)).parameters.tobytes()


def test_a_start_that_loses_patience_ends_with_its_best_epoch():
    choices = OVERFITTING.changed(patience=7, epochs=60)
    starts = run(choices, 3).starts()
    stopped = 0
    for final in starts.finals:
        alone = Trainer(final.experiment)
        pauses = [alone.place.epoch for _ in alone.advance_to(60) if alone.lost_patience]
        stopped += bool(pauses)
        epoch = best_of(alone.snapshot().curves, True, 0, pauses[0]).epoch if pauses else 60
        assert final.epoch == epoch
        assert final.parameters.tobytes() == trained(final.experiment, epoch).parameters.tobytes()
    assert starts.early == stopped > 0
    assert starts.test_loss.mean[-1] == pytest.approx(np.mean([final.test.loss for final in starts.finals]))
    assert run(OVERFITTING.changed(epochs=60), 1).starts().early == 0


def test_the_spread_is_mean_and_deviation_over_the_starts_at_each_epoch():
    starts = run(SPLIT, 4).starts()
    assert starts.epochs.tolist() == list(range(31))
    final = [snapshot.test.loss for snapshot in starts.finals]
    assert starts.test_loss.mean[-1] == pytest.approx(np.mean(final), rel=1e-14)
    assert starts.test_loss.deviation[-1] == pytest.approx(np.std(final, ddof=1), rel=1e-12)
    assert starts.train_accuracy.mean.shape == (31,)


def test_the_summary_is_over_the_final_accuracies():
    starts = run(SPLIT, 5).starts()
    tests = [final.test.accuracy for final in starts.finals]
    assert starts.summary.test_accuracy_mean == pytest.approx(np.mean(tests))
    assert starts.summary.test_accuracy_std == pytest.approx(np.std(tests, ddof=1))
    totals = [(final.train.accuracy * 6 + final.test.accuracy * 2) / 8 for final in starts.finals]
    assert starts.summary.total_accuracy_mean == pytest.approx(np.mean(totals))
    assert starts.summary.total_accuracy_std == pytest.approx(np.std(totals, ddof=1))


def test_the_summary_has_the_final_losses():
    starts = run(SPLIT, 5).starts()
    for name in ("train", "test"):
        losses = [getattr(final, name).loss for final in starts.finals]
        assert getattr(starts.summary, f"{name}_loss_mean") == pytest.approx(np.mean(losses))
        assert getattr(starts.summary, f"{name}_loss_std") == pytest.approx(np.std(losses, ddof=1))


def test_without_rows_to_test_there_is_only_a_total():
    starts = run(experiment(epochs=3), 2).starts()
    assert starts.summary.test_accuracy_mean is None
    assert starts.summary.test_accuracy_std is None
    assert starts.test_loss is None
    assert starts.summary.total_accuracy_mean is not None
    assert total_accuracy(starts.finals[0]) == starts.finals[0].train.accuracy


def test_one_start_has_no_spread():
    starts = run(experiment(epochs=3), 1).starts()
    assert starts.summary.total_accuracy_std == 0.0
    assert not starts.train_loss.deviation.any()


def test_the_share_of_the_work_grows_to_one_and_finals_come_one_by_one():
    starts = StartsRun(experiment(epochs=4), 2)
    shares = [starts.starts().share]
    for _ in starts.walk():
        shares.append(starts.starts().share)
    shares.append(starts.starts().share)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert 0.5 in shares
    assert starts.starts().finished


def test_a_broken_off_run_keeps_the_starts_that_are_finished():
    starts = StartsRun(experiment(epochs=4), 3)
    walk = starts.walk()
    while not starts.starts().finals:
        next(walk)
    assert len(starts.starts().finals) == 1
    assert not starts.starts().finished
    assert starts.starts().train_loss is not None


def test_a_long_run_has_curves_of_bounded_length_that_end_at_its_end():
    epochs = StartsRun(experiment(epochs=5000), 1).starts().epochs
    assert len(epochs) == POINTS + 1
    assert (epochs[0], epochs[-1]) == (0, 5000)


@pytest.mark.parametrize("count", [0, -1])
def test_no_starts_are_too_few(count):
    with pytest.raises(ValueError, match=f"{count} starts are too few; it must be 1 at least"):
        StartsRun(experiment(), count)


def test_a_start_that_diverges_is_counted_and_left_out():
    wild = Experiment(data="height-weight", output_activation="linear", learning_rate=1000.0, epochs=50)
    run = StartsRun(wild, count=3)
    for _ in run.walk():
        pass
    starts = run.starts()
    assert (starts.diverged, starts.finals, starts.finished) == (3, (), True)
    assert starts.share == 1.0
    assert starts.train_loss is None
