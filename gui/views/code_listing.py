"""The lines of source that are shown around one of them: a function without what is there only for the program."""

import ast
import textwrap
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from engine.trace import source


class SourceLine(NamedTuple):
    """A line and its number in the file."""

    number: int
    text: str


@cache
def listing(file: str, line: int) -> tuple[SourceLine, ...]:
    """The function around a line, from its first statement to its last, with the comments between.

    A signature of one line is shown too. Documentation is left out, and so are the yields, which compute nothing.
    """
    function = _function_around(file, line)
    begin, end = function.body[0].lineno, function.body[-1].end_lineno
    assert end is not None
    signature = [function.lineno] if begin == function.lineno + 1 else []
    if _is_documentation(function.body[0]):
        begin = (function.body[0].end_lineno or begin) + 1
    left_out = set(_yields(function))
    numbers = [*signature, *(number for number in range(begin, end + 1) if number not in left_out)]
    lines = source(file)
    text = textwrap.dedent("\n".join(lines[number - 1] for number in numbers))
    return tuple(map(SourceLine, numbers, text.split("\n")))


def _function_around(file: str, line: int) -> ast.FunctionDef:
    """The innermost function that a line stands in."""
    tree = ast.parse("\n".join(source(file)))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return max((node for node in functions if node.lineno <= line <= (node.end_lineno or 0)), key=lambda f: f.lineno)


def _is_documentation(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _yields(function: ast.FunctionDef) -> Iterator[int]:
    """The numbers of the lines of statements that only hand something out."""
    for node in ast.walk(function):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)
