"""What the trainer's thread does: it carries out commands, and walks the work that they ask for in slices."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from engine.commands import (
    AllKept,
    Back,
    Change,
    Command,
    Edit,
    EnterBranch,
    GoToOrigin,
    Jump,
    Keep,
    Load,
    Pause,
    Redo,
    Report,
    Restore,
    Run,
    RunStarts,
    Seek,
    State,
    Step,
    Stop,
    Travel,
    Undo,
    UseCompiled,
)
from engine.goal import Goal
from engine.ladder import StepSize
from engine.patience import Best
from engine.snapshot import Snapshot
from engine.starts import StartsRun
from engine.stepper import DivergedError
from engine.team import Team
from engine.trainer import KERNEL_SLICE

# Seconds of work between two looks at the commands, and between two reports.
SLICE = 0.005
FRAME = 1 / 60
# A pause goes on to the end of the epoch when that is no further away than this.
GRACE = 0.03
# The gate is a courtesy to whoever paints, never a lock: work goes on after this time even if it stays closed.
COURTESY = 0.05
# A walk at a pace catches up with this much and no more: a lid that was closed leaves no backlog.
CATCH_UP = 0.05
# A command that waits for steps asked for before it waits no longer than this.
PATIENCE = 0.1
# What begins where the steps that were asked for before it end.
AFTER_STEPS = Change | Run | RunStarts | Edit | Travel


class Worker:
    """What the thread does. Work is an iterator that is walked between two looks at the commands."""

    def __init__(
        self,
        commands: SimpleQueue[Command],
        mailbox: deque[Report],
        gate: threading.Event,
        hurry: NDArray[np.uint8],
    ) -> None:
        self._commands = commands
        self._hurry = hurry
        self._mailbox = mailbox
        self._gate = gate
        self._team = Team()
        self._handled = 0
        self._state = State.PAUSED
        self._message = ""
        self._starts: StartsRun | None = None
        self._work: Iterator[None] | None = None
        self._asked: Run | Step | Travel | None = None
        self._waiting: deque[Step] = deque()
        self._since = 0
        self._goal: Goal | None = None
        self._reached = False
        self._best: Best | None = None
        self._blown: int | None = None
        self._due = 0.0
        self._reported = 0.0

    def work(self) -> None:
        """Carry out commands and walk the work that they ask for, until `Stop`."""
        while True:
            command = self._next_command()
            if isinstance(command, Stop):
                return
            if command is not None:
                try:
                    self._carry_out(command)
                finally:
                    self._handled += 1
                self._report()
            elif self._work is not None:
                self._walk()

    def give_up(self) -> None:
        """Drop the work in hand after an error."""
        self._work = self._asked = self._starts = self._blown = None
        self._state = State.PAUSED
        with suppress(Exception):  # when it is the report that fails, the caller has its error all the same
            self._report()

    def _next_command(self) -> Command | None:
        # Before one looks: a command that comes from here on is found now, or hurries what is done next.
        self._hurry[0] = 0
        try:
            if self._work is None:
                return self._commands.get()
            wait = self._due - time.perf_counter()
            return self._commands.get(timeout=wait) if wait > 0 else self._commands.get_nowait()
        except Empty:
            return None

    def _carry_out(self, command: Command) -> None:
        if _begins_there(command):
            self._arrive()
        if isinstance(command, AFTER_STEPS):
            self._finish_steps()
        if isinstance(command, Load):
            self._load(command)
        elif isinstance(command, Change):
            self._change(command)
        elif isinstance(command, Edit):
            self._edit(command)
        elif isinstance(command, Keep):
            self._keep(command)
        elif isinstance(command, Restore):
            self._restore(command)
        elif self._is_in_vain(command):
            return
        elif isinstance(command, Step):
            self._step(command)
        elif isinstance(command, Run):
            self._run(command)
        elif isinstance(command, RunStarts):
            self._starts = StartsRun(command.experiment, command.count, self._hurry)
            self._begin(None, self._starts.walk(), State.STARTING)
        elif isinstance(command, Pause):
            self._pause()
        elif isinstance(command, UseCompiled):
            self._team.take_best_engine()
        elif isinstance(command, Travel):
            self._travel(command)

    def _is_in_vain(self, command: Command) -> bool:
        """Whoever asked could not know yet what was being loaded, or what was taken back already."""
        if isinstance(command, Undo | Redo):
            return (self._team.undoes if isinstance(command, Undo) else self._team.redoes) is None
        if isinstance(command, RunStarts):
            return bool(command.experiment.why_not_trainable)
        return isinstance(command, Step | Run) and bool(self._team.why_not_trainable)

    def _way(self, command: Travel) -> Iterator[None]:
        """The walk to another moment that a command asks for."""
        team = self._team
        if isinstance(command, Back):
            return team.back(command.size, command.focus)
        if isinstance(command, Seek):
            return team.seek(command.epoch)
        if isinstance(command, Jump):
            return team.jump(command.place, command.cursor, command.focus)
        if isinstance(command, GoToOrigin):
            return team.go_to_origin(command.quantity, command.focus)
        if isinstance(command, EnterBranch):
            return team.enter_branch(command.ghost, command.focus)
        if isinstance(command, Undo):
            return team.undo()
        return team.redo()

    def _load(self, command: Load) -> None:
        if command.by_hand and self._team:
            self._team.begin_anew(command.experiments, command.generation, command.go_on, command.opened)
        else:
            self._team = Team(command.experiments, self._hurry, command.generation)
        self._end(State.PAUSED)
        self._starts = None

    def _restore(self, command: Restore) -> None:
        self._team = Team.of(command.trainers, self._hurry, command.generation)
        self._end(State.PAUSED)
        self._starts = None

    def _keep(self, command: Keep) -> None:
        """Whoever waits for the answer hears of an error too, and whatever is under way goes on."""
        if not command.answer.set_running_or_notify_cancel():
            return
        try:
            command.answer.set_result(AllKept(self._team.generation, self._team.kept()))
        except Exception as error:
            command.answer.set_exception(error)

    def _change(self, command: Change) -> None:
        self._team.change(command.experiments, command.go_on)
        if self._team.why_not_trainable or self._state is State.DIVERGED:
            # The last row of a class may be gone: a run that is under way ends here. What ended the last one is no
            # longer what is shown.
            self._end(State.PAUSED)

    def _edit(self, command: Edit) -> None:
        self._team.edit(command.parameter, command.value, command.networks, command.go_on, command.also)
        if self._work is None:
            # What ended the last run is no longer what is shown.
            self._end(State.PAUSED)

    def _run(self, command: Run) -> None:
        self._since = self._team.epochs[0]
        self._goal, self._reached, self._best = command.goal, False, None
        self._begin(command, self._steps(command), State.RUNNING)

    def _step(self, command: Step) -> None:
        """Begin the step at once, so that a short one is done before the next command is looked at."""
        if not isinstance(self._asked, Step):
            self._waiting.clear()
            self._begin(command, self._waiting_steps(), State.RUNNING)
        self._waiting.append(command)
        end = time.perf_counter() + SLICE
        while self._walk_on() and time.perf_counter() < end:
            pass

    def _finish_steps(self) -> None:
        """Take the steps that were asked for before; a long one meets the next command in its middle."""
        end = time.perf_counter() + PATIENCE
        while isinstance(self._asked, Step) and time.perf_counter() < end:
            self._walk_on()

    def _arrive(self) -> None:
        """Come to where a travel asked for before leads: the next command is meant for there."""
        while isinstance(self._asked, Travel):
            self._walk_on()

    def _travel(self, command: Travel) -> None:
        """Walk to another moment: mostly at once, for checkpoints lie close; what takes longer can be cancelled."""
        self._begin(command, self._way(command), State.RUNNING)
        end = time.perf_counter() + PATIENCE
        while self._walk_on() and time.perf_counter() < end:
            pass

    def _begin(self, asked: Run | Step | Travel | None, work: Iterator[None], state: State) -> None:
        self._asked, self._work, self._state, self._message = asked, work, state, ""
        self._blown = None
        if not isinstance(asked, Run):
            self._goal, self._reached, self._best = None, False, None
        self._due = 0.0

    def _pause(self) -> None:
        paced = isinstance(self._asked, Run) and self._asked.pace is not None
        if isinstance(self._asked, Run | Step) and not paced and not self._team.measures_apart:
            self._finish_epoch()
        if self._state is not State.DIVERGED:
            self._end(State.PAUSED)

    def _finish_epoch(self) -> None:
        """Go on to a round epoch, if it is near: figures of whole epochs are easier to read."""
        end = time.perf_counter() + GRACE
        while self._work is not None and not self._team.between_epochs:
            if time.perf_counter() > end or not self._walk_on():
                return

    # Work.

    def _waiting_steps(self) -> Iterator[None]:
        while self._waiting:
            step = self._waiting.popleft()
            yield from self._team.step(step.size, step.focus, KERNEL_SLICE)

    def _steps(self, run: Run) -> Iterator[None]:
        """Steps of all trainers, until each has done its epochs, or the one in focus its goal or has lost patience."""
        if not self._team:
            return
        leader = self._team.trainers[run.focus]
        reached = run.goal.watch(leader) if run.goal else lambda: False
        while run.until is None or self._team.epochs[0] < run.until:
            if run.pace is not None:
                self._wait(1 / run.pace)
                yield
            for _ in self._round(run):
                yield
                self._reached = reached()
                if self._reached or leader.lost_patience:
                    yield from self._team.gather(leader)
                    self._best = None if self._reached else leader.best
                    return

    def _round(self, run: Run) -> Iterator[None]:
        """One step of a run; without a pace as many epochs as there is time for. Goals are asked for at every batch."""
        seconds = 0.0 if run.goal else KERNEL_SLICE
        if run.pace is None and run.goal is None:
            return self._team.run(run.until, seconds, run.focus)
        left = None if run.until is None else run.until - self._team.epochs[1]
        single = run.pace is None or (left is not None and left < run.size.epochs)
        return self._team.step(StepSize.EPOCH if single else run.size, run.focus, seconds)

    def _wait(self, seconds: float) -> None:
        """Until the next step; what came a little late is caught up with, so that the pace is what it is called."""
        now = time.perf_counter()
        self._due = max(self._due + seconds, now - CATCH_UP) if self._due else now

    def _walk(self) -> None:
        """Walk the work for one slice, then report if it is time."""
        end = time.perf_counter() + SLICE
        while self._walk_once():
            now = time.perf_counter()
            if now > end or now < self._due or self._hurry[0]:
                break
        now = time.perf_counter()
        # A slow walk shows each of its steps at once; a fast one shows what there is as often as somebody looks.
        looked = not self._mailbox
        if self._work is None or looked or now - self._reported >= FRAME or self._due - now > FRAME:
            self._report()

    def _walk_once(self) -> bool:
        """Walk to the next batch; false when the work has ended."""
        if not self._team.is_compiled:
            self._gate.wait(COURTESY)
        assert self._work is not None
        try:
            next(self._work)
        except StopIteration:
            ended = self._reached or self._best is not None
            limited = isinstance(self._asked, Run) and (ended or self._asked.until is not None)
            self._end(State.FINISHED if limited else State.PAUSED)
        except DivergedError as error:
            self._end(State.DIVERGED, str(error))
            self._blown = self._team.go_where_it_began(error)
        return self._work is not None

    def _walk_on(self) -> bool:
        """Walk to the next batch, although a command may wait."""
        self._hurry[0] = 0
        return self._walk_once()

    def _end(self, state: State, message: str = "") -> None:
        self._work = self._asked = None
        self._due = 0.0
        self._state, self._message, self._blown = state, message, None
        if state is not State.FINISHED:
            self._goal, self._reached, self._best = None, False, None

    def _report(self) -> None:
        """Say how things stand; at rest also what takes long to find out, but not before all else is said."""
        resting = self._work is None
        if resting and self._team.has_much_to_find_out:
            self._put(self._team.snapshots(at_once=True), whole=False)
            if not self._measured():
                return
        snapshots = self._team.snapshots(at_once=not resting)
        if resting or self._due:
            # Who walks slowly looks at every operation: they are traced here, where nobody waits.
            for snapshot in snapshots:
                if snapshot.walk is not None:
                    snapshot.walk.batch.trace  # noqa: B018
        self._put(snapshots)

    def _measured(self) -> bool:
        """Measure, for as long as no command comes; whether it was done."""
        self._hurry[0] = 0
        while self._commands.empty():
            if self._team.measure():
                return True
            self._hurry[0] = 0
        return False

    def _put(self, snapshots: tuple[Snapshot, ...], whole: bool = True) -> None:
        self._reported = time.perf_counter()
        self._mailbox.append(
            Report(
                generation=self._team.generation,
                handled=self._handled,
                state=self._state,
                snapshots=snapshots,
                message=self._message,
                starts=self._starts.starts() if self._starts else None,
                since=self._since,
                until=self._asked.until if isinstance(self._asked, Run) else None,
                goal=self._goal,
                reached=self._reached,
                best=self._best,
                blown=self._blown,
                undoes=self._team.undoes,
                redoes=self._team.redoes,
                whole=whole,
            )
        )


def _begins_there(command: Command) -> bool:
    """Whether a command is meant for where the travel leads that was asked for before it."""
    by_hand = isinstance(command, Load) and command.by_hand
    return by_hand or (isinstance(command, Step | AFTER_STEPS) and not isinstance(command, Seek))
