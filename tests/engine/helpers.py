"""What several tests need: waiting on a condition, and small experiments."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from engine.batch import Place
from engine.change import Change
from engine.commands import Report, State
from engine.experiment import Experiment
from engine.ladder import Cursor, StepSize
from engine.quantity import Quantity
from engine.runner import Runner
from engine.snapshot import Position
from engine.team import Team
from engine.trainer import Trainer

Found = TypeVar("Found")


def wait_for(condition: Callable[[], Found | None], seconds: float = 10.0) -> Found:
    """The first thing that is something, asked for again and again until the deadline."""
    clock = threading.Event()
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        found = condition()
        if found:
            return found
        clock.wait(0.0005)
    raise AssertionError(f"nothing came within {seconds} s")


def report_where(runner: Runner, fits: Callable[[Report], bool]) -> Report:
    """The first report that fits, taken from the runner's mailbox."""

    def look() -> Report | None:
        report = runner.take()
        return report if report is not None and fits(report) else None

    return wait_for(look)


def report_after(runner: Runner, number: int) -> Report:
    """The first report that counts command `number` as carried out."""
    return report_where(runner, lambda report: report.handled >= number)


def report_at_rest(runner: Runner, number: int) -> Report:
    """The first report after command `number` in which nothing is going on any more."""
    resting = (State.PAUSED, State.FINISHED, State.DIVERGED)
    return report_where(runner, lambda report: report.handled >= number and report.state in resting)


def reports_until(runner: Runner, state: State) -> Iterator[Report]:
    """Every report that can be caught, up to the first in that state."""
    while True:
        report = report_where(runner, lambda _: True)
        yield report
        if report.state is state:
            return


def walk_to_end(walk: Iterator[None]) -> None:
    """Walk all of a walk at once."""
    for _ in walk:
        pass


def experiment(**choices: Any) -> Experiment:
    """The height-weight experiment of the article, with other choices."""
    return Experiment(**{"data": "height-weight", "hidden": (2,), **choices})


MIXED = experiment(data="virus", hidden=(3,), activation=("tanh",), batch_size=3, shuffle=True, seed=5)
ROLLING = replace(MIXED, optimizer="momentum", learning_rate=0.05)


def diverging(**choices: Any) -> Experiment:
    """A network without a bend in it, at a rate that throws its weights beyond all bounds."""
    return experiment(hidden=(), output_activation="linear", learning_rate=10.0, **choices)


def trained(choices: Experiment, epochs: int | None = None) -> Trainer:
    """A trainer that has done its epochs; it keeps no history."""
    trainer = Trainer(choices, record=False)
    trainer.train(choices.epochs if epochs is None else epochs)
    return trainer


def after(choices: Experiment, epochs: int, *sizes: StepSize) -> Trainer:
    """A trainer some epochs after the start, and some steps."""
    trainer = Trainer(choices)
    trainer.train(epochs)
    for size in sizes:
        walk_to_end(trainer.advance(size))
    return trainer


class Alone:
    """A network that nothing is compared with, as its team changes it by hand; everything else is its trainer's."""

    def __init__(self, choices: Experiment, epochs: int = 0, *sizes: StepSize) -> None:
        self.team = Team([choices])
        self.trainer.train(epochs)
        for size in sizes:
            walk_to_end(self.trainer.advance(size))

    @property
    def trainer(self) -> Trainer:
        return self.team.trainers[0]

    @property
    def undoes(self) -> Change | None:
        return self.team.undoes

    @property
    def redoes(self) -> Change | None:
        return self.team.redoes

    def edit(self, parameter: Quantity, value: float, go_on: bool = False) -> None:
        self.team.edit(parameter, value, (0,), go_on)

    def change(self, choices: Experiment, go_on: bool = False) -> None:
        self.team.change([choices], go_on)

    def begin_anew(self, choices: Experiment, go_on: bool = False) -> None:
        self.team.begin_anew([choices], self.team.generation + 1, go_on)

    def enter_branch(self, ghost: int) -> Iterator[None]:
        return self.team.enter_branch(ghost, 0)

    def undo(self) -> None:
        walk_to_end(self.team.undo())

    def redo(self) -> None:
        walk_to_end(self.team.redo())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.trainer, name)


class Moment(NamedTuple):
    """All that tells one moment of training from another; equal ones have the same bits."""

    place: Place
    cursor: Cursor | None
    position: Position
    experiment: Experiment
    parameters: bytes
    memory: bytes
    last_row: int | None


def moment(trainer: Trainer | Alone) -> Moment:
    return Moment(
        trainer.place,
        trainer.cursor,
        trainer.position,
        trainer.experiment,
        trainer.parameters.tobytes(),
        trainer.snapshot().memory.tobytes(),
        trainer.snapshot().last_row,
    )


def whole(trainer: Trainer | Alone) -> tuple[Any, ...]:
    """A moment with what is shown beside it: the curves, those of ghosts, and how far it ever came.

    How many epochs a run is to last is no part of it.
    """
    snapshot = trainer.snapshot()
    curves = [one.table.tobytes() for one in (snapshot.curves, *snapshot.ghosts)]
    here = moment(trainer)
    return here._replace(experiment=replace(here.experiment, epochs=0)), curves, snapshot.furthest
