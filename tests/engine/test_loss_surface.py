"""The loss over a plane of the parameters, against the loss of each network by itself."""

import numpy as np
import pytest

from engine.lessons import load_lesson
from engine.loss_surface import SIDES, plane_of_directions, plane_of_parameters, plane_of_path, survey
from engine.losses import losses
from engine.network import forward
from engine.quantity import Quantity
from engine.trail import MOST_PARAMETERS
from engine.trainer import Trainer
from tests.engine.helpers import experiment

WEIGHT, BIAS = Quantity("weight", 1, 0, 1), Quantity("bias", 1, 0)
CASES = {
    "or-gate": load_lesson("or-gate").experiment,
    "height-weight": load_lesson("height-weight").experiment,
    "softmax": experiment(
        data="digits", hidden=(3,), output_activation="softmax", loss="categorical-cross-entropy", batch_size="all"
    ),
}


def snapshot_of(choices, epochs):
    trainer = Trainer(choices)
    trainer.train(epochs)
    return trainer.snapshot()


@pytest.fixture(params=CASES, scope="module")
def snapshot(request):
    return snapshot_of(CASES[request.param], 3)


def loss_with(snapshot, parameters, survey) -> float:
    layers = snapshot.experiment.architecture.layers(parameters)
    return float(losses[snapshot.experiment.loss].value(forward(layers, survey.x)[-1], survey.y).mean())


def surface_of(found, x=(-2.0, 1.0), y=(0.0, 3.0)):
    *steps, surface = found.surface(x, y)
    assert set(steps) == {None}
    return surface


def test_a_surface_over_two_parameters_has_their_values_as_axes(snapshot):
    place_of = snapshot.experiment.architecture.place_of
    found = survey(snapshot, plane_of_parameters(snapshot, WEIGHT, BIAS))
    surface = surface_of(found)
    for column, row in ((0, 0), (3, 5), (-1, 2)):
        parameters = snapshot.parameters.copy()
        parameters[place_of(WEIGHT)] = surface.across[column]
        parameters[place_of(BIAS)] = surface.up[row]
        assert surface.losses[row, column] == pytest.approx(loss_with(snapshot, parameters, found), rel=1e-12)


def test_a_network_is_where_its_parameters_are(snapshot):
    plane = plane_of_parameters(snapshot, WEIGHT, BIAS)
    values = [snapshot.parameters[snapshot.experiment.architecture.place_of(one)] for one in (WEIGHT, BIAS)]
    np.testing.assert_allclose(plane.places_of(snapshot.parameters[None]), [values], rtol=1e-12)
    np.testing.assert_allclose(plane.at(np.array([values]))[0], snapshot.parameters)


def test_all_rows_that_train_give_the_loss_that_is_shown_elsewhere():
    snapshot = snapshot_of(CASES["height-weight"], 3)
    found = survey(snapshot, plane_of_directions(snapshot, 0))
    assert found.rows == found.all_rows == 4
    assert found.losses(np.zeros((1, 2)))[0] == pytest.approx(snapshot.loss, rel=1e-12)


def test_of_many_rows_some_stand_for_all():
    snapshot = snapshot_of(CASES["softmax"].changed(hidden=(64,)), 1)
    found = survey(snapshot, plane_of_directions(snapshot, 0))
    assert found.rows < found.all_rows == len(snapshot.data.train)
    assert SIDES[0] <= found.side <= SIDES[1]


def test_in_a_random_direction_every_neuron_moves_as_far_as_its_weights_are_large(snapshot):
    plane = plane_of_directions(snapshot, 1)
    for moved, layer in zip(snapshot.experiment.architecture.layers(plane.up), snapshot.layers, strict=True):
        np.testing.assert_allclose(
            np.linalg.norm(np.column_stack([moved.W, moved.b]), axis=1),
            np.linalg.norm(np.column_stack([layer.W, layer.b]), axis=1),
        )
    again, other = plane_of_directions(snapshot, 1), plane_of_directions(snapshot, 2)
    assert (plane.up == again.up).all()
    assert (plane.up != other.up).any()


def test_the_plane_of_a_path_shows_the_most_of_it():
    snapshot = snapshot_of(CASES["height-weight"], 300)
    plane = plane_of_path(snapshot, snapshot.path)
    left = [off_plane(plane, snapshot), off_plane(plane_of_directions(snapshot, 0), snapshot)]
    assert left[0] < 0.1 * left[1]
    np.testing.assert_allclose(
        [plane.across @ plane.across, plane.up @ plane.up, plane.across @ plane.up], [1, 1, 0], atol=1e-9
    )


def off_plane(plane, snapshot) -> float:
    return float(np.linalg.norm(snapshot.path.parameters - plane.at(plane.places_of(snapshot.path.parameters))))


def test_a_path_of_one_moment_has_no_plane():
    snapshot = snapshot_of(CASES["height-weight"], 0)
    assert plane_of_path(snapshot, snapshot.path) is None


def test_a_network_too_large_for_a_trail_has_no_plane_of_its_path():
    snapshot = snapshot_of(CASES["softmax"].changed(hidden=(80,)), 0)
    assert len(snapshot.parameters) > MOST_PARAMETERS
    assert plane_of_path(snapshot, snapshot.path) is None


def test_without_targets_there_is_no_loss():
    snapshot = snapshot_of(load_lesson("feedforward").experiment, 0)
    assert survey(snapshot, plane_of_directions(snapshot, 0)) is None
