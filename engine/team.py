"""The trainers of a lesson, side by side: they stay at the same moment, whatever is asked of one."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from engine import compiled
from engine.batch import Place
from engine.change import Change, change_between
from engine.experiment import Experiment
from engine.kept import KeptNetwork
from engine.ladder import Cursor, StepSize
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.trainer import DivergedError, Trainer
from engine.undo_list import Moment, UndoList

END = object()


class Team:
    """Trainers of experiments that are compared. `focus` is the number of the one that is walked inside a batch.

    `generation` tells its trainers from those that were, or will be, in their place.
    """

    def __init__(
        self, experiments: Sequence[Experiment] = (), stop: NDArray[np.uint8] | None = None, generation: int = 0
    ) -> None:
        self._stop = stop
        self.trainers = [Trainer(experiment, stop=stop) for experiment in experiments]
        self.generation = generation
        self._changes = UndoList()

    @classmethod
    def of(cls, trainers: Sequence[Trainer], stop: NDArray[np.uint8] | None, generation: int) -> "Team":
        """Trainers that are on their way already."""
        team = cls((), stop, generation)
        team.trainers = list(trainers)
        for trainer in trainers:
            trainer.heed(stop)
        return team

    def kept(self) -> tuple[KeptNetwork, ...]:
        """All that it takes to go on with the same bits."""
        return tuple(trainer.kept() for trainer in self.trainers)

    def __bool__(self) -> bool:
        return bool(self.trainers)

    @property
    def epochs(self) -> tuple[int, int]:
        """Epochs done by the trainer that is least far, and by the one that is furthest."""
        epochs = [trainer.place.epoch for trainer in self.trainers]
        return min(epochs, default=0), max(epochs, default=0)

    @property
    def why_not_trainable(self) -> str:
        """Why there is nothing to train; empty when there is."""
        reasons = (trainer.experiment.why_not_trainable for trainer in self.trainers)
        return next((reason for reason in reasons if reason), "")

    @property
    def between_epochs(self) -> bool:
        return all(trainer.place.row == 0 and trainer.cursor is None for trainer in self.trainers)

    @property
    def has_much_to_find_out(self) -> bool:
        """Whether it takes longer than a frame to take complete snapshots."""
        return any(trainer.has_much_to_find_out for trainer in self.trainers)

    @property
    def measures_apart(self) -> bool:
        """Whether an epoch of some is followed by measuring that takes long."""
        return any(trainer.measures_apart for trainer in self.trainers)

    @property
    def is_compiled(self) -> bool:
        """Whether all are trained by compiled code, which leaves Python to others."""
        return all(trainer.engine == "kernel" for trainer in self.trainers)

    def measure(self) -> bool:
        """Measure where all stand; false when asked to stop meanwhile."""
        return all(trainer.measure() for trainer in self.trainers)

    def snapshots(self, at_once: bool = False) -> tuple[Snapshot, ...]:
        return tuple(trainer.snapshot(at_once) for trainer in self.trainers)

    # Walks: iterators that give control back after every step inside a batch, or every batch.

    def step(self, size: StepSize, focus: int, seconds: float = 0.0) -> Iterator[None]:
        """One step of all; epochs that differ are made equal first. Of `seconds`, see `Trainer.advance_to`."""
        self.take_best_engine()
        if size.within_batch:
            return self._walk_one(focus, lambda trainer: trainer.advance(size))
        if not size.epochs:
            return self._together([trainer.advance(size) for trainer in self.trainers])
        first, last = self.epochs
        return self._advance_to(last if first < last else last + size.epochs, seconds)

    def run(self, until: int | None, seconds: float, focus: int = 0) -> Iterator[None]:
        """As many epochs as take about so many seconds, one at least, but not past an epoch, nor past one at which the
        network in focus loses patience.

        Of several epochs nobody sees a part: networks side by side are always at the same epoch.
        """
        self.take_best_engine()
        share = seconds / max(1, len(self.trainers))
        first, last = self.epochs
        end = last + min((trainer.epochs_in(share) for trainer in self.trainers), default=1)
        if until is not None:
            end = min(end, max(until, first + 1))
        walk = self._advance_to(last if first < last else end, share)
        if first == last and end - last > 1:
            for _ in walk:
                if self.trainers[focus].lost_patience:
                    break
            yield
        else:
            yield from walk

    def _advance_to(self, epoch: int, seconds: float) -> Iterator[None]:
        return self._together([trainer.advance_to(epoch, seconds) for trainer in self.trainers])

    def _together(self, walks: list[Iterator[None]]) -> Iterator[None]:
        """Several walks in turns, until all have ended."""
        while walks := [walk for walk in walks if next(walk, END) is not END]:
            yield

    def back(self, size: StepSize, focus: int) -> Iterator[None]:
        return self._walk_one(focus, lambda trainer: trainer.back(size))

    def seek(self, epoch: int) -> Iterator[None]:
        """To the beginning of an epoch, or as far as each ever came."""
        for trainer in self.trainers:
            yield from trainer.seek(min(epoch, trainer.furthest))

    def jump(self, place: Place, cursor: Cursor | None, focus: int) -> Iterator[None]:
        return self._walk_one(focus, lambda trainer: trainer.jump(place, cursor))

    def go_to_origin(self, quantity: Quantity, focus: int) -> Iterator[None]:
        return self._walk_one(focus, lambda trainer: trainer.go_to_origin(quantity))

    def go_where_it_began(self, error: DivergedError) -> int | None:
        """Go to the first operation whose result was not finite; the number of the network that met it."""
        met = (number for number, trainer in enumerate(self.trainers) if trainer.go_where_it_began(error))
        return next(met, None)

    def enter_branch(self, ghost: int, focus: int) -> Iterator[None]:
        before = self._here()
        walk = self.trainers[focus].enter_branch(ghost)
        self._changes.add(Change("other run", network=focus), before)
        return self._walk_one(focus, lambda trainer: walk)

    def gather(self, leader: Trainer) -> Iterator[None]:
        """Bring the others to the row in which one stands, or before which."""
        epoch, row, _ = leader.position
        for trainer in self.trainers:
            if trainer.position[:2] > (epoch, row):
                yield from trainer.seek(epoch, row)
            else:
                yield from trainer.walk_to(epoch, row)

    def _walk_one(self, focus: int, walk: Callable[[Trainer], Iterator[None]]) -> Iterator[None]:
        return self._walk([self.trainers[focus]], walk)

    def _walk(self, trainers: Sequence[Trainer], walk: Callable[[Trainer], Iterator[None]]) -> Iterator[None]:
        """Walk some trainers the same way; the others follow row by row."""
        for trainer in trainers:
            yield from walk(trainer)
        if trainers:
            yield from self.gather(trainers[-1])

    # By hand, or between two epochs.

    def take_best_engine(self) -> None:
        """What was compiled meanwhile takes over at the end of an epoch."""
        for trainer in self.trainers:
            trainer.use(compiled.preferred())

    @property
    def experiments(self) -> tuple[Experiment, ...]:
        return tuple(trainer.experiment for trainer in self.trainers)

    def change(self, experiments: Sequence[Experiment], go_on: bool = False) -> None:
        """Go on with other choices; see `Trainer.change`. `go_on` joins it to the same change just before."""
        before, change = self._here(), change_between(self.experiments, experiments)
        if change.fields:
            for trainer, experiment in zip(self.trainers, experiments, strict=True):
                trainer.change(experiment)
            self._changes.add(change, before, go_on)

    def edit(
        self,
        parameter: Quantity,
        value: float,
        networks: Sequence[int],
        go_on: bool = False,
        also: Sequence[tuple[Quantity, float]] = (),
    ) -> None:
        """Set a parameter, and others with it, in several networks, or in none where one has no such parameter."""
        trainers, values = [self.trainers[number] for number in networks], [(parameter, value), *also]
        places = [trainer.experiment.architecture.place_of(one) for trainer in trainers for one, _ in values]
        before, was = self._here(), float(trainers[0].parameters[places[0]])
        for trainer in trainers:
            for one, number in values:
                trainer.edit(one, number)
        change = Change("parameter", parameter, network=networks[0], before=was, after=value)
        self._changes.add(change, before, go_on)

    def begin_anew(
        self, experiments: Sequence[Experiment], generation: int, go_on: bool = False, opened: str = ""
    ) -> None:
        """Train other experiments, or the same, from their start; those that are left wait for an undo.

        Where something of that name was `opened`, they need have nothing in common.
        """
        before = self._here()
        change = Change("opened", after=opened) if opened else change_between(self.experiments, experiments)
        trainers = [Trainer(experiment, stop=self._stop) for experiment in experiments]
        self._put_in_place(trainers, generation)
        self._changes.add(change, before, go_on)

    # Taking back.

    @property
    def undoes(self) -> Change | None:
        """The change by hand that an undo takes back."""
        return self._changes.undoes

    @property
    def redoes(self) -> Change | None:
        """The change by hand that a redo makes again."""
        return self._changes.redoes

    def undo(self) -> Iterator[None]:
        """Take back the last change, and stand where it was made; without one nothing happens."""
        return self._come_back(self._changes.undo(self._here()))

    def redo(self) -> Iterator[None]:
        """Make the change again that was undone last, and stand where one stood when it was undone."""
        return self._come_back(self._changes.redo(self._here()))

    def _here(self) -> Moment:
        return Moment(tuple(self.trainers), tuple(trainer.mark() for trainer in self.trainers), self.generation)

    def _come_back(self, moment: Moment | None) -> Iterator[None]:
        if moment is None:
            return iter(())
        self._put_in_place(moment.trainers, moment.generation)
        # Whoever leaves this walk before its end stands in the right run all the same.
        walks = [trainer.come_back(mark) for trainer, mark in zip(moment.trainers, moment.marks, strict=True)]
        return chain.from_iterable(walks)

    def _put_in_place(self, trainers: Sequence[Trainer], generation: int) -> None:
        for trainer in self.trainers:
            if trainer not in trainers:
                trainer.leave()
        self.trainers, self.generation = list(trainers), generation
