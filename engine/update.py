"""One update: penalties, clipping and the optimizer, one after the other."""

from collections.abc import Generator
from typing import TypeVar

from engine.arrays import Array
from engine.experiment import Experiment
from engine.optimizers import Updating, optimizers
from engine.regularizers import clip_norm, penalise

Result = TypeVar("Result")


def updating(
    experiment: Experiment, parameters: Array, gradient: Array, learning_rate: float, memory: Array
) -> Updating:
    """Walk through the update of all parameters, shape (n,), and return the new ones with the new memory.

    What the experiment does not ask for is passed over. At every yield the generator that is walked through inside
    stands on the line after its result.
    """
    optimizer = optimizers[experiment.optimizer]
    if experiment.l1 or experiment.l2:
        is_weight = experiment.architecture.is_weight
        gradient = yield from penalise(parameters, gradient, is_weight, experiment.l1, experiment.l2)
    if experiment.clip:
        gradient = yield from clip_norm(gradient, experiment.clip)
    settings = optimizer.settings(experiment)
    return (yield from optimizer.update(parameters, gradient, learning_rate, memory, **settings))


def updated(
    experiment: Experiment, parameters: Array, gradient: Array, learning_rate: float, memory: Array
) -> tuple[Array, Array]:
    """The new parameters and the new memory."""
    return walked(updating(experiment, parameters, gradient, learning_rate, memory))


def walked(walk: Generator[None, None, Result]) -> Result:
    """What a walk returns at its end."""
    while True:
        try:
            next(walk)
        except StopIteration as end:
            result: Result = end.value
            return result
