"""Tables with several outputs, small enough to be walked through; what comes with the program has one, or ten."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from engine.arrays import frozen
from engine.datasets import Dataset, DataSource, data_sources


def table(name: str, rows: int, outputs: int, inputs: int = 3) -> Dataset:
    """Random inputs, and targets of which one a row is 1."""
    rng = np.random.default_rng(12)
    return Dataset(
        name=name,
        inputs=frozen(rng.uniform(-1.5, 1.5, (rows, inputs))),
        targets=frozen(np.eye(outputs)[rng.integers(0, outputs, rows)]),
        input_names=tuple(f"x{number}" for number in range(inputs)),
        output_names=tuple(f"y{number}" for number in range(outputs)),
        row_names=tuple(f"row {number}" for number in range(rows)),
        class_names=tuple(f"class {number}" for number in range(outputs)),
    )


@contextmanager
def known(*tables: Dataset) -> Iterator[None]:
    """Experiments can name these tables."""
    with pytest.MonkeyPatch.context() as patch:
        for one in tables:
            source = DataSource(one.name, one.name, lambda one=one: one)  # type: ignore[misc]
            patch.setitem(data_sources._entries, one.name, source)
        yield
