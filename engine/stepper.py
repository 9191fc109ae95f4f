"""What moves forward: parameters, the optimizer's memory, order of the rows, random state, place in the batch.

A stepper knows no past. It begins batches, walks through them and finishes them; its state can be taken and put back,
and goes on with the same bits.
"""

from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine import compiled
from engine.arrays import Array, frozen
from engine.batch import Batch, Place
from engine.checkpoints import Checkpoint, Engine
from engine.experiment import Experiment, differ
from engine.experiment_fields import DATA_FIELDS, GIVEN, LEAST_SQUARES
from engine.initializers import initializers
from engine.ladder import Cursor, StepSize
from engine.least_squares import least_squares
from engine.live_fields import with_limits_of
from engine.metrics import NO_METRICS, Metrics, has_targets
from engine.optimizers import optimizers
from engine.prepared import PreparedData, Rows, prepare
from engine.snapshot import Position

if TYPE_CHECKING:
    from engine.kernel import Kernel, Trained

# The order of the rows of an epoch.
Order = NDArray[np.intp]


class DivergedError(ArithmeticError):
    """Loss, gradients or update of a batch are infinite or NaN. The parameters are left at the last finite moment.

    `cursor` is the first operation of the batch whose result is not finite.
    """

    def __init__(self, position: Position, batch: Batch) -> None:
        assert batch.began_to_blow_up is not None
        self.position, self.batch, self.cursor = position, batch, batch.began_to_blow_up
        stage = batch.ladder.stage_of(self.cursor)
        super().__init__(
            f"After epoch {position.epoch}, row {position.row}, the numbers grew beyond all bounds. "
            f"The first result that is not finite is that of “{stage.operation}” in layer {stage.layer}. "
            "The weights are kept as they were just before. "
            "Try a smaller learning rate, scaled inputs, or clipped gradients."
        )


class Stepper:
    """The moving state of one network in training."""

    def __init__(self, experiment: Experiment, stop: NDArray[np.uint8] | None = None) -> None:
        self.experiment = experiment
        # What trains; and one byte that asks the compiled kernel to leave a long batch undone.
        self.engine: Engine = "numpy"
        self._kernel: Kernel | None = None
        self._kernel_of: Experiment | None = None
        self.heed(stop)
        self._rng = np.random.default_rng(experiment.seed)
        self._take_data(prepare(experiment, self._rng))
        # Never written to, only replaced: whoever holds them holds a moment.
        self.parameters = frozen(_starting_parameters(experiment, self.data, self._rng))
        # What the optimizer remembers, shape (slots, parameters).
        self.memory = self._no_memory()
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

    def _take_data(self, data: PreparedData) -> None:
        self.data = data
        self._as_given = np.arange(len(data.train))
        self._table_rows = np.array(data.train.places, dtype=np.intp)

    def heed(self, stop: NDArray[np.uint8] | None) -> None:
        """From now on this byte asks the compiled kernel to leave a long batch undone."""
        self._stop = np.zeros(1, dtype=np.uint8) if stop is None else stop
        self.leave()

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
                self._order = self._rng.permutation(rows) if self.experiment.shuffle else self._as_given
            self._begin_batch(self._regular_end())
        assert self.batch is not None
        return self.batch

    def step(self, size: StepSize) -> None:
        """One step inside the batch, or to its end."""
        ladder = self.begin().ladder
        if not size.within_batch or self.cursor == ladder.last:
            self.finish()
        else:
            self.go(ladder.after(self.cursor, size))

    def stand_in(self, batch: Batch, cursor: Cursor) -> None:
        """Stand at an operation of a batch that begins here and cannot be finished, be it at its last."""
        self.begin()
        self.batch, self.cursor = batch, cursor

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
        # A batch that had begun when the batch size was changed has rows of its own, which the kernel does not know.
        if batch.end == self._regular_end() and self.kernel is not None:
            self.run(1, heed=False)
            return
        self._finish_by_numpy(batch)

    def _finish_by_numpy(self, batch: Batch) -> None:
        updated = batch.updated()
        if updated is None:
            self._unbegin()
            raise DivergedError(self.position, batch)
        self._end_batch(*updated)

    def _regular_end(self) -> int:
        return min(self.place.row + self.batch_size, len(self.data.train))

    def _end_batch(self, parameters: Array, memory: Array) -> None:
        """Stand behind the batch, with what it has made of the parameters and of the optimizer's memory."""
        assert self.batch is not None
        for array in (parameters, memory):
            array.setflags(write=False)
        self.parameters, self.memory = parameters, memory
        self.done, self.edited = self.batch, False
        if self.batch.end < len(self.data.train):
            self.place = Place(self.place.epoch, self.batch.end)
        else:
            self.place, self._order = Place(self.place.epoch + 1, 0), None
        self.batch = self.cursor = None

    # Many batches at once.

    @property
    def batch_size(self) -> int:
        size, rows = self.experiment.batch_size, len(self.data.train)
        return rows if isinstance(size, str) else min(size, rows)

    @property
    def kernel(self) -> "Kernel | None":
        """The compiled training loop for the present choices; None where numpy trains."""
        if self.engine == "numpy" or not len(self.data.train):
            return None
        if self._kernel_of is not self.experiment:
            module = compiled.kernel()
            fits = module is not None and module.can_train(self.experiment)
            self._kernel = module.Kernel(self.experiment, self.data, self._stop) if module and fits else None
            self._kernel_of = self.experiment
        return self._kernel

    def run(self, batches: int, stride: int = 0, heed: bool = True) -> Array:
        """Finish so many batches by the kernel, or fewer where it is asked to stop and has to `heed` that.

        What comes back are the metrics of the epochs that are multiples of `stride`, shape (epochs, 4). It is also
        fewer where numbers grow so large that numpy has to look whether they are finite: a batch of such is finished by
        numpy alone, and where they are not that is a `DivergedError`, when the batches before are finished.
        """
        beyond = batches - self.batches_left
        self.begin()
        # What goes on beyond this epoch ends with one. Where rows are not shuffled any more, it ends with this one.
        shuffled_last = self._order is not self._as_given and not self.experiment.shuffle
        part = beyond if shuffled_last else beyond % self.batches_per_epoch
        if beyond > 0 and part:
            end = Place(self.place.epoch + 1 + (beyond - part) // self.batches_per_epoch, 0)
            records = self.run(batches - part, stride, heed)
            if self.place == end:
                # What cannot be finished is met again by the next call, when what came before is recorded.
                with suppress(DivergedError):
                    records = np.concatenate([records, self.run(part, stride, heed)])
            return records
        order, random_state = self._order_to_draw_in(beyond > 0), self._rng.bit_generator.state
        trained = self._trained(order, batches, stride, heed)
        if trained.batches < batches:
            self._rng.bit_generator.state = random_state
            return self._run_part(trained, stride)
        self._order = order
        if beyond > 0:
            last_row = (self.batches_per_epoch - 1) * self.batch_size
            self.place = Place(self.place.epoch + beyond // self.batches_per_epoch, last_row)
        else:
            self.place = Place(self.place.epoch, self.place.row + (batches - 1) * self.batch_size)
        self.parameters, self.memory = trained.before, trained.memory_before
        self._begin_batch(self._regular_end())
        self._end_batch(trained.parameters, trained.memory)
        return trained.records

    @property
    def can_run(self) -> bool:
        """Whether `run` may be called: between two batches, or before one of the usual size."""
        regular = self.batch is None or self.batch.end == self._regular_end()
        return self.cursor is None and regular and self.kernel is not None

    @property
    def measures_apart(self) -> bool:
        """Whether measuring is so much work that it is done by itself, where it can be left."""
        return self.kernel is not None and self.kernel.is_wide

    def measured(self) -> tuple[Metrics, Metrics] | None:
        """Metrics of this moment, by the kernel; None without one, or when it was asked to stop."""
        figures = self.kernel.measure(self.parameters) if self.kernel else None
        if figures is None:
            return None
        return _metrics(self.data.train, *figures[:2].tolist()), _metrics(self.data.test, *figures[2:].tolist())

    def batches_to(self, place: Place) -> int:
        """How many batches of the usual size end at that place or before."""
        if place.epoch == self.place.epoch:
            return (place.row - self.place.row) // self.batch_size
        between = (place.epoch - self.place.epoch - 1) * self.batches_per_epoch
        return self.batches_left + between + place.row // self.batch_size

    def rows_since(self, place: Place) -> int:
        """How many rows have been gone through since an earlier place."""
        return (self.place.epoch - place.epoch) * len(self.data.train) + self.place.row - place.row

    def _trained(self, order: Order, batches: int, stride: int, heed: bool) -> "Trained":
        kernel, (epoch, row) = self.kernel, self.place
        assert kernel is not None
        return kernel.train(self.parameters, self.memory, order, self._rng, row, batches, epoch, stride, heed=heed)

    def _order_to_draw_in(self, draws: bool) -> Order:
        """The order of this epoch; a copy, where those of later ones are to be drawn in its place."""
        assert self._order is not None
        return self._order.copy() if draws and self.experiment.shuffle else self._order

    def _run_part(self, trained: "Trained", stride: int) -> Array:
        """The kernel has left a batch undone: finish those before it; without any, stand where one stood."""
        if trained.batches:
            return self.run(trained.batches, stride, heed=False)
        if trained.doubtful:
            return self._run_one_by_numpy(stride)
        self._unbegin()
        return trained.records

    def _run_one_by_numpy(self, stride: int) -> Array:
        """Finish one batch in the kernel's place; the record of the epoch, if it ends one that is to be recorded."""
        self._finish_by_numpy(self.begin())
        due = stride and self.place.row == 0 and self.place.epoch % stride == 0
        figures = self.kernel.measure(self.parameters) if due and self.kernel else None
        return np.empty((0, 4)) if figures is None else figures[np.newaxis]

    @property
    def batches_per_epoch(self) -> int:
        return -(-len(self.data.train) // self.batch_size)

    @property
    def batches_left(self) -> int:
        """How many batches this epoch still has."""
        return -((self.place.row - len(self.data.train)) // self.batch_size)

    # By hand.

    def change(self, experiment: Experiment) -> None:
        """Go on with other choices; a batch that one stands in keeps its rows, another optimizer remembers nothing.

        Other rows are gone through from the next epoch on, or from this one where no row of it is done. It is the rows
        that count, not the batches: networks side by side whose batches differ go on from the same place.
        """
        forgets = experiment.optimizer != self.experiment.optimizer
        if differ(DATA_FIELDS, experiment, self.experiment):
            under_way = self.position.row > 0
            self._unbegin()
            self._take_data(prepare(experiment, np.random.default_rng(experiment.seed)))
            if under_way:
                self.place, self._order = Place(self.place.epoch + 1, 0), None
            # It was of rows that may not be there any more.
            self.done = None
        self.experiment = experiment
        if forgets:
            self.memory = self._no_memory()
        self._begin_again()

    def last_as_long_as(self, experiment: Experiment) -> None:
        """How long a run is to last moves no weight: nothing begins again."""
        self.experiment = with_limits_of(experiment, self.experiment)

    def set_parameters(self, parameters: Array) -> None:
        """Put other numbers in the place of the weights and biases."""
        self.parameters = frozen(parameters)
        self.edited = True
        self._begin_again()

    def leave(self) -> None:
        """Nothing is trained for now: the kernel's copy of the rows is made again when it is needed."""
        self._kernel = self._kernel_of = None

    def _no_memory(self) -> Array:
        return frozen(np.zeros((len(optimizers[self.experiment.optimizer].slots), len(self.parameters))))

    def _begin_again(self) -> None:
        """The batch that one stands in, with the choices and the weights of now."""
        if self.batch is not None and self.cursor is not None:
            before = self.batch.ladder
            self._begin_batch(self.batch.end)
            # With dropout, or without it again, there are other operations between those that there were.
            self.cursor = self.batch.ladder.moved(self.cursor, before)
        else:
            self._unbegin()

    def _begin_batch(self, end: int) -> None:
        assert self._order is not None
        begin, train = self.place.row, self.data.train
        given = self._order is self._as_given
        rows = slice(begin, end) if given else self._order[begin:end]
        self.batch = Batch(
            place=self.place,
            experiment=self.experiment,
            parameters=self.parameters,
            memory=self.memory,
            x=train.x[rows],
            y=train.y[rows],
            table_rows=self._table_rows[rows],
            learning_rate=self.experiment.rate_at(*self.place, len(train)),
        )

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
            engine=self.engine,
            data=self.data,
        )

    def restore(self, state: Checkpoint) -> None:
        """Put a state back; what was done before it is not known any more."""
        self.done = None
        self.take_up(state)

    def take_up(self, state: Checkpoint) -> None:
        """Put a state back that begins where the last batch ended."""
        if differ(DATA_FIELDS, state.experiment, self.experiment):
            self._take_data(state.data or prepare(state.experiment, np.random.default_rng(state.experiment.seed)))
            self.done = None
        self.experiment = with_limits_of(self.experiment, state.experiment)
        self.parameters, self.memory = state.parameters, state.memory
        self.place, self.edited, self.engine = state.place, state.edited, state.engine
        self._rng.bit_generator.state = state.random_state
        self._drawn_from = state.drawn_from
        self._order = state.order
        self.batch = self.cursor = None
        if state.batch_end:
            self._begin_batch(state.batch_end)


def _metrics(rows: Rows, loss: float, accuracy: float) -> Metrics:
    return Metrics(loss, None if np.isnan(accuracy) else accuracy) if has_targets(rows) else NO_METRICS


def _starting_parameters(experiment: Experiment, data: PreparedData, rng: np.random.Generator) -> Array:
    architecture = experiment.architecture
    if experiment.start == GIVEN:
        return architecture.flat([(np.array(g.weights), np.array(g.biases)) for g in experiment.given])
    if experiment.start == LEAST_SQUARES:
        return architecture.flat([least_squares(data.train.x, data.train.y, architecture.biases[0])])
    rule = initializers[experiment.start]
    layers: list[tuple[Array, Array | None]] = []
    for (inputs, neurons), bias in zip(pairwise(architecture.sizes), architecture.biases, strict=True):
        weights = rule.weights(rng, (neurons, inputs))
        layers.append((weights, rule.biases(rng, (neurons,)) if bias else None))
    return architecture.flat(layers)
