"""Inputs that are the pixels of a square image."""

import math
import re

from engine.arrays import Array
from engine.datasets import Dataset

# Smaller squares of inputs are no images.
LEAST_SIDE = 4


def image_side(table: Dataset) -> int | None:
    """How many pixels a side of the image has that the inputs make, row by row; None where they make none.

    They do where they are as many as a square has, and their names differ in nothing but numbers.
    """
    side = math.isqrt(len(table.input_names))
    stems = {re.sub(r"\d+", "", name) for name in table.input_names}
    return side if side >= LEAST_SIDE and side**2 == len(table.input_names) and len(stems) == 1 else None


def shrunk(image: Array, side: int) -> Array:
    """The means of square blocks: an image of shape (n side, n side) with a side of `side`.

    So the digits of scikit-learn were made: 32 × 32 points of ink or paper, counted in blocks of 4 × 4.
    """
    block = len(image) // side
    return image.reshape(side, block, side, block).mean(axis=(1, 3))
