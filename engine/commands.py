"""What one may ask of the trainer's thread, and what it reports."""

from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum

from engine.batch import Place
from engine.change import Change as ChangeByHand
from engine.experiment import Experiment
from engine.goal import Goal
from engine.kept import KeptNetwork
from engine.ladder import Cursor, StepSize
from engine.patience import Best
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.starts import Starts
from engine.trainer import Trainer


class State(Enum):
    """What the thread is doing, or why it stopped doing it."""

    PAUSED = "paused"
    RUNNING = "running"
    FINISHED = "finished"
    DIVERGED = "diverged"
    STARTING = "many starts"


@dataclass(frozen=True)
class Load:
    """Begin anew with these experiments, side by side; reports carry `generation` from then on.

    What is `by_hand` is a change of what was there, which can be taken back; `go_on` joins it to the same one just
    before. `opened` names a table that takes the place of all that was there. Anything else is the end of that.
    """

    experiments: tuple[Experiment, ...]
    generation: int
    by_hand: bool = False
    go_on: bool = False
    opened: str = ""


@dataclass(frozen=True)
class Change:
    """Go on with other choices, where they need no new start; `go_on` joins it to the same change just before."""

    experiments: tuple[Experiment, ...]
    go_on: bool = False


@dataclass(frozen=True)
class Step:
    """Take one step and pause; steps that come faster than they are taken wait for each other.

    A step inside a batch is one of the network in focus; the others go along batch by batch.
    """

    size: StepSize
    focus: int = 0


@dataclass(frozen=True)
class Run:
    """Take steps until `until` epochs are done, `pace` a second, or as many as there is time for.

    It ends earlier when the network in focus reaches `goal`, or loses patience.
    """

    size: StepSize
    pace: float | None
    until: int | None
    focus: int = 0
    goal: Goal | None = None


@dataclass(frozen=True)
class Back:
    """Go one step back and pause; at the start nothing happens."""

    size: StepSize
    focus: int = 0


@dataclass(frozen=True)
class Seek:
    """Go to the beginning of an epoch of the past, or to the furthest there is, and pause."""

    epoch: int


@dataclass(frozen=True)
class Jump:
    """Go to an operation of the batch that begins at a place, in the network in focus, and pause."""

    place: Place
    cursor: Cursor | None
    focus: int = 0


@dataclass(frozen=True)
class GoToOrigin:
    """Go to the operation that gave a number of the batch that is shown, in the network in focus, and pause."""

    quantity: Quantity
    focus: int = 0


@dataclass(frozen=True)
class Edit:
    """Set a weight or bias by hand, in these networks, and others `also`; `go_on` joins it to the edit just before."""

    parameter: Quantity
    value: float
    networks: tuple[int, ...] = (0,)
    go_on: bool = False
    also: tuple[tuple[Quantity, float], ...] = ()


@dataclass(frozen=True)
class Undo:
    """Take back the last change by hand, whatever it was, and stand where it was made."""


@dataclass(frozen=True)
class Redo:
    """Make the change again that was taken back last."""


@dataclass(frozen=True)
class EnterBranch:
    """Return to a run that was left for another, at its end."""

    ghost: int
    focus: int = 0


@dataclass(frozen=True)
class Pause:
    """Stop running; also stops many starts, and keeps those that are finished."""


@dataclass(frozen=True)
class RunStarts:
    """Train `count` starts of an experiment, beside the network that is shown."""

    experiment: Experiment
    count: int


@dataclass(frozen=True)
class UseCompiled:
    """Let the compiled code train from the next epoch on; whatever is under way goes on."""


@dataclass(frozen=True, eq=False)
class AllKept:
    """All that is going on; `generation` is that of reports of it, whoever asked may have thought of another."""

    generation: int
    networks: tuple[KeptNetwork, ...]


@dataclass(frozen=True, eq=False)
class Keep:
    """Give, as an answer, all that is going on; nothing changes."""

    answer: "Future[AllKept]"


@dataclass(frozen=True, eq=False)
class Restore:
    """Go on with trainers that stand where those of a session stood; reports carry `generation` from then on."""

    trainers: tuple[Trainer, ...]
    generation: int


@dataclass(frozen=True)
class Stop:
    """End the thread."""


Travel = Back | Seek | Jump | GoToOrigin | Undo | Redo | EnterBranch
Command = Load | Change | Step | Run | Travel | Edit | Pause | RunStarts | UseCompiled | Keep | Restore | Stop


@dataclass(frozen=True, eq=False)
class Report:
    """The newest moment: a snapshot of each experiment, and how many commands have been carried out.

    While a run is under way, it began at epoch `since` and ends at epoch `until`, if it has an end, or at `goal`.
    `reached` says whether it ended there, `best` the best epoch where it ended because the loss became no lower.
    `blown` is the number of the network whose numbers grew beyond all bounds; its walk stands where that began.
    `undoes` and `redoes` are the changes by hand that can be taken back and made again.
    `whole` is false where another report follows by itself, with what takes long to find out.
    """

    generation: int
    handled: int
    state: State
    snapshots: tuple[Snapshot, ...]
    message: str = ""
    starts: Starts | None = None
    since: int = 0
    until: int | None = None
    goal: Goal | None = None
    reached: bool = False
    best: Best | None = None
    blown: int | None = None
    undoes: ChangeByHand | None = None
    redoes: ChangeByHand | None = None
    whole: bool = True
