"""Where numbers blew up: the first operation of a batch, in the order of the walk, whose result is not finite.

A batch has blown up when its loss, a gradient, or any number of its update is infinite or NaN. A sum that a bounded
activation takes in, however large it is, has not.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.ladder import Cursor, Stage
from engine.quantity import Quantity, gradient_of, parameter_of, update_of

if TYPE_CHECKING:
    from engine.batch import Batch
    from engine.walk import Walk

Flags = NDArray[np.bool_]
# What must be finite; all else may overflow on its way there.
WATCHED = ("loss", "weight gradient", "bias gradient")
# The sum of the squares of numbers below this shows that all are finite, and so is all that they were made of.
SURELY_FINITE = 1e150


def where_it_began(batch: "Batch") -> Cursor | None:
    """The first operation whose result is not finite; None where the batch has not blown up."""
    with np.errstate(over="ignore", invalid="ignore"):
        results = {(operation.name, operation.layer): operation.result for operation in batch.trace}
        in_update = _in_update(batch)
        watched = [result for (name, _), result in results.items() if name in WATCHED]
        if in_update is None and all(np.isfinite(result).all() for result in watched):
            return None
        return _in_rows(batch, results) or in_update


def first_beyond(walk: "Walk") -> Quantity | None:
    """The first of the numbers that the operation of a walk works out which is not finite; None where all are."""
    return next((one for one in _worked_out(walk) if not np.isfinite(walk.value(one))), None)


def _worked_out(walk: "Walk") -> Iterator[Quantity]:
    """What the operation of a walk works out, in its order."""
    result = walk.result
    parameter = parameter_of(result)
    if walk.stage.operation == "update" and parameter is not None:
        yield from _parts(walk, parameter)
    yield result
    last = walk.cursor.row == len(walk.batch) - 1
    if parameter is not None and last and walk.stage.operation in ("weight gradient", "bias gradient"):
        yield gradient_of(parameter)


def _parts(walk: "Walk", parameter: Quantity) -> Iterator[Quantity]:
    """What the update of a parameter works out before its new value."""
    if walk.has_penalty(parameter):
        yield update_of(parameter, "penalised")
    if walk.batch.experiment.clip:
        yield Quantity("shared update", part="norm")
        yield update_of(parameter, "clipped")
    for part in walk.batch.optimizer.parts:
        yield Quantity("shared update", part=part.name) if part.shared else update_of(parameter, part.name)


def _in_rows(batch: "Batch", results: Mapping[tuple[str, int], Array]) -> Cursor | None:
    """The first of the operations that are done row by row."""
    stages = batch.ladder.row_stages
    flags = np.stack([_rows_beyond(batch, stage, results) for stage in stages], axis=1)
    if not flags.any():
        return None
    row, number = divmod(int(flags.argmax()), len(stages))
    neuron, term = _place_beyond(batch, stages[number], results, row)
    return Cursor(row, number, neuron, term)


def _rows_beyond(batch: "Batch", stage: Stage, results: Mapping[tuple[str, int], Array]) -> Flags:
    """Whether an operation gave something that is not finite, row by row, shape (rows,)."""
    result = results[stage.operation, stage.layer]
    if stage.operation not in ("weight gradient", "bias gradient"):
        return np.asarray(~np.isfinite(result.reshape(len(batch), -1)).all(axis=1))
    # These are results of all rows: complete with the last, where only their sum is too large.
    flags = np.zeros(len(batch), dtype=bool)
    if stage.operation == "weight gradient":
        delta, a = results["delta", stage.layer], _activation(batch, results, stage.layer - 1)
        flags = ~np.isfinite(np.abs(delta).max(axis=1) * np.abs(a).max(axis=1))
    flags[-1] |= not np.isfinite(result).all()
    return flags


def _place_beyond(batch: "Batch", stage: Stage, results: Mapping[tuple[str, int], Array], row: int) -> tuple[int, int]:
    """Neuron and term of the first number of an operation that is not finite, in a row that has one."""
    terms = _terms(batch, stage, results, row)
    whole = results[stage.operation, stage.layer]
    if stage.operation in ("weight gradient", "bias gradient"):
        beyond = ~np.isfinite(terms)
        if row == len(batch) - 1:
            beyond |= ~np.isfinite(whole.reshape(terms.shape))
        return divmod(int(beyond.argmax()), stage.terms)
    neuron = int((~np.isfinite(whole.reshape(len(batch), -1)[row])).argmax())
    products = ~np.isfinite(terms[neuron])
    # Where each term is finite it is their sum that is not.
    return neuron, int(products.argmax()) if products.any() else stage.terms - 1


def _terms(batch: "Batch", stage: Stage, results: Mapping[tuple[str, int], Array], row: int) -> Array:
    """What an operation puts together for each neuron of a row, shape (neurons, terms); zeros where it has one term."""
    W = batch.layers[stage.layer - 1].W
    if stage.operation == "multiply":
        return W * _activation(batch, results, stage.layer - 1)[row]
    if stage.operation == "weight gradient":
        return np.outer(results["delta", stage.layer][row], _activation(batch, results, stage.layer - 1)[row])
    if stage.operation == "back through the weights":
        return W.T * results["delta", stage.layer][row]
    return np.zeros((stage.neurons, 1))


def _activation(batch: "Batch", results: Mapping[tuple[str, int], Array], layer: int) -> Array:
    """What the next layer was given."""
    if layer == 0:
        return batch.x
    return results["drop out" if layer in batch.kept else "activate", layer]


def _in_update(batch: "Batch") -> Cursor | None:
    """The first parameter for which the update gave something that is not finite."""
    parts, count = batch.trace[-1].parts, len(batch.parameters)
    beyond = np.zeros(count, dtype=bool)
    for value in parts.values():
        beyond |= _beyond(value, count)
    if not beyond.any():
        return None
    first, row = len(batch.ladder.row_stages), len(batch) - 1
    for number, layer in enumerate(batch.experiment.architecture.layers(beyond.astype(float))):
        stage = batch.ladder.stages[first + number]
        table = np.column_stack([layer.W, layer.b])[:, : stage.terms]
        if table.any():
            return Cursor(row, first + number, *divmod(int(table.ravel().argmax()), stage.terms))
    raise AssertionError("every parameter belongs to a layer")


def _beyond(value: Any, count: int) -> Flags:
    """Which of the parameters a number of an update is not finite for, shape (count,); the number may be one for all of
    them, of any other shape, and counts for each.
    """
    numbers = np.asarray(value, dtype=float)
    flags = ~np.isfinite(numbers)
    return flags if numbers.shape == (count,) else np.full(count, flags.any())
