"""The ladder of steps: how far one step goes, and how a batch is parted into operations to walk through.

A batch goes through its rows one after the other. Each row goes through the operations of `engine.backprop` in the
order of its lines; each operation of a layer goes neuron by neuron, each neuron's sum term by term. After the last row
every parameter is updated. So a place in a batch is a number with four digits: row, stage, neuron, term; and a step is
a carry at one of them. Nothing is listed: a batch of a large network has millions of places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

Phase = Literal["forward", "loss", "backward", "update"]


class StepSize(Enum):
    """How far one step goes: a product of a sum, a neuron's result, a layer's line of code, a row, and so on."""

    TERM = "term"
    NEURON = "neuron"
    LAYER = "layer"
    SAMPLE = "sample"
    BATCH = "batch"
    EPOCH = "epoch"
    TEN_EPOCHS = "10 epochs"
    HUNDRED_EPOCHS = "100 epochs"

    @property
    def epochs(self) -> int:
        """The number of epochs, 0 for less than one."""
        return {"epoch": 1, "10 epochs": 10, "100 epochs": 100}.get(self.value, 0)

    @property
    def within_batch(self) -> bool:
        """Whether a step of this size may end inside a batch."""
        return self in (StepSize.TERM, StepSize.NEURON, StepSize.LAYER, StepSize.SAMPLE)


@dataclass(frozen=True)
class Stage:
    """One operation of one layer, for one row: so many neurons' results, each a sum of so many terms (1 for none).

    `layer` is the one whose weights are used; `neurons` counts results, so that back through the weights it is the
    number of neurons of the layer before.
    """

    operation: str
    layer: int
    neurons: int
    terms: int

    @property
    def phase(self) -> Phase:
        """Which part of the batch's story this is."""
        if self.operation in ("multiply", "add bias", "activate", "drop out"):
            return "forward"
        if self.operation in ("loss", "loss derivative"):
            return "loss"
        return "update" if self.operation == "update" else "backward"


class Cursor(NamedTuple):
    """The operation done last: which row of the batch, which of the ladder's stages, which neuron, which term."""

    row: int
    stage: int
    neuron: int
    term: int


@dataclass(frozen=True)
class Ladder:
    """All places of a batch of so many rows, for a network of these layer sizes (inputs first); `biases` tells of each
    layer after the inputs whether it has any, `dropout` whether neurons of the hidden ones are left out.
    """

    sizes: tuple[int, ...]
    biases: tuple[bool, ...]
    rows: int
    dropout: bool = False

    @cached_property
    def row_stages(self) -> tuple[Stage, ...]:
        """What is done for every row."""
        last = len(self.sizes) - 1
        stages = []
        for n, (inputs, neurons) in enumerate(pairwise(self.sizes), start=1):
            stages += [
                Stage("multiply", n, neurons, inputs),
                Stage("add bias", n, neurons, 1),
                Stage("activate", n, neurons, 1),
            ]
            if self.dropout and n < last:
                stages.append(Stage("drop out", n, neurons, 1))
        stages += [Stage("loss", last, 1, 1), Stage("loss derivative", last, self.sizes[-1], 1)]
        for n in range(last, 0, -1):
            inputs, neurons = self.sizes[n - 1], self.sizes[n]
            if self.dropout and n < last:
                stages.append(Stage("drop out gradient", n, neurons, 1))
            stages += [Stage("delta", n, neurons, 1), Stage("weight gradient", n, neurons, inputs)]
            if self.biases[n - 1]:
                stages.append(Stage("bias gradient", n, neurons, 1))
            if n > 1:
                stages.append(Stage("back through the weights", n, inputs, neurons))
        return tuple(stages)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """What is done for every row, and the updates that follow the last one."""
        layers = enumerate(zip(pairwise(self.sizes), self.biases, strict=True), start=1)
        updates = (Stage("update", n, neurons, inputs + bias) for n, ((inputs, neurons), bias) in layers)
        return (*self.row_stages, *updates)

    @property
    def last(self) -> Cursor:
        """The last place: the batch is finished there."""
        return self._end(Cursor(self.rows - 1, len(self.stages) - 1, 0, 0), StepSize.LAYER)

    def has(self, cursor: Cursor) -> bool:
        """Whether there is such a place."""
        row, number, neuron, term = cursor
        if not (0 <= row < self.rows and 0 <= number < len(self._stages_in(row))):
            return False
        stage = self.stages[number]
        return 0 <= neuron < stage.neurons and 0 <= term < stage.terms

    def stage_of(self, cursor: Cursor) -> Stage:
        return self.stages[cursor.stage]

    def moved(self, cursor: Cursor, before: "Ladder") -> Cursor:
        """Where an operation of another ladder of this network, with dropout or without, is on this one.

        What is done on the other alone is at the end of what is done before it.
        """
        stage = before.stage_of(cursor)
        if stage in self.stages:
            return cursor._replace(stage=self.stages.index(stage))
        return self._end(Cursor(cursor.row, self.stages.index(before.stages[cursor.stage - 1]), 0, 0), StepSize.LAYER)

    def find(self, operation: str, layer: int, row: int, neuron: int = 0, term: int = 0) -> Cursor:
        """The place of an operation; a `LookupError` where there is none."""
        for number, stage in enumerate(self.stages):
            if stage.operation == operation and stage.layer == layer:
                return Cursor(row, number, neuron, term)
        raise LookupError(f"there is no {operation!r} in layer {layer}")

    def after(self, cursor: Cursor | None, size: StepSize) -> Cursor:
        """Where a step of this size from here ends, inside this batch; None is the moment before the batch."""
        begin = Cursor(0, 0, 0, 0) if cursor is None else self._next(cursor)
        return self._end(begin, size)

    def before(self, cursor: Cursor, size: StepSize) -> Cursor | None:
        """Where a step of this size back from here ends; None is the moment before the batch."""
        first = {
            StepSize.TERM: cursor,
            StepSize.NEURON: cursor._replace(term=0),
            StepSize.LAYER: cursor._replace(neuron=0, term=0),
            StepSize.SAMPLE: Cursor(cursor.row, 0, 0, 0),
        }.get(size)
        return None if first is None else self._previous(first)

    def rows_done(self, cursor: Cursor | None) -> int:
        """How many rows have gone through all that is done for them; for the last one that is the updates too."""
        return 0 if cursor is None else cursor.row + (cursor >= self._end(cursor, StepSize.SAMPLE))

    def number_in_row(self, cursor: Cursor, size: StepSize) -> tuple[int, int]:
        """The how-manieth step of this size (term, neuron or layer) in its row a place belongs to, and of how many."""
        stages = self._stages_in(cursor.row)
        counts = [_steps(stage, size) for stage in stages]
        within = {
            StepSize.TERM: cursor.neuron * stages[cursor.stage].terms + cursor.term,
            StepSize.NEURON: cursor.neuron,
        }
        return sum(counts[: cursor.stage]) + within.get(size, 0) + 1, sum(counts)

    # Carries.

    def _stages_in(self, row: int) -> Sequence[Stage]:
        return self.stages if row == self.rows - 1 else self.row_stages

    def _end(self, cursor: Cursor, size: StepSize) -> Cursor:
        """The end of the unit of this size that a place belongs to."""
        row, number, neuron, _ = cursor
        if size is StepSize.TERM:
            return cursor
        if size is StepSize.SAMPLE:
            number = len(self._stages_in(row)) - 1
        elif not size.within_batch:
            return self.last
        stage = self.stages[number]
        return Cursor(row, number, neuron if size is StepSize.NEURON else stage.neurons - 1, stage.terms - 1)

    def _next(self, cursor: Cursor) -> Cursor:
        row, number, neuron, term = cursor
        stage = self.stages[number]
        if term + 1 < stage.terms:
            return Cursor(row, number, neuron, term + 1)
        if neuron + 1 < stage.neurons:
            return Cursor(row, number, neuron + 1, 0)
        if number + 1 < len(self._stages_in(row)):
            return Cursor(row, number + 1, 0, 0)
        return Cursor(row + 1, 0, 0, 0)

    def _previous(self, cursor: Cursor) -> Cursor | None:
        row, number, neuron, term = cursor
        if term:
            return Cursor(row, number, neuron, term - 1)
        if neuron:
            return Cursor(row, number, neuron - 1, self.stages[number].terms - 1)
        if number:
            return self._end(Cursor(row, number - 1, 0, 0), StepSize.LAYER)
        return self._end(Cursor(row - 1, 0, 0, 0), StepSize.SAMPLE) if row else None


def _steps(stage: Stage, size: StepSize) -> int:
    if size is StepSize.TERM:
        return stage.neurons * stage.terms
    return stage.neurons if size is StepSize.NEURON else 1
