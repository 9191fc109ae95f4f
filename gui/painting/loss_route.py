"""The path of the weights through a picture of the loss."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from engine.arrays import Array
from gui import theme
from gui.painting.loss_scene import Route

# The start is a ring of this radius, the present moment a larger disc.
POINT = 5.0
# Moments are marked where they lie so far apart, in pixels.
APART = 9.0


def paint_route(painter: QPainter, route: Route, to_screen: Callable[[Array], QPolygonF]) -> None:
    """What comes later is dashed; on top the way to here with its beginning, and where one stands."""
    colours = theme.current()
    past, future = to_screen(_finite(route.past)), to_screen(_finite(route.future))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(colours.muted), 1.5, Qt.PenStyle.DashLine))
    painter.drawPolyline(future)
    for ink, width in ((colours.surface, 3.6), (colours.text, 1.4)):
        painter.setPen(QPen(theme.colour(ink), width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(past)
    if past.isEmpty():
        return
    _paint_moments(painter, past)
    painter.setPen(QPen(theme.colour(colours.text), 2))
    painter.setBrush(theme.colour(colours.surface))
    painter.drawEllipse(past.first(), POINT - 1, POINT - 1)
    painter.setPen(QPen(theme.colour(colours.surface), 1.5))
    painter.setBrush(theme.colour(colours.negative))
    painter.drawEllipse(past.last(), POINT + 1, POINT + 1)


def _paint_moments(painter: QPainter, past: QPolygonF) -> None:
    """A dot for each moment of the path that does not lie on the one before."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(theme.current().text))
    before = past.first()
    for place in past.toList():
        if (place - before).manhattanLength() >= APART:
            painter.drawEllipse(place, 2.5, 2.5)
            before = place


def _finite(places: Array) -> Array:
    return np.asarray(places[np.isfinite(places).all(axis=1)])
