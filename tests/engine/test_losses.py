"""Every loss has the value that one gets by hand, one number a row, and the derivative that belongs to it."""

import math

import numpy as np
import pytest

from engine.activations import activations
from engine.backprop import gradients_of
from engine.losses import losses
from engine.network import Architecture

P = np.array([[0.2, 0.9], [0.6, 0.5], [0.75, 0.1]])
Y = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])

BY_HAND = {
    "half-squared-error": [(0.04 + 0.01) / 2, (0.16 + 0.25) / 2, (0.5625 + 0.81) / 2],
    "squared-error": [(0.04 + 0.01) / 2, (0.16 + 0.25) / 2, (0.5625 + 0.81) / 2],
    "absolute-error": [(0.2 + 0.1) / 2, (0.4 + 0.5) / 2, (0.75 + 0.9) / 2],
    "huber": [(0.04 + 0.01) / 4, (0.16 + 0.25) / 4, (0.5625 + 0.81) / 4],
    "cross-entropy": [
        -math.log(0.8) - math.log(0.9),
        -math.log(0.6) - math.log(0.5),
        -math.log(0.25) - math.log(0.1),
    ],
    "categorical-cross-entropy": [-math.log(0.9), -math.log(0.6), -math.log(0.1)],
}


def test_every_loss_is_worked_by_hand_here():
    assert set(BY_HAND) == set(losses.names)


@pytest.mark.parametrize("name", losses.names)
def test_the_value_of_each_row_is_the_one_worked_by_hand(name):
    assert losses[name].value(P, Y) == pytest.approx(BY_HAND[name], rel=1e-14)


@pytest.mark.parametrize("name", losses.names)
def test_the_derivative_is_the_slope_of_the_value_in_each_output(name):
    loss, h = losses[name], 1e-6
    slope = np.empty_like(P)
    for output in range(P.shape[1]):
        nudge = np.zeros_like(P)
        nudge[:, output] = h
        slope[:, output] = (loss.value(P + nudge, Y) - loss.value(P - nudge, Y)) / (2 * h)
    assert loss.derivative(P, Y) == pytest.approx(slope, rel=1e-8)


@pytest.mark.parametrize("name", losses.names)
def test_a_perfect_prediction_costs_nothing(name):
    assert losses[name].value(Y, Y) == pytest.approx([0, 0, 0], abs=1e-14)


def test_what_lies_far_off_pulls_huber_and_the_absolute_error_no_harder():
    p, y = np.array([[3.0, -2.0, 0.5]]), np.zeros((1, 3))
    assert losses["huber"].value(p, y) == pytest.approx([(2.5 + 1.5 + 0.125) / 3])
    assert losses["huber"].derivative(p, y)[0] == pytest.approx([1 / 3, -1 / 3, 0.5 / 3])
    assert losses["absolute-error"].value(p, y) == pytest.approx([5.5 / 3])
    assert losses["absolute-error"].derivative(p, y)[0] == pytest.approx([1 / 3, -1 / 3, 1 / 3])
    assert losses["absolute-error"].derivative(y, y).tolist() == [[0.0, 0.0, 0.0]]


def test_with_one_output_the_squared_error_is_twice_the_halved_one():
    p, y = P[:, :1], Y[:, :1]
    np.testing.assert_array_equal(losses["squared-error"].value(p, y), 2 * losses["half-squared-error"].value(p, y))
    np.testing.assert_array_equal(losses["squared-error"].derivative(p, y), -2 * (y - p))


def test_cross_entropy_stays_finite_where_the_logarithm_ends():
    loss = losses["cross-entropy"]
    p, y = np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]])
    with np.errstate(all="raise"):
        assert loss.value(p, y) == pytest.approx([690.78, 36.74], abs=0.01)
        assert np.isfinite(loss.derivative(p, y)).all()


@pytest.mark.parametrize(("z", "y"), [(37.0, 0.0), (500.0, 0.0), (-40.0, 1.0), (-500.0, 1.0)])
def test_a_saturated_sigmoid_that_is_wrong_still_learns_by_cross_entropy(z, y):
    sigmoid, loss = activations["sigmoid"], losses["cross-entropy"]
    sums, targets = np.array([[z]]), np.array([[y]])
    a = sigmoid.value(sums)
    delta = loss.derivative(a, targets) * sigmoid.derivative(sums, a)
    assert delta == pytest.approx(1.0 if y == 0 else -1.0, abs=1e-9)


@pytest.mark.parametrize("z", [1.0, 40.0, 1000.0, 1e6])
def test_a_saturated_softmax_that_is_wrong_still_learns_by_categorical_cross_entropy(z):
    architecture = Architecture((1, 3), (activations["softmax"],), (True,))
    parameters = np.array([z, 0.0, 0.0, 0.0, 0.0, 0.0])
    one, right = np.array([[1.0]]), np.array([[0.0, 1.0, 0.0]])
    with np.errstate(all="raise", under="ignore"):
        loss = losses["categorical-cross-entropy"]
        (gradient,) = gradients_of(architecture.layers(parameters), one, right, loss, "mean")
    p = activations["softmax"].value(np.array([[z, 0.0, 0.0]]))
    # What the chain rule boils down to: answer minus target.
    assert gradient.db == pytest.approx((p - right)[0], rel=1e-12, abs=1e-12)
