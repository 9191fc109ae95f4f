"""Which inputs matter: weights by hand, permutation importance beside scikit-learn's."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.influence import Importance, ImportanceRun, can_measure, weight_influence
from engine.trainer import Trainer


def trained(epochs: int, **choices):
    trainer = Trainer(Experiment(**choices))
    trainer.train(epochs)
    return trainer.snapshot()


def found(run: ImportanceRun) -> Importance:
    while run.advance():
        assert run.share > 0
    return run.importance


REPEATS = 150
CANCER = {"data": "breast-cancer", "scaling": "standardise", "train_share": 0.7, "split_shuffled": True}


def test_one_neurons_weights_speak_for_themselves():
    snapshot = trained(20, data="virus")
    assert (weight_influence(snapshot) == snapshot.layers[0].W[0]).all()


def test_of_several_neurons_the_sizes_of_weights_are_added():
    snapshot = trained(3, data="virus", hidden=(3,))
    by_hand = [sum(abs(snapshot.layers[0].W[j, i]) for j in range(3)) for i in range(4)]
    assert weight_influence(snapshot) == pytest.approx(by_hand)


def test_it_agrees_with_scikit_learn():
    from sklearn.inspection import permutation_importance

    snapshot = trained(10, **CANCER)

    class Network:
        def fit(self, x, y):
            return self

        def score(self, x, y):
            z = x @ snapshot.layers[0].W[0] + snapshot.layers[0].b[0]
            return float(((z > 0) == (y > 0.5)).mean())

    rows = snapshot.data.test
    theirs = permutation_importance(Network(), rows.x, rows.y[:, 0], n_repeats=REPEATS, random_state=0)
    ours = found(ImportanceRun(snapshot, repeats=REPEATS))
    # Both are means over shuffles by chance.
    spread = 5 * theirs.importances_std * np.sqrt(2 / REPEATS) + 1e-4
    assert (np.abs(ours.mean - theirs.importances_mean) <= spread).all()
    assert ours.std == pytest.approx(theirs.importances_std, abs=0.004)
    assert ours.of_accuracy
    assert ours.of_tests
    assert ours.rows == len(rows)


def test_of_few_inputs_the_one_with_the_largest_weight_matters_most():
    snapshot = trained(30, data="virus")
    importance = found(ImportanceRun(snapshot))
    assert not importance.of_tests
    assert importance.rows == 8
    assert importance.mean.argmax() == np.abs(weight_influence(snapshot)).argmax()


def test_of_a_quantity_it_is_the_rise_of_the_loss():
    choices = {"data": "double", "output_activation": "linear", "learning_rate": 0.01}
    importance = found(ImportanceRun(trained(50, **choices)))
    assert not importance.of_accuracy
    assert importance.mean[0] > 0


def test_the_same_seed_finds_the_same():
    snapshot = trained(5, **CANCER)
    assert (found(ImportanceRun(snapshot)).mean == found(ImportanceRun(snapshot)).mean).all()
    assert (found(ImportanceRun(snapshot)).mean != found(ImportanceRun(snapshot, seed=1)).mean).any()


def test_of_very_many_rows_some_are_shuffled(monkeypatch):
    monkeypatch.setattr("engine.influence.BUDGET", 300)
    assert found(ImportanceRun(trained(1, **CANCER))).rows == 10


def test_without_targets_there_is_nothing_to_get_wrong():
    assert not can_measure(trained(0, data="number-line"))
    assert can_measure(trained(0, data="virus"))
