"""Data sets by name. To add one, write a function that returns a `Dataset` and register it here."""

from dataclasses import replace

from engine.datasets import articles, gates, generated, scikit
from engine.datasets.dataset import Dataset, DatasetError
from engine.datasets.source import DataSource
from engine.datasets.target import PLUS_MINUS, QUANTITY, YES_NO, Target, one_of
from engine.registry import Registry

__all__ = ["OWN", "DataSource", "Dataset", "DatasetError", "data_sources"]

# What an experiment calls a table that it brings along itself; no entry of the registry.
OWN = "own"
# How they are offered together.
POINTS, QUANTITIES, GATES = "Generated points", "Generated quantities", "Gates"
MEASURED, ARTICLES = "Measured", "Of the articles"

data_sources: Registry[DataSource] = Registry("data set")


def _add_generated(made: generated.Generated, group: str, target: Target) -> None:
    source = DataSource(made.name, made.label, made.table, group, made.options, target)
    data_sources.add(replace(source, input_names=made.input_names, points=made.points))


for _made in generated.TWO_CLASSES:
    _add_generated(_made, POINTS, PLUS_MINUS)
for _made in generated.MANY_CLASSES:
    _add_generated(_made, POINTS, one_of(3))
for _made in generated.QUANTITIES:
    _add_generated(_made, QUANTITIES, QUANTITY)
for _name, _label, _gate in (
    ("and", "AND gate", gates.and_gate),
    ("or", "OR gate", gates.or_gate),
    ("nand", "NAND gate", gates.nand_gate),
    ("xor-gate", "XOR gate", gates.xor_gate),
):
    data_sources.add(DataSource(_name, _label, _gate, GATES, input_names=gates.INPUT_NAMES))
for _name, _label, _load, _target, _scaling in (
    ("iris", "Iris", scikit.iris, one_of(3), "standardise"),
    ("wine", "Wine", scikit.wine, one_of(3), "standardise"),
    ("breast-cancer", "Breast cancer", scikit.breast_cancer, YES_NO, "standardise"),
    ("digits", "Handwritten digits", scikit.digits, one_of(10), "none"),
    ("diabetes", "Diabetes", scikit.diabetes, QUANTITY, "standardise"),
):
    data_sources.add(DataSource(_name, _label, _load, MEASURED, target=_target, scaling=_scaling))
for _name, _label, _article, _asks in (
    ("height-weight", "Height and weight", articles.height_weight, YES_NO),
    ("two-three", "One point (2, 3)", articles.two_three, None),
    ("double", "Twice the number", articles.double, QUANTITY),
    ("rent", "Rent of eight flats", articles.rent, QUANTITY),
    ("number-line", "Numbers from −6 to 6", articles.number_line, None),
    ("derivation", "One row of the derivation", articles.derivation, YES_NO),
    ("virus", "Virus", articles.virus, YES_NO),
):
    data_sources.add(DataSource(_name, _label, _article, ARTICLES, target=_asks))
