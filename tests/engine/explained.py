"""Batches of every kind of network, for whoever looks at each of their operations."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from engine.activations import activations
from engine.datasets import Dataset, DataSource, data_sources
from engine.ladder import StepSize
from engine.losses import losses
from engine.trainer import Trainer
from engine.walk import Walk
from tests.engine.helpers import experiment, walk_to_end

TWO_OUTPUTS: Mapping[str, Any] = {"data": "two-outputs", "hidden": (2,)}
NETWORKS: Mapping[str, Mapping[str, Any]] = {
    "one neuron": {"hidden": ()},
    "2-2-1": {},
    "no bias": {"bias": False},
    "one hidden neuron": {"hidden": (1, 1)},
    "3-2-2": TWO_OUTPUTS,
    "3-2-2, half the squares": {**TWO_OUTPUTS, "loss": "half-squared-error"},
    "3-2-2, cross-entropy": {**TWO_OUTPUTS, "loss": "cross-entropy"},
    "three layers": {"hidden": (3, 2), "activation": ("tanh",), "batch_size": 2},
    "sums with dots": {"hidden": (6,), "batch_size": 4},
    "a mean of rows": {"batch_size": 3, "reduction": "mean"},
    "a sum of rows": {"batch_size": 3, "reduction": "sum"},
    "rows without a bias": {"batch_size": "all", "bias": False},
    **{f"all {entry.name}": {"activation": (entry.name,)} for entry in activations if entry.trainable},
    **{f"answer {entry.name}": {"output_activation": entry.name} for entry in activations if entry.trainable},
    **{f"loss {entry.name}": {"loss": entry.name} for entry in losses},
}


@contextmanager
def two_outputs() -> Iterator[None]:
    """A table with two outputs; none that comes with the program has more than one."""
    dataset = Dataset(
        name="two-outputs",
        inputs=np.array([[0.5, -1.0, 0.25], [-0.75, 0.5, 1.0]]),
        targets=np.array([[1.0, 0.0], [0.0, 1.0]]),
        input_names=("x", "y", "z"),
        output_names=("p", "q"),
        row_names=("first", "second"),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(data_sources._entries, "two-outputs", DataSource("two-outputs", "Two", lambda: dataset))
        yield


def walks_of(network: str) -> Iterator[Walk]:
    """A walk at every operation of the first batch of a network, term by term."""
    trainer = Trainer(experiment(**NETWORKS[network]))
    while trainer.place == (0, 0):
        walk_to_end(trainer.advance(StepSize.TERM))
        assert trainer.walk is not None
        yield trainer.walk
