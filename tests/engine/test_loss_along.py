"""The loss along one weight is what the whole network says with that weight changed."""

import numpy as np
import pytest

from engine.arrays import Array
from engine.experiment import Experiment
from engine.gradient_check import parameters_to_check
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.loss_along import MOST_WORK, POINTS, LossAlong, loss_along
from engine.losses import losses
from engine.network import forward
from engine.optimizers import optimizers
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.trainer import Trainer
from tests.engine.helpers import experiment, trained

VALUES = np.linspace(-3.0, 3.0, 13)


def along(snapshot: Snapshot, parameter: Quantity) -> LossAlong:
    found = loss_along(snapshot, parameter)
    assert found is not None
    return found


def mean_losses(snapshot: Snapshot, parameter: Quantity, values: Array) -> Array:
    """The mean loss with other numbers in one place, everything computed anew."""
    architecture, rows = snapshot.experiment.architecture, snapshot.data.train
    parameters = snapshot.parameters.copy()
    found = []
    for value in values:
        parameters[architecture.place_of(parameter)] = value
        outputs = forward(architecture.layers(parameters), rows.x)[-1]
        found.append(losses[snapshot.experiment.loss].value(outputs, rows.y).mean())
    return np.array(found)


CHOICES = [
    experiment(hidden=(), output_activation="linear"),
    experiment(hidden=(3,), activation=("relu",), loss="cross-entropy", reduction="sum"),
    experiment(hidden=(3, 2), activation=("tanh",), bias=False, batch_size="all"),
]


@pytest.mark.parametrize("choices", CHOICES, ids=lambda choices: str(choices.hidden))
def test_the_loss_at_other_values_is_that_of_the_changed_network(choices):
    snapshot = trained(choices, 0).snapshot()
    for parameter in parameters_to_check(choices.architecture):
        found = along(snapshot, parameter).at(VALUES)
        np.testing.assert_allclose(found, mean_losses(snapshot, parameter, VALUES), rtol=1e-10)


@pytest.mark.parametrize("choices", CHOICES[1:], ids=lambda choices: str(choices.hidden))
def test_the_slope_is_that_of_the_curve(choices):
    snapshot = trained(choices, 0).snapshot()
    for parameter in parameters_to_check(choices.architecture):
        here = along(snapshot, parameter)
        values = here.value + np.array([-1e-5, 0.0, 1e-5])
        slope = np.gradient(mean_losses(snapshot, parameter, values), values)[1]
        assert here.slope == pytest.approx(slope, rel=1e-4, abs=1e-8)


def test_the_present_point_is_the_snapshots_own():
    snapshot = trained(experiment(hidden=(3,)), 5).snapshot()
    here = along(snapshot, Quantity("weight", 1, 2, 0))
    assert here.value == snapshot.layers[0].W[2, 0]
    assert here.loss == snapshot.loss
    assert here.at(np.array([here.value]))[0] == pytest.approx(here.loss, rel=1e-14)
    assert here.rows == len(snapshot.data.train)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_the_next_value_is_where_a_step_with_all_rows_goes(reduction):
    choices = experiment(hidden=(2,), reduction=reduction, batch_size=1)
    snapshot = trained(choices, 3).snapshot()
    whole = Trainer(choices.changed(batch_size="all"), record=False)
    for parameter in parameters_to_check(choices.architecture):
        whole.edit(parameter, snapshot.parameters[choices.architecture.place_of(parameter)])
    for _ in whole.advance(StepSize.BATCH):
        pass
    for place, parameter in enumerate(parameters_to_check(choices.architecture)):
        assert along(snapshot, parameter).next_value == pytest.approx(whole.parameters[place], rel=1e-12)


@pytest.mark.parametrize("optimizer", optimizers.names)
@pytest.mark.parametrize(
    "rules", [{}, {"l1": 0.01, "l2": 0.1, "clip": 0.05, "schedule": "cosine", "schedule_epochs": 9}]
)
def test_the_next_value_is_where_the_optimizer_goes_with_all_that_it_remembers(optimizer, rules):
    choices = experiment(hidden=(2,), batch_size="all", optimizer=optimizer, **rules)
    trainer = trained(choices, 3)
    snapshot = trainer.snapshot()
    trainer.train(1)
    for place, parameter in enumerate(parameters_to_check(choices.architecture)):
        assert along(snapshot, parameter).next_value == pytest.approx(trainer.parameters[place], rel=1e-11)


def test_nothing_of_the_snapshot_changes():
    snapshot = trained(experiment(hidden=(3,)), 2).snapshot()
    before = snapshot.parameters.copy()
    here = along(snapshot, Quantity("bias", 1, 0))
    np.testing.assert_array_equal(here.at(VALUES), here.at(VALUES))
    np.testing.assert_array_equal(snapshot.parameters, before)


def test_without_targets_there_is_no_loss():
    snapshot = Trainer(load_lesson("feedforward").experiment).snapshot()
    assert loss_along(snapshot, Quantity("weight", 1)) is None


def test_a_loss_beyond_all_bounds_is_no_fault():
    snapshot = trained(experiment(hidden=(), output_activation="linear"), 0).snapshot()
    assert along(snapshot, Quantity("weight", 1)).at(np.array([1e200]))[0] == np.inf


# What it costs.


def test_a_small_network_gets_a_fine_curve():
    snapshot = trained(experiment(hidden=(2,)), 0).snapshot()
    assert along(snapshot, Quantity("weight", 1)).points == POINTS[1]


@pytest.mark.parametrize("hidden", [(512, 256), (1024, 1024, 1024)])
def test_a_large_network_gets_a_coarse_one_and_never_more_rows_than_a_moment_allows(hidden):
    choices = Experiment("breast-cancer", hidden=hidden, activation=("tanh",), scaling="table-maximum")
    snapshot = Trainer(choices, record=False).snapshot()
    here = along(snapshot, Quantity("weight", 1))
    assert here.points == POINTS[0]
    assert 1 <= here.rows <= len(snapshot.data.train)
    assert here.rows * choices.architecture.weight_count <= MOST_WORK
