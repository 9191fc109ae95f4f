"""Neurons: discs with their values, biases and names, as much of it as there is room for."""

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from engine.quantity import Quantity
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import fixed, plain
from gui.painting.biases import bias_box, lit_biases, ring_bias
from gui.painting.faces import LEAST_RADIUS, SIDE, Faces
from gui.painting.legend import draw_bias
from gui.painting.network_layout import NAMES_ABOVE, NetworkLayout
from gui.painting.network_names import name_of
from gui.painting.network_state import FADED, NetworkState
from gui.painting.neuron_lines import Line, lines_of
from gui.painting.pens import cosmetic
from gui.painting.small_neurons import SmallLayers
from gui.painting.text import CENTRE, LEFT, RIGHT, draw_text, fitting_size
from gui.probe import Probe
from gui.theme import Theme

# The sizes, on the screen, below which text is left out rather than made illegible.
SMALLEST_TEXT = 10
LARGEST_VALUE = 15
NAME_WIDTH = 150.0
DIGITS = (4, 3, 2)
LINE = 16.0
# How much a text's ground hides of the edges behind it.
PLATE = 0.85
# The height of the ground on which a value stands on a face.
CHIP = 18.0
# Neurons that look smaller than this are drawn a layer at a time.
DOT_RADIUS = 6.0
MOST_RINGS = 64
# The numbers that light a neuron.
NEURON_KINDS = (
    "activation",
    "full activation",
    "kept",
    "sum",
    "z",
    "delta",
    "slope",
    "activation gradient",
    "full activation gradient",
)
# How far from its middle a neuron is crossed out, sideways and upwards, as a share of its radius: beyond its edge.
CROSS = 0.85


@dataclass(frozen=True, eq=False)
class NeuronPainter:
    """Draws the neurons of one snapshot for one row, as far as a walk through that row has come.

    `shown` collects the numbers that were written, `boxes` where texts are, so that labels keep clear of them.
    """

    snapshot: Snapshot
    probe: Probe
    state: NetworkState
    layout: NetworkLayout
    zoom: float
    lit: tuple[Quantity, ...]
    colours: Theme
    faces: Faces | None = None
    shown: dict[Quantity, str] = field(default_factory=dict)
    boxes: list[QRectF] = field(default_factory=list)

    def paint(self, painter: QPainter) -> None:
        for layer in range(len(self.layout.layers)):
            if self._is_small(layer):
                self._paint_small(painter, layer)
            else:
                self._paint_large(painter, layer)
            self._cross_out(painter, layer)
        # What is at work comes first: where two texts meet, the second is left out.
        for place in sorted(self._places(), key=self._rank):
            self._paint_lines(painter, place, self._centre(place))

    def _paint_large(self, painter: QPainter, layer: int) -> None:
        """A layer neuron by neuron."""
        values = self.state.activations[layer].tolist()
        for neuron, value in enumerate(values):
            self._paint_disc(painter, (layer, neuron), value)
            self._paint_bias(painter, (layer, neuron))
            self._paint_name(painter, (layer, neuron))

    def _cross_out(self, painter: QPainter, layer: int) -> None:
        """A cross over every neuron that dropout leaves out, unless they lie so close that none can be told."""
        if self.layout.crowded(layer):
            return
        reach = self.layout.radii[layer] * CROSS
        for neuron in range(len(self.layout.layers[layer])):
            if self.state.is_out((layer, neuron)):
                centre = self._centre((layer, neuron))
                painter.setPen(cosmetic(self.ink((layer, neuron), self.colours.text), 2.0))
                for slant in (QPointF(reach, reach), QPointF(reach, -reach)):
                    painter.drawLine(centre - slant, centre + slant)

    def _centre(self, place: tuple[int, int]) -> QPointF:
        return QPointF(*self.layout.layers[place[0]][place[1]].tolist())

    def _places(self) -> list[tuple[int, int]]:
        """The neurons that have room for lines below them."""
        return [
            (layer, neuron)
            for layer, row in enumerate(self.layout.layers)
            if self._digits[layer] is not None
            for neuron in range(len(row))
        ]

    # Small ones, a layer at a time.

    def _is_small(self, layer: int) -> bool:
        small = self._digits[layer] is None and self.layout.radii[layer] * self.zoom < DOT_RADIUS
        return small or self.layout.crowded(layer)

    def _paint_small(self, painter: QPainter, layer: int) -> None:
        """A layer in one go, and on top what is at work or pointed at."""
        chosen = {place for place in self.state.focus.neurons if place[0] == layer}
        self._small.paint(painter, layer)
        if not self.layout.crowded(layer):
            for neuron in range(len(self.layout.layers[layer])):
                self._paint_name(painter, (layer, neuron))
        elif len(chosen) > MOST_RINGS:
            # Rings around most of a layer would be a mush.
            chosen = set()
        chosen |= {(quantity.layer, quantity.neuron) for quantity in self.lit if quantity.kind in NEURON_KINDS}
        for place in sorted(place for place in chosen if place[0] == layer):
            self._paint_disc(painter, place, float(self.state.activations[layer][place[1]]))

    @property
    def _small(self) -> SmallLayers:
        return SmallLayers(self.state, self.layout, self.zoom, self.lit, self.colours, self.boxes)

    def _rank(self, place: tuple[int, int]) -> tuple[bool, bool]:
        return place not in self.state.focus.neurons, not self.state.at_work(place)

    def ink(self, place: tuple[int, int], colour: str) -> QColor:
        """A colour, faded where the neuron is not at work."""
        return theme.blend(self.colours.surface, colour, self._strength(place))

    def _strength(self, place: tuple[int, int]) -> float:
        return 1.0 if self.state.at_work(place) else FADED

    @cached_property
    def _digits(self) -> list[int | None]:
        """How many decimals each layer's neurons have room for; None for no value at all."""
        return [self._fitting_digits(radius) for radius in self.layout.radii]

    def _fitting_digits(self, radius: float) -> int | None:
        room = (2 * radius - 8) * self.zoom
        for digits in DIGITS:
            if fitting_size(fixed(-0.5, digits), room, LARGEST_VALUE, SMALLEST_TEXT):
                return digits
        return None

    @cached_property
    def _largest(self) -> list[float]:
        """The largest |value| of each layer."""
        return [float(np.nanmax(np.abs(values), initial=0.0)) or 1.0 for values in self.state.activations]

    # The disc.

    def _paint_disc(self, painter: QPainter, place: tuple[int, int], value: float) -> None:
        """A neuron with its value written in; where there is no room for that, filled by it."""
        centre, radius, digits = self._centre(place), self.layout.radii[place[0]], self._digits[place[0]]
        share = value / self._largest[place[0]] if math.isfinite(value) else 0.0
        sign = self.colours.positive if share >= 0 else self.colours.negative
        strength = 0.15 + 0.75 * abs(share) if digits is None else 0.10
        known = not math.isnan(value)
        painter.setPen(self._outline(place))
        if self._paint_face(painter, place, centre, radius):
            if digits is not None:
                self.shown[Quantity("activation", *place)] = fixed(value, digits)
                self._write_on_face(painter, centre, radius, fixed(value, digits))
            self.boxes.append(self._box(centre, radius))
            return
        painter.setBrush(theme.blend(self.colours.surface, sign, strength * self._strength(place) if known else 0.0))
        painter.drawEllipse(centre, radius, radius)
        if not known:
            self._paint_filling(painter, place, centre, radius)
        elif digits is not None:
            text = plain(value) if place[0] == 0 else fixed(value, digits)
            self.shown[Quantity("activation", *place)] = text
            self._write_value(painter, place, centre, radius, text)
        self.boxes.append(self._box(centre, radius))

    def _paint_face(self, painter: QPainter, place: tuple[int, int], centre: QPointF, radius: float) -> bool:
        """The neuron's own map, if it is shown and there is room for it; the inputs are numbers."""
        if self.faces is None or place[0] == 0 or radius * self.zoom < LEAST_RADIUS:
            return False
        # Smooth is slow, and of small discs nobody can tell.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, radius * self.zoom > SIDE)
        painter.setBrush(self.faces.brush(place, centre, radius))
        painter.drawEllipse(centre, radius, radius)
        return True

    def _write_on_face(self, painter: QPainter, centre: QPointF, radius: float, text: str) -> None:
        """The value on a ground of its own, at the top of the face: at its foot is the bias."""
        painter.setFont(theme.font(theme.SMALL, bold=True))
        width = painter.fontMetrics().horizontalAdvance(text) + 10.0
        chip = QRectF(centre.x() - width / 2, centre.y() - radius - 3, width, CHIP)
        painter.setPen(cosmetic(theme.colour(self.colours.muted), 1.0))
        painter.setBrush(theme.colour(self.colours.surface))
        painter.drawRoundedRect(chip, CHIP / 2, CHIP / 2)
        painter.setPen(theme.colour(self.colours.text))
        painter.drawText(chip, int(CENTRE), text)

    def _box(self, centre: QPointF, radius: float) -> QRectF:
        return QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)

    def _outline(self, place: tuple[int, int]) -> QPen:
        """A ring where the neuron is at work, or pointed at."""
        focused = place in self.state.focus.neurons
        lit = self._is_lit(place)
        ink = self.colours.accent if lit else self.colours.muted
        if focused:
            ink = self.state.phase_colour(self.colours)
        return cosmetic(self.ink(place, ink), 3.0 if focused else 2.4 if lit else 1.2)

    def _is_lit(self, place: tuple[int, int]) -> bool:
        """Whether a number that belongs to a neuron is pointed at."""
        return any(quantity.kind in NEURON_KINDS and quantity[1:3] == place for quantity in self.lit)

    def _paint_filling(self, painter: QPainter, place: tuple[int, int], centre: QPointF, radius: float) -> None:
        """A neuron whose sum is under way fills from below."""
        share = self.state.filled(place)
        if not share:
            return
        disc, level = QPainterPath(), QPainterPath()
        disc.addEllipse(centre, radius - 1, radius - 1)
        top = centre.y() + radius - 2 * radius * share
        level.addRect(QRectF(centre.x() - radius, top, 2 * radius, 2 * radius))
        painter.fillPath(disc.intersected(level), theme.blend(self.colours.surface, self.colours.accent, 0.22))

    def _write_value(
        self, painter: QPainter, place: tuple[int, int], centre: QPointF, radius: float, text: str
    ) -> None:
        size = fitting_size(text, 2 * radius - 8, LARGEST_VALUE, 1)
        painter.setFont(theme.font(max(size, 1), bold=True))
        painter.setPen(self.ink(place, self.colours.text))
        painter.drawText(self._box(centre, radius), int(CENTRE), text)

    # Around it.

    def _paint_bias(self, painter: QPainter, place: tuple[int, int]) -> None:
        """At the neuron's lower left its bias."""
        bias = self.state.bias(place)
        if bias is None:
            return
        box = bias_box(self.layout, place, self._centre(place))
        painter.setOpacity(self._strength(place))
        draw_bias(painter, box, bias < 0, self.colours)
        painter.setOpacity(1.0)
        if place in lit_biases(self.lit):
            ring_bias(painter, box, self.colours)

    def _paint_lines(self, painter: QPainter, place: tuple[int, int], centre: QPointF) -> None:
        """Below the neuron its bias; in a walk what else is known of it; at an output what it should be."""
        radius, gap = self.layout.radii[place[0]], self.layout.gaps[place[0]]
        top = centre.y() + radius + 6
        room = self.layout.floor - top
        if place[1] < len(self.layout.layers[place[0]]) - 1:
            # Above the name of the next neuron.
            room = gap - 2 * radius - 30
        # Where not all have room, what the walk has just found out matters more than what was there before.
        fitting = max(0, int(room / LINE))
        lines = lines_of(self.state, self.probe, place, self.colours)
        for number_of, line in enumerate(lines[max(0, len(lines) - fitting) :]):
            y = top + number_of * LINE
            self._paint_line(painter, place, QRectF(centre.x() - 80, y, 160, LINE), line)

    def _paint_line(
        self,
        painter: QPainter,
        place: tuple[int, int],
        box: QRectF,
        texts: Line,
    ) -> None:
        painter.setFont(theme.font(theme.SMALL))
        metrics = painter.fontMetrics()
        widths = [float(metrics.horizontalAdvance(text)) for text, _, _ in texts]
        x = box.center().x() - (sum(widths) + 10.0 * (len(widths) - 1)) / 2
        whole = QRectF(x, box.top(), sum(widths) + 10.0 * (len(widths) - 1) + 1, box.height())
        if any(whole.intersects(other) for other in self.boxes):
            return
        self.boxes.append(whole)
        self._lay_plate(painter, whole)
        for (text, quantity, ink), width in zip(texts, widths, strict=True):
            if quantity is not None:
                self.shown[quantity] = text.split(" ")[-1]
            painter.setPen(self.ink(place, ink))
            painter.drawText(QRectF(x, box.top(), width + 1, box.height()), int(LEFT), text)
            x += width + 10.0

    def _lay_plate(self, painter: QPainter, box: QRectF) -> None:
        """Edges that pass behind a text leave it legible."""
        painter.fillRect(box.adjusted(-2, 1, 2, -1), theme.colour(self.colours.surface, PLATE))

    def _paint_name(self, painter: QPainter, place: tuple[int, int]) -> None:
        layer, neuron = place
        centre = self._centre(place)
        gap, radius = self.layout.gaps[layer], self.layout.radii[layer]
        size = min(float(theme.SMALL), gap * 0.75)
        if size * self.zoom < SMALLEST_TEXT - 2:
            return
        text = name_of(self.snapshot, layer, neuron)
        ink = self.ink(place, self.colours.muted).name()
        if gap > NAMES_ABOVE:
            width = min(NAME_WIDTH, QFontMetricsF(theme.font(max(1, round(size)))).horizontalAdvance(text) + 2)
            box = QRectF(centre.x() - width / 2, centre.y() - radius - 24, width, 18)
            self._lay_plate(painter, box)
            draw_text(painter, box, text, size, ink)
        elif layer == 0:
            box = QRectF(centre.x() - radius - 8 - NAME_WIDTH, centre.y() - 9, NAME_WIDTH, 18)
            draw_text(painter, box, text, size, ink, RIGHT)
        elif layer == len(self.layout.layers) - 1:
            box = QRectF(centre.x() + radius + 8, centre.y() - 9, NAME_WIDTH, 18)
            draw_text(painter, box, text, size, ink, LEFT)
        else:
            return
        self.boxes.append(box)
