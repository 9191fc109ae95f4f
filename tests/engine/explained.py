"""Batches of every kind of network, for whoever looks at each of their operations."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from engine.activations import activations
from engine.ladder import StepSize
from engine.losses import losses
from engine.optimizers import optimizers
from engine.trainer import Trainer
from engine.walk import Walk
from tests.engine.helpers import experiment, walk_to_end
from tests.engine.tables import known, table

ELEMENTWISE = [entry for entry in activations if entry.trainable and entry.elementwise]
TWO_OUTPUTS: Mapping[str, Any] = {"data": "two-outputs", "hidden": (2,)}
SOFTMAX: Mapping[str, Any] = {"output_activation": "softmax", "loss": "categorical-cross-entropy"}
CHANGED = "penalties, clipped, by a schedule"
CHANGING: Mapping[str, Any] = {"l1": 0.02, "l2": 0.1, "clip": 0.05, "schedule": "one-cycle", "schedule_epochs": 3}
NETWORKS: Mapping[str, Mapping[str, Any]] = {
    "one neuron": {"hidden": ()},
    "2-2-1": {},
    "no bias": {"bias": False},
    "a bias in the output alone": {"bias": (False, True)},
    "a bias in the hidden layer alone": {"bias": (True, False), "batch_size": 2},
    "dropout": {"hidden": (4, 3), "dropout": 0.5, "batch_size": 2},
    "dropout, one way": {"hidden": (1, 1), "dropout": 0.3, "activation": ("tanh",), "batch_size": 4},
    "one hidden neuron": {"hidden": (1, 1)},
    "3-2-2": TWO_OUTPUTS,
    "3-2-2, half the squares": {**TWO_OUTPUTS, "loss": "half-squared-error"},
    "3-2-2, cross-entropy": {**TWO_OUTPUTS, "loss": "cross-entropy"},
    "3-2-2, softmax": {**TWO_OUTPUTS, **SOFTMAX},
    "softmax of six": {**SOFTMAX, "data": "six-classes", "hidden": (3, 2), "batch_size": 2},
    "softmax, squares": {**TWO_OUTPUTS, "output_activation": "softmax", "bias": False},
    "momentum": {"optimizer": "momentum", "batch_size": 3},
    "momentum without a bias": {"optimizer": "momentum", "bias": False},
    **{entry.name: {"optimizer": entry.name, "batch_size": 3} for entry in optimizers},
    **{f"{entry.name}, {CHANGED}": {"optimizer": entry.name, **CHANGING} for entry in optimizers},
    "a penalty by itself": {"l2": 0.1},
    "clipping by itself": {"clip": 0.01, "bias": False},
    "three layers": {"hidden": (3, 2), "activation": ("tanh",), "batch_size": 2},
    "sums with dots": {"hidden": (6,), "batch_size": 4},
    "a mean of rows": {"batch_size": 3, "reduction": "mean"},
    "a sum of rows": {"batch_size": 3, "reduction": "sum"},
    "rows without a bias": {"batch_size": "all", "bias": False},
    **{f"all {entry.name}": {"activation": (entry.name,)} for entry in ELEMENTWISE},
    **{f"answer {entry.name}": {"output_activation": entry.name} for entry in ELEMENTWISE},
    **{f"loss {entry.name}": {"loss": entry.name} for entry in losses},
}


@contextmanager
def several_outputs() -> Iterator[None]:
    """Tables with several outputs can be named."""
    with known(table("two-outputs", rows=2, outputs=2), table("six-classes", rows=4, outputs=6)):
        yield


def walks_of(network: str) -> Iterator[Walk]:
    """A walk at every operation of the first batch of a network, term by term."""
    trainer = Trainer(experiment(**NETWORKS[network]))
    while trainer.place == (0, 0):
        walk_to_end(trainer.advance(StepSize.TERM))
        assert trainer.walk is not None
        yield trainer.walk
