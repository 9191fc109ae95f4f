"""The engine's own activation functions as text: what computes here is what computes in a script."""

import ast
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from engine import activations


def called(function: Callable[..., Any]) -> str:
    """What a script calls a function."""
    return f"np.{function.__name__}" if isinstance(function, np.ufunc) else function.__name__


def definitions(functions: Iterable[Callable[..., Any]]) -> tuple[str, list[str]]:
    """The constants, one a line, and the functions that these take, each after all that it uses; numpy has its own."""
    found: dict[str, Any] = {}
    for function in functions:
        if not isinstance(function, np.ufunc):
            _find(function.__name__, found)
    constants = [f"{name} = {thing!r}" for name, thing in found.items() if not callable(thing)]
    return "\n".join(constants), [_text(thing) for thing in found.values() if callable(thing)]


def _find(name: str, found: dict[str, Any]) -> None:
    thing = vars(activations)[name]
    if callable(thing):
        for node in ast.walk(_definition(thing)):
            if isinstance(node, ast.Name) and node.id != "np" and node.id in vars(activations):
                _find(node.id, found)
    # A name that is there already keeps its place, before all that needs it.
    found.setdefault(name, thing)


def _definition(function: Callable[..., Any]) -> ast.FunctionDef:
    """A function without the types of what it is given and gives."""
    definition = ast.parse(inspect.getsource(function)).body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.returns = None
    for argument in definition.args.args:
        argument.annotation = None
    return definition


def _text(function: Callable[..., Any]) -> str:
    return ast.unparse(_definition(function))
