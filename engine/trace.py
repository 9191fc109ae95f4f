"""The trace of a batch: every operation of `backpropagation`, with its line of code, what went in and what came out.

Nothing is computed here. The walk of `engine.backprop` is taken step by step, and at every step Python is asked where
it stands and what its names hold; so what is shown is what computes.
"""

import ast
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import GeneratorType, ModuleType
from typing import Any, cast

from engine import backprop, optimizers, regularizers
from engine.arrays import Array
from engine.backprop import ALL, Kept, Reduction, backpropagation
from engine.losses import Loss
from engine.network import Layer
from engine.optimizers import Updating


@dataclass(frozen=True, eq=False)
class TracedOperation:
    """One operation: `line` is the number of its line in `file`, `names` what the names on it hold.

    `layer` is 0 for the update, which moves the parameters of all layers at once. `parts` are all names of an update,
    with those of the penalties and of clipping, whose files and lines are `before` that of the optimizer.
    """

    name: str
    layer: int
    line: int
    names: Mapping[str, Any]
    result: Array
    file: str = "engine/backprop.py"
    parts: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[tuple[str, int], ...] = ()


def trace(
    layers: Sequence[Layer], x: Array, y: Array, loss: Loss, reduction: Reduction, kept: Kept = ALL
) -> tuple[TracedOperation, ...]:
    """All operations of one batch, in the order in which they are computed."""
    walk = backpropagation(layers, x, y, loss, reduction, kept)
    traced = []
    for operation in walk:
        frame = cast("GeneratorType[Any, Any, Any]", walk).gi_frame
        assert frame is not None, "a walk that has just handed something out has a frame"
        # Every operation is handed out on the line after the one that computes it.
        line = frame.f_lineno - 1
        held = {name: _kept(frame.f_locals[name]) for name in names_on_line(line)}
        traced.append(TracedOperation(operation.name, operation.layer, line, held, operation.result))
    return tuple(traced)


def trace_update(walk: Updating) -> TracedOperation:
    """The operation that moves the parameters: the line of the optimizer that works them out, which comes last."""
    parts: dict[str, Any] = {}
    lines: list[tuple[str, int]] = []
    for _ in walk:
        inner = cast("GeneratorType[Any, Any, Any]", cast("GeneratorType[Any, Any, Any]", walk).gi_yieldfrom)
        frame = inner.gi_frame
        assert frame is not None, "a walk that has just stopped has a frame"
        lines.append((frame.f_globals["__name__"].replace(".", "/") + ".py", frame.f_lineno - 1))
        parts |= frame.f_locals
    *before, (file, line) = lines
    names = {name: parts[name] for name in names_on_line(line, file)}
    return TracedOperation("update", 0, line, names, parts["updated"], file, parts, tuple(before))


# The files whose lines are shown, the functions on whose lines operations stand, and what to call them.
FILES: Mapping[str, ModuleType] = {
    "engine/backprop.py": backprop,
    "engine/regularizers.py": regularizers,
    "engine/optimizers.py": optimizers,
}


@cache
def source(file: str = "engine/backprop.py") -> tuple[str, ...]:
    """The lines of a file of the engine, as it runs; the first is line 1."""
    return tuple(inspect.getsource(FILES[file]).splitlines())


@cache
def names_on_line(line: int, file: str = "engine/backprop.py") -> tuple[str, ...]:
    """The local names that a line reads, in the order in which they stand there."""
    statement = ast.parse(expression_on_line(line, file), mode="eval").body
    nodes = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    known = (*dir(FILES[file]), "len")
    found = [node.id for node in sorted(nodes, key=lambda node: node.col_offset) if node.id not in known]
    return tuple(dict.fromkeys(found))


def expression_on_line(line: int, file: str = "engine/backprop.py") -> str:
    """What a line computes: the right side of its assignment, or what it returns."""
    text = source(file)[line - 1].strip()
    return text.removeprefix("return ") if text.startswith("return ") else text.split(" = ", 1)[1]


def _kept(value: Any) -> Any:
    """Arrays are never changed once they are made, but the dictionaries that hold them go on to be filled."""
    return dict(value) if isinstance(value, dict) else value
