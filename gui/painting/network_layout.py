"""Where the neurons of a network stand in a pane, and where its edges run. Knows numbers only, no painter."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from gui.painting.edge_choice import Edges
from gui.painting.edge_shapes import EdgeShapes

MARGIN_TOP = 40.0
MARGIN_BOTTOM = 56.0
LEGEND = 44.0
# From this distance between two neurons their names stand above them, else beside.
NAMES_ABOVE = 96.0
LARGEST_RADIUS = 36.0
SMALLEST_RADIUS = 2.0
# Half the width of a layer whose neurons are too close to each other for a disc each.
STRIP_RADIUS = 4.0
WIDEST_GAP = 190.0
WIDEST_EDGE = 14.0
# Up to so many edges are drawn as curves; more would be too slow, and no clearer.
MOST_CURVES = 40
# Up to so many edges can be pointed at, whether they are drawn or not.
MOST_POINTED = 5000
# Points along a curve at which the mouse can find it.
SAMPLES = 17


@dataclass(frozen=True, eq=False)
class NetworkLayout:
    """Positions for one pane size.

    `layers` holds an array (neurons, 2) of centres for each layer, inputs first; `gaps` the distance between two
    neurons of a layer; `floor` is where the legend begins. All lengths are pixels.
    """

    layers: tuple[Array, ...]
    gaps: tuple[float, ...]
    radii: tuple[float, ...]
    floor: float = math.inf

    @cached_property
    def _firsts(self) -> NDArray[np.intp]:
        """The number of the first edge of each layer, and how many edges there are."""
        counts = [len(centres) for centres in self.layers]
        return np.cumsum([0, *(before * after for before, after in pairwise(counts))])

    @property
    def edge_count(self) -> int:
        return int(self._firsts[-1])

    def ends(self, edges: Edges) -> Array:
        """Where edges begin and end, as (x1, y1, x2, y2).

        They are numbered in the order of the weights W[out, in], layer after layer.
        """
        result = np.empty((len(edges), 4))
        layer_of = np.searchsorted(self._firsts, edges, side="right")
        for layer in range(1, len(self.layers)):
            chosen = layer_of == layer
            before, after = self.layers[layer - 1], self.layers[layer]
            neuron, source = np.divmod(edges[chosen] - self._firsts[layer - 1], len(before))
            result[chosen, :2] = before[source] + np.array([self.radii[layer - 1], 0.0])
            result[chosen, 2:] = after[neuron] - np.array([self.radii[layer], 0.0])
        return result

    @cached_property
    def edges(self) -> Array:
        """The ends of all edges; of a network whose edges are not too many."""
        return self.ends(np.arange(self.edge_count))

    @cached_property
    def shapes(self) -> EdgeShapes:
        """The edges as they are drawn."""
        return EdgeShapes(self.ends)

    @property
    def curved(self) -> bool:
        return self.edge_count <= MOST_CURVES

    @cached_property
    def edge_points(self) -> Array:
        """Points along every edge, shape (edges, samples, 2)."""
        return self._points(self.edges)

    def _points(self, edges: Array) -> Array:
        start, end = edges[:, None, :2], edges[:, None, 2:]
        if not self.curved:
            # Of a straight line the ends are enough.
            return np.concatenate([start, end], axis=1)
        t = np.linspace(0.0, 1.0, SAMPLES)[None, :, None]
        # The cubic of `edge_shapes`: both control points half way across, at the height of their ends.
        ease = t * t * (3 - 2 * t)
        across = 1.5 * t * (1 - t) + t**3
        x = start[..., :1] + (end - start)[..., :1] * across
        y = start[..., 1:] + (end - start)[..., 1:] * ease
        return np.concatenate([x, y], axis=2)

    def point_on(self, edge: int, share: float) -> tuple[float, float]:
        """The point at a share of the way along an edge, from 0 to 1."""
        x1, y1, x2, y2 = self.ends(np.array([edge]))[0].tolist()
        if not self.curved:
            return x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
        across = 1.5 * share * (1 - share) + share**3
        return x1 + (x2 - x1) * across, y1 + (y2 - y1) * share * share * (3 - 2 * share)

    def edge_number(self, layer: int, neuron: int, source: int) -> int:
        """The number of the edge of W[neuron, source] of a layer."""
        return int(self._firsts[layer - 1]) + neuron * len(self.layers[layer - 1]) + source

    def crowded(self, layer: int) -> bool:
        """Whether the neurons of a layer are too close to each other for a disc each."""
        return self.gaps[layer] < 2 * SMALLEST_RADIUS

    @property
    def widest(self) -> float:
        """Width of the heaviest edge: as wide as the closest neurons leave room for."""
        return float(min(WIDEST_EDGE, max(1.5, min(self.gaps) * 0.4)))

    def edges_of(self, layer: int, neuron: int) -> Edges:
        """The edges that begin or end at a neuron."""
        arriving: Edges = np.zeros(0, dtype=np.intp)
        leaving = arriving
        if layer > 0:
            arriving = self.edge_number(layer, neuron, 0) + np.arange(len(self.layers[layer - 1]))
        if layer < len(self.layers) - 1:
            leaving = self.edge_number(layer + 1, 0, neuron) + np.arange(len(self.layers[layer + 1])) * len(
                self.layers[layer]
            )
        return np.concatenate([arriving, leaving])

    def neuron_at(self, x: float, y: float, reach: float = 0.0) -> tuple[int, int] | None:
        """(layer, neuron) under a point, or within `reach` of it."""
        for number, centres in enumerate(self.layers):
            distance = np.hypot(*(centres - (x, y)).T)
            nearest = int(distance.argmin())
            if distance[nearest] <= max(self.radii[number], 4.0) + reach:
                return number, nearest
        return None

    def edge_at(self, x: float, y: float, reach: float, drawn: Edges) -> int | None:
        """The edge within `reach` of a point, the nearest of them; of too many to be told apart one that is drawn."""
        few = self.edge_count <= MOST_POINTED
        points = self.edge_points if few else self._points(self.ends(drawn))
        starts, steps = points[:, :-1], np.diff(points, axis=1)
        to_point = np.array([x, y]) - starts
        length = np.maximum((steps**2).sum(axis=2), 1e-12)
        along = np.clip((to_point * steps).sum(axis=2) / length, 0.0, 1.0)
        distance = np.hypot(*np.moveaxis(to_point - steps * along[..., None], 2, 0)).min(axis=1)
        nearest = int(distance.argmin())
        if distance[nearest] > reach:
            return None
        return nearest if few else int(drawn[nearest])


def lay_out(sizes: tuple[int, ...], width: float, height: float, left: float, right: float) -> NetworkLayout:
    """Spread the layers over the width (leaving `left` and `right` for names) and each layer over the height."""
    room = _room(height)
    column = max(width - left - right, 60.0) / max(len(sizes) - 1, 1)
    radius_limit = min(LARGEST_RADIUS, column * 0.24)
    layers, gaps, radii = [], [], []
    for number, count in enumerate(sizes):
        gap = gap_of(count, height)
        first = MARGIN_TOP + room / 2 - gap * (count - 1) / 2
        x = np.full(count, left + column * number)
        layers.append(np.column_stack([x, first + gap * np.arange(count)]))
        gaps.append(gap)
        smallest = SMALLEST_RADIUS if gap >= 2 * SMALLEST_RADIUS else STRIP_RADIUS
        radii.append(max(smallest, min(radius_limit, gap * 0.28)))
    return NetworkLayout(tuple(layers), tuple(gaps), tuple(radii), height - LEGEND)


def gap_of(count: int, height: float) -> float:
    """The distance between two of `count` neurons in a pane of that height."""
    return min(_room(height) / count, WIDEST_GAP)


def _room(height: float) -> float:
    return max(height - MARGIN_TOP - MARGIN_BOTTOM, 40.0)
