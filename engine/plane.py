"""The plane of two inputs, the others held, and what every neuron of a network makes of each of its points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation, activations
from engine.arrays import Array
from engine.network import Layer
from engine.snapshot import Snapshot

Maps = NDArray[np.float32]
# Points of a map along a side, and multiplications that one map may cost: large networks get a coarser one.
SIDES = (24, 100)
MAP_BUDGET = 4_000_000
# Up to so many multiplications BLAS works alone. With more it calls its other threads, and waits for them as long as
# training keeps the cores.
LITTLE_WORK = 2**18
# Arrays of up to so many numbers stay in the processor's cache, and in memory that the system does not take back.
LITTLE_MEMORY = 10_000


@dataclass(frozen=True)
class Plane:
    """A rectangle in the space of the table's own columns, the raw inputs, in the units in which one reads them.

    `axes` are the places of the columns to the right and upwards, `bounds` (left, right, bottom, top); `held` is a row
    of all columns that tells what the others are.
    """

    axes: tuple[int, int]
    bounds: tuple[float, float, float, float]
    held: tuple[float, ...]

    def cells(self, side: int) -> tuple[Array, Array]:
        """The middles of `side` cells to the right, and of as many from the top downwards."""
        left, right, bottom, top = self.bounds
        middles = (np.arange(side) + 0.5) / side
        return left + (right - left) * middles, top + (bottom - top) * middles


def map_side(weights: int) -> int:
    """How many points a side of the map of a network with so many weights has."""
    return int(np.clip(np.sqrt(MAP_BUDGET / max(weights, 1)), *SIDES))


def activation_maps(snapshot: Snapshot, plane: Plane, side: int) -> list[Maps]:
    """What each neuron gives at side × side points: one array of shape (neurons, side, side) for each layer after the
    inputs; the first row is the top of the plane.
    """
    maps = [np.empty((len(layer.W), side * side), dtype=np.float32) for layer in snapshot.layers]
    for points, values in _forward(snapshot, plane, side, snapshot.layers):
        for whole, part in zip(maps, values, strict=True):
            whole[:, points] = part
    return [whole.reshape(-1, side, side) for whole in maps]


def layer_maps(snapshot: Snapshot, plane: Plane, side: int, layer: int | None = None) -> Maps:
    """Those of one layer alone, counted from 1 after the inputs, or of the outputs: shape (neurons, side, side)."""
    layers = snapshot.layers[:layer]
    maps = np.empty((len(layers[-1].W), side * side), dtype=np.float32)
    for points, values in _forward(snapshot, plane, side, layers):
        maps[:, points] = values[-1]
    return maps.reshape(-1, side, side)


def _forward(
    snapshot: Snapshot, plane: Plane, side: int, layers: Sequence[Layer]
) -> Iterator[tuple[slice, list[Maps]]]:
    """Some points after the other, and what each neuron of the layers gives there, shape (neurons, points).

    A column for each point, where the engine has rows: of few neurons and many points that is quicker. So are 32-bit
    floats, which have a thousand times as many digits as a colour. The held inputs give each neuron of the first layer
    one number and the axes one a cell, z = (Wx x) + (Wy y + Wh h + b), so that their count costs nothing.
    """
    count = _points_at_once(layers)
    # Weights that are set by hand may be of any size.
    with np.errstate(over="ignore", invalid="ignore"):
        first = _first_sums(snapshot, plane, side)
        for start in range(0, side * side, count):
            points = slice(start, start + count)
            values = [_value(layers[0].activation, first[:, points])]
            for layer in layers[1:]:
                values.append(_value(layer.activation, _sums(layer, values[-1])))
            yield points, values


def _points_at_once(layers: Sequence[Layer]) -> int:
    """So many points that one product of matrices is little work, and that what a layer gives there takes little."""
    work = max((layer.W.size for layer in layers[1:]), default=1)
    neurons = max(len(layer.W) for layer in layers)
    return max(1, min(LITTLE_WORK // work, LITTLE_MEMORY // neurons))


def _first_sums(snapshot: Snapshot, plane: Plane, side: int) -> Maps:
    """z of the first layer, shape (neurons, points)."""
    data, layer = snapshot.data, snapshot.layers[0]
    if not data.is_raw:
        inputs = data.scale(data.inputs_of(_grid(plane, side)))
        return np.asarray((layer.W @ inputs.T + layer.b[:, None]).astype(np.float32))
    rows = np.tile(np.array(plane.held), (side, 1))
    rows[:, plane.axes[0]], rows[:, plane.axes[1]] = plane.cells(side)
    scaled = data.scale(data.inputs_of(rows))
    raw = [column.raw[0] for column in data.columns]
    across, upwards = (layer.W[:, raw.index(axis)] for axis in plane.axes)
    x, y = (scaled[:, raw.index(axis)] for axis in plane.axes)
    held = scaled[0].copy()
    held[[raw.index(axis) for axis in plane.axes]] = 0.0
    to_right = np.outer(across, x).astype(np.float32)
    downwards = (np.outer(upwards, y) + (layer.W @ held + layer.b)[:, None]).astype(np.float32)
    return np.asarray(downwards[:, :, None] + to_right[:, None, :]).reshape(-1, side * side)


def _grid(plane: Plane, side: int) -> Array:
    """The raw inputs of every point, shape (points, columns), row by row from the top."""
    x, y = plane.cells(side)
    grid = np.tile(np.array(plane.held), (side * side, 1))
    grid[:, plane.axes[0]], grid[:, plane.axes[1]] = np.tile(x, side), np.repeat(y, side)
    return grid


def _sums(layer: Layer, before: Maps) -> Maps:
    """z of a later layer, shape (neurons, points)."""
    z: Maps = layer.W.astype(np.float32) @ before
    z += layer.b.astype(np.float32)[:, None]
    return z


def _value(activation: Activation, z: Any) -> Maps:
    if activation is activations["sigmoid"]:
        # The same, σ(z) = (1 + tanh(z / 2)) / 2, in a third of the time.
        half = np.tanh(0.5 * z)
        return np.asarray(0.5 + 0.5 * half, dtype=np.float32)
    return np.asarray(activation.value(z) if activation.elementwise else activation.value(z.T).T, dtype=np.float32)
