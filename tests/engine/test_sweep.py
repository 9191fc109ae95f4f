"""A sweep gives what a whole pass forward gives with one weight or bias changed."""

import numpy as np
import pytest

from engine.arrays import Array
from engine.gradient_check import parameters_to_check
from engine.losses import losses
from engine.network import forward
from engine.quantity import Quantity
from engine.sweep import Sweep, sweep
from tests.engine.helpers import experiment, trained
from tests.engine.tables import known, table

MOVES = np.array([-3.0, -0.01, 0.0, 0.5, 7.0])


def sweep_of(snapshot, parameter: Quantity) -> Sweep:
    rows, layers = snapshot.data.train, snapshot.layers
    a = forward(layers, rows.x)
    z = {n: a[n - 1] @ layer.W.T + layer.b for n, layer in enumerate(layers, start=1)}
    return sweep(layers, a, z.__getitem__, rows.y, losses["squared-error"], parameter)


def outputs_with(snapshot, parameter: Quantity, value: float) -> Array:
    """What the network says with another number in one place: everything computed anew."""
    architecture = snapshot.experiment.architecture
    parameters = snapshot.parameters.copy()
    parameters[architecture.place_of(parameter)] = value
    return forward(architecture.layers(parameters), snapshot.data.train.x)[-1]


@pytest.mark.parametrize("hidden", [(), (3,), (3, 2), (4, 3, 2)])
@pytest.mark.parametrize("bias", [True, False])
def test_every_parameter_moves_the_outputs_as_a_whole_pass_does(hidden, bias):
    snapshot = trained(experiment(hidden=hidden, activation=("tanh",), bias=bias), 3).snapshot()
    architecture = snapshot.experiment.architecture
    for parameter in parameters_to_check(architecture):
        value = snapshot.parameters[architecture.place_of(parameter)]
        found = sweep_of(snapshot, parameter).activations(MOVES)[-1].reshape(len(MOVES), -1, 1)
        for outputs, move in zip(found, MOVES, strict=True):
            np.testing.assert_allclose(outputs, outputs_with(snapshot, parameter, value + move), rtol=1e-12)


def test_a_softmax_moves_all_outputs_with_any_parameter():
    with known(table("four-classes", rows=6, outputs=4)):
        snapshot = trained(experiment(data="four-classes", hidden=(3,), output_activation="softmax"), 3).snapshot()
        architecture = snapshot.experiment.architecture
        for parameter in parameters_to_check(architecture):
            value = snapshot.parameters[architecture.place_of(parameter)]
            found = sweep_of(snapshot, parameter).activations(MOVES)[-1].reshape(len(MOVES), -1, 4)
            for outputs, move in zip(found, MOVES, strict=True):
                expected = outputs_with(snapshot, parameter, value + move)
                np.testing.assert_allclose(outputs, expected, rtol=1e-12, atol=1e-14)


def test_losses_are_those_of_every_row_for_every_move():
    snapshot = trained(experiment(hidden=(3,)), 3).snapshot()
    parameter = Quantity("weight", 1, 1, 0)
    swept = sweep_of(snapshot, parameter)
    found = swept.losses(swept.activations(MOVES)[-1])
    value = float(snapshot.layers[0].W[1, 0])
    for row_losses, move in zip(found, MOVES, strict=True):
        outputs = outputs_with(snapshot, parameter, value + move)
        np.testing.assert_allclose(row_losses, ((outputs - snapshot.data.train.y) ** 2)[:, 0], rtol=1e-10)


def test_some_of_the_rows_are_swept_as_they_are_among_all():
    snapshot = trained(experiment(hidden=(3,)), 3).snapshot()
    swept = sweep_of(snapshot, Quantity("bias", 1, 2))
    all_rows = swept.losses(swept.activations(MOVES)[-1])
    part = swept.of_rows(slice(1, 3))
    np.testing.assert_array_equal(part.losses(part.activations(MOVES)[-1]), all_rows[:, 1:3])


def test_a_row_costs_far_less_than_a_whole_pass_in_a_large_network():
    snapshot = trained(experiment(hidden=(512, 256)), 0).snapshot()
    for parameter in (Quantity("weight", 1), Quantity("weight", 2), Quantity("bias", 3)):
        assert sweep_of(snapshot, parameter).work < snapshot.experiment.architecture.weight_count / 100
