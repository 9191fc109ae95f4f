"""How training is walked, not what is trained: the size of a step, its pace, and what a run is to reach."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from engine.goal import Goal
from engine.ladder import StepSize

Choice = TypeVar("Choice")

# Steps a second, from a walk to flat out.
PACES: tuple[float | None, ...] = (1, 2, 5, 10, 30, 60, 100, 200, 500, 1000, None)
# Who walks through the operations of a batch wants to see each.
WALKING_PACE = 2
# A lesson starts at the pace that takes about this many seconds for all of its epochs.
RUN_SECONDS = 10


@dataclass(frozen=True)
class Settings:
    """`goal` is what a run is to reach, beside the end of its epochs."""

    step_size: StepSize = StepSize.EPOCH
    pace: float | None = None
    goal: Goal | None = None

    def with_step_size(self, size: StepSize, epochs: int) -> "Settings":
        """Another step size; where one comes to walk, or to run again, at the pace at which one begins that."""
        same = size.within_batch == self.step_size.within_batch
        return replace(self, step_size=size, pace=self.pace if same else pace_of(size, epochs))


def pace_of(size: StepSize, epochs: int) -> float | None:
    """The pace at which one begins: slow enough to see each step inside a batch, else one that suits the epochs."""
    return WALKING_PACE if size.within_batch else usual_pace(epochs)


def usual_pace(epochs: int) -> float | None:
    """The first pace at which `epochs` take about `RUN_SECONDS`."""
    for pace in PACES:
        if pace is not None and pace * RUN_SECONDS >= epochs and pace >= 10:
            return pace
    return None


def beside(choices: Sequence[Choice], choice: Choice, by: int) -> Choice:
    """The choice so many places behind another, or before it; at the ends one stays."""
    return choices[max(0, min(choices.index(choice) + by, len(choices) - 1))]
