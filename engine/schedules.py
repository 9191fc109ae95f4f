"""Schedules: how the learning rate changes along a run. To add one, add one entry.

The rate is worked out from the position alone, so that nothing has to be remembered to walk back.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from engine.registry import Registry


@dataclass(frozen=True)
class Schedule:
    """One schedule: `rate` gives the rate of a batch from the base rate, the schedule's length in epochs, how many
    epochs are done and how many batches of this one, and how many batches an epoch has. One that
    `ends` is meant to end with the run.
    """

    name: str
    label: str
    rate: Callable[[float, int, int, int, int], float]
    formula: str
    ends: bool = False


# What is left of the rate after each step of "step".
FACTOR = 0.1
# One-cycle: the part of its batches in which the rate rises, from a 25th of the base rate; and by how much it ends
# below where it began.
RISING = 0.3
START_DIVISOR, END_DIVISOR = 25.0, 1e4

schedules: Registry[Schedule] = Registry("schedule")


def constant(base: float, length: int, epoch: int, batch: int, batches: int) -> float:
    """η, all along."""
    return base


def step(base: float, length: int, epoch: int, batch: int, batches: int) -> float:
    """A tenth of what it was after every `length` epochs: η 0.1^⌊epoch / length⌋. PyTorch's StepLR."""
    return base * FACTOR ** (epoch // length)


def cosine(base: float, length: int, epoch: int, batch: int, batches: int) -> float:
    """η (1 + cos(π epoch / length)) / 2, down to 0, where it stays.

    Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017, without the restarts; PyTorch's
    CosineAnnealingLR.
    """
    return _between(base, 0.0, min(epoch / length, 1.0))


def one_cycle(base: float, length: int, epoch: int, batch: int, batches: int) -> float:
    """Up from η/25 to η in the first 30 % of the batches and down to η/250 000 in the others, each along half a cosine.

    Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018;
    PyTorch's OneCycleLR, without cycling the momentum. After its end the rate stays.
    """
    number, count = float(epoch * batches + batch), float(length * batches)
    start, top = base / START_DIVISOR, RISING * count - 1.0
    if number <= top:
        return _between(start, base, number / top)
    return _between(base, start / END_DIVISOR, min((number - top) / (count - 1.0 - top), 1.0))


def _between(first: float, last: float, share: float) -> float:
    """From one number to another along half a cosine."""
    return last + (first - last) * (1.0 + math.cos(math.pi * share)) / 2.0


schedules.add(Schedule("constant", "constant", constant, "η"))
schedules.add(Schedule("step", "step", step, "η · 0.1^⌊epoch / length⌋"))
schedules.add(Schedule("cosine", "cosine", cosine, "η (1 + cos(π epoch / length)) / 2", ends=True))
schedules.add(Schedule("one-cycle", "one cycle", one_cycle, "η/25 → η → η/250 000", ends=True))
