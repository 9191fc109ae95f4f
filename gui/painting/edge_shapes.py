"""The lines and curves of edges as Qt draws them, made once and kept as long as the network stands where it does."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainterPath

from engine.arrays import Array
from gui.painting.edge_choice import Edges

# So many lines are kept: all of the edges that are drawn at a time, and some more.
MOST_KEPT = 5000


class EdgeShapes:
    """Shapes of edges by their number; `ends` gives (x1, y1, x2, y2) of some of them."""

    def __init__(self, ends: Callable[[Edges], Array]) -> None:
        self._ends = ends
        self._lines: dict[int, QLineF] = {}
        self._paths: dict[int, QPainterPath] = {}

    def lines(self, edges: list[int]) -> list[QLineF]:
        missing = [edge for edge in edges if edge not in self._lines]
        if missing:
            if len(self._lines) > MOST_KEPT:
                self._lines, missing = {}, edges
            places = self._ends(np.array(missing)).tolist()
            self._lines.update((edge, QLineF(*ends)) for edge, ends in zip(missing, places, strict=True))
        return [self._lines[edge] for edge in edges]

    def paths(self, edges: list[int]) -> list[QPainterPath]:
        missing = [edge for edge in edges if edge not in self._paths]
        if missing:
            places = self._ends(np.array(missing)).tolist()
            self._paths.update((edge, edge_path(*ends)) for edge, ends in zip(missing, places, strict=True))
        return [self._paths[edge] for edge in edges]


def edge_path(x1: float, y1: float, x2: float, y2: float) -> QPainterPath:
    """A calm curve that leaves and arrives level."""
    path = QPainterPath(QPointF(x1, y1))
    middle = (x1 + x2) / 2
    path.cubicTo(middle, y1, middle, y2, x2, y2)
    return path
