"""The plane of two inputs: what every neuron gives at each point, beside a forward pass point by point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import activations
from engine.experiment import Experiment
from engine.plane import SIDES, Plane, activation_maps, layer_maps, map_side
from engine.trainer import Trainer

ELEMENTWISE = [entry.name for entry in activations if entry.elementwise]


def by_hand(snapshot, plane: Plane, side: int, row: int, column: int) -> list[np.ndarray]:
    """What each layer makes of one cell, in 64 bits and one point at a time."""
    left, right, bottom, top = plane.bounds
    raw = np.array(plane.held)
    raw[plane.axes[0]] = left + (right - left) * (column + 0.5) / side
    raw[plane.axes[1]] = top - (top - bottom) * (row + 0.5) / side
    return [values[0] for values in snapshot.activations(snapshot.data.inputs_of(raw[None]))[1:]]


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_every_neuron_has_its_activation_at_every_point(activation):
    choices = {"hidden": (4, 3), "activation": (activation,), "scaling": "standardise"}
    snapshot = Trainer(Experiment("virus", output_activation="sigmoid", seed=2, **choices)).snapshot()
    plane = Plane((2, 0), (-1.0, 4.0, 0.5, 3.0), (0.3, 1.5, 9.0, *[0.4] * (len(snapshot.layers[0].W[0]) - 3)))
    maps = activation_maps(snapshot, plane, 6)
    assert [values.shape for values in maps] == [(4, 6, 6), (3, 6, 6), (1, 6, 6)]
    for row, column in [(0, 0), (0, 5), (5, 0), (2, 3)]:
        for values, expected in zip(maps, by_hand(snapshot, plane, 6, row, column), strict=True):
            assert values[:, row, column] == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_inputs_that_follow_from_the_two_of_the_plane_follow_it():
    names = ("x₁²", "x₂", "x₁x₂", "sin x₁")
    snapshot = Trainer(Experiment("circle", inputs=names, hidden=(4,), scaling="standardise")).snapshot()
    plane = Plane((1, 0), (-5.0, 4.0, -3.0, 6.0), (0.0, 0.0))
    maps = activation_maps(snapshot, plane, 5)
    for row, column in [(0, 0), (4, 1), (2, 3)]:
        for values, expected in zip(maps, by_hand(snapshot, plane, 5, row, column), strict=True):
            assert values[:, row, column] == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_classes_share_one_sum_at_every_point():
    snapshot = Trainer(Experiment("digits", hidden=(5,), output_activation="softmax")).snapshot()
    plane = Plane((20, 43), (0.0, 1.0, 0.0, 1.0), tuple(snapshot.data.dataset.inputs[7].tolist()))
    maps = activation_maps(snapshot, plane, 4)
    assert maps[-1].sum(axis=0) == pytest.approx(np.ones((4, 4)), rel=1e-5)
    assert maps[-1][:, 1, 2] == pytest.approx(by_hand(snapshot, plane, 4, 1, 2)[-1], rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_one_layer_alone_is_as_it_is_among_all(layer):
    snapshot = Trainer(Experiment("circle", inputs=("x₁", "x₂"), hidden=(3, 2))).snapshot()
    plane = Plane((0, 1), (-5.0, 5.0, -5.0, 5.0), (0.0, 0.0))
    every = activation_maps(snapshot, plane, 9)
    assert (layer_maps(snapshot, plane, 9, layer) == every[layer - 1]).all()
    assert (layer_maps(snapshot, plane, 9) == every[-1]).all()


@given(st.integers(0, 10**7))
def test_a_larger_network_has_a_coarser_map(weights):
    assert SIDES[0] <= map_side(weights + 1) <= map_side(weights) <= SIDES[1]
