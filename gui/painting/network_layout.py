"""Where the neurons of a network stand in a pane, and where its edges run. Knows numbers only, no painter."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array

MARGIN_TOP = 40.0
MARGIN_BOTTOM = 56.0
LEGEND = 44.0
# From this distance between two neurons their names stand above them, else beside.
NAMES_ABOVE = 96.0
LARGEST_RADIUS = 36.0
SMALLEST_RADIUS = 2.0
WIDEST_GAP = 190.0
WIDEST_EDGE = 14.0
# Up to so many edges are drawn as curves; more would be too slow, and no clearer.
MOST_CURVES = 40
# Up to so many edges can be pointed at.
MOST_POINTED = 5000
# Points along an edge at which the mouse can find it.
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
    def edges(self) -> Array:
        """All edges as (x1, y1, x2, y2), in the order of the weights W[out, in], layer after layer."""
        pieces = []
        for number in range(1, len(self.layers)):
            before, after = self.layers[number - 1], self.layers[number]
            start = np.tile(before, (len(after), 1)) + np.array([self.radii[number - 1], 0.0])
            end = np.repeat(after, len(before), axis=0) - np.array([self.radii[number], 0.0])
            pieces.append(np.hstack([start, end]))
        return np.concatenate(pieces)

    @property
    def curved(self) -> bool:
        return len(self.edges) <= MOST_CURVES

    @cached_property
    def edge_points(self) -> Array:
        """Points along every edge, shape (edges, samples, 2)."""
        t = np.linspace(0.0, 1.0, SAMPLES)[None, :, None]
        start, end = self.edges[:, None, :2], self.edges[:, None, 2:]
        if not self.curved:
            return np.asarray(start + (end - start) * t)
        # The cubic of `painting.edges`: both control points half way across, at the height of their ends.
        ease = t * t * (3 - 2 * t)
        across = 1.5 * t * (1 - t) + t**3
        x = start[..., :1] + (end - start)[..., :1] * across
        y = start[..., 1:] + (end - start)[..., 1:] * ease
        return np.concatenate([x, y], axis=2)

    def point_on(self, edge: int, share: float) -> tuple[float, float]:
        """The point at a share of the way along an edge, from 0 to 1."""
        x1, y1, x2, y2 = self.edges[edge].tolist()
        if not self.curved:
            return x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
        across = 1.5 * share * (1 - share) + share**3
        return x1 + (x2 - x1) * across, y1 + (y2 - y1) * share * share * (3 - 2 * share)

    def edge_number(self, layer: int, neuron: int, source: int) -> int:
        """Where in `edges` the edge of W[neuron, source] of a layer is."""
        counts = [len(centres) for centres in self.layers]
        before = sum(a * b for a, b in pairwise(counts[:layer]))
        return before + neuron * counts[layer - 1] + source

    @property
    def widest(self) -> float:
        """Width of the heaviest edge: as wide as the closest neurons leave room for."""
        return float(min(WIDEST_EDGE, max(1.5, min(self.gaps) * 0.4)))

    def edges_of(self, layer: int, neuron: int) -> NDArray[np.bool_]:
        """Which edges begin or end at a neuron, in the order of `edges`."""
        parts = []
        for number in range(1, len(self.layers)):
            touched = np.zeros((len(self.layers[number]), len(self.layers[number - 1])), dtype=bool)
            if number == layer:
                touched[neuron] = True
            elif number == layer + 1:
                touched[:, neuron] = True
            parts.append(touched.ravel())
        return np.concatenate(parts)

    def neuron_at(self, x: float, y: float, reach: float = 0.0) -> tuple[int, int] | None:
        """(layer, neuron) under a point, or within `reach` of it."""
        for number, centres in enumerate(self.layers):
            distance = np.hypot(*(centres - (x, y)).T)
            nearest = int(distance.argmin())
            if distance[nearest] <= max(self.radii[number], 4.0) + reach:
                return number, nearest
        return None

    def edge_at(self, x: float, y: float, reach: float) -> int | None:
        """The edge within `reach` of a point, the nearest of them; among too many to be told apart none."""
        if len(self.edges) > MOST_POINTED:
            return None
        points = self.edge_points
        starts, steps = points[:, :-1], np.diff(points, axis=1)
        to_point = np.array([x, y]) - starts
        length = np.maximum((steps**2).sum(axis=2), 1e-12)
        along = np.clip((to_point * steps).sum(axis=2) / length, 0.0, 1.0)
        distance = np.hypot(*np.moveaxis(to_point - steps * along[..., None], 2, 0)).min(axis=1)
        nearest = int(distance.argmin())
        return nearest if distance[nearest] <= reach else None


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
        radii.append(max(SMALLEST_RADIUS, min(radius_limit, gap * 0.28)))
    return NetworkLayout(tuple(layers), tuple(gaps), tuple(radii), height - LEGEND)


def gap_of(count: int, height: float) -> float:
    """The distance between two of `count` neurons in a pane of that height."""
    return min(_room(height) / count, WIDEST_GAP)


def _room(height: float) -> float:
    return max(height - MARGIN_TOP - MARGIN_BOTTOM, 40.0)
