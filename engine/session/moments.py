"""Moments of training as tables of numbers: one row a moment, all that decides how training goes on from there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.batch import Place
from engine.checkpoints import Checkpoint, Engine
from engine.experiment import Experiment
from engine.optimizers import optimizers
from engine.session import numbers
from engine.session.experiments import Reader, Shelf
from engine.session.parts import Parts, array_in
from engine.session.refusal import DamagedError

# The columns of `moments.npy`. `order` is how long the order of the rows is, -1 where none is drawn yet.
COLUMNS = ("epoch", "row", "experiment", "order", "batch_end", "edited", "engine")
ENGINES: tuple[Engine, ...] = ("numpy", "kernel")
# A random state as whole numbers of 64 bits (PCG64): two of 128 bits, the higher half first, then what is left over.
RANDOM = 6
LOW = 2**64 - 1
LATEST = 10**12
# More than all runs of a network have within their budgets.
MOST_MOMENTS = 2**16


def write(moments: Sequence[Checkpoint], shelf: Shelf, folder: str) -> dict[str, bytes]:
    """The moments of one network, which all have as many parameters, as parts of the archive."""
    orders = [moment.order for moment in moments if moment.order is not None]
    states = [[_packed(moment.random_state), _packed(moment.drawn_from)] for moment in moments]
    return {
        f"{folder}/moments.npy": numbers.write(np.array([_row(moment, shelf) for moment in moments], np.int64)),
        f"{folder}/random.npy": numbers.write(np.array(states, np.uint64)),
        f"{folder}/orders.npy": numbers.write(np.concatenate([*orders, np.empty(0, np.int64)]).astype(np.int64)),
        f"{folder}/parameters.npy": numbers.write(np.array([moment.parameters for moment in moments])),
        f"{folder}/memory.npy": numbers.write(np.concatenate([moment.memory.ravel() for moment in moments])),
    }


def _row(moment: Checkpoint, shelf: Shelf) -> list[int]:
    return [
        *moment.place,
        shelf.number_of(moment.experiment),
        -1 if moment.order is None else len(moment.order),
        moment.batch_end,
        moment.edited,
        ENGINES.index(moment.engine),
    ]


def _packed(state: Mapping[str, Any]) -> list[int]:
    assert state["bit_generator"] == "PCG64", "the generator is numpy's default"
    halves = [half for name in ("state", "inc") for half in divmod(state["state"][name], LOW + 1)]
    return [*halves, state["has_uint32"], state["uinteger"]]


def _unpacked(packed: NDArray[np.uint64]) -> dict[str, Any]:
    high, low, inc_high, inc_low, has_uint32, uinteger = packed.tolist()
    if has_uint32 > 1 or uinteger >= 2**32 or not inc_low % 2:
        raise DamagedError("a random state in it is none")
    state = {"state": high << 64 | low, "inc": inc_high << 64 | inc_low}
    return {"bit_generator": "PCG64", "state": state, "has_uint32": has_uint32, "uinteger": uinteger}


class Moments:
    """The moments of one network, read back; `rows_of` tells how many rows an experiment trains on.

    What can be none is a `DamagedError`; so is the number of a moment that is not there.
    """

    def __init__(self, parts: Parts, folder: str, reader: Reader, rows_of: Callable[[Experiment], int]) -> None:
        self._reader, self._rows_of = reader, rows_of
        table = array_in(parts, f"{folder}/moments.npy", "<i8", (None, len(COLUMNS)))
        count = len(table)
        if count > MOST_MOMENTS:
            raise DamagedError(f"it has {count:,} moments, and {MOST_MOMENTS:,} are the most", f"{folder}/moments.npy")
        self._random = array_in(parts, f"{folder}/random.npy", "<u8", (count, 2, RANDOM))
        self._parameters = array_in(parts, f"{folder}/parameters.npy", "<f8", (count, None))
        self._orders = array_in(parts, f"{folder}/orders.npy", "<i8", (None,))
        self._memory = array_in(parts, f"{folder}/memory.npy", "<f8", (None,))
        if not count or not np.isfinite(self._parameters).all():
            raise DamagedError("weights and biases must be finite numbers", f"{folder}/parameters.npy")
        self._ordered = self._remembered = 0
        self.all = tuple(self._moment(*row) for row in enumerate(table.tolist()))
        if self._ordered != len(self._orders) or self._remembered != len(self._memory):
            raise DamagedError("orders and memory are not those of the moments", f"{folder}/moments.npy")

    def __getitem__(self, number: Any) -> Checkpoint:
        if type(number) is not int or not 0 <= number < len(self.all):
            raise DamagedError(f"there is no moment {number!r:.40}")
        return self.all[number]

    def rows_of(self, moment: Checkpoint) -> int:
        """How many rows it trains on."""
        return self._rows_of(moment.experiment)

    def _moment(self, number: int, row: Sequence[int]) -> Checkpoint:
        epoch, row_done, experiment_number, length, batch_end, edited, engine = row
        experiment = self._reader.experiment(experiment_number)
        rows = self._rows_of(experiment)
        parameters = self._parameters[number]
        if experiment.architecture.parameter_count != len(parameters):
            raise DamagedError(f"moment {number} has {len(parameters)} parameters, which are not those of its network")
        begun = row_done < batch_end <= rows if batch_end else True
        if not (0 <= epoch < LATEST and (0 <= row_done < rows or row_done == 0) and begun):
            raise DamagedError(f"moment {number} stands at a place that its data do not have")
        if edited not in (0, 1) or not 0 <= engine < len(ENGINES) or (batch_end and length < 0):
            raise DamagedError(f"moment {number} is not whole")
        return Checkpoint(
            place=Place(epoch, row_done),
            experiment=experiment,
            parameters=parameters,
            memory=self._memory_of(experiment, len(parameters)),
            order=None if length < 0 else self._order(length, rows),
            batch_end=batch_end,
            random_state=_unpacked(self._random[number, 0]),
            drawn_from=_unpacked(self._random[number, 1]),
            edited=bool(edited),
            engine=ENGINES[engine],
        )

    def _memory_of(self, experiment: Experiment, parameters: int) -> Array:
        slots = len(optimizers[experiment.optimizer].slots)
        begin, self._remembered = self._remembered, self._remembered + slots * parameters
        if self._remembered > len(self._memory):
            raise DamagedError("what optimizers remember is missing in it")
        return self._memory[begin : self._remembered].reshape(slots, parameters)

    def _order(self, length: int, rows: int) -> NDArray[np.intp]:
        begin, self._ordered = self._ordered, self._ordered + length
        order = self._orders[begin : self._ordered].astype(np.intp)
        if length != rows or not np.array_equal(np.sort(order), np.arange(rows)):
            raise DamagedError("an order of the rows in it does not have each row once")
        return order
