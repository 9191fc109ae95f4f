"""Every optimizer, schedule and clipping moves the parameters as PyTorch's does."""

import json

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.update import updated
from tests.engine.record_torch import BATCHES, CASES, FILE, OPTIMIZERS, RATE, START, STEPS, by_torch, gradients

RECORDED = json.loads(FILE.read_text("utf-8"))


def by_ours(case: str) -> np.ndarray:
    name, schedule, length, clip = CASES[case]
    choices = Experiment(
        "or",
        optimizer=name.split(",")[0],
        learning_rate=RATE,
        schedule=schedule,
        schedule_epochs=length,
        clip=clip,
        batch_size=1,
        **OPTIMIZERS[name],
    )
    slots = {"adam": 3, "adamw": 3, "gradient-descent": 0}.get(choices.optimizer, 1)
    parameters, memory = START, np.zeros((slots, len(START)))
    found = []
    for number, gradient in enumerate(gradients()):
        rate = choices.rate_at(*divmod(number, BATCHES), BATCHES)
        parameters, memory = updated(choices, parameters, gradient, rate, memory)
        found.append(parameters)
    return np.array(found)


def test_what_is_recorded_is_what_is_asked_for():
    assert set(RECORDED) == set(CASES)
    assert {np.shape(steps) for steps in RECORDED.values()} == {(STEPS, len(START))}


@pytest.mark.parametrize("case", CASES)
def test_every_step_is_that_of_pytorch(case):
    np.testing.assert_allclose(by_ours(case), RECORDED[case], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("case", CASES)
def test_pytorch_still_does_what_was_recorded(case):
    pytest.importorskip("torch")
    np.testing.assert_allclose(by_torch(case), RECORDED[case], rtol=1e-12, atol=1e-13)
