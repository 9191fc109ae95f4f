"""Logic gates: two switches, one lamp."""

from engine.arrays import frozen
from engine.datasets.dataset import Dataset

SWITCHES = ((0, 0), (0, 1), (1, 0), (1, 1))
INPUT_NAMES = ("x₁", "x₂")


def or_gate() -> Dataset:
    """On when at least one switch is on."""
    return _gate("or", "x₁ or x₂", (0, 1, 1, 1))


def and_gate() -> Dataset:
    """On when both switches are on."""
    return _gate("and", "x₁ and x₂", (0, 0, 0, 1))


def nand_gate() -> Dataset:
    """Off when both switches are on: of this gate alone all others can be built."""
    return _gate("nand", "x₁ nand x₂", (1, 1, 1, 0))


def xor_gate() -> Dataset:
    """On when exactly one switch is on: no straight line parts the two classes."""
    return _gate("xor-gate", "x₁ xor x₂", (0, 1, 1, 0))


def _gate(name: str, output: str, lamp: tuple[int, ...]) -> Dataset:
    return Dataset(
        name=name,
        inputs=frozen(SWITCHES),
        input_names=INPUT_NAMES,
        targets=frozen([[value] for value in lamp]),
        output_names=(output,),
        row_names=tuple(f"({a}, {b})" for a, b in SWITCHES),
        class_names=("off", "on"),
    )
