"""Points of a plane that form a shape, made up by a seed, in the manner of TensorFlow Playground. To add one, add one
function of (points, noise, seed), and an entry in `generated.py`.

A shape gives places, shape (points, 2), at most about `RADIUS` from the middle, and answers, shape (points,): of two
classes -1 or 1, by turns, of more 0, 1, 2 …, of a quantity the quantity itself. Noise is a share from 0 to 0.5.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array

Shape = tuple[Array, Array]
Truth = NDArray[np.bool_]

RADIUS = 5.0
# Between the points of the four quadrants and the axes.
GAP = 0.3
# Squares along a side of the checkerboard.
SQUARES = 4
# The spread of a heap without noise, and how much each share of noise adds.
SPREAD, SPREAD_OF_NOISE = 0.5, 7.0
# Hills and hollows: where they are, and how high.
BUMPS = tuple((x, y, 1.0 if (column + row) % 2 == 0 else -1.0)
              for column, x in enumerate((-3.4, 0.0, 3.4)) for row, y in enumerate((-2.4, 2.4)))  # fmt: skip
BUMP_WIDTH = 1.3


def circle(points: int, noise: float, seed: int) -> Shape:
    """A disc, 1, in a ring, -1. Radius and angle are uniform, so that the middle is densest."""
    rng = np.random.default_rng(seed)
    inside = _turn(points) == 0
    radius = RADIUS * np.where(inside, rng.uniform(0.0, 0.5, points), rng.uniform(0.7, 1.0, points))
    angle = rng.uniform(0.0, 2.0 * np.pi, points)
    places = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
    return _asked(places, noise, rng, lambda x, y: np.hypot(x, y) < 0.5 * RADIUS)


def xor(points: int, noise: float, seed: int) -> Shape:
    """Four squares: 1 where both coordinates have the same sign, -1 where they differ."""
    rng = np.random.default_rng(seed)
    sign = rng.choice([-1.0, 1.0], points)
    same = np.where(_turn(points) == 0, 1.0, -1.0)
    places = np.column_stack([sign, sign * same]) * rng.uniform(GAP, RADIUS, (points, 2))
    return _asked(places, noise, rng, lambda x, y: x * y > 0)


def gauss(points: int, noise: float, seed: int) -> Shape:
    """Two heaps of normally distributed points: 1 above on the right, -1 below on the left."""
    rng = np.random.default_rng(seed)
    answers = np.where(_turn(points) == 0, 1.0, -1.0)
    return 2.0 * answers[:, None] + _heap(points, noise, rng), answers


def spiral(points: int, noise: float, seed: int, turns: float) -> Shape:
    """Two arms that wind around each other, from the middle outwards. Noise moves points off their arm."""
    rng = np.random.default_rng(seed)
    arm, count = _turn(points), (points + 1) // 2
    along = (np.arange(points) // 2 + 0.5) / count
    angle = 2.0 * np.pi * turns * along + np.pi * arm
    places = RADIUS * along[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return places + noise * rng.uniform(-1.0, 1.0, places.shape), np.where(arm == 0, 1.0, -1.0)


def moons(points: int, noise: float, seed: int) -> Shape:
    """Two half circles that reach into each other; the upper one is 1."""
    rng = np.random.default_rng(seed)
    upper = _turn(points) == 0
    angle = np.pi * rng.uniform(0.0, 1.0, points)
    x = np.where(upper, np.cos(angle), 1.0 - np.cos(angle)) - 0.5
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle)) - 0.25
    places = np.column_stack([x, y]) + noise * rng.standard_normal((points, 2))
    return places * RADIUS / 1.5, np.where(upper, 1.0, -1.0)


def blobs(points: int, noise: float, seed: int, classes: int) -> Shape:
    """A heap of points for each class, around a circle."""
    rng = np.random.default_rng(seed)
    answers = np.arange(points) % classes
    angle = 2.0 * np.pi * answers / classes
    middles = 0.7 * RADIUS * np.column_stack([np.sin(angle), np.cos(angle)])
    return middles + _heap(points, noise, rng), answers.astype(float)


def checkerboard(points: int, noise: float, seed: int) -> Shape:
    """Squares of two colours; the one in the corner below on the left is 1."""
    rng = np.random.default_rng(seed)
    column = rng.integers(SQUARES, size=points)
    row = 2 * rng.integers(SQUARES // 2, size=points) + (column + _turn(points)) % 2
    side = 2.0 * RADIUS / SQUARES
    places = side * (np.column_stack([column, row]) + rng.uniform(0.0, 1.0, (points, 2))) - RADIUS
    return _asked(places, noise, rng, lambda x, y: (np.floor(x / side) + np.floor(y / side)) % 2 == 0)


def plane(points: int, noise: float, seed: int) -> Shape:
    """The sum of both coordinates, from -1 to 1: a tilted plane."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(-RADIUS, RADIUS, (points, 2))
    return places, places.sum(axis=1) / (2.0 * RADIUS) + noise * rng.uniform(-1.0, 1.0, points)


def bumps(points: int, noise: float, seed: int) -> Shape:
    """Three hills and three hollows."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(-RADIUS, RADIUS, (points, 2))
    x, y = places.T
    heights = [height * np.exp(-((x - a) ** 2 + (y - b) ** 2) / (2.0 * BUMP_WIDTH**2)) for a, b, height in BUMPS]
    return places, np.sum(heights, axis=0) + noise * rng.uniform(-1.0, 1.0, points)


def sine(points: int, noise: float, seed: int) -> Shape:
    """sin x over the only coordinate: its places have the shape (points, 1)."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(-RADIUS, RADIUS, (points, 1))
    return places, np.sin(places[:, 0]) + noise * rng.uniform(-1.0, 1.0, points)


def _turn(points: int) -> NDArray[np.intp]:
    """0, 1, 0, 1 …: whose turn it is, so that both classes have as many points."""
    return np.arange(points) % 2


def _heap(points: int, noise: float, rng: np.random.Generator) -> Array:
    return np.sqrt(SPREAD + SPREAD_OF_NOISE * noise) * rng.standard_normal((points, 2))


def _asked(places: Array, noise: float, rng: np.random.Generator, is_upper: Callable[[Array, Array], Truth]) -> Shape:
    """The places, and the class of each. Noise moves a point by up to that share of the radius before it is asked."""
    moved = places + noise * rng.uniform(-RADIUS, RADIUS, places.shape)
    return places, np.where(is_upper(*moved.T), 1.0, -1.0)
