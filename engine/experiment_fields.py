"""What the fields of an experiment may be, and how one is refused that is something else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

MAX_HIDDEN_LAYERS = 10
MAX_NEURONS = 1024
MAX_EPOCHS = 10**9

ALL_ROWS: Literal["all"] = "all"
BatchSize = int | Literal["all"]
GIVEN = "given"
# Starts that are no rule for each layer by itself.
LEAST_SQUARES = "least-squares"
# What a generated table can be asked for: (smallest, largest, whether it is a whole number).
OPTION_RANGES: Mapping[str, tuple[float, float, bool]] = {
    "points": (10, 10_000, True),
    "noise": (0, 0.5, False),
    "data_seed": (0, 2**31 - 1, True),
    "turns": (0.25, 5, False),
    "classes": (2, 9, True),
}

# What decides the table.
DATA_FIELDS = ("data", "own", *OPTION_RANGES)


class ExperimentError(ValueError):
    """A choice that is not allowed; names the field, the value and what is allowed."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        super().__init__(f"{field}: {value!r} is not allowed; {allowed}")
        self.field = field


@dataclass(frozen=True)
class GivenLayer:
    """Given starting numbers of one layer: weights[out][in], biases[out] (empty without biases)."""

    weights: tuple[tuple[float, ...], ...]
    biases: tuple[float, ...] = ()
