"""Linear regression by formula, against scikit-learn's, and as the start of a network."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.experiment_fields import ExperimentError
from engine.least_squares import least_squares
from engine.trainer import Trainer

LINE = Experiment("rent", output_activation="linear", start="least-squares", batch_size="all")


@pytest.mark.parametrize("bias", [True, False])
def test_the_formula_finds_what_scikit_learn_finds(bias):
    linear_model = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(0)
    x, y = rng.normal(3, 2, (40, 3)), rng.normal(1, 1, (40, 2))
    weights, biases = least_squares(x, y, bias)
    rival = linear_model.LinearRegression(fit_intercept=bias).fit(x, y)
    np.testing.assert_allclose(weights, rival.coef_, rtol=1e-9)
    np.testing.assert_allclose(biases, np.broadcast_to(rival.intercept_, 2), rtol=1e-9, atol=1e-12)


def test_inputs_that_say_the_same_get_the_smallest_weights():
    x = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    weights, biases = least_squares(x, 2 * x[:, :1], True)
    np.testing.assert_allclose(weights, [[1.0, 1.0]])
    np.testing.assert_allclose(biases, [0.0], atol=1e-12)


def test_a_network_that_begins_there_has_nothing_to_learn():
    trainer = Trainer(LINE)
    before = trainer.parameters
    trainer.train(100)
    np.testing.assert_allclose(trainer.parameters, before, rtol=1e-12)


def test_there_is_a_formula_for_a_single_linear_layer_only():
    for changes in ({"hidden": (2,)}, {"output_activation": "tanh"}):
        with pytest.raises(ExperimentError, match="only without hidden layers and with a linear output"):
            Experiment("rent", start="least-squares", **{"output_activation": "linear", **changes})
        assert LINE.changed(**changes).start == "normal"


def test_another_seed_gives_the_same_line():
    assert not LINE.start_is_random()
