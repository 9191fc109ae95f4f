"""Edges of a network: width by |weight|, blue and solid above zero, orange and dashed below."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.arrays import Array
from gui import theme
from gui.painting.axis_range import FINE, round_up
from gui.painting.edge_choice import Edges
from gui.painting.network_layout import NetworkLayout
from gui.theme import Theme

# Widths are rounded to so many steps, so that all edges of one width are drawn in one go.
BUCKETS = 16
THINNEST = 0.6


def nice_scale(weights: Array) -> float:
    """The |weight| that is drawn widest: a round number at or above the largest, never below 1."""
    largest = max(weights.max(initial=0.0), -weights.min(initial=0.0))
    return max(1.0, round_up(float(largest), FINE))


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
    _stroke(painter, layout, [edge])


def draw_edges(
    painter: QPainter,
    layout: NetworkLayout,
    weights: Array,
    edges: Edges,
    scale: float,
    colours: Theme,
    strength: float = 1.0,
) -> None:
    """Draw edges, given by number, the weakest first, so that the strong ones lie on top."""
    drawn = weights[edges]
    wide = widths(drawn, scale, layout.widest)
    # Two buckets for each width, of negative and of positive weights.
    step = np.minimum((np.nan_to_num(wide) / layout.widest * BUCKETS).astype(np.intp), BUCKETS - 1)
    bucket = 2 * step + (drawn < 0)
    order = np.argsort(bucket, kind="stable")
    ends = np.cumsum(np.bincount(bucket, minlength=2 * BUCKETS)).tolist()
    for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
        places = order[start:end]
        if not len(places):
            continue
        negative, numbers, width = bool(number % 2), edges[places].tolist(), wide[places]
        if not layout.curved:
            painter.setPen(pen(colours, float(width.mean()), negative, strength))
            painter.drawLines(layout.shapes.lines(numbers))
            continue
        for path, exact in zip(layout.shapes.paths(numbers), width.tolist(), strict=True):
            painter.setPen(pen(colours, exact, negative, strength))
            painter.drawPath(path)


def _stroke(painter: QPainter, layout: NetworkLayout, edges: list[int]) -> None:
    """Edges with the pen that the painter has."""
    if not layout.curved:
        painter.drawLines(layout.shapes.lines(edges))
        return
    for path in layout.shapes.paths(edges):
        painter.drawPath(path)
