"""Penalties pull weights towards zero, clipping shortens the gradient; both are as their formulas say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.batch import Batch
from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.regularizers import clip_norm, penalise
from engine.trainer import Trainer
from engine.update import walked
from tests.engine.helpers import MIXED, experiment, walk_to_end

L1, L2 = 0.03, 0.2
numbers = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=9).map(np.array)


def penalty(parameters: np.ndarray, is_weight: np.ndarray) -> float:
    weights = parameters[is_weight == 1]
    return L1 * float(np.abs(weights).sum()) + L2 / 2 * float((weights**2).sum())


def test_the_gradient_of_the_penalties_agrees_with_their_differences():
    rng = np.random.default_rng(2)
    parameters, is_weight = rng.standard_normal(8), np.array([1.0, 1, 0, 1, 1, 0, 1, 0])
    found = walked(penalise(parameters, np.zeros(8), is_weight, L1, L2))
    for place in range(8):
        step = np.zeros(8)
        step[place] = 1e-6
        ends = [penalty(parameters + sign * step, is_weight) for sign in (1, -1)]
        assert found[place] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-8)


@given(gradient=numbers, clip=st.floats(1e-3, 1e3))
def test_a_clipped_gradient_keeps_its_direction_and_is_no_longer_than_the_limit(gradient, clip):
    clipped = walked(clip_norm(gradient, clip))
    assert np.linalg.norm(clipped) <= clip
    share = min(1.0, clip / (float(np.linalg.norm(gradient)) + 1e-6))
    np.testing.assert_allclose(clipped, share * gradient, rtol=1e-12)


def test_weights_are_told_from_biases_layer_by_layer():
    marks = experiment(hidden=(2,)).architecture.is_weight
    assert marks.tolist() == [1, 1, 1, 1, 0, 0, 1, 1, 0]
    assert experiment(hidden=(2,), bias=False).architecture.is_weight.tolist() == [1] * 6


def test_without_penalties_and_clipping_the_bits_are_those_of_the_gradient_alone():
    plain, changed = (begun(MIXED.changed(clip=clip)) for clip in (0.0, 1e6))
    assert plain.trace[-1].parts["gradient"].tobytes() == changed.trace[-1].parts["clipped"].tobytes()
    assert "clipped" not in plain.trace[-1].parts


def begun(choices) -> Batch:
    trainer = Trainer(choices)
    walk_to_end(trainer.advance(StepSize.TERM))
    assert trainer.walk is not None
    return trainer.walk.batch


@pytest.mark.usefixtures("each_engine")
def test_a_weight_that_l1_has_taken_to_zero_leaves_it_again():
    trainer = Trainer(experiment(hidden=(2,), l1=0.001, seed=1))
    weight = Quantity("weight", 2, 0, 1)
    trainer.edit(weight, 0.0)
    trainer.train(1)
    assert trainer.parameters[trainer.experiment.architecture.place_of(weight)] != 0.0


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_a_penalty_makes_weights_small_and_leaves_the_loss_that_is_shown_alone(penalty):
    free, held = Trainer(MIXED), Trainer(MIXED.changed(**{penalty: 0.1}))
    assert free.snapshot().loss == held.snapshot().loss
    for trainer in (free, held):
        trainer.train(100)
    assert np.abs(held.snapshot().weights).sum() < 0.5 * np.abs(free.snapshot().weights).sum()
