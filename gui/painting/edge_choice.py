"""Which edges of a large network are drawn: the strongest of each layer, the same ones from frame to frame."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array

Edges = NDArray[np.intp]

# More edges than these are grey mush, and cost more than a frame has: the strongest are drawn, and the legend says so.
MOST_EDGES = 400
# An edge that is drawn stays drawn until another is this much stronger: two of nearly the same weight would flicker.
ADVANTAGE = 1.05


class EdgeChoice:
    """The edges that are drawn of one network, by number; chosen anew only for other weights."""

    def __init__(self) -> None:
        self._weights: Array | None = None
        self._layers: list[Edges] = []
        self.edges: Edges = np.zeros(0, dtype=np.intp)

    def of(self, sizes: Sequence[int], weights: Array) -> Edges:
        """All edges, or of each layer its share of the most that can be told apart and drawn.

        `weights` holds those of all edges, layer after layer, and must never be written to.
        """
        if weights is not self._weights:
            self._weights = weights
            self._layers = strongest(sizes, weights, self._layers)
            self.edges = np.concatenate(self._layers)
        return self.edges


def strongest(sizes: Sequence[int], weights: Array, before: Sequence[Edges] = ()) -> list[Edges]:
    """The numbers of the edges to be drawn, rising, for each layer; `before` are those of the frame before."""
    counts = [inputs * neurons for inputs, neurons in pairwise(sizes)]
    share = MOST_EDGES // len(counts) if len(weights) > MOST_EDGES else max(counts)
    chosen, start = [], 0
    for number, count in enumerate(counts):
        drawn = before[number] - start if before else None
        chosen.append(start + _strongest(weights[start : start + count], share, drawn))
        start += count
    return chosen


def _strongest(weights: Array, share: int, drawn: Edges | None) -> Edges:
    """The places of the `share` largest |weight|, where those drawn already have an advantage."""
    if len(weights) <= share:
        return np.arange(len(weights))
    if drawn is None:
        return np.sort(np.argpartition(np.abs(weights), -share)[-share:])
    # As many as are needed are at least as strong as the weakest of those drawn, so nothing below it is looked at.
    least = np.abs(weights[drawn]).min()
    rivals = np.flatnonzero((weights >= least) | (weights <= -least))
    strength = np.abs(weights[rivals])
    strength[np.isin(rivals, drawn, assume_unique=True)] *= ADVANTAGE
    if len(rivals) < share:
        # Not a number: there is no order.
        return drawn
    return np.sort(rivals[np.argpartition(strength, -share)[-share:]])
