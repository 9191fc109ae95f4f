"""Layers whose neurons have no room for numbers: dots filled by their values, or one strip where dots would overlap."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.arrays import Array
from gui import theme
from gui.painting.colourmap import SHADES, diverging_table, heat_image
from gui.theme import Theme

# The colour of a layer's largest value, as strong as that of a disc without a number.
STRENGTH = 0.9
# Dots are drawn in so many colours, all of one colour in one go.
DOT_SHADES = 32
OUTLINE = 1.2


def draw_dots(
    painter: QPainter,
    centres: Array,
    radius: float,
    values: Array,
    chosen: NDArray[np.bool_],
    zoom: float,
    colours: Theme,
) -> None:
    """The chosen neurons of a layer as discs, each in the colour of its value; empty ones where it is not known."""
    _set_point(painter, theme.colour(colours.muted), 2 * radius + OUTLINE / zoom)
    painter.drawPoints(_points(centres[chosen]))
    shades = _shares(values) * (DOT_SHADES / 2) + DOT_SHADES / 2
    shades = np.minimum(shades.astype(np.intp), DOT_SHADES - 1) * (SHADES // DOT_SHADES) + SHADES // DOT_SHADES // 2
    table = diverging_table(colours, STRENGTH)
    for shade in np.unique(shades[chosen]).tolist():
        _set_point(painter, QColor(int(table[shade])), 2 * radius - OUTLINE / zoom)
        painter.drawPoints(_points(centres[chosen & (shades == shade)]))


def draw_strip(painter: QPainter, box: QRectF, values: Array, colours: Theme) -> None:
    """A layer as a column of cells, one below the other, each in the colour of its value; the pen frames it."""
    # Where a pixel holds several neurons it has their mean colour; else a cell has a sharp end.
    cell = box.height() / len(values) * painter.transform().m22()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, cell < 1.0)
    painter.drawImage(box, heat_image(_shares(values)[:, None], -1.0, 1.0, colours, STRENGTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _shares(values: Array) -> Array:
    """Values from −1 to 1, where the largest of the layer is at an end; 0 for what is not known."""
    known = np.where(np.isfinite(values), values, 0.0)
    return np.asarray(known / (np.abs(known).max(initial=0.0) or 1.0))


def _points(centres: Array) -> list[QPointF]:
    return [QPointF(x, y) for x, y in centres.tolist()]


def _set_point(painter: QPainter, colour: QColor, width: float) -> None:
    """Draw points as discs of a width."""
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
