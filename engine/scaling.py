"""Scaling of the inputs before training: visible, optional, and undone for display. To add one, add one entry."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.registry import Registry


@dataclass(frozen=True)
class Scaling:
    """A rule that finds (offset, divisor) a column; an input is scaled as (x - offset) / divisor.

    `fit` is given the whole table and the rows that train, both of the shape (rows, inputs).
    """

    name: str
    label: str
    fit: Callable[[Array, Array], tuple[Array, Array]]


LARGE, SMALLER = 1e100, 2.0**-600

scalings: Registry[Scaling] = Registry("scaling")


def none(table: Array, train: Array) -> tuple[Array, Array]:
    """Inputs as they are."""
    return np.zeros(table.shape[1]), np.ones(table.shape[1])


def table_maximum(table: Array, train: Array) -> tuple[Array, Array]:
    """Everything divided by the one largest absolute value of the table, as the single-neuron article does."""
    largest = float(np.abs(table).max())
    return np.zeros(table.shape[1]), np.full(table.shape[1], largest or 1.0)


def standardise(table: Array, train: Array) -> tuple[Array, Array]:
    """Mean 0 and standard deviation 1 over the rows that train, column by column; constant columns give 0."""
    # The squares of very large numbers would be infinite; a power of two changes no digit.
    factor = np.where(np.abs(train).max(axis=0) > LARGE, SMALLER, 1.0)
    deviation = (train * factor).std(axis=0) / factor
    return (train * factor).mean(axis=0) / factor, np.where(deviation > 0, deviation, 1.0)


scalings.add(Scaling("none", "as they are", none))
scalings.add(Scaling("table-maximum", "÷ largest value of the table", table_maximum))
scalings.add(Scaling("standardise", "standardised", standardise))
