"""Numbers and names as Python literals: the same bits and the same texts when they are read back, and never code."""

import math
from collections.abc import Iterable, Sequence

from engine.arrays import Array

WIDTH = 110
MARGIN = 4


def number(value: float) -> str:
    """The shortest text that gives the same float back; what is not finite has no literal of its own."""
    return repr(value) if math.isfinite(value) else f"float('{value}')"


def names(texts: Iterable[str]) -> str:
    """A tuple of texts. `repr` leaves no character in one that could end it, end the line, or turn its direction."""
    literals = [repr(text) for text in texts]
    return _listed(literals, "()") if len(literals) != 1 else f"({literals[0]},)"


def docstring(text: str) -> str:
    """A text of several lines that nothing in it can end."""
    return '"""' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'


def array(values: Array) -> str:
    """An array of numpy, shape (n,) or (rows, columns), every number exact."""
    if not values.size:
        return f"np.zeros({values.shape})"
    if values.ndim == 1:
        return f"np.array({_numbers(values.tolist())})"
    margin = " " * MARGIN
    rows = [f"{margin}{_numbers(row, MARGIN)}," for row in values.tolist()]
    return "\n".join(["np.array([", *rows, "])"])


def _numbers(values: Sequence[float], indent: int = 0) -> str:
    return _listed([number(value) for value in values], "[]", indent)


def _listed(pieces: Sequence[str], brackets: str, indent: int = 0) -> str:
    """On one line where it has room for them, else on several that are as long as may be."""
    left, right = brackets[0], brackets[1]
    line = left + ", ".join(pieces) + right
    if indent + len(line) <= WIDTH:
        return line
    margin = " " * (indent + MARGIN)
    return "\n".join([left, *(margin + line for line in _filled(pieces, WIDTH - len(margin))), " " * indent + right])


def _filled(pieces: Sequence[str], width: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and len(lines[-1]) + len(piece) + 2 > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + piece + ","
    return lines
