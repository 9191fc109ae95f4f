"""Logic gates: two switches, one lamp."""

from engine.arrays import frozen
from engine.datasets.dataset import Dataset

SWITCHES = ((0, 0), (0, 1), (1, 0), (1, 1))


def or_gate() -> Dataset:
    """On when at least one switch is on."""
    return _gate("or", "x₁ or x₂", (0, 1, 1, 1))


def xor_gate() -> Dataset:
    """On when exactly one switch is on: no straight line parts the two classes."""
    return _gate("xor", "x₁ xor x₂", (0, 1, 1, 0))


def _gate(name: str, output: str, lamp: tuple[int, ...]) -> Dataset:
    return Dataset(
        name=name,
        inputs=frozen(SWITCHES),
        input_names=("x₁", "x₂"),
        targets=frozen([[value] for value in lamp]),
        output_names=(output,),
        row_names=tuple(f"({a}, {b})" for a, b in SWITCHES),
        class_names=("off", "on"),
    )
