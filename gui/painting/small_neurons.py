"""Layers whose neurons have no room for numbers: dots filled by their values, or one strip where dots would overlap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.arrays import Array
from engine.quantity import Quantity
from gui import theme
from gui.painting.biases import bias_box, lit_biases, ring_bias
from gui.painting.colourmap import SHADES, diverging_table, heat_image
from gui.painting.legend import draw_biases
from gui.painting.network_layout import NetworkLayout
from gui.painting.network_state import FADED, NetworkState
from gui.painting.pens import cosmetic
from gui.theme import Theme

# The colour of a layer's largest value, as strong as that of a disc without a number.
STRENGTH = 0.9
# Dots are drawn in so many colours, all of one colour in one go.
DOT_SHADES = 32
OUTLINE = 1.2


@dataclass(frozen=True, eq=False)
class SmallLayers:
    """Draws layers in one go; `boxes` collects where they are, so that texts keep clear of them."""

    state: NetworkState
    layout: NetworkLayout
    zoom: float
    lit: tuple[Quantity, ...]
    colours: Theme
    boxes: list[QRectF]

    def paint(self, painter: QPainter, layer: int) -> None:
        """All neurons of a layer, as dots, or as a strip where they would overlap."""
        if self.layout.crowded(layer):
            self._paint_strip(painter, layer)
        else:
            self._paint_dots(painter, layer)
            self._paint_biases(painter, layer)

    def _paint_strip(self, painter: QPainter, layer: int) -> None:
        box = self._box(layer, self.layout.gaps[layer] / 2)
        is_focused = any(place[0] == layer for place in self.state.focus.neurons)
        ink = self.state.phase_colour(self.colours) if is_focused else self.colours.muted
        painter.setOpacity(1.0 if self.state.at_work_in(layer).any() else FADED)
        painter.setPen(cosmetic(theme.colour(ink), 2.0 if is_focused else 1.0))
        draw_strip(painter, box, self.state.activations[layer], self.colours)
        painter.setOpacity(1.0)
        self.boxes.append(box)

    def _paint_dots(self, painter: QPainter, layer: int) -> None:
        centres, radius = self.layout.layers[layer], self.layout.radii[layer]
        at_work = self.state.at_work_in(layer)
        for chosen, opacity in ((~at_work, FADED), (at_work, 1.0)):
            if chosen.any():
                painter.setOpacity(opacity)
                values = self.state.activations[layer]
                draw_dots(painter, centres, radius, values, chosen, self.zoom, self.colours)
        painter.setOpacity(1.0)
        self.boxes.append(self._box(layer, radius))

    def _box(self, layer: int, margin: float) -> QRectF:
        """The ground that a layer takes, with a margin above and below."""
        centres, radius = self.layout.layers[layer], self.layout.radii[layer]
        (x, top), bottom = centres[0].tolist(), float(centres[-1, 1])
        return QRectF(x - radius, top - margin, 2 * radius, bottom - top + 2 * margin)

    def _paint_biases(self, painter: QPainter, layer: int) -> None:
        """The biases of a layer, those of one sign in one go."""
        boxes: dict[bool, list[QRectF]] = {False: [], True: []}
        for neuron in range(len(self.layout.layers[layer])):
            bias = self.state.bias((layer, neuron))
            if bias is not None:
                boxes[bias < 0].append(self._bias_box((layer, neuron)))
        for negative, of_sign in boxes.items():
            draw_biases(painter, of_sign, negative, self.colours)
        for place in sorted(lit_biases(self.lit)):
            if place[0] == layer:
                ring_bias(painter, self._bias_box(place), self.colours)

    def _bias_box(self, place: tuple[int, int]) -> QRectF:
        return bias_box(self.layout, place, QPointF(*self.layout.layers[place[0]][place[1]].tolist()))


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
