"""Every activation has the values, the range and the slope that it says it has."""

import math

import numpy as np
import pytest

from engine.activations import Activation, activations

# On both sides of every kink, and nowhere on one.
POINTS = np.array([[-7.3, -2.5, -1.0, -0.4, -0.05], [0.05, 0.4, 1.0, 2.5, 7.3]])
ELEMENTWISE = [entry for entry in activations if entry.elementwise]
EXACT = [entry for entry in ELEMENTWISE if entry.exact]


def by_name(entry: Activation) -> str:
    return entry.name


@pytest.mark.parametrize("activation", EXACT, ids=by_name)
def test_the_derivative_is_the_slope_of_the_value(activation):
    h = 1e-5
    slope = (activation.value(POINTS + h) - activation.value(POINTS - h)) / (2 * h)
    assert activation.derivative(POINTS, activation.value(POINTS)) == pytest.approx(slope, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=by_name)
def test_values_lie_in_the_range_and_come_near_both_ends_of_it(activation):
    low, high = activation.range
    values = activation.value(np.linspace(-50.0, 50.0, 1001))
    assert values.min() >= low
    assert values.max() <= high
    assert values.min() < 0.01 + low if np.isfinite(low) else values.min() < 0
    assert values.max() > high - 0.01 if np.isfinite(high) else values.max() == pytest.approx(50)


@pytest.mark.parametrize("activation", list(activations), ids=by_name)
def test_neither_value_nor_derivative_overflows_or_touches_its_input(activation):
    z = np.array([[-1e300, -1000.0, 0.0, 1000.0, 1e300]])
    before = z.copy()
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a = activation.value(z)
        slope = activation.derivative(z, a)
    assert np.isfinite(a).all()
    assert np.isfinite(slope).all()
    assert a is not z
    np.testing.assert_array_equal(z, before)


def test_the_sigmoid_is_a_half_at_zero_and_mirrors_itself():
    sigmoid = activations["sigmoid"].value
    assert sigmoid(np.zeros((1, 1)))[0, 0] == 0.5
    np.testing.assert_allclose(sigmoid(POINTS) + sigmoid(-POINTS), 1.0, rtol=1e-15)
    assert sigmoid(np.array([[7.0]]))[0, 0] == pytest.approx(0.9990889488055994, abs=1e-15)


def test_the_articles_slip_has_the_values_of_the_sigmoid_but_not_its_slope():
    right, slip = activations["sigmoid"], activations["sigmoid-slip"]
    a = right.value(POINTS)
    np.testing.assert_array_equal(slip.value(POINTS), a)
    assert not slip.exact
    assert slip.derivative(np.array([[0.0]]), np.array([[0.5]]))[0, 0] == pytest.approx(0.2350037122015945, abs=1e-15)
    assert np.all(slip.derivative(POINTS, a) > 0.19)
    assert np.all(np.abs(slip.derivative(POINTS, a) - right.derivative(POINTS, a)) > 1e-5)


def test_only_the_step_cannot_be_trained():
    assert [entry.name for entry in activations if not entry.trainable] == ["step"]
    assert not activations["step"].derivative(POINTS, activations["step"].value(POINTS)).any()


def test_at_the_kink_relu_passes_nothing_and_leaky_relu_a_hundredth():
    zero = np.zeros((1, 1))
    assert activations["relu"].derivative(zero, zero)[0, 0] == 0.0
    assert activations["leaky-relu"].derivative(zero, zero)[0, 0] == 0.01
    assert activations["leaky-relu"].value(np.array([[-3.0]]))[0, 0] == pytest.approx(-0.03)


def test_gelu_is_close_to_z_times_the_share_of_a_normal_distribution_below_it():
    z = np.linspace(-6.0, 6.0, 241).reshape(1, -1)
    exact = [value * (1.0 + math.erf(value / math.sqrt(2.0))) / 2.0 for value in z[0]]
    np.testing.assert_allclose(activations["gelu"].value(z)[0], exact, atol=5e-4)
    assert activations["gelu"].value(np.array([[1.0]]))[0, 0] == pytest.approx(0.8411919906082768, rel=1e-15)


def test_gelu_keeps_its_digits_where_it_lets_almost_nothing_through():
    z = np.array([[-4.0, -6.0]])
    inner = math.sqrt(8.0 / math.pi) * (z[0] + 0.044715 * z[0] ** 3)
    exact = [value / (1.0 + math.exp(-u)) for value, u in zip(z[0], inner, strict=True)]
    np.testing.assert_allclose(activations["gelu"].value(z)[0], exact, rtol=1e-13)


def test_a_softmax_parts_one_among_its_neurons_by_the_powers_of_e():
    softmax = activations["softmax"].value
    powers = [math.exp(z) for z in (1.0, -2.0, 0.5)]
    expected = [power / sum(powers) for power in powers]
    assert softmax(np.array([[1.0, -2.0, 0.5]]))[0] == pytest.approx(expected, rel=1e-15)
    np.testing.assert_allclose(softmax(POINTS).sum(axis=1), 1.0, rtol=1e-15)


def test_a_softmax_does_not_change_when_all_sums_rise_alike():
    softmax = activations["softmax"].value
    np.testing.assert_allclose(softmax(POINTS + 1000.0), softmax(POINTS), rtol=1e-12)


def test_only_the_softmax_looks_at_other_neurons():
    assert [entry.name for entry in activations if not entry.elementwise] == ["softmax"]


def test_the_derivative_of_a_softmax_is_that_of_a_neurons_own_sum():
    softmax, h = activations["softmax"], 1e-5
    derivative = softmax.derivative(POINTS, softmax.value(POINTS))
    for neuron in range(POINTS.shape[1]):
        nudge = np.zeros_like(POINTS)
        nudge[:, neuron] = h
        slope = (softmax.value(POINTS + nudge) - softmax.value(POINTS - nudge)) / (2 * h)
        assert derivative[:, neuron] == pytest.approx(slope[:, neuron], rel=1e-6, abs=1e-9)
