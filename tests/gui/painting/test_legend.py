"""The legend: its samples show what they stand for."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from gui import theme
from gui.painting.legend import SAMPLE, legend_entries


def inked(width: float, entry: int) -> list[bool]:
    """Which pixels of an entry's sample are drawn, from left to right."""
    image = QImage(int(SAMPLE), 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        draw = legend_entries(1.0, width, False, theme.LIGHT)[entry].draw
        assert draw is not None
        draw(painter, QPointF(0, 20))
    return [image.pixelColor(x, 20) != Qt.GlobalColor.white for x in range(image.width())]


def dashes(pixels: list[bool]) -> list[int]:
    """How long each dash is."""
    return [len(dash) for dash in "".join("x" if drawn else " " for drawn in pixels).split()]


@pytest.mark.parametrize("width", [2.0, 3.5, 5.0, 7.0, 10.0, 14.0, 18.0, 22.0])
def test_the_sample_of_a_negative_edge_is_made_of_whole_dashes(qapp, width):
    assert dashes(inked(width, 1)) == [SAMPLE]
    lengths = dashes(inked(width, 2))
    assert len(lengths) >= 2
    assert max(lengths) - min(lengths) <= 1
    assert inked(width, 2)[0]
    assert inked(width, 2)[-1]
