"""Loss is a mean over the rows, accuracy a share of them."""

import numpy as np
import pytest

from engine.metrics import NO_METRICS, correct
from engine.trainer import Trainer
from tests.engine.helpers import experiment


def test_one_output_is_right_when_it_is_nearer_to_its_target_than_to_the_other():
    p, y = np.array([[0.49], [0.51], [0.51], [0.49], [0.5], [0.5]]), np.array([[0.0], [1], [0], [1], [0], [1]])
    assert correct(p, y).tolist() == [True, True, False, False, False, False]


def test_the_two_values_of_a_class_may_be_others():
    p, y = np.array([[0.1], [-0.1], [0.1], [-3.0], [0.0], [np.nan]]), np.array([[1.0], [-1], [-1], [-1], [1], [-1]])
    assert correct(p, y, middle=0.0).tolist() == [True, True, False, True, False, False]


def test_of_several_outputs_the_largest_must_be_the_targets():
    p, y = np.array([[0.1, 0.3, 0.2], [0.9, 0.1, 0.8]]), np.array([[0, 1, 0], [0, 0, 1]])
    assert correct(p, y).tolist() == [True, False]


def test_the_loss_is_a_mean_also_where_gradients_are_summed():
    mean, added = (
        Trainer(experiment(reduction=reduction, batch_size="all")).metrics()[0].loss for reduction in ("mean", "sum")
    )
    assert mean == added


def test_without_rows_or_targets_there_are_no_metrics():
    assert Trainer(experiment()).metrics()[1] == NO_METRICS
    assert Trainer(experiment(data="two-three")).metrics()[0] == NO_METRICS


def test_a_network_of_zeros_is_half_wrong_about_everybody():
    loss, accuracy = Trainer(experiment(start="zeros")).metrics()[0]
    assert loss == pytest.approx(0.25, abs=1e-15)
    assert accuracy == 0.0
