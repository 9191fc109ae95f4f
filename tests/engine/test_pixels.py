"""Which inputs make an image, and how a fine drawing becomes a coarse one."""

from dataclasses import replace

import numpy as np
import pytest

from engine.arrays import frozen
from engine.datasets import data_sources
from engine.pixels import image_side, shrunk


def test_the_pixels_of_digits_make_a_square():
    assert image_side(data_sources["digits"].load()) == 8


@pytest.mark.parametrize("name", ["circle", "breast-cancer", "or", "double"])
def test_measurements_make_none(name):
    assert image_side(data_sources[name].load()) is None


def test_some_of_the_pixels_make_none():
    digits = data_sources["digits"].load()
    assert image_side(digits.with_inputs(digits.input_names[:16])) == 4
    assert image_side(digits.with_inputs(digits.input_names[:20])) is None
    assert image_side(digits.with_inputs(digits.input_names[:4])) is None


def test_as_many_columns_of_different_names_make_none():
    digits = data_sources["digits"].load()
    mixed = replace(digits, input_names=("height", *digits.input_names[1:]))
    assert image_side(mixed) is None


def test_a_block_becomes_its_mean():
    fine = np.random.default_rng(0).random((12, 12))
    coarse = shrunk(frozen(fine), 3)
    for row in range(3):
        for column in range(3):
            cells = [fine[4 * row + i, 4 * column + j] for i in range(4) for j in range(4)]
            assert coarse[row, column] == pytest.approx(sum(cells) / 16)
