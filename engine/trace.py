"""The trace of a batch: every operation of `backpropagation`, with its line of code, what went in and what came out.

Nothing is computed here. The walk of `engine.backprop` is taken step by step, and at every step Python is asked where
it stands and what its names hold; so what is shown is what computes.
"""

import ast
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import GeneratorType
from typing import Any, cast

from engine import backprop
from engine.arrays import Array
from engine.backprop import Reduction, backpropagation
from engine.losses import Loss
from engine.network import Layer


@dataclass(frozen=True, eq=False)
class TracedOperation:
    """One operation: `line` is the number of its line in engine/backprop.py, `names` what the names on it hold."""

    name: str
    layer: int
    line: int
    names: Mapping[str, Any]
    result: Array


def trace(layers: Sequence[Layer], x: Array, y: Array, loss: Loss, reduction: Reduction) -> tuple[TracedOperation, ...]:
    """All operations of one batch, in the order in which they are computed."""
    walk = backpropagation(layers, x, y, loss, reduction)
    traced = []
    for operation in walk:
        frame = cast("GeneratorType[Any, Any, Any]", walk).gi_frame
        assert frame is not None, "a walk that has just handed something out has a frame"
        # Every operation is handed out on the line after the one that computes it.
        line = frame.f_lineno - 1
        held = {name: _kept(frame.f_locals[name]) for name in names_on_line(line)}
        traced.append(TracedOperation(operation.name, operation.layer, line, held, operation.result))
    return tuple(traced)


def source() -> tuple[str, ...]:
    """The lines of engine/backprop.py; the first is line 1."""
    return tuple(inspect.getsource(backprop).splitlines())


@cache
def names_on_line(line: int) -> tuple[str, ...]:
    """The names that a line of engine/backprop.py reads, in the order in which they stand there."""
    statement = ast.parse(source()[line - 1].strip()).body[0]
    assert isinstance(statement, ast.Assign)
    nodes = [node for node in ast.walk(statement.value) if isinstance(node, ast.Name)]
    local = backpropagation.__code__.co_varnames
    found = [node.id for node in sorted(nodes, key=lambda node: node.col_offset) if node.id in local]
    return tuple(dict.fromkeys(found))


def _kept(value: Any) -> Any:
    """Arrays are never changed once they are made, but the dictionaries that hold them go on to be filled."""
    return dict(value) if isinstance(value, dict) else value
