"""The texts beside the hills of a loss surface."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from engine.loss_surface import Surface
from gui.painting.loss_hills import LossHills, Outlook
from gui.painting.loss_scene import LossScene, Route, Terrain


@pytest.fixture
def hills(qapp):
    across, up = np.linspace(-3.49321, 0.49123, 5), np.linspace(-0.875, 2.625, 5)
    terrain = Terrain(Surface(None, across, up, np.add.outer(up**2, across**2)))
    route = Route(np.zeros((1, 2)), np.zeros((0, 2)))
    scene = LossScene(terrain, route, ("direction 1", "direction 2"))
    return lambda width, outlook: LossHills(QRectF(0, 0, width, width * 0.6), scene, terrain, outlook)


@pytest.mark.parametrize("width", [220, 450, 900])
def test_no_text_stands_on_another_from_wherever_one_looks(hills, width):
    for around in range(-180, 180, 15):
        boxes = [box for _, box, _ in hills(width, Outlook(around)).labels]
        assert len(boxes) >= 2
        assert not any(one.intersects(other) for one, other in combinations(boxes, 2))


def test_where_there_is_room_both_axes_have_names_and_short_ends(hills):
    texts = [text for text, _, _ in hills(900, Outlook()).labels]
    assert texts == ["direction 1", "direction 2", "−3.5", "0.49", "−0.88", "2.6"]
