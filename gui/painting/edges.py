"""Edges of a network: width by |weight|, blue and solid above zero, orange and dashed below."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from engine.arrays import Array
from gui import theme
from gui.painting.axis_range import FINE, round_up
from gui.painting.network_layout import NetworkLayout
from gui.theme import Theme

# Widths are rounded to so many steps, so that all edges of one width are drawn in one go.
BUCKETS = 16
THINNEST = 0.6
# More edges than these are grey mush, and cost more than a frame has: the strongest are drawn, and the legend says so.
MOST_EDGES = 400


def nice_scale(weights: Array) -> float:
    """The |weight| that is drawn widest: a round number at or above the largest, never below 1."""
    return max(1.0, round_up(float(np.abs(weights).max(initial=0.0)), FINE))


def widths(weights: Array, scale: float, widest: float) -> Array:
    """Width of each edge: in proportion to |weight|, never invisible."""
    return np.maximum(np.abs(weights) * (widest / scale), THINNEST)


def pen(colours: Theme, width: float, negative: bool, strength: float = 1.0) -> QPen:
    """The pen of an edge, faded by a strength below 1; dashes have a length that can be seen at every width."""
    ink = colours.negative if negative else colours.positive
    result = QPen(theme.blend(colours.surface, ink, strength), width)
    result.setCapStyle(Qt.PenCapStyle.FlatCap)
    if negative:
        dash, gap = max(5.0, width * 0.9), max(3.5, width * 0.55)
        result.setDashPattern([dash / width, gap / width])
    return result


def edge_path(x1: float, y1: float, x2: float, y2: float) -> QPainterPath:
    """A calm curve that leaves and arrives level."""
    path = QPainterPath(QPointF(x1, y1))
    middle = (x1 + x2) / 2
    path.cubicTo(middle, y1, middle, y2, x2, y2)
    return path


def draw_halo(
    painter: QPainter,
    layout: NetworkLayout,
    edge: int,
    weights: Array,
    scale: float,
    margin: float,
    ink: QColor,
) -> None:
    """A band around one edge, to be drawn before the edges."""
    width = float(widths(weights[edge : edge + 1], scale, layout.widest)[0])
    painter.setPen(QPen(ink, width + margin))
    x1, y1, x2, y2 = layout.edges[edge].tolist()
    if layout.curved:
        painter.drawPath(edge_path(x1, y1, x2, y2))
    else:
        painter.drawLine(QLineF(x1, y1, x2, y2))


def strongest(layout: NetworkLayout, weights: Array) -> NDArray[np.bool_]:
    """Which edges are drawn: all of them, or of each layer its share of the most that can be told apart and drawn."""
    shown = np.ones(len(weights), dtype=bool)
    if len(weights) <= MOST_EDGES:
        return shown
    share = MOST_EDGES // (len(layout.layers) - 1)
    start = 0
    for before, after in pairwise(layout.layers):
        end = start + len(before) * len(after)
        if end - start > share:
            weakest = np.argpartition(np.abs(weights[start:end]), -share)[:-share]
            shown[start + weakest] = False
        start = end
    return shown


def draw_edges(
    painter: QPainter,
    layout: NetworkLayout,
    weights: Array,
    shown: NDArray[np.bool_],
    scale: float,
    colours: Theme,
    strength: float = 1.0,
) -> None:
    """Draw the edges that are `shown`, the weakest first, so that the strong ones lie on top."""
    drawn = np.flatnonzero(shown)
    negatives = weights[drawn] < 0
    wide = widths(weights[drawn], scale, layout.widest)
    bucket = np.minimum((wide / layout.widest * BUCKETS).astype(int), BUCKETS - 1)
    for number in np.unique(bucket):
        for negative in (False, True):
            chosen = np.flatnonzero((bucket == number) & (negatives == negative))
            if not len(chosen):
                continue
            if layout.curved:
                for place in chosen:
                    painter.setPen(pen(colours, float(wide[place]), negative, strength))
                    painter.drawPath(edge_path(*layout.edges[drawn[place]].tolist()))
            else:
                painter.setPen(pen(colours, float(wide[chosen].mean()), negative, strength))
                painter.drawLines([QLineF(*edge) for edge in layout.edges[drawn[chosen]].tolist()])
