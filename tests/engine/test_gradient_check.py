"""The check finds right gradients right and wrong ones wrong, and says where there is no gradient to speak of."""

import numpy as np
import pytest

from engine import gradient_check
from engine.activations import activations
from engine.arrays import Array
from engine.backprop import gradients_of
from engine.experiment import Experiment
from engine.experiment_fields import GivenLayer
from engine.gradient_check import ParameterCheck, check_parameter, check_parameters, parameters_to_check, relative_error
from engine.ladder import StepSize
from engine.losses import losses
from engine.network import Architecture, forward
from engine.quantity import Quantity
from engine.trainer import Trainer
from engine.walk import Walk
from tests.engine.helpers import experiment
from tests.engine.tables import known, table

SMOOTH = [entry.name for entry in activations if entry.exact and entry.trainable and entry.elementwise]
KINKED = [entry.name for entry in activations if entry.kinked]


def walk_of(choices: Experiment, epochs: int = 2, size: StepSize = StepSize.BATCH) -> Walk:
    trainer = Trainer(choices, record=False)
    trainer.train(epochs)
    for _ in trainer.advance(size):
        pass
    assert trainer.walk is not None
    return trainer.walk


def checks_of(walk: Walk) -> list[ParameterCheck]:
    parameters = parameters_to_check(walk.batch.experiment.architecture)
    return [check for check in check_parameters(walk, parameters) if check is not None]


def total(walk: Walk, parameters: Array) -> float:
    """The batch's loss with other parameters, everything computed anew."""
    batch = walk.batch
    outputs = forward(batch.experiment.architecture.layers(parameters), batch.x)[-1]
    values = losses[batch.experiment.loss].value(outputs, batch.y)
    return float(values.sum() if batch.experiment.reduction == "sum" else values.mean())


def plain_difference(walk: Walk, place: int, h: float = 1e-5) -> float:
    nudge = np.zeros_like(walk.batch.parameters)
    nudge[place] = h
    return (total(walk, walk.batch.parameters + nudge) - total(walk, walk.batch.parameters - nudge)) / (2 * h)


# Right gradients.


@pytest.mark.parametrize("loss", losses.names)
@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("hidden", [(), (3,), (3, 2)])
def test_both_numbers_are_the_gradient_of_the_batchs_loss(loss, reduction, hidden):
    walk = walk_of(experiment(hidden=hidden, loss=loss, reduction=reduction, batch_size=3))
    batch = walk.batch
    gradients = gradients_of(batch.layers, batch.x, batch.y, losses[loss], reduction)
    by_place = batch.experiment.architecture.flat(gradients)
    for place, check in enumerate(checks_of(walk)):
        assert batch.experiment.architecture.place_of(check.parameter) == place
        assert check.analytic == by_place[place]
        assert check.numeric == pytest.approx(plain_difference(walk, place), rel=1e-5, abs=1e-9)
        assert check.agrees


@pytest.mark.parametrize("loss", losses.names)
@pytest.mark.parametrize("hidden", [(), (3,)])
def test_a_softmax_passes_with_every_loss(loss, hidden):
    with known(table("four-classes", rows=6, outputs=4)):
        choices = experiment(data="four-classes", hidden=hidden, output_activation="softmax", loss=loss, batch_size=3)
        checks = checks_of(walk_of(choices))
    assert all(check.agrees for check in checks)
    assert len(checks) == choices.architecture.parameter_count


@pytest.mark.parametrize("name", SMOOTH)
def test_every_exact_activation_passes_away_from_its_kink(name):
    checks = checks_of(walk_of(experiment(hidden=(3,), activation=(name,), learning_rate=0.01), epochs=0))
    assert all(check.agrees for check in checks if not check.crosses_kink)
    assert not all(check.crosses_kink for check in checks)


def test_large_inputs_are_nudged_as_far_as_small_ones():
    # Inputs up to 25: with the same step for all, the sigmoid would bend too much within it.
    for check in checks_of(walk_of(experiment(hidden=(2,), batch_size="all"), epochs=20)):
        assert check.relative_error < 1e-9


def test_the_weights_are_those_before_the_update():
    choices = experiment(hidden=(2,), batch_size="all")
    before, after = walk_of(choices, size=StepSize.TERM), walk_of(choices)
    parameter = Quantity("weight", 2, 0, 1)
    assert after.finished
    assert check_parameter(after, parameter) == check_parameter(before, parameter)


def test_at_the_bottom_of_a_valley_rounding_is_no_difference():
    # The first row's input is -2 and its target 1.
    walk = walk_of(line(slope=-0.5 + 1e-15), epochs=0)
    (check,) = checks_of(walk)
    assert abs(check.analytic) < 1e-12
    assert check.agrees


def test_no_loss_and_no_gradient_agree():
    assert relative_error(0.0, 0.0, 0.0) == 0.0
    assert relative_error(float("nan"), 1.0, 1.0) == float("inf")


# Wrong ones.


@pytest.mark.parametrize("hidden", [(), (3,)])
def test_the_articles_slip_fails(hidden):
    slip = experiment(hidden=hidden, activation=("sigmoid-slip",), output_activation="sigmoid-slip", batch_size="all")
    checks = checks_of(walk_of(slip))
    assert not any(check.agrees for check in checks)
    assert not any(check.crosses_kink for check in checks)


def test_a_slip_below_leaves_the_layers_above_right():
    walk = walk_of(experiment(hidden=(3,), activation=("sigmoid-slip",)))
    for check in checks_of(walk):
        assert check.agrees == (check.parameter.layer == 2)


# Kinks.


def line(slope: float, bias: float | None = None, **choices) -> Experiment:
    """One input, one neuron: ŷ = f(slope · x + bias)."""
    layer = GivenLayer(((slope,),), () if bias is None else (bias,))
    inputs = ("weight − 135 lb",)
    return Experiment(
        **{
            "data": "height-weight",
            "inputs": inputs,
            "output_activation": "linear",
            "bias": bias is not None,
            "start": "given",
            "given": (layer,),
            "learning_rate": 1e-6,
            **choices,
        }
    )


@pytest.mark.parametrize("name", KINKED)
def test_a_difference_across_a_kink_says_so(name):
    # The first row's input is -2, so that z = 0.001: a step of 3 · 3e-3 of the bias switches the neuron off.
    (weight, bias) = checks_of(walk_of(line(1.0, 2.001, output_activation=name), epochs=0))
    for check in (weight, bias):
        assert check.crosses_kink
        assert not check.agrees


@pytest.mark.parametrize("name", KINKED)
def test_a_difference_beside_a_kink_is_as_good_as_any(name):
    for check in checks_of(walk_of(line(1.0, 2.5, output_activation=name), epochs=0)):
        assert not check.crosses_kink
        assert check.agrees


# Bit by bit.


def test_many_rows_are_checked_some_at_a_time_with_the_same_outcome(monkeypatch):
    walk = walk_of(experiment(hidden=(3,), batch_size="all"))
    parameter = Quantity("weight", 1, 2, 1)
    at_once = check_parameter(walk, parameter)
    monkeypatch.setattr(gradient_check, "WORK_AT_ONCE", 1)
    bits = list(check_parameters(walk, [parameter, parameter]))
    assert [bit is None for bit in bits] == [*[True] * (len(walk.batch) - 1), False] * 2
    assert check_parameter(walk, parameter).numeric == pytest.approx(at_once.numeric, rel=1e-12)


def test_no_bit_of_a_large_network_is_more_than_a_moments_work():
    choices = Experiment("breast-cancer", hidden=(512, 256), activation=("tanh",), batch_size="all")
    trainer = Trainer(choices, record=False)
    trainer.train(0)
    for _ in trainer.advance(StepSize.NEURON):
        pass
    asked = [Quantity("weight", 1), Quantity("weight", 2, 3, 4), Quantity("bias", 3)]
    bits = list(check_parameters(trainer.walk, asked))
    assert len([bit for bit in bits if bit is not None]) == 3
    assert len(bits) < 40


def test_of_a_small_network_every_parameter_is_checked_in_the_order_of_the_vector():
    for bias in (True, False):
        architecture = experiment(hidden=(3, 2), bias=bias).architecture
        places = [architecture.place_of(parameter) for parameter in parameters_to_check(architecture)]
        assert places == list(range(architecture.parameter_count))


def test_of_a_large_network_some_are_checked_evenly_spread():
    architecture = Architecture((784, 512, 256, 10), (activations["tanh"],) * 3, (True,) * 3)
    places = [architecture.place_of(parameter) for parameter in parameters_to_check(architecture, 500)]
    assert len(places) == len(set(places)) == 500
    assert (places[0], places[-1]) == (0, architecture.parameter_count - 1)
    assert np.ptp(np.diff(places)) <= 1
