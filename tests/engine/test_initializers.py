"""Starting weights come from the rule that they are named after, and from one generator."""

import numpy as np
import pytest

from engine.initializers import initializers

SHAPE = (300, 200)
LIMIT = np.sqrt(6 / 500)
# mean square of the weights, largest size that may occur
RULES = {
    "zeros": (0.0, 0.0),
    "normal": (1.0, 6.0),
    "uniform": (1 / 3, 1.0),
    "uniform-half": (1 / 12, 0.5),
    "xavier": (LIMIT**2 / 3, LIMIT),
    "xavier-normal": (2 / 500, 6 * np.sqrt(2 / 500)),
    "he": (2 / 200, 6 * np.sqrt(2 / 200)),
    "he-uniform": (2 / 200, np.sqrt(6 / 200)),
    "lecun": (1 / 200, 6 * np.sqrt(1 / 200)),
}


def test_every_rule_is_known_here():
    assert set(RULES) == set(initializers.names)


@pytest.mark.parametrize("name", RULES)
def test_weights_spread_as_the_rule_says(name):
    mean_square, largest = RULES[name]
    weights = initializers[name].weights(np.random.default_rng(0), SHAPE)
    assert weights.shape == SHAPE
    assert abs(weights.mean()) <= 0.02 * np.sqrt(mean_square)
    assert (weights**2).mean() == pytest.approx(mean_square, rel=0.02)
    assert np.abs(weights).max() <= largest


@pytest.mark.parametrize("name", RULES)
def test_only_random_rules_depend_on_the_seed(name):
    one, two = (initializers[name].weights(np.random.default_rng(seed), SHAPE) for seed in (1, 2))
    assert bool((one != two).any()) is initializers[name].random


@pytest.mark.parametrize(("name", "zero"), [("normal", False), ("uniform", False), ("xavier", True), ("lecun", True)])
def test_biases_are_drawn_or_zero(name, zero):
    biases = initializers[name].biases(np.random.default_rng(0), (50,))
    assert biases.shape == (50,)
    assert bool((biases == 0).all()) is zero
