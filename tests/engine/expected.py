"""Where steps must lead, worked out without training: the model that hypothesis holds a trainer to."""

from functools import cache

from engine import compiled
from engine.batch import Place
from engine.checkpoints import Engine
from engine.experiment import Experiment
from engine.ladder import Cursor, Ladder, StepSize
from engine.trainer import Trainer
from tests.engine.helpers import walk_to_end


class Straight:
    """A run that is never turned back: with which weights and memory each batch begins, and its rows in order."""

    def __init__(self, choices: Experiment) -> None:
        self._trainer = Trainer(choices, record=False)
        self._places: list[Place] = []
        self._weights: dict[Place, bytes] = {}
        self._memories: dict[Place, bytes] = {}
        self._rows: dict[Place, list[int]] = {}
        self.ladders: dict[Place, Ladder] = {}

    def place(self, number: int) -> Place:
        """Where the batch of that number begins, counted from the start."""
        while len(self._places) <= number:
            self._go_on()
        return self._places[number]

    def check(self, trainer: Trainer) -> None:
        """A trainer has these weights, and walks through these rows in this order."""
        while trainer.place not in self._weights:
            self._go_on()
        assert trainer.parameters.tobytes() == self._weights[trainer.place]
        assert trainer.snapshot().memory.tobytes() == self._memories[trainer.place]
        if trainer.walk is not None:
            batch = trainer.walk.batch
            assert batch.parameters.tobytes() == self._weights[batch.place]
            assert batch.memory.tobytes() == self._memories[batch.place]
            assert batch.table_rows.tolist() == self._rows[batch.place]

    def _go_on(self) -> None:
        trainer = self._trainer
        self._places.append(trainer.place)
        self._weights[trainer.place] = trainer.parameters.tobytes()
        self._memories[trainer.place] = trainer.snapshot().memory.tobytes()
        walk_to_end(trainer.advance(StepSize.BATCH))
        assert trainer.walk is not None
        batch = trainer.walk.batch
        self._rows[batch.place], self.ladders[batch.place] = batch.table_rows.tolist(), batch.ladder


def straight(choices: Experiment) -> Straight:
    """The straight run of an experiment by the present engine, taken once and as far as it is asked for."""
    return _straight(choices, compiled.preferred())


@cache
def _straight(choices: Experiment, engine: Engine) -> Straight:
    return Straight(choices)


class Expected:
    """Where one stands: the number of the batch, counted from the start, and the operation of it that was done last."""

    def __init__(self, choices: Experiment) -> None:
        self._run = straight(choices)
        rows = choices.dataset.row_count
        size = rows if isinstance(choices.batch_size, str) else choices.batch_size
        self._batches = -(-rows // size)  # of an epoch
        self._batch = self._furthest = 0
        self.cursor: Cursor | None = None

    @property
    def place(self) -> Place:
        return self._run.place(self._batch)

    @property
    def ladder(self) -> Ladder:
        self._run.place(self._batch + 1)
        return self._run.ladders[self.place]

    @property
    def position(self) -> tuple[int, int]:
        rows = sum(self.cursor >= end for end in self._row_ends()) if self.cursor else 0
        return self.place.epoch, self.place.row + rows

    def on(self, size: StepSize) -> None:
        if size.within_batch:
            self._stand(self._batch, self.ladder.after(self.cursor, size))
        elif size is StepSize.BATCH:
            self._stand(self._batch + 1)
        else:
            self._stand((self._batch // self._batches + size.epochs) * self._batches)

    def back(self, size: StepSize) -> None:
        begun = self.cursor is not None
        if size.epochs:
            # From the middle of an epoch the first step back goes to its beginning.
            epoch = -(-(self._batch + begun) // self._batches)
            self._stand((epoch - size.epochs) * self._batches)
        elif self.cursor is not None:
            self._stand(self._batch, self.ladder.before(self.cursor, size))
        elif self._batch:
            self._stand(self._batch - 1)
            self._stand(self._batch, self.ladder.before(self.ladder.last, size))

    def seek(self, epoch: int) -> None:
        self._stand(epoch * self._batches)

    def jump(self, number: int, share: float) -> tuple[Place, Cursor | None]:
        """To one of the batches known so far, so far into it; the place and the cursor to jump to."""
        self._stand(number % (self._furthest + 1))
        place, cursor = self.place, place_in(self.ladder, share)
        self._stand(self._batch, cursor)
        return place, cursor

    def _stand(self, batch: int, cursor: Cursor | None = None) -> None:
        self._batch, self.cursor = max(batch, 0), cursor
        if cursor == self.ladder.last:
            self._batch, self.cursor = self._batch + 1, None
        self._furthest = max(self._furthest, self._batch)

    def _row_ends(self) -> list[Cursor]:
        ladder = self.ladder
        stage = ladder.row_stages[-1]
        return [
            Cursor(row, len(ladder.row_stages) - 1, stage.neurons - 1, stage.terms - 1)
            for row in range(ladder.rows - 1)
        ]


def place_in(ladder: Ladder, share: float) -> Cursor | None:
    """A place about so far into a batch; None at its beginning, the last at its end."""
    if share in (0, 1):
        return ladder.last if share else None
    row = int(share * ladder.rows)
    stages = ladder.stages if row == ladder.rows - 1 else ladder.row_stages
    number = int((share * ladder.rows - row) * len(stages))
    stage = stages[number]
    return Cursor(row, number, int(share * 7919) % stage.neurons, int(share * 104729) % stage.terms)
