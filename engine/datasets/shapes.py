"""Points of a plane that form a shape, made up by a seed: what to part, and with which help."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from engine.arrays import Array, frozen
from engine.datasets.dataset import Dataset, numbered_rows

# Points lie at most so far from the middle.
RADIUS = 5.0

# What is known of a point: its coordinates, and what follows from them.
COLUMNS: Mapping[str, Callable[[Array, Array], Array]] = {
    "x₁": lambda x, y: x,
    "x₂": lambda x, y: y,
    "x₁²": lambda x, y: x * x,
    "x₂²": lambda x, y: y * y,
    "x₁x₂": lambda x, y: x * y,
    "sin x₁": lambda x, y: np.sin(x),
    "sin x₂": lambda x, y: np.sin(y),
}


@cache
def circle() -> Dataset:
    """500 points, half of them in a disc, and half in a ring around it, in the manner of TensorFlow Playground."""
    return _plane("circle", *_circle(points=500, noise=0.0, seed=0), class_names=("outside", "inside"))


def _circle(points: int, noise: float, seed: int) -> tuple[Array, Array]:
    """Points, shape (points, 2), by turns in the disc and in the ring, and their classes, shape (points,).

    Radius and angle are uniform, so that the middle is densest. Noise moves a point by up to that share of the radius
    before it is asked where it lies.
    """
    rng = np.random.default_rng(seed)
    inside = np.arange(points) % 2 == 0
    radius = RADIUS * np.where(inside, rng.uniform(0.0, 0.5, points), rng.uniform(0.7, 1.0, points))
    angle = rng.uniform(0.0, 2.0 * np.pi, points)
    places = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
    moved = places + noise * rng.uniform(-RADIUS, RADIUS, places.shape)
    return places, np.where(np.hypot(*moved.T) < 0.5 * RADIUS, 1.0, -1.0)


def _plane(name: str, places: Array, classes: Array, class_names: tuple[str, str]) -> Dataset:
    """The table of points of two classes, -1 and 1."""
    return Dataset(
        name=name,
        inputs=frozen(np.column_stack([column(*places.T) for column in COLUMNS.values()])),
        input_names=tuple(COLUMNS),
        targets=frozen(classes[:, None]),
        output_names=(class_names[1],),
        row_names=numbered_rows(len(places)),
        class_names=class_names,
        class_values=(-1.0, 1.0),
    )
