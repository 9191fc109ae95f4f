"""What one may ask of the trainer's thread, and what it reports."""

from dataclasses import dataclass
from enum import Enum

from engine.experiment import Experiment
from engine.snapshot import Snapshot
from engine.starts import Starts
from engine.trainer import StepSize


class State(Enum):
    """What the thread is doing, or why it stopped doing it."""

    PAUSED = "paused"
    RUNNING = "running"
    FINISHED = "finished"
    DIVERGED = "diverged"
    STARTING = "many starts"


@dataclass(frozen=True)
class Load:
    """Begin anew with these experiments, side by side; reports carry `generation` from then on."""

    experiments: tuple[Experiment, ...]
    generation: int


@dataclass(frozen=True)
class Change:
    """Go on with other choices, in fields that need no new start."""

    experiments: tuple[Experiment, ...]


@dataclass(frozen=True)
class Step:
    """Take one step and pause; steps that come faster than they are taken wait for each other."""

    size: StepSize


@dataclass(frozen=True)
class Run:
    """Take steps until `until` epochs are done, `pace` a second, or as many as there is time for."""

    size: StepSize
    pace: float | None
    until: int | None


@dataclass(frozen=True)
class Back:
    """Go one step back and pause; at the start nothing happens."""

    size: StepSize


@dataclass(frozen=True)
class Seek:
    """Go to the beginning of an epoch of the past, or to the furthest there is, and pause."""

    epoch: int


@dataclass(frozen=True)
class Pause:
    """Stop running; also stops many starts, and keeps those that are finished."""


@dataclass(frozen=True)
class RunStarts:
    """Train `count` starts of an experiment, beside the network that is shown."""

    experiment: Experiment
    count: int


@dataclass(frozen=True)
class Stop:
    """End the thread."""


Command = Load | Change | Step | Run | Back | Seek | Pause | RunStarts | Stop


@dataclass(frozen=True, eq=False)
class Report:
    """The newest moment: a snapshot of each experiment, and how many commands have been carried out.

    While a run is under way, it began at epoch `since` and ends at epoch `until`, if it has an end.
    """

    generation: int
    handled: int
    state: State
    snapshots: tuple[Snapshot, ...]
    message: str = ""
    starts: Starts | None = None
    since: int = 0
    until: int | None = None
