"""The names on the line of the operation done last: what each holds, and which number of it this moment is about.

The line computes all rows, neurons and terms at once; the cursor is at one of them. Names are evaluated as they stand
on the line, with what the trace has kept of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.quantity import Quantity, parameter_of, update_of
from engine.trace import source
from engine.walk import Walk

_SLOPE = "layer.activation.derivative(z[n], a[n])"
_SHARED = "(da * a[n]).sum(axis=1, keepdims=True)"
# What is shown of things that are no numbers, and of what is too long for a list.
_LABELS = {"layer.activation": "layer.activation.name", "loss": "loss.name", _SLOPE: "derivative", _SHARED: "sum"}


@dataclass(frozen=True, eq=False)
class CodeName:
    """A name as it stands on the line, what to call it in a list, the shape of what it holds and the number meant.

    `index` is the number's place in the array: empty for what is no array, and for a term that is only being added to
    an element. `value` is the number or the name of a function. A name stands for no `quantity` where it is an index.
    """

    text: str
    label: str
    shape: tuple[int, ...]
    index: tuple[int, ...]
    value: float | str
    quantity: Quantity | None

    def places_on(self, line: str) -> tuple[tuple[int, int], ...]:
        """Where the name stands on a line, from column to column."""
        pattern = rf"(?<![\w.]){re.escape(self.text)}" + (r"(?!\w)" if self.text[-1].isalnum() else "")
        return tuple(match.span() for match in re.finditer(pattern, line))


def code_names(walk: Walk) -> tuple[CodeName, ...]:
    """The names on the line of the walk's operation, from left to right, and last the name of its result."""
    operation = walk.operation
    held = dict(operation.names)
    with np.errstate(over="ignore", invalid="ignore"):
        read = [_name(walk, text, eval(text, {}, held), of) for text, of in _read(walk).items()]
    result = line_of(walk).strip().split(" ", 1)[0]
    return (*read, _name(walk, result, operation.result, _result(walk)))


def line_of(walk: Walk) -> str:
    """The line of the walk's operation."""
    return source(walk.operation.file)[walk.operation.line - 1]


def _read(walk: Walk) -> Mapping[str, Quantity | None]:
    """What the line of an operation reads, and the number of it that is meant."""
    layer, neuron, term = walk.stage.layer, walk.cursor.neuron, walk.cursor.term
    here = Quantity("delta", layer, neuron)
    before = Quantity("activation", layer - 1, term)
    answer, target = Quantity("activation", layer, neuron), Quantity("target", 0, neuron)
    divisor = Quantity("rows") if walk.batch.experiment.reduction == "mean" else None
    names: Mapping[str, Mapping[str, Quantity | None]] = {
        "multiply": {"a[n - 1]": before, "n": None, "layer.W": Quantity("weight", layer, neuron, term)},
        "add bias": {"products": here.as_kind("sum"), "layer.b": here.as_kind("bias")},
        "activate": {"layer.activation": None, "z[n]": here.as_kind("z"), "n": None},
        "drop out": {"active[n]": here.as_kind("full activation"), "n": None, "kept[n]": here.as_kind("kept")},
        "drop out gradient": {
            "da": here.as_kind("activation gradient"),
            "kept[n]": here.as_kind("kept"),
            "n": None,
        },
        "loss": {"loss": None, "a[output]": answer, "output": None, "y": target},
        "loss derivative": {"loss": None, "a[output]": answer, "output": None, "y": target},
        "delta": _read_by_delta(walk, here),
        "weight gradient": {"delta": here, "a[n - 1]": before, "n": None, "divisor": divisor},
        "bias gradient": {"delta": here, "divisor": divisor},
        "back through the weights": {
            "delta": Quantity("delta", layer, term),
            "layer.W": Quantity("weight", layer, term, neuron),
        },
    }
    return names[walk.stage.operation] if walk.stage.operation in names else _read_by_update(walk)


def _read_by_delta(walk: Walk, here: Quantity) -> Mapping[str, Quantity | None]:
    da = walk.before_dropout(here.as_kind("activation gradient"))
    a = walk.before_dropout(here.as_kind("activation"))
    if walk.batch.layers[here.layer - 1].activation.elementwise:
        return {"da": da, _SLOPE: here.as_kind("slope"), "z[n]": here.as_kind("z"), "n": None, "a[n]": a}
    return {"a[n]": a, "n": None, "da": da, _SHARED: Quantity("shared gradient", here.layer)}


def _read_by_update(walk: Walk) -> Mapping[str, Quantity | None]:
    parameter = parameter_of(walk.result)
    assert parameter is not None
    held = {
        "parameters": parameter,
        "learning_rate": Quantity("learning rate"),
        "gradient": walk.moving_gradient(parameter),
        **{part.name: update_of(parameter, part.name) for part in walk.batch.optimizer.parts},
        **{field: Quantity("setting", part=field) for field in walk.batch.optimizer.uses},
    }
    return {name: held[name] for name in walk.operation.names}


def _result(walk: Walk) -> Quantity:
    """The number of the result: of a gradient the one that the line gives, which is the whole batch's."""
    result = walk.result
    if result.kind == "row weight gradient":
        return result.as_kind("weight gradient")
    return result.as_kind("bias gradient") if result.kind == "row bias gradient" else result


def _name(walk: Walk, text: str, held: Any, quantity: Quantity | None) -> CodeName:
    label = _LABELS.get(text, text)
    if not isinstance(held, np.ndarray):
        value = held if isinstance(held, int | float) else held.name
        return CodeName(text, label, (), (), value, quantity)
    assert quantity is not None, f"{text} is an array: one of its elements is meant"
    index = _index(walk, quantity)
    value = float(held[index]) if index else walk.value(quantity)
    is_there = quantity.kind != "bias" or walk.batch.layers[quantity.layer - 1].has_bias
    return CodeName(text, label, held.shape, index, value, quantity if is_there else None)


def _index(walk: Walk, quantity: Quantity) -> tuple[int, ...]:
    """Where a number stands in the array that holds it; a term of a sum has no place of its own."""
    kind, _, neuron, source = quantity[:4]
    if walk.stage.operation == "update":
        parameter = parameter_of(quantity)
        assert parameter is not None
        return (walk.batch.experiment.architecture.place_of(parameter),)
    if kind in ("product", "back product"):
        return ()
    if kind in ("weight", "weight gradient"):
        return neuron, source
    if kind in ("bias", "bias gradient"):
        return (neuron,)
    return (walk.cursor.row,) if kind == "loss" else (walk.cursor.row, neuron)
