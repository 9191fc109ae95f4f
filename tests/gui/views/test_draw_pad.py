"""Drawing a digit: with the mouse or the keys, pixel by pixel into the network."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.datasets import data_sources
from gui.views.draw_pad import DrawPad
from tests.gui.helpers import click, find, settle

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pad(qtbot):
    """A pad of 8 × 8 pixels of 40 points each."""
    pad = DrawPad()
    qtbot.addWidget(pad)
    pad.resize(324, 324)
    with qtbot.waitExposed(pad):
        pad.show()
    pad.setFocus()
    return pad


def middle(row: int, column: int) -> QPoint:
    return QPoint(2 + 40 * column + 20, 2 + 40 * row + 20)


def stroke(pad, button, *cells: tuple[int, int]) -> None:
    QTest.mousePress(pad, button, NONE, middle(*cells[0]))
    for cell in cells[1:]:
        move(pad, button, middle(*cell))
    QTest.mouseRelease(pad, button, NONE, middle(*cells[-1]))


def move(pad, button, to: QPoint) -> None:
    """A move with the button held, which QTest cannot make everywhere."""
    point = QPointF(to)
    event = QMouseEvent(QEvent.Type.MouseMove, point, pad.mapToGlobal(point), Qt.MouseButton.NoButton, button, NONE)
    pad.mouseMoveEvent(event)


def test_a_stroke_darkens_the_pixels_on_its_way(pad):
    stroke(pad, LEFT, (1, 3), (6, 3))
    assert (pad.pixels[1:7, 3] > 0.7).all()
    assert pad.pixels[:, 6:].max() == 0
    assert pad.pixels[:, 0].max() == 0


def test_the_right_button_rubs_out(pad):
    stroke(pad, LEFT, (1, 3), (6, 3))
    stroke(pad, RIGHT, (4, 3), (7, 3))
    assert (pad.pixels[5:, 3] < 0.3).all()
    assert pad.pixels[2, 3] > 0.7


def test_what_is_drawn_is_told_as_the_pixels_that_it_has(pad, qtbot):
    with qtbot.waitSignal(pad.drawn) as told:
        stroke(pad, LEFT, (2, 2), (5, 5))
    assert told.args[0].shape == (64,)
    assert told.args[0].min() >= 0
    assert told.args[0].max() <= 1


def test_a_row_is_shown_as_it_is(pad):
    digits = data_sources["digits"].load()
    for row in (0, 7):
        image = digits.inputs[row].reshape(8, 8)
        pad.show_pixels(image)
        assert pad.pixels == pytest.approx(image, abs=0.5 / 255)


def test_a_drawing_begins_on_paper_and_goes_on(pad):
    pad.show_pixels(np.ones((8, 8)))
    stroke(pad, LEFT, (0, 0), (0, 2))
    assert pad.pixels[4:].max() == 0
    stroke(pad, LEFT, (7, 0), (7, 2))
    assert pad.pixels[0, 1] > 0.5
    assert pad.pixels[7, 1] > 0.5


def test_keys_draw_too(pad):
    for _ in range(3):
        QTest.keyClick(pad, Qt.Key.Key_Right)
    QTest.keyClick(pad, Qt.Key.Key_Down)
    QTest.keyClick(pad, Qt.Key.Key_Space)
    assert np.argwhere(pad.pixels > 0).tolist() == [[1, 3]]
    assert pad.pixels[1, 3] == 1
    QTest.keyClick(pad, Qt.Key.Key_Space)
    assert pad.pixels.max() == 0
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Space):
        QTest.keyClick(pad, key)
    assert pad.pixels[0, 2] == 1
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.pixels.max() == 0


# In the window.


@pytest.fixture
def drawing(open_window):
    """The window with the digits, and the pad beside the bars."""
    window = open_window("playground")
    window.controller.edit("data", "digits")
    settle(window)
    window.controller.output.change(kind="draw")
    settle(window)
    yield window
    window.controller.output.change(kind="")


def test_what_is_drawn_goes_through_the_network(drawing):
    pad = find(drawing, DrawPad, "draw-pad")
    assert pad.pixels.ravel() == pytest.approx(drawing.controller.snapshot.data.dataset.inputs[0], abs=0.5 / 255)
    point = pad.sheet.center().toPoint()
    QTest.mouseClick(pad, LEFT, NONE, point)
    probe = drawing.controller.probe
    assert probe.place is None
    assert probe.inputs[0] == pytest.approx(pad.pixels.ravel())
    assert probe.inputs.max() > 0
    assert drawing.output.picture.probe is probe
    before = drawing.controller.snapshot.predict(probe.inputs)[0]
    drawing.controller.step()
    settle(drawing)
    assert drawing.controller.probe is probe
    assert (drawing.controller.snapshot.predict(probe.inputs)[0] != before).any()
    click(find(drawing, QPushButton, "draw-clear"))
    assert drawing.controller.probe.inputs.max() == 0


def test_space_and_arrows_draw_and_do_not_run(drawing):
    pad = find(drawing, DrawPad, "draw-pad")
    pad.setFocus()
    pad.clear()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(pad, key)
    settle(drawing)
    assert drawing.controller.snapshot.epoch == 0
    assert drawing.controller.probe.inputs[0, 1] == 1


def test_other_data_have_no_pad(drawing):
    drawing.controller.edit("data", "circle")
    settle(drawing)
    assert not find(drawing, DrawPad, "draw-pad").isVisible()
