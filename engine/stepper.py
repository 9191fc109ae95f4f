"""What moves forward: parameters, the optimizer's memory, order of the rows, random state, place in the batch.

A stepper knows no past. It begins batches, walks through them and finishes them; its state can be taken and put back,
and goes on with the same bits.
"""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array, frozen
from engine.batch import Batch, Place
from engine.checkpoints import Checkpoint
from engine.experiment import GIVEN, Experiment
from engine.initializers import initializers
from engine.ladder import Cursor, StepSize
from engine.network import Architecture
from engine.optimizers import optimizers
from engine.prepared import prepare
from engine.snapshot import Position

# The order of the rows of an epoch.
Order = NDArray[np.intp]


class DivergedError(ArithmeticError):
    """An update would have made a weight infinite or NaN. The parameters are left at the last finite moment."""

    def __init__(self, position: Position) -> None:
        self.position = position
        super().__init__(
            f"After epoch {position.epoch}, row {position.row}, the weights grew beyond all bounds. "
            "They are kept as they were just before. Try a smaller learning rate, or scale the inputs."
        )


class Stepper:
    """The moving state of one network in training."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._rng = np.random.default_rng(experiment.seed)
        self.data = prepare(experiment, self._rng)
        # Never written to, only replaced: whoever holds them holds a moment.
        self.parameters = frozen(_starting_parameters(experiment, experiment.architecture, self._rng))
        # What the optimizer remembers, shape (slots, parameters).
        self.memory = self._no_memory()
        self._x, self._y = self.data.train.x, self.data.train.y
        self._as_given = np.arange(len(self.data.train))
        self._table_rows = np.array(self.data.train.places)
        # The rows of this epoch in their order; None before its first.
        self._order: Order | None = None
        # The random state from which that order was drawn.
        self._drawn_from = self._rng.bit_generator.state
        # Where the last finished batch ended: between batches, where training stands.
        self.place = Place(0, 0)
        # The batch that has begun, and the operation of it that was done last.
        self.batch: Batch | None = None
        self.cursor: Cursor | None = None
        # The batch that was finished last.
        self.done: Batch | None = None
        # Whether the parameters were set by hand since then.
        self.edited = False

    @property
    def position(self) -> Position:
        done = self.batch.ladder.rows_done(self.cursor) if self.batch else 0
        return Position(self.place.epoch, self.place.row + done, len(self.data.train))

    # Forward.

    def begin(self) -> Batch:
        """The batch that training stands in or before; it decides its rows when it begins."""
        if self.batch is None:
            if self.experiment.why_not_trainable:
                raise ValueError(self.experiment.why_not_trainable)
            rows = len(self.data.train)
            if self._order is None:
                self._drawn_from = self._rng.bit_generator.state
                self._set_order(self._rng.permutation(rows) if self.experiment.shuffle else self._as_given)
            size = self.experiment.batch_size
            self._begin_batch(rows if isinstance(size, str) else min(self.place.row + size, rows))
        assert self.batch is not None
        return self.batch

    def step(self, size: StepSize) -> None:
        """One step inside the batch, or to its end."""
        if not size.within_batch:
            self.finish()
        else:
            self.go(self.begin().ladder.after(self.cursor, size))

    def go(self, cursor: Cursor | None) -> None:
        """Go to an operation of this batch; at its last the batch is finished, None is the moment before it."""
        if cursor is None:
            self._unbegin()
        elif cursor == self.begin().ladder.last:
            self.finish()
        else:
            self.cursor = cursor

    def _unbegin(self) -> None:
        """Stand before the batch as if it had never begun."""
        if self.batch is not None and self.place.row == 0:
            self._order = None
            self._rng.bit_generator.state = self._drawn_from
        self.batch = self.cursor = None

    def finish(self) -> None:
        """Move the weights by what the rows of the batch have to say."""
        batch = self.begin()
        updated = batch.updated()
        if updated is None:
            self._unbegin()
            raise DivergedError(self.position)
        for array in updated:
            array.setflags(write=False)
        self.parameters, self.memory = updated
        self.done, self.edited = batch, False
        self.batch = self.cursor = None
        if batch.end < len(self.data.train):
            self.place = Place(self.place.epoch, batch.end)
        else:
            self.place, self._order = Place(self.place.epoch + 1, 0), None

    # By hand.

    def change(self, experiment: Experiment) -> None:
        """Go on with other choices; a batch that one stands in keeps its rows, another optimizer remembers nothing."""
        forgets = experiment.optimizer != self.experiment.optimizer
        self.experiment = experiment
        if forgets:
            self.memory = self._no_memory()
        self._begin_again()

    def set_parameters(self, parameters: Array) -> None:
        """Put other numbers in the place of the weights and biases."""
        self.parameters = frozen(parameters)
        self.edited = True
        self._begin_again()

    def _no_memory(self) -> Array:
        return frozen(np.zeros((optimizers[self.experiment.optimizer].slots, len(self.parameters))))

    def _begin_again(self) -> None:
        """The batch that one stands in, with the choices and the weights of now."""
        if self.batch is not None and self.cursor is not None:
            self._begin_batch(self.batch.end)
        else:
            self._unbegin()

    def _begin_batch(self, end: int) -> None:
        assert self._order is not None
        begin = self.place.row
        self.batch = Batch(
            place=self.place,
            experiment=self.experiment,
            parameters=self.parameters,
            memory=self.memory,
            x=self._x[begin:end],
            y=self._y[begin:end],
            table_rows=self._table_rows[self._order[begin:end]],
        )

    def _set_order(self, order: Order | None) -> None:
        train = self.data.train
        self._order = order
        if order is None or order is self._as_given:
            self._x, self._y = train.x, train.y
        else:
            self._x, self._y = train.x[order], train.y[order]

    # The state.

    def state(self) -> Checkpoint:
        """All that decides how training goes on from the beginning of this batch."""
        return Checkpoint(
            place=self.place,
            experiment=self.experiment,
            parameters=self.parameters,
            memory=self.memory,
            order=self._order,
            batch_end=self.batch.end if self.batch else 0,
            random_state=self._rng.bit_generator.state,
            drawn_from=self._drawn_from,
            edited=self.edited,
        )

    def restore(self, state: Checkpoint) -> None:
        """Put a state back; what was done before it is not known any more."""
        self.done = None
        self.take_up(state)

    def take_up(self, state: Checkpoint) -> None:
        """Put a state back that begins where the last batch ended."""
        # How long a run is to last moves no weight: what was said last counts.
        self.experiment = _with_epochs(state.experiment, self.experiment.epochs)
        self.parameters, self.memory = state.parameters, state.memory
        self.place, self.edited = state.place, state.edited
        self._rng.bit_generator.state = state.random_state
        self._drawn_from = state.drawn_from
        self._set_order(state.order)
        self.batch = self.cursor = None
        if state.batch_end:
            self._begin_batch(state.batch_end)


def _with_epochs(experiment: Experiment, epochs: int) -> Experiment:
    return experiment if experiment.epochs == epochs else experiment.changed(epochs=epochs)


def _starting_parameters(experiment: Experiment, architecture: Architecture, rng: np.random.Generator) -> Array:
    if experiment.start == GIVEN:
        return architecture.flat([(np.array(g.weights), np.array(g.biases)) for g in experiment.given])
    rule = initializers[experiment.start]
    layers: list[tuple[Array, Array | None]] = []
    for inputs, neurons in zip(architecture.sizes, architecture.sizes[1:], strict=False):
        weights = rule.weights(rng, (neurons, inputs))
        layers.append((weights, rule.biases(rng, (neurons,)) if architecture.bias else None))
    return architecture.flat(layers)
