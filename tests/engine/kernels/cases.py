"""Experiments of every kind that the compiled kernel can train, drawn by hypothesis; and how two trainings compare."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from engine.activations import activations
from engine.arrays import Array, frozen
from engine.datasets import Dataset
from engine.experiment import Experiment
from engine.kernels.paths import FEW_ROWS, ONE_BY_ONE, TOGETHER, WIDE
from engine.losses import losses
from engine.optimizers import optimizers
from engine.schedules import schedules
from engine.stepper import Stepper
from tests.engine.tables import known, table

TRAINABLE = [entry.name for entry in activations if entry.trainable]
HIDDEN = [name for name in TRAINABLE if activations[name].elementwise]
# What is below this share of the largest number of a vector is compared with that share.
FLOOR = 0.01
# Beside small batches some that fill one vector of eight, one and a bit, several, and more than a chunk of 64 rows.
BATCHES = [1, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, 70]
# In one batch: several chunks, and in wide networks several blocks.
MANY_ROWS = [65, 130, 300, 520]


@dataclass(frozen=True)
class Case:
    """An experiment with a table of its own; `wide` has it trained by matrix products, however small it is."""

    rows: int
    inputs: int
    outputs: int
    quantity: bool
    wide: bool
    choices: dict[str, Any]

    @property
    def table(self) -> Dataset:
        one = table(NAME, self.rows, self.outputs, self.inputs)
        rng = np.random.default_rng(self.rows)
        targets = one.targets
        if self.quantity:
            targets = rng.uniform(-1.0, 1.0, (self.rows, self.outputs))
        elif self.outputs == 1:
            targets = rng.integers(0, 2, (self.rows, 1)).astype(float)
        assert targets is not None
        return Dataset(**{**vars(one), "targets": frozen(targets)})

    @property
    def path(self) -> int:
        size = self.choices["batch_size"]
        batch = self.rows if size == "all" else min(size, self.rows)
        if self.wide:
            return WIDE
        return ONE_BY_ONE if batch < FEW_ROWS and not self.choices["dropout"] else TOGETHER

    @contextmanager
    def experiment(self) -> Iterator[Experiment]:
        """The experiment, for as long as its table is known and its way through a batch is the one that it asks for."""
        with known(self.table), pytest.MonkeyPatch.context() as patch:
            patch.setattr("engine.kernels.paths.WIDE_LAYER", 0 if self.wide else 10**9)
            yield Experiment(data=NAME, **self.choices)


# How calm an optimizer's steps are beside those of gradient descent. The steps of some are as long for a short gradient
# as for a long one.
RATES = {"gradient-descent": 1.0, "momentum": 0.2, "nesterov": 0.2, "adagrad": 0.5}
RATES |= dict.fromkeys(["rmsprop", "adam", "adamw"], 0.02)
NAME = "a table of its own"


@st.composite
def cases(draw: Any) -> Case:
    """Any experiment whose training is calm, so that what rounding does stays small: weights below 1, low rates.

    As the output, the slip follows no gradient, but for ever outwards: it has lower rates, and targets of 0 and 1 only.
    """
    loss = draw(st.sampled_from(losses.names))
    output_activation = draw(st.sampled_from([name for name in TRAINABLE if _fits(name, loss)]))
    together = not activations[output_activation].elementwise
    rows, batch_size = draw(_rows_and_batch())
    hidden = draw(st.lists(st.integers(1, 10), max_size=3))
    reduction, optimizer = draw(st.sampled_from(["mean", "sum"])), draw(st.sampled_from(optimizers.names))
    rate = draw(st.sampled_from([0.005, 0.01, 0.02])) * RATES[optimizer]
    slips = not activations[output_activation].exact
    rate *= 0.1 if slips else 1.0
    batch = rows if batch_size == "all" else min(batch_size, rows)
    bounded = losses[loss].range != (-float("inf"), float("inf"))
    return Case(
        rows=rows,
        inputs=draw(st.integers(1, 10)),
        outputs=draw(st.integers(2 if together else 1, 6)),
        quantity=not (bounded or slips) and draw(st.booleans()),
        wide=draw(st.sampled_from([False, False, True])),
        choices={
            "hidden": tuple(hidden),
            "activation": tuple(draw(st.sampled_from(HIDDEN)) for _ in hidden) or ("sigmoid",),
            "output_activation": output_activation,
            "bias": draw(st.one_of(st.booleans(), st.tuples(*[st.booleans()] * (len(hidden) + 1)))),
            "dropout": draw(st.sampled_from([0.0, 0.0, 0.2, 0.5])),
            "loss": loss,
            "reduction": reduction,
            "optimizer": optimizer,
            "momentum": draw(st.sampled_from([0.0, 0.5, 0.9])),
            "weight_decay": draw(st.sampled_from([0.0, 0.01, 0.5])),
            "schedule": draw(st.sampled_from(["constant", "constant", *schedules.names])),
            "schedule_epochs": draw(st.sampled_from([1, 2, 7, 40, 200])),
            "l1": draw(st.sampled_from([0.0, 0.0, 0.01])),
            "l2": draw(st.sampled_from([0.0, 0.0, 0.1])),
            "clip": draw(st.sampled_from([0.0, 0.0, 0.05, 1.0])),
            "learning_rate": rate / (batch if reduction == "sum" else 1),
            "batch_size": batch_size,
            "shuffle": draw(st.booleans()),
            "start": draw(st.sampled_from(["xavier", "uniform-half"])),
            "seed": draw(st.integers(0, 1000)),
        },
    )


@st.composite
def _rows_and_batch(draw: Any) -> tuple[int, Any]:
    """Some batches of one size and a last one that may be shorter; or all rows at once."""
    kind = draw(st.sampled_from(["some", "some", "some", "all", "more"]))
    if kind == "some":
        batch = draw(st.sampled_from(BATCHES))
        return batch * draw(st.integers(0, 2)) + draw(st.integers(1, batch)), batch
    rows = draw(st.one_of(st.integers(1, 20), st.integers(1, 20), st.sampled_from(MANY_ROWS)))
    return rows, "all" if kind == "all" else rows + draw(st.integers(1, 9))


def _fits(activation: str, loss: str) -> bool:
    (low, high), (smallest, largest) = losses[loss].range, activations[activation].range
    return low <= smallest and largest <= high


def by_numpy(choices: Experiment) -> Stepper:
    return Stepper(choices)


def by_kernel(choices: Experiment) -> Stepper:
    stepper = Stepper(choices)
    stepper.engine = "kernel"
    assert stepper.kernel is not None
    return stepper


def difference(found: Array, wanted: Array, once: Array | None = None) -> float:
    """The largest relative one of two vectors, or of several; 0 where there is nothing to compare.

    `once` is how large the vector was before. What has shrunk to almost nothing, as the gradient where training has
    come to its end, is a difference of much larger numbers, and has no more digits than these leave.
    """
    largest = np.abs(wanted if once is None else np.stack([wanted, once])).max(initial=0.0)
    sizes = np.maximum(np.abs(wanted), max(FLOOR * largest, np.finfo(float).tiny))
    return float((np.abs(found - wanted) / sizes).max(initial=0.0))
