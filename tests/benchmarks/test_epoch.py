"""An epoch of the engine against a plain script in the article's manner."""

import math
import time

import numpy as np
import pytest

from engine.lessons import load_lesson
from engine.trainer import Trainer

EPOCHS = 50


def article_epoch(weights, rows, rate):
    """One epoch of the network 2-2-1 as the article writes it: one neuron, one weight, one line at a time."""

    def sigmoid(x):
        return 1 / (1 + math.exp(-x))

    w1, w2, w3, w4, b1, b2, w5, w6, b3 = weights
    for (x1, x2), y in rows:
        h1 = sigmoid(w1 * x1 + w2 * x2 + b1)
        h2 = sigmoid(w3 * x1 + w4 * x2 + b2)
        o1 = sigmoid(w5 * h1 + w6 * h2 + b3)
        d = 2 * (o1 - y) * o1 * (1 - o1)
        d1 = d * w5 * h1 * (1 - h1)
        d2 = d * w6 * h2 * (1 - h2)
        w5, w6, b3 = w5 - rate * d * h1, w6 - rate * d * h2, b3 - rate * d
        w1, w2, b1 = w1 - rate * d1 * x1, w2 - rate * d1 * x2, b1 - rate * d1
        w3, w4, b2 = w3 - rate * d2 * x1, w4 - rate * d2 * x2, b2 - rate * d2
    return [w1, w2, w3, w4, b1, b2, w5, w6, b3]


def vector_epoch(w, x, y, rate):
    """One epoch of a single neuron over all rows at once, in three lines of numpy."""
    p = 1 / (1 + np.exp(-(x @ w)))
    return w - rate * (((p - y) * p * (1 - p)) @ x)


def seconds_of(epoch, state):
    """How long `EPOCHS` epochs take, and where they end."""
    started = time.perf_counter()
    for _ in range(EPOCHS):
        state = epoch(state)
    return time.perf_counter() - started, state


def compare(benchmark, trainer, script_seconds):
    """Measure the engine's epochs and note how they compare with the script's."""
    benchmark.pedantic(trainer.train, args=(EPOCHS,), rounds=5 if benchmark.enabled else 1)
    if benchmark.enabled:
        engine = benchmark.stats.stats.median
        benchmark.extra_info["engine, µs an epoch"] = round(1e6 * engine / EPOCHS, 1)
        benchmark.extra_info["script, µs an epoch"] = round(1e6 * script_seconds / EPOCHS, 1)
        benchmark.extra_info["engine / script"] = round(engine / script_seconds, 2)


def test_an_epoch_of_four_rows_one_at_a_time(benchmark):
    experiment = load_lesson("height-weight").experiment
    trainer = Trainer(experiment, record=False)
    table = experiment.dataset
    rows = list(zip(table.inputs.tolist(), table.targets[:, 0].tolist(), strict=True))
    taken, weights = seconds_of(
        lambda state: article_epoch(state, rows, experiment.learning_rate), trainer.parameters.tolist()
    )
    twin = Trainer(experiment, record=False)
    twin.train(EPOCHS)
    assert twin.parameters.tolist() == pytest.approx(weights, rel=1e-9)
    compare(benchmark, trainer, taken)


def test_an_epoch_of_426_rows_all_at_once(benchmark):
    experiment = load_lesson("breast-cancer").experiment
    trainer = Trainer(experiment, record=False)
    x, y = trainer.data.train.x, trainer.data.train.y[:, 0]
    taken, weights = seconds_of(
        lambda state: vector_epoch(state, x, y, experiment.learning_rate), np.array(trainer.parameters)
    )
    twin = Trainer(experiment, record=False)
    twin.train(EPOCHS)
    assert twin.parameters.tolist() == pytest.approx(weights.tolist(), rel=1e-6)
    compare(benchmark, trainer, taken)
