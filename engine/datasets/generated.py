"""Generated tables: a shape's points with names for their columns and classes. To add one, add one entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.arrays import frozen
from engine.datasets import shapes
from engine.datasets.dataset import Dataset, numbered_rows
from engine.datasets.shapes import Shape
from engine.datasets.target import class_letters

PLANE = ("x₁", "x₂")
# What a generated table can be asked for, and what it is as long as nobody asks.
DEFAULTS: Mapping[str, float] = {"points": 500, "noise": 0.0, "data_seed": 0, "turns": 1.75, "classes": 3}
# What every one of them makes use of.
BY_ALL = ("points", "noise", "data_seed")
# How many tables are kept: who moves a slider comes by many, and goes back to few.
KEPT = 16


@dataclass(frozen=True)
class Generated:
    """A shape and the names of its two classes, the lower first; of a quantity there is one name, of many none.

    `own_options` are those that it makes use of beside the `BY_ALL`; `points` is how many it usually has.
    """

    name: str
    label: str
    shape: Callable[..., Shape]
    answer_names: tuple[str, ...] = ()
    own_options: tuple[str, ...] = ()
    input_names: tuple[str, ...] = PLANE
    points: int = int(DEFAULTS["points"])

    @property
    def options(self) -> tuple[str, ...]:
        return BY_ALL + self.own_options

    def table(self, **options: float) -> Dataset:
        """The table with these options; those that are left out are as by default."""
        return _table(self, tuple(options.get(name, DEFAULTS[name]) for name in self.options))


@lru_cache(KEPT)
def _table(made: Generated, values: tuple[float, ...]) -> Dataset:
    options = dict(zip(made.options, values, strict=True))
    places, answers = made.shape(*values)
    classes = int(options.get("classes", 0))
    if classes == 2:
        answers = 2.0 * answers - 1.0
    letters = class_letters(classes)
    several = len(letters) > 2
    return Dataset(
        name=made.name,
        inputs=frozen(places),
        input_names=made.input_names,
        targets=frozen(np.eye(len(letters))[answers.astype(int)] if several else answers[:, None]),
        output_names=letters if several else (letters or made.answer_names)[-1:],
        row_names=numbered_rows(len(places)),
        class_names=letters or (made.answer_names if len(made.answer_names) == 2 else ()),
        class_values=(0.0, 1.0) if several else (-1.0, 1.0),
    )


TWO_CLASSES = (
    Generated("circle", "Circle", shapes.circle, ("outside", "inside")),
    Generated("xor", "Four squares (XOR)", shapes.xor, ("different signs", "same sign")),
    Generated("gauss", "Two heaps", shapes.gauss, ("below", "above")),
    # Its arms are long: half of 500 points would leave gaps in them, where a network draws its border as it likes.
    Generated("spiral", "Spiral", shapes.spiral, ("second arm", "first arm"), own_options=("turns",), points=3000),
    Generated("moons", "Two moons", shapes.moons, ("lower moon", "upper moon")),
    Generated("checkerboard", "Checkerboard", shapes.checkerboard, ("white", "black")),
)
MANY_CLASSES = (Generated("blobs", "Heaps", shapes.blobs, own_options=("classes",)),)
QUANTITIES = (
    Generated("plane", "Tilted plane", shapes.plane, ("height",)),
    Generated("bumps", "Hills and hollows", shapes.bumps, ("height",)),
    Generated("sine", "Sine", shapes.sine, ("y",), input_names=("x",)),
)
