"""The seven trainings whose speed is measured, from a network of nine numbers to one of half a million."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np

from engine.arrays import frozen
from engine.datasets import Dataset, DataSource, data_sources
from engine.datasets.dataset import numbered_rows
from engine.experiment import Experiment
from engine.lessons import load_lesson
from tests.benchmarks import scripts

MADE_UP = "made-up"


@dataclass(frozen=True)
class Workload:
    """One training. A round of the kernel takes `epochs`, a round of each rival `few` of them.

    `script` is how one would write it by hand, where that ends within a minute.
    """

    name: str
    what: str
    make: Callable[[], Experiment]
    epochs: int
    few: int
    script: Callable[[scripts.Task], None] | None = None

    def __str__(self) -> str:
        return self.name


def playground(**choices: object) -> Experiment:
    return load_lesson("playground").experiment.changed(**choices)


def classes(data: str, hidden: tuple[int, ...], batch_size: int, learning_rate: float) -> Experiment:
    """Which of ten classes, by relu and softmax with momentum."""
    return Experiment(
        data=data,
        hidden=hidden,
        activation=("relu",),
        output_activation="softmax",
        loss="categorical-cross-entropy",
        optimizer="momentum",
        learning_rate=learning_rate,
        batch_size=batch_size,
        start="he",
        train_share=0.8 if data == "digits" else 1.0,
    )


WORKLOADS = (
    Workload(
        "W1",
        "height-weight, 2-2-1",
        lambda: load_lesson("height-weight").experiment,
        40_000,
        200,
        scripts.one_number_at_a_time,
    ),
    Workload("W2", "or-gate, 2-1", lambda: load_lesson("or-gate").experiment, 100_000, 500, scripts.all_rows_at_once),
    Workload("W3", "playground, 2-4-2-1", playground, 1000, 10, scripts.row_after_row),
    Workload(
        "W4",
        "playground, 7-8-8-8-8-8-8-1",
        lambda: playground(hidden=(8,) * 6, inputs=playground().all_input_names),
        200,
        5,
        scripts.row_after_row,
    ),
    Workload(
        "W5",
        "breast-cancer, 30-1",
        lambda: load_lesson("breast-cancer").experiment,
        4000,
        200,
        scripts.all_rows_at_once,
    ),
    Workload("W6", "digits, 64-64-32-10", lambda: classes("digits", (64, 32), 32, 0.02), 10, 3, scripts.row_after_row),
    Workload("W7", "10,000 rows, 784-512-256-10", lambda: classes(MADE_UP, (512, 256), 128, 0.01), 1, 1),
)


@cache
def ten_thousand_rows() -> Dataset:
    """Numbers as those of pictures, of 28 × 28 pixels, in ten classes that cannot be learned."""
    rng = np.random.default_rng(0)
    names = tuple("0123456789")
    return Dataset(
        name=MADE_UP,
        inputs=frozen(rng.random((10_000, 784))),
        input_names=tuple(f"pixel {number}" for number in range(784)),
        targets=frozen(np.eye(10)[rng.integers(0, 10, 10_000)]),
        output_names=names,
        row_names=numbered_rows(10_000),
        class_names=names,
    )


@contextmanager
def made_up_data() -> Iterator[None]:
    """Meanwhile the made-up table is one of the program's."""
    data_sources.add(DataSource(MADE_UP, "", ten_thousand_rows))
    yield
    del data_sources._entries[MADE_UP]
