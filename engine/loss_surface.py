"""The loss over a plane in the space of all parameters, as heights above it.

Of a network with two parameters the plane is all there is. Of more it is a cut: along two chosen parameters, along two
random directions, or along those two in which the run has moved most; all else is held. Li, Xu, Taylor, Studer and
Goldstein, "Visualizing the Loss Landscape of Neural Nets", 2018.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.experiment import Experiment
from engine.losses import losses
from engine.metrics import has_targets
from engine.network import Layer
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.trail import Path

# Points along a side of a surface, and multiplications that all of them may cost.
SIDES = (17, 65)
WORK = 150_000_000
# Multiplications that are done in one go, so that whoever waits can look after other things between two.
WORK_AT_ONCE = 250_000
POINTS_AT_ONCE = 1000
# Rows times weights that one point may cost, and how few rows may stand for all.
WORK_OF_A_POINT = 200_000
FEWEST_ROWS = 32


@dataclass(frozen=True, eq=False)
class ParameterPlane:
    """All points `origin` + x `across` + y `up`; each of these has the shape (parameters,)."""

    origin: Array
    across: Array
    up: Array

    def at(self, points: Array) -> Array:
        """The parameters at points (x, y) of the plane, shape (points, 2): shape (points, parameters)."""
        return np.asarray(self.origin + points[:, :1] * self.across + points[:, 1:] * self.up)

    def places_of(self, parameters: Array) -> Array:
        """The points of the plane that are nearest to parameters, shape (moments, parameters): shape (moments, 2)."""
        axes = np.column_stack([self.across, self.up])
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray((parameters - self.origin) @ np.linalg.pinv(axes).T)


def plane_of_parameters(snapshot: Snapshot, first: Quantity, second: Quantity) -> ParameterPlane:
    """The plane of two different weights or biases: x and y are their values, all others are as they are now."""
    place_of = snapshot.experiment.architecture.place_of
    places = [place_of(first), place_of(second)]
    origin = snapshot.parameters.copy()
    origin[places] = 0.0
    across, up = _units(len(origin), places)
    return ParameterPlane(origin, across, up)


def _units(count: int, places: list[int]) -> Array:
    """Rows with a single 1 each."""
    units = np.zeros((len(places), count))
    units[range(len(places)), places] = 1.0
    return units


def plane_of_directions(snapshot: Snapshot, seed: int) -> ParameterPlane:
    """Two random directions from here; in each, a neuron's weights move as far as they are large.

    So a step of 1 means as much in one layer as in another, whatever their scales.
    """
    rng = np.random.default_rng(seed)
    count = len(snapshot.parameters)
    across, up = (_scaled_like(snapshot, rng.standard_normal(count)) for _ in range(2))
    return ParameterPlane(snapshot.parameters, across, up)


def _scaled_like(snapshot: Snapshot, direction: Array) -> Array:
    """A direction whose part for every neuron is as long as that neuron's weights and bias."""
    architecture = snapshot.experiment.architecture
    parts = []
    for drawn, layer in zip(architecture.layers(direction), snapshot.layers, strict=True):
        own = np.column_stack([layer.W, layer.b])
        of_neuron = np.column_stack([drawn.W, drawn.b])
        length = np.linalg.norm(own, axis=1) / np.maximum(np.linalg.norm(of_neuron, axis=1), 1e-300)
        parts.append((drawn.W * length[:, None], drawn.b * length))
    return architecture.flat(parts)


def plane_of_path(snapshot: Snapshot, path: Path) -> ParameterPlane | None:
    """The plane through here in which a path is seen best; None for a path that has no two directions.

    Its axes are the two main components of where the path has been, seen from here, each of length 1. Lorch,
    "Visualizing Deep Network Training Trajectories with PCA", 2016.
    """
    if len(path.epochs) < 3:
        return None
    moves = path.parameters - snapshot.parameters
    if not np.isfinite(moves).all():
        return None
    _, sizes, axes = np.linalg.svd(moves, full_matrices=False)
    if len(sizes) < 2 or sizes[1] <= 1e-9 * sizes[0]:
        return None
    # A component has no sign: the greatest of its numbers is to be positive.
    signs = np.sign(axes[[0, 1], np.abs(axes[:2]).argmax(axis=1)])
    across, up = axes[:2] * signs[:, None]
    return ParameterPlane(snapshot.parameters, across, up)


@dataclass(frozen=True, eq=False)
class Survey:
    """What it takes to find the loss at points of a plane: rows x and y, and how many there are of them in all."""

    experiment: Experiment
    plane: ParameterPlane
    x: Array
    y: Array
    all_rows: int

    @property
    def rows(self) -> int:
        """How many rows are looked at; of too many for a large network some stand for all."""
        return len(self.x)

    @property
    def _work(self) -> int:
        return max(1, self.rows * self.experiment.architecture.weight_count)

    @property
    def side(self) -> int:
        """How many points along a side are affordable; an odd number, so that there is one in the middle."""
        return int(np.clip(np.sqrt(WORK / self._work), *SIDES)) // 2 * 2 + 1

    def losses(self, points: Array) -> Array:
        """The mean loss over the rows at points (x, y) of the plane, shape (points, 2): shape (points,)."""
        return np.concatenate([self._losses(part) for part in self._parts(points)])

    def _parts(self, points: Array) -> list[Array]:
        some = max(1, min(WORK_AT_ONCE // self._work, POINTS_AT_ONCE))
        return [points[first : first + some] for first in range(0, len(points), some)]

    def _losses(self, points: Array) -> Array:
        a = np.broadcast_to(self.x, (len(points), *self.x.shape))
        with np.errstate(over="ignore", invalid="ignore"):
            for layer in self.experiment.architecture.layers(self.plane.at(points)):
                a = _forward(layer, a)
            targets = np.tile(self.y, (len(points), 1))
            found = losses[self.experiment.loss].value(a.reshape(len(targets), -1), targets)
            return np.asarray(found.reshape(len(points), -1).mean(axis=1))

    def surface(self, x: tuple[float, float], y: tuple[float, float]) -> "Iterator[Surface | None]":
        """Find the loss at all points between limits, bit by bit: None after each, and the surface at the end."""
        across, up = np.linspace(*x, self.side), np.linspace(*y, self.side)
        points = np.column_stack([np.tile(across, self.side), np.repeat(up, self.side)])
        found = []
        for part in self._parts(points):
            found.append(self._losses(part))
            yield None
        yield Surface(self, across, up, np.concatenate(found).reshape(self.side, self.side))


def _forward(layer: Layer, a: Array) -> Array:
    """One layer of several networks: from (networks, rows, inputs) to (networks, rows, neurons)."""
    z = a @ layer.W.transpose(0, 2, 1) + layer.b
    return layer.activation.value(z.reshape(-1, z.shape[2])).reshape(z.shape)


@dataclass(frozen=True, eq=False)
class Surface:
    """The loss over a part of a plane: `losses[row, column]` at `up[row]` and `across[column]`."""

    survey: Survey
    across: Array
    up: Array
    losses: Array


def survey(snapshot: Snapshot, plane: ParameterPlane) -> Survey | None:
    """A survey of the rows that train; None where there are no targets or no rows, and so no loss."""
    if not has_targets(snapshot.data.train):
        return None
    train = snapshot.data.train
    some = train.affordable(WORK_OF_A_POINT, snapshot.experiment.architecture.weight_count, least=FEWEST_ROWS)
    return Survey(snapshot.experiment, plane, some.x, some.y, len(train))
