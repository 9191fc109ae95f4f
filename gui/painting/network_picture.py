"""The whole picture of a network: edges, what travels along them, neurons, labels, legend."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QTransform

from engine.arrays import Array
from engine.quantity import Quantity, parameter_of
from gui import theme
from gui.figures import number
from gui.painting.edge_choice import MOST_EDGES, EdgeChoice, Edges
from gui.painting.edge_labels import Label, Wanted, draw_label, place_beside, place_labels
from gui.painting.edges import draw_edges, draw_halo
from gui.painting.faces import Faces
from gui.painting.legend import draw_legend, legend_entries
from gui.painting.network_layout import NetworkLayout
from gui.painting.network_state import NetworkState
from gui.painting.neurons import NeuronPainter
from gui.probe import Probe
from gui.theme import Theme
from gui.walk_focus import label_kind

# How strong the edges are that are not at work.
FADED = 0.35
# More edges than these at work get no labels but the last.
MOST_LABELS = 12
# Results that belong to a neuron, and what they are called on a label.
RESULTS = {
    "sum": "s",
    "z": "z",
    "activation": "a",
    "delta": "δ",
    "activation gradient": "∂L/∂a",
    "row bias gradient": "∂L/∂b",
    "new bias": "b",
    "loss": "L",
}
TRAVELLER, SMALL_TRAVELLER = 6.0, 3.5
MOST_LARGE = 20


@dataclass(eq=False)
class NetworkPicture:
    """Paints one moment; `progress` is how far, from 0 to 1, the last step's values have travelled.

    `shown` collects every number that was written, `labels` where they are.
    """

    state: NetworkState
    probe: Probe
    layout: NetworkLayout
    zoom: float
    pan: QPointF
    scale: float
    progress: float
    all_labels: bool
    lit: tuple[Quantity, ...]
    room: QRectF
    choice: EdgeChoice = field(default_factory=EdgeChoice)
    faces: Faces | None = None
    colours: Theme = field(default_factory=theme.current)
    shown: dict[Quantity, str] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)

    def __post_init__(self) -> None:
        # What is pointed at may be a number of another network beside this one.
        self.lit = tuple(quantity for quantity in self.lit if _belongs(quantity, self._sizes))

    @property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(map(len, self.layout.layers))

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(QTransform(self.zoom, 0, 0, self.zoom, self.pan.x(), self.pan.y()))
        weights = self._weights()
        self._paint_halos(painter, weights)
        self._paint_edges(painter, weights)
        boxes = self._paint_neurons(painter)
        painter.resetTransform()
        self._place_labels([self._on_screen(box) for box in boxes])
        self._paint_travellers(painter)
        for label in self.labels:
            draw_label(painter, label, label.quantity in self.lit)
        self._paint_legend(painter, weights)

    # Edges.

    def _weights(self) -> Array:
        """The weights as they are drawn: those that the last step moved grow from what they were to what they are."""
        focus, weights = self.state.focus, self.state.weights
        if self.progress >= 1.0 or focus.flow != "update":
            return weights
        moving = [self._number(edge) for edge in focus.moving]
        drawn = weights.copy()
        drawn[moving] += (self.state.weights_before[moving] - weights[moving]) * (1.0 - self.progress)
        return drawn

    def _number(self, edge: Quantity) -> int:
        return self.layout.edge_number(edge.layer, edge.neuron, edge.input)

    def _lit_edges(self) -> set[int]:
        parameters = {parameter_of(quantity) for quantity in self.lit}
        return {self._number(edge) for edge in parameters if edge is not None and edge.kind == "weight"}

    def _paint_halos(self, painter: QPainter, weights: Array) -> None:
        """A band around what is pointed at, and around the edges along which gradients come back."""
        band = theme.blend(self.colours.surface, self.colours.gradient, 0.3)
        for edge in self._edges_with_gradients():
            draw_halo(painter, self.layout, self._number(edge), weights, self.scale, 9 / self.zoom, band)
        band = theme.blend(self.colours.surface, self.colours.accent, 0.35)
        for edge_number in self._lit_edges():
            draw_halo(painter, self.layout, edge_number, weights, self.scale, 8 / self.zoom, band)

    def _edges_with_gradients(self) -> tuple[Quantity, ...]:
        """The edges along which gradients come back, unless they are too many to tell their bands apart."""
        focus = self.state.focus
        return focus.edges if focus.flow == "backward" and len(focus.edges) <= MOST_LABELS else ()

    @cached_property
    def _edges_of_lit(self) -> Edges:
        """Whoever points at a neuron wants to see all that comes in and goes out, and at a weight its edge."""
        parts = [np.array(sorted(self._lit_edges()), dtype=np.intp)]
        parts += [self.layout.edges_of(*lit[1:3]) for lit in self.lit if lit.kind == "activation"]
        return np.concatenate(parts)

    def _drawn(self, weights: Array) -> Edges:
        """The edges that are drawn: the strongest, and those of what is pointed at."""
        strongest = self.choice.of(self._sizes, weights)
        return np.union1d(strongest, self._edges_of_lit) if len(self._edges_of_lit) else strongest

    def _paint_edges(self, painter: QPainter, weights: Array) -> None:
        drawn, focus = self._drawn(weights), self.state.focus
        if not focus.neurons and not focus.edges:
            draw_edges(painter, self.layout, weights, drawn, self.scale, self.colours)
            return
        at_work = np.array([self._number(edge) for edge in focus.edges], dtype=np.intp)
        if focus.layer:
            first = self._number(Quantity("weight", focus.layer))
            last = first + self.state.snapshot.layers[focus.layer - 1].W.size
            at_work = np.union1d(at_work, drawn[(drawn >= first) & (drawn < last)])
        others = drawn[~np.isin(drawn, at_work)]
        draw_edges(painter, self.layout, weights, others, self.scale, self.colours, FADED)
        draw_edges(painter, self.layout, weights, at_work, self.scale, self.colours)

    def _paint_travellers(self, painter: QPainter) -> None:
        """What the last step sends along its edges: a disc each, on its way."""
        focus, t = self.state.focus, self.progress
        if not 0.0 < t < 1.0 or focus.flow not in ("forward", "backward"):
            return
        ink = theme.colour(self.state.phase_colour(self.colours))
        share = t * t * (3 - 2 * t)
        share = share if focus.flow == "forward" else 1.0 - share
        painter.setPen(QPen(theme.colour(self.colours.surface), 1.5))
        painter.setBrush(ink)
        size = TRAVELLER if len(focus.moving) <= MOST_LARGE else SMALL_TRAVELLER
        for edge in focus.moving[:MOST_EDGES]:
            x, y = self.layout.point_on(self._number(edge), share)
            painter.drawEllipse(QPointF(x, y) * self.zoom + self.pan, size, size)

    # Neurons.

    def _paint_neurons(self, painter: QPainter) -> list[QRectF]:
        neurons = NeuronPainter(
            snapshot=self.state.snapshot,
            probe=self.probe,
            state=self.state,
            layout=self.layout,
            zoom=self.zoom,
            lit=self.lit,
            colours=self.colours,
            faces=self.faces,
            shown=self.shown,
        )
        neurons.paint(painter)
        return neurons.boxes

    def _on_screen(self, box: QRectF) -> QRectF:
        top_left = box.topLeft() * self.zoom + self.pan
        return QRectF(top_left.x(), top_left.y(), box.width() * self.zoom, box.height() * self.zoom)

    # Labels.

    def _place_labels(self, taken: list[QRectF]) -> None:
        results = self._place_result(taken)
        taken += [label.box for label in results]
        self.labels = [
            *results,
            *place_labels(self.layout, self._wanted(), taken, self.zoom, self.pan, self.room),
        ]
        self.shown |= {label.quantity: label.text.split(" ")[-1] for label in self.labels}

    def _place_result(self, taken: list[QRectF]) -> list[Label]:
        """What the last step gave, beside its neuron, where the neuron itself has no room for it."""
        walk = self.state.walk
        if walk is None or walk.result.kind not in RESULTS:
            return []
        result, name = walk.result, RESULTS[walk.result.kind]
        if result.kind == "new bias":
            name += f" {number(walk.value(result.as_kind('bias')))} →"
        elif result in self.shown:
            return []
        layer = walk.depth if result.kind == "loss" else result.layer
        x, y = self.layout.layers[layer][result.neuron].tolist()
        centre = QPointF(x, y) * self.zoom + self.pan
        text = f"{name} {number(walk.value(result))}"
        box = place_beside(centre, self.layout.radii[layer] * self.zoom, text, taken, self.room)
        return [Label(result, text, self.state.phase_colour(self.colours), box)] if box else []

    def _wanted(self) -> Iterator[Wanted]:
        """Labels, the most important first: what the step gave, what it is made of, what is pointed at, all others."""
        focus = self.state.focus
        if self.state.trail is not None and len(focus.moving) <= MOST_LABELS:
            yield from map(self._moved_label, focus.moving)
        edges = focus.edges if len(focus.edges) <= MOST_LABELS else focus.edges[-1:]
        for edge in reversed(edges):
            yield self._label_at_work(edge)
        for edge in reversed(edges):
            yield self._weight_label(edge)
        if self.all_labels and len(self.state.weights) <= MOST_EDGES:
            for edge in self._all_edges():
                yield from self._labels_of(edge)

    def _label_at_work(self, edge: Quantity) -> Wanted:
        """What the operation under way says of an edge."""
        walk = self.state.walk
        assert walk is not None
        kind = label_kind(walk)
        if kind == "new weight":
            return self._moved_label(edge)
        return self._weight_label(edge) if kind == "weight" else self._gradient_label(edge.as_kind(kind))

    def _labels_of(self, edge: Quantity) -> Iterator[Wanted]:
        """The weight, and its gradient as far as it is known."""
        yield self._weight_label(edge)
        walk = self.state.walk
        gradient = edge.as_kind("row weight gradient")
        if walk is not None and walk.known(gradient):
            yield self._gradient_label(gradient)

    def _weight_label(self, edge: Quantity) -> Wanted:
        place = self._number(edge)
        value = float(self.state.weights[place])
        quantity = edge.as_kind("new weight") if self.state.moved(edge) else edge
        ink = self.colours.negative if value < 0 else self.colours.positive
        return Wanted(quantity, place, f"w {number(value)}", ink)

    def _gradient_label(self, quantity: Quantity) -> Wanted:
        walk = self.state.walk
        assert walk is not None
        name = "δ·w" if quantity.kind == "back product" else "∂L/∂w"
        text = f"{name} {number(walk.value(quantity))}"
        return Wanted(quantity, self._number(quantity), text, self.colours.gradient)

    def _moved_label(self, edge: Quantity) -> Wanted:
        walk = self.state.walk or self.state.trail
        assert walk is not None
        new = edge.as_kind("new weight")
        text = f"{number(walk.value(edge))} → {number(walk.value(new))}"
        ink = self.colours.negative if walk.value(new) < 0 else self.colours.positive
        return Wanted(new, self._number(edge), text, ink, short=f"→ {number(walk.value(new))}")

    def _all_edges(self) -> Iterator[Quantity]:
        for number_of, layer in enumerate(self.state.snapshot.layers, start=1):
            for neuron in range(layer.W.shape[0]):
                for source in range(layer.W.shape[1]):
                    yield Quantity("weight", number_of, neuron, source)

    # The legend.

    def _paint_legend(self, painter: QPainter, weights: Array) -> None:
        has_bias = any(layer.has_bias for layer in self.state.snapshot.layers)
        strongest = self.choice.of(self._sizes, weights)
        besides = int(np.count_nonzero(~np.isin(self._edges_of_lit, strongest)))
        widest = self.layout.widest * self.zoom
        backward = bool(self._edges_with_gradients())
        entries = legend_entries(
            self.scale, widest, has_bias, self.colours, len(strongest), len(weights), backward, besides
        )
        draw_legend(painter, entries, self.room.width() - theme.GAP, self.room.height() - 14.0, self.colours)


def _belongs(quantity: Quantity, sizes: tuple[int, ...]) -> bool:
    """Whether a network with layers of these sizes has such a number."""
    _, layer, neuron, source = quantity[:4]
    return layer < len(sizes) and neuron < sizes[layer] and source < sizes[max(layer - 1, 0)]
