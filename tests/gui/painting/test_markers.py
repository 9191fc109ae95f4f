"""Markers of all shapes, hollow and filled."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from gui.painting.markers import Markers, Shape, class_shape

INK, GROUND = QColor("#b00000"), QColor("#ffffff")


def painted(shape: Shape, hollow: bool) -> QImage:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    with QPainter(image) as painter:
        Markers(np.array([[20.0, 20.0]]), 8.0, INK.name(), shape, hollow, GROUND.name()).draw(painter)
    return image


def inked(image: QImage) -> np.ndarray:
    return np.array([[image.pixelColor(x, y) == INK for x in range(40)] for y in range(40)])


@pytest.mark.parametrize("shape", Shape)
def test_a_marker_is_around_its_place_and_a_hollow_one_has_a_hole_there(qapp, shape):
    filled, hollow = inked(painted(shape, False)), inked(painted(shape, True))
    middle = np.argwhere(filled).mean(axis=0)
    assert middle == pytest.approx([19.5, 19.5], abs=1.0)
    assert filled[20, 20]
    assert not hollow[20, 20]
    assert 0 < hollow.sum() < filled.sum() / 2


def test_each_shape_is_another_picture_and_all_are_about_as_large(qapp):
    pictures = [inked(painted(shape, False)) for shape in Shape]
    areas = [picture.sum() for picture in pictures]
    assert max(areas) < 2.1 * min(areas)
    for number, picture in enumerate(pictures):
        assert all((picture ^ other).sum() > 20 for other in pictures[:number])


def test_of_more_classes_than_shapes_some_share_one(qapp):
    assert [class_shape(number) for number in (0, 1, 4, 5)] == [Shape.SQUARE, Shape.DISC] * 2
