"""Neurons: discs with their values, biases and names, as much of it as there is room for."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.arrays import Array
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import fixed, plain
from gui.painting.legend import draw_bias
from gui.painting.network_layout import NAMES_ABOVE, NetworkLayout
from gui.painting.network_names import name_of
from gui.painting.text import CENTRE, LEFT, RIGHT, draw_text, fitting_size
from gui.probe import Probe
from gui.theme import Theme

# The sizes, on the screen, below which text is left out rather than made illegible.
SMALLEST_TEXT = 10
LARGEST_VALUE = 15
NAME_WIDTH = 150.0
DIGITS = (4, 3, 2)


@dataclass(frozen=True, eq=False)
class NeuronPainter:
    """Draws the neurons of one snapshot for one row; `activations` has an array (1, neurons) for each layer."""

    snapshot: Snapshot
    probe: Probe
    activations: list[Array]
    layout: NetworkLayout
    zoom: float
    hovered: tuple[int, int] | None
    colours: Theme

    def paint(self, painter: QPainter) -> None:
        for layer, centres in enumerate(self.layout.layers):
            values = self.activations[layer][0]
            largest = float(np.abs(values).max(initial=0.0)) or 1.0
            digits = self._digits(layer)
            for neuron, centre in enumerate(centres.tolist()):
                place = (layer, neuron)
                self._paint_disc(painter, place, QPointF(*centre), float(values[neuron]), largest, digits)
                self._paint_bias(painter, place, QPointF(*centre))
                self._paint_name(painter, place, QPointF(*centre))
        self._paint_target(painter)

    def _digits(self, layer: int) -> int | None:
        """How many decimals a layer's neurons have room for: the same for all of them; None for no value at all."""
        room = (2 * self.layout.radii[layer] - 8) * self.zoom
        for digits in DIGITS:
            if fitting_size(fixed(-0.5, digits), room, LARGEST_VALUE, SMALLEST_TEXT):
                return digits
        return None

    def _paint_disc(
        self,
        painter: QPainter,
        place: tuple[int, int],
        centre: QPointF,
        value: float,
        largest: float,
        digits: int | None,
    ) -> None:
        """A neuron with its value written in; where there is no room for that, filled by it."""
        radius = self.layout.radii[place[0]]
        share = value / largest if math.isfinite(value) else 0.0
        sign = self.colours.positive if share >= 0 else self.colours.negative
        strength = 0.15 + 0.75 * abs(share) if digits is None else 0.10
        hovered = place == self.hovered
        outline = QPen(theme.colour(self.colours.accent if hovered else self.colours.muted), 2.0 if hovered else 1.2)
        outline.setCosmetic(True)
        painter.setPen(outline)
        painter.setBrush(theme.blend(self.colours.surface, sign, strength))
        painter.drawEllipse(centre, radius, radius)
        if digits is not None:
            self._write_value(painter, centre, radius, plain(value) if place[0] == 0 else fixed(value, digits))

    def _write_value(self, painter: QPainter, centre: QPointF, radius: float, text: str) -> None:
        size = fitting_size(text, 2 * radius - 8, LARGEST_VALUE, 1)
        painter.setFont(theme.font(max(size, 1), bold=True))
        painter.setPen(theme.colour(self.colours.text))
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, int(CENTRE), text)

    def _paint_bias(self, painter: QPainter, place: tuple[int, int], centre: QPointF) -> None:
        """At the neuron's lower left its bias; below it the value where there is room."""
        layer, neuron = place
        if layer == 0 or not self.snapshot.layers[layer - 1].has_bias:
            return
        bias = float(self.snapshot.layers[layer - 1].b[neuron])
        radius = self.layout.radii[layer]
        side = max(3.0, min(11.0, radius * 0.6))
        corner = centre + QPointF(-radius * 0.72 - side / 2, radius * 0.72 - side / 2)
        draw_bias(painter, QRectF(corner.x(), corner.y(), side, side), bias < 0, self.colours)
        if self.layout.gaps[layer] >= 2 * radius + 26 and self._digits(layer) is not None:
            box = QRectF(centre.x() - 60, centre.y() + radius + 6, 120, 16)
            draw_text(painter, box, f"b {fixed(bias)}", theme.SMALL, self.colours.muted)

    def _paint_name(self, painter: QPainter, place: tuple[int, int], centre: QPointF) -> None:
        layer, neuron = place
        gap, radius = self.layout.gaps[layer], self.layout.radii[layer]
        size = min(float(theme.SMALL), gap * 0.75)
        if size * self.zoom < SMALLEST_TEXT - 2:
            return
        text = name_of(self.snapshot, layer, neuron)
        if gap > NAMES_ABOVE:
            box = QRectF(centre.x() - NAME_WIDTH / 2, centre.y() - radius - 24, NAME_WIDTH, 18)
            draw_text(painter, box, text, size, self.colours.muted)
        elif layer == 0:
            box = QRectF(centre.x() - radius - 8 - NAME_WIDTH, centre.y() - 9, NAME_WIDTH, 18)
            draw_text(painter, box, text, size, self.colours.muted, RIGHT)
        elif layer == len(self.layout.layers) - 1:
            box = QRectF(centre.x() + radius + 8, centre.y() - 9, NAME_WIDTH, 18)
            draw_text(painter, box, text, size, self.colours.muted, LEFT)

    def _paint_target(self, painter: QPainter) -> None:
        """Below a single output: what the row should give."""
        target = self.probe.target
        if target is None or len(target) > 1:
            return
        x, y = self.layout.layers[-1][0].tolist()
        below = 24 if self.snapshot.layers[-1].has_bias else 6
        box = QRectF(x - 60, y + self.layout.radii[-1] + below, 120, 16)
        text = QCoreApplication.translate("NetworkView", "target {0}").format(plain(float(target[0])))
        draw_text(painter, box, text, theme.SMALL, self.colours.text)
