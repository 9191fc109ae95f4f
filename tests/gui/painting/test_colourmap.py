"""From a number to a colour."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui import theme
from gui.painting.colourmap import STRENGTH, diverging_table, heat_image, shades

THEMES = [theme.LIGHT, theme.DARK]


@pytest.mark.parametrize("colours", THEMES, ids=lambda colours: colours.name)
def test_the_middle_is_the_surface_and_the_ends_are_the_signs_colours(colours):
    table = [QColor.fromRgb(int(value)) for value in diverging_table(colours)]
    assert len(table) == 256
    for shade, end in ((table[0], colours.negative), (table[-1], colours.positive)):
        assert shade == theme.blend(colours.surface, end, STRENGTH)
    middle = np.array(table[127].getRgb()[:3]) - QColor(colours.surface).getRgb()[:3]
    assert np.abs(middle).max() <= 1


def test_an_image_has_a_pixel_for_each_value():
    values = np.array([[0.0, 0.5, 1.0], [-5.0, np.nan, 7.0]])
    image = heat_image(values, 0.0, 1.0, theme.LIGHT)
    assert (image.width(), image.height()) == (3, 2)
    low, high = QColor(image.pixel(0, 0)), QColor(image.pixel(2, 0))
    assert low == theme.blend(theme.LIGHT.surface, theme.LIGHT.negative, STRENGTH)
    assert high == theme.blend(theme.LIGHT.surface, theme.LIGHT.positive, STRENGTH)
    assert QColor(image.pixel(0, 1)) == low
    assert QColor(image.pixel(2, 1)) == high


def test_the_largest_numbers_have_their_shades_too():
    most = float(np.finfo(np.float32).max)
    values = np.array([-most, 0.0, most, np.inf, -np.inf, np.nan], dtype=np.float32)
    assert shades(values, -most, most).tolist() == [0, 127, 255, 255, 0, 0]
