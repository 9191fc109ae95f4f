"""How training is walked, not what is trained: the size of a step, its pace, and what a run is to reach."""

from dataclasses import dataclass

from engine.goal import Goal
from engine.ladder import StepSize

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


def pace_of(size: StepSize, epochs: int) -> float | None:
    """The pace at which one begins: slow enough to see each step inside a batch, else one that suits the epochs."""
    return WALKING_PACE if size.within_batch else usual_pace(epochs)


def usual_pace(epochs: int) -> float | None:
    """The first pace at which `epochs` take about `RUN_SECONDS`."""
    for pace in PACES:
        if pace is not None and pace * RUN_SECONDS >= epochs and pace >= 10:
            return pace
    return None
