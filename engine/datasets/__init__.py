"""Data sets by name. To add one, write a function that returns a `Dataset` and register it here."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.datasets import articles, gates, scikit, shapes
from engine.datasets.dataset import Dataset, DatasetError
from engine.registry import Registry

__all__ = ["OWN", "DataSource", "Dataset", "DatasetError", "data_sources"]

# What an experiment calls a table that it brings along itself; no entry of the registry.
OWN = "own"


@dataclass(frozen=True)
class DataSource:
    """A data set that can be loaded by name; loading is left until it is asked for."""

    name: str
    label: str
    load: Callable[[], Dataset]


data_sources: Registry[DataSource] = Registry("data set")

data_sources.add(DataSource("height-weight", "Height and weight", articles.height_weight))
data_sources.add(DataSource("two-three", "One point (2, 3)", articles.two_three))
data_sources.add(DataSource("double", "Twice the number", articles.double))
data_sources.add(DataSource("rent", "Rent of eight flats", articles.rent))
data_sources.add(DataSource("number-line", "Numbers from −6 to 6", articles.number_line))
data_sources.add(DataSource("derivation", "One row of the derivation", articles.derivation))
data_sources.add(DataSource("virus", "Virus", articles.virus))
data_sources.add(DataSource("or", "OR gate", gates.or_gate))
data_sources.add(DataSource("xor", "XOR gate", gates.xor_gate))
data_sources.add(DataSource("circle", "Circle", shapes.circle))
data_sources.add(DataSource("breast-cancer", "Breast cancer", scikit.breast_cancer))
data_sources.add(DataSource("digits", "Handwritten digits", scikit.digits))
