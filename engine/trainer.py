"""The trainer: steps forwards and back, edits, and every way that training went, of one network."""

from collections.abc import Generator, Iterator

import numpy as np
from numpy.typing import NDArray

from engine import compiled
from engine.arrays import Array
from engine.batch import Place
from engine.branch import Branch
from engine.checkpoints import Engine
from engine.experiment import Experiment, differ
from engine.experiment_fields import DATA_FIELDS
from engine.history import History
from engine.keeping import kept_of, stand, ways_of
from engine.kept import KeptNetwork
from engine.kernel_runs import KernelRuns
from engine.ladder import Cursor, StepSize
from engine.live_fields import goes_on, with_limits_of
from engine.meter import Meter
from engine.metrics import Metrics
from engine.patience import Best
from engine.prepared import PreparedData
from engine.quantity import BEFORE_UPDATE, Quantity, updated
from engine.recorder import Recorder
from engine.snapshot import Position, Snapshot
from engine.stepper import DivergedError, Stepper
from engine.trail import Trail
from engine.waiting import Waiting
from engine.walk import Walk
from engine.ways import Mark, Ways

__all__ = ["DivergedError", "StepSize", "Trainer"]

# How long the kernel works at once: where nobody waits, and where a window wants to go on and commands may come.
SECONDS_AT_ONCE = 0.2
KERNEL_SLICE = 0.008
# To measure or to trace takes longer than a frame from so many multiplications on.
MUCH_TO_FIND_OUT = 20_000_000


class Trainer:
    """Trains the network of one experiment, in steps of any size that mix freely and land on the same bits.

    A step is walked as an iterator that gives control back after every step inside a batch or every batch, so that
    whoever drives it can stop between two. Weights change at the end of a batch and at no other moment.
    """

    def __init__(self, experiment: Experiment, record: bool = True, stop: NDArray[np.uint8] | None = None) -> None:
        stepper = Stepper(experiment, stop)
        stepper.engine = compiled.preferred()
        self._begin(stepper, Ways(Branch(Trail(experiment.architecture.parameter_count))), record)
        self._recorder.keep()
        self._recorder.record()

    def _begin(self, stepper: Stepper, ways: Ways, record: bool) -> None:
        self._stepper, self._ways = stepper, ways
        self._meter = Meter(stepper)
        self._recorder = Recorder(stepper, ways, self._meter, record)
        self._waiting = Waiting(stepper, ways, record)
        self._kernel_runs = KernelRuns(stepper, ways, self._recorder, self._waiting)

    # To be kept, and to go on.

    def kept(self) -> KeptNetwork:
        """All that it takes to go on with the same bits, here and in every run."""
        return kept_of(self._stepper, self._ways)

    @classmethod
    def from_kept(cls, kept: KeptNetwork, stop: NDArray[np.uint8] | None = None) -> "Trainer":
        """A trainer that stands where one was that was kept; where none can have been it is a `ValueError`."""
        stepper = Stepper(kept.now.experiment, stop)
        stand(stepper, kept)
        trainer = cls.__new__(cls)
        trainer._begin(stepper, ways_of(kept), record=True)
        return trainer

    def heed(self, stop: NDArray[np.uint8] | None) -> None:
        """From now on another byte asks the compiled kernel to leave a long batch."""
        self._stepper.heed(stop)

    # Where it stands.

    @property
    def experiment(self) -> Experiment:
        return self._stepper.experiment

    @property
    def data(self) -> PreparedData:
        return self._stepper.data

    @property
    def position(self) -> Position:
        return self._stepper.position

    @property
    def place(self) -> Place:
        """Where the batch begins that training stands in."""
        return self._stepper.place

    @property
    def cursor(self) -> Cursor | None:
        """The operation of that batch that was done last; None between two batches."""
        return self._stepper.cursor

    @property
    def parameters(self) -> Array:
        """The flat parameter vector, read-only; the same object for as long as nothing moves."""
        return self._stepper.parameters

    @property
    def furthest(self) -> int:
        """The last epoch that was ever reached in this run."""
        return self._ways.branch.furthest.epoch

    @property
    def history(self) -> History | None:
        return self._ways.branch.history if self._recorder.records else None

    @property
    def walk(self) -> Walk | None:
        """The operation done last, in the batch under way or at the end of the last one; None where there is none."""
        stepper = self._stepper
        if stepper.batch is not None and stepper.cursor is not None:
            return Walk(stepper.batch, stepper.cursor)
        if stepper.done is None or stepper.edited:
            return None
        return Walk(stepper.done, stepper.done.ladder.last)

    # Steps.

    def advance(self, size: StepSize) -> Iterator[None]:
        """Walk one step of the given size, from wherever training stands."""
        if size.epochs:
            return self.advance_to(self.place.epoch + size.epochs)
        return self._step(size)

    def advance_to(self, epoch: int, seconds: float = 0.0) -> Iterator[None]:
        """Walk on until `epoch` epochs are done.

        Control comes back after every batch; from the compiled kernel only after about so many seconds of work.
        """
        while self.place.epoch < epoch:
            by_kernel = seconds and self._stepper.can_run
            if by_kernel and self._kernel_runs.run_towards(Place(epoch, 0), seconds):
                yield
            else:
                yield from self._step(StepSize.BATCH)

    def advance_patiently(self, epoch: int, seconds: float) -> Generator[None, None, Best | None]:
        """As `advance_to`; where patience is lost before, back to the best epoch, which is what comes back then."""
        for _ in self.advance_to(epoch, seconds):
            yield
            if self.lost_patience and (best := self.best) is not None:
                yield from self.seek(best.epoch)
                return best
        return None

    def train(self, epochs: int) -> None:
        """Walk `epochs` epochs at once."""
        for _ in self.advance_to(self.place.epoch + epochs, SECONDS_AT_ONCE):
            pass

    # Patience.

    @property
    def lost_patience(self) -> bool:
        """Whether a run pauses here because the loss has long not been lower than its best."""
        return self._waiting.is_over

    @property
    def best(self) -> Best | None:
        """The best of the epochs so far that had these rows; only a trainer that records can tell."""
        return self._waiting.best

    # Engines.

    @property
    def engine(self) -> Engine:
        """What trains the present choices."""
        return "numpy" if self._stepper.kernel is None else "kernel"

    def use(self, engine: Engine) -> None:
        """Let another engine train from here on, if no epoch is under way and nothing is known of what comes.

        The past is always repeated by the engine that trained it.
        """
        stepper = self._stepper
        between = stepper.place.row == 0 and stepper.batch is None
        if engine != stepper.engine and between and stepper.place == self._ways.branch.furthest:
            stepper.engine = engine
            self._recorder.keep(pinned=True)

    def epochs_in(self, seconds: float) -> int:
        """About how many whole epochs the compiled kernel trains in that time; at least one, as of numpy."""
        if not self._stepper.can_run:
            return 1
        return self._kernel_runs.epochs_in(seconds)

    def _step(self, size: StepSize) -> Iterator[None]:
        before = self._stepper.place
        try:
            self._stepper.step(size)
        except DivergedError:
            self._recorder.follow()
            raise
        if self._stepper.place != before:
            self._recorder.after_batch()
        yield

    # Back, and to any moment.

    def back(self, size: StepSize) -> Iterator[None]:
        """Walk one step of the given size back; at the start nothing happens."""
        epoch, row = self.place
        begun = self.cursor is not None
        if size.epochs:
            # From the middle of an epoch the first step back goes to its beginning.
            return self.seek(max(0, epoch - size.epochs + (1 if row or begun else 0)))
        if begun:
            return self._back_in_batch(size)
        return self._back_into_last_batch(size)

    def _back_in_batch(self, size: StepSize) -> Iterator[None]:
        assert self.cursor is not None
        ladder = self._stepper.begin().ladder
        self.go(ladder.before(self.cursor, size) if size.within_batch else None)
        yield

    def _back_into_last_batch(self, size: StepSize) -> Iterator[None]:
        last = self._stepper.done
        if last is None:
            return
        yield from self.seek(*last.place)
        if size.within_batch:
            ladder = self._stepper.begin().ladder
            self.go(ladder.before(ladder.last, size))

    def go(self, cursor: Cursor | None) -> None:
        """Go to an operation of the batch under way, without another calculation; None is the moment before it."""
        if cursor is not None and cursor >= self._stepper.begin().ladder.last:
            raise ValueError("the end of a batch is reached by steps")
        self._stepper.go(cursor)
        if cursor is None:
            self._recorder.follow()

    def jump(self, place: Place, cursor: Cursor | None) -> Iterator[None]:
        """Walk to any moment up to the furthest: the batch that begins at `place`, and an operation in it."""
        if place != self.place:
            yield from self.seek(*place)
        if cursor is not None and cursor >= self._stepper.begin().ladder.last:
            yield from self._step(StepSize.BATCH)
        else:
            self.go(cursor)

    def go_to_origin(self, quantity: Quantity) -> Iterator[None]:
        """Walk to the operation that gave a number of the present walk.

        What the batch began with, a weight, a bias or what is remembered of them, came from the update of the batch
        before. Where none came before, as at the start or after an edit by hand, one stays where one is.
        """
        walk, here = self.walk, (self.place, self.cursor)
        made = walk.made_at(quantity) if walk else None
        if walk is not None and made is None and quantity.kind in BEFORE_UPDATE:
            yield from self.jump(walk.batch.place, None)
            new = updated(quantity)
            before = self.walk
            if before is None:
                yield from self.jump(*here)
                return
            walk, made = before, before.made_at(new)
        if walk is not None and made is not None:
            yield from self.jump(walk.batch.place, made)

    def seek(self, epoch: int, row: int = 0) -> Iterator[None]:
        """Walk to a position of the past (or of the future): from the last checkpoint before it, with the same bits.

        A row in the middle of a batch is reached by walking through the rows before it.
        """
        self._recorder.restore(Place(epoch, row))
        return self.walk_to(epoch, row)

    def walk_to(self, epoch: int, row: int) -> Iterator[None]:
        """Walk forwards to a position; from one that lies beyond it, nowhere."""
        yield from self.advance_to(epoch, KERNEL_SLICE)
        while self.position < (epoch, row):
            end = self._stepper.begin().end
            yield from self._step(StepSize.BATCH if end <= row else StepSize.SAMPLE)

    def go_where_it_began(self, error: DivergedError) -> bool:
        """Stand at the first operation whose result was not finite; false where it was not met here."""
        batch = error.batch
        if batch.place != self.place or batch.parameters is not self.parameters:
            return False
        self._stepper.stand_in(batch, error.cursor)
        return True

    # By hand.

    def change(self, experiment: Experiment) -> None:
        """Go on with other choices, if `goes_on` allows it, else `ValueError`.

        A batch that has begun keeps its rows, an epoch that has begun its order; other rows come with the next epoch.
        In the past, a change makes training go another way from there: what came after stays as a ghost.
        """
        if not goes_on(self.experiment, experiment):
            raise ValueError("this change needs a new start")
        if experiment == self.experiment:
            return
        if with_limits_of(experiment, self.experiment) == experiment:
            # How long a run is to last moves no weight.
            self._stepper.last_as_long_as(experiment)
            return
        other_data = differ(DATA_FIELDS, self.experiment, experiment)
        self._stepper.change(experiment)
        self._kernel_runs.guess_speed()
        self._recorder.go_another_way(other_data)

    def edit(self, parameter: Quantity, value: float) -> None:
        """Set a weight or a bias by hand.

        A batch that has begun is walked through with the new numbers. A value that is not finite is a `ValueError`.
        """
        if not np.isfinite(value):
            raise ValueError(f"{value} is not allowed; weights and biases are finite numbers")
        parameters = self._stepper.parameters.copy()
        parameters[self.experiment.architecture.place_of(parameter)] = value
        self._stepper.set_parameters(parameters)
        self._recorder.go_another_way()

    def enter_branch(self, number: int) -> Iterator[None]:
        """Return to a run that was left, at its end; the present one stays as a ghost in its place."""
        self._ways.enter(self._ways.ghosts[number])
        return self.seek(*self._ways.branch.furthest)

    # Coming back.

    def mark(self) -> Mark:
        """This moment, to come back to."""
        ways = self._ways
        return Mark(ways.branch, ways.ghosts, self.place, self.cursor, self.experiment)

    def come_back(self, mark: Mark) -> Iterator[None]:
        """Return to a moment with the very same bits; the run that it belongs to is the present one at once."""
        ways, stands = self._ways, (self.place, self.cursor)
        there = ways.branch is mark.branch and stands == (mark.place, mark.cursor)
        ways.go_to(mark.branch, mark.ghosts)
        self._stepper.last_as_long_as(mark.experiment)
        # `seek` takes its checkpoint up at once, whether or not the walk from there is ever begun.
        return iter(()) if there else self._walk_back(self.seek(*mark.place), mark.cursor)

    def _walk_back(self, walk: Iterator[None], cursor: Cursor | None) -> Iterator[None]:
        yield from walk
        if cursor is not None:
            self.go(cursor)

    def leave(self) -> None:
        """Another trainer takes the place of this one for now: let it take less room."""
        self._ways.branch.leave()
        self._stepper.leave()

    # Looking.

    def measure(self) -> bool:
        """Measure this moment, and record it where it belongs; false when asked to stop meanwhile."""
        self._recorder.record()
        return self._meter.find()

    def metrics(self) -> tuple[Metrics, Metrics]:
        """Metrics of this moment on the rows that train and the rows that test."""
        return self._meter.metrics()

    @property
    def measures_apart(self) -> bool:
        """Whether measuring is so much work that it is done by itself, after every epoch."""
        return self._stepper.measures_apart

    @property
    def has_much_to_find_out(self) -> bool:
        """Whether it takes longer than a frame to take a complete snapshot."""
        return self._is_much(len(self.data.train) + len(self.data.test)) and (
            not self._meter.has_measured or self._has_much_to_trace
        )

    @property
    def _has_much_to_trace(self) -> bool:
        walk = self.walk
        return walk is not None and self._is_much(len(walk.batch)) and not walk.batch.is_traced

    def _is_much(self, rows: int) -> bool:
        return rows * self.experiment.architecture.weight_count > MUCH_TO_FIND_OUT

    def snapshot(self, at_once: bool = False) -> Snapshot:
        """This moment; one that is taken `at_once` leaves out what takes longer than a frame.

        Its metrics are then the last that were measured, at the end of an epoch, and there is no walk.
        """
        hurried = at_once and self.has_much_to_find_out
        train, test = self._meter.last if hurried else self._meter.metrics()
        return Snapshot(
            experiment=self.experiment,
            data=self.data,
            parameters=self.parameters,
            memory=self._stepper.memory,
            position=self.position,
            furthest=self.furthest,
            same_data=self._ways.branch.same_data(self.place.epoch),
            train=train,
            test=test,
            curves=self._ways.branch.history.curves(),
            walk=None if hurried and self._has_much_to_trace else self.walk,
            engine=self.engine,
            path=self._ways.branch.trail.path(),
            ghosts=tuple(ghost.history.curves() for ghost in self._ways.ghosts),
        )
