"""The pane of the loss surface: what it is over, the path on it, and setting weights by a click."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from engine.losses import losses
from engine.network import forward
from engine.quantity import Quantity
from gui.figures import number
from gui.views.surface_choices import Cut
from tests.gui.helpers import press, settle, surface_made, trained


@pytest.fixture
def valley(open_window):
    """The lesson of the valley, with its surface made."""
    window = open_window("gradient-descent")
    surface_made(window)
    return window


def choose(box, text):
    place = box.findText(text)
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)


def loss_of(snapshot, parameters):
    layers = snapshot.experiment.architecture.layers(np.asarray(parameters, dtype=float))
    train = snapshot.data.train
    return float(losses[snapshot.experiment.loss].value(forward(layers, train.x)[-1], train.y).mean())


def test_the_lesson_opens_on_the_surface_of_its_two_numbers(valley):
    view = valley.calculation.surface
    assert view.isVisible()
    assert (view.choices.first.currentText(), view.choices.second.currentText()) == ("w₁₁", "b")
    surface = view.plot.scene.terrain.surface
    for row, column in ((0, 0), (10, 30), (-1, -1)):
        w, b = surface.across[column], surface.up[row]
        assert surface.losses[row, column] == pytest.approx(loss_of(valley.controller.snapshot, [w, b]), rel=1e-9)


def test_the_path_follows_every_step_and_going_back_leaves_it_dashed(valley):
    press(valley, "Right", "Right", "Right")
    route = valley.calculation.surface.plot.scene.route
    assert route.past[[0, 1, 2]].round(3).tolist() == [[0.0, 4.0], [1.191, 4.173], [0.072, 3.971]]
    assert route.now.tolist() == valley.controller.snapshot.parameters.tolist()
    assert len(route.future) == 0
    press(valley, "Left", "Left")
    route = valley.calculation.surface.plot.scene.route
    assert route.now.round(3).tolist() == [1.191, 4.173]
    assert len(route.future) == 3


def test_a_picture_need_not_wait_for_a_surface_that_holds_the_whole_path(valley):
    valley.controller.run_to(300)
    settle(valley)
    view = valley.calculation.surface
    view.finish()
    terrain, now = view.plot.scene.terrain, view.plot.scene.route.now
    assert terrain.x[0] < now[0] < terrain.x[1]
    assert terrain.y[0] < now[1] < terrain.y[1]


def test_a_click_puts_the_weights_there_and_undo_takes_it_back(valley):
    view = surface_made(valley)
    before = valley.controller.snapshot.parameters
    place = view.plot.map.frame.at(1.5, 2.0)
    QTest.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=place.toPoint())
    settle(valley)
    box = view.plot.map.frame.box
    pixel = np.array([4 / box.width(), 4 / box.height()]) * 2
    assert valley.controller.snapshot.parameters == pytest.approx([1.5, 2.0], abs=float(pixel.max()))
    press(valley, "Ctrl+Z")
    assert valley.controller.snapshot.parameters.tolist() == before.tolist()


def test_hovering_tells_the_loss_of_a_point(valley, monkeypatch):
    view, told = surface_made(valley), []
    monkeypatch.setattr("gui.views.surface.QToolTip.showText", lambda at, text, widget: told.append(text))
    view.plot.pointed.emit(QPointF(), (1.0, 2.0))
    assert told == [f"w₁₁ = 1.0000, b = 2.0000: loss {loss_of(valley.controller.snapshot, [1, 2]):.5f}"]


def test_where_another_surface_is_not_made_yet_the_loss_is_that_of_the_one_that_is_seen(open_window, monkeypatch):
    window = open_window("height-weight")
    window.show_calculation(True)
    window.calculation.show_pane("surface")
    view, told, before = surface_made(window), [], window.controller.snapshot
    monkeypatch.setattr("gui.views.surface.QToolTip.showText", lambda at, text, widget: told.append(text))
    terrain = view.plot.scene.terrain
    view.show_snapshot(trained(before.experiment, 30).snapshot())
    assert view.plot.scene.terrain is terrain
    view.plot.pointed.emit(QPointF(), (1.0, 2.0))
    seen = before.parameters.copy()
    seen[:2] = 1.0, 2.0
    assert told[0].endswith(f"loss {number(loss_of(before, seen))}")


def test_hills_turn_with_the_mouse_and_with_keys(valley):
    view = surface_made(valley)
    view.solid.setChecked(True)
    assert view.plot.map is None
    before = view.plot.outlook
    QTest.mousePress(view.plot, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    QTest.mouseMove(view.plot, QPoint(70, 60))
    QTest.mouseRelease(view.plot, Qt.MouseButton.LeftButton, pos=QPoint(70, 60))
    assert view.plot.outlook.around == before.around + 10
    assert view.plot.outlook.above == before.above + 5
    view.plot.setFocus()
    QTest.keyClick(view.plot, Qt.Key.Key_Left)
    assert view.plot.outlook.around == before.around
    assert valley.controller.snapshot.epoch == 0


def test_axes_are_two_different_weights(open_window):
    window = open_window("height-weight")
    window.show_calculation(True)
    window.calculation.show_pane("surface")
    view = surface_made(window)
    assert (view.choices.first.currentText(), view.choices.second.currentText()) == ("w⁽¹⁾₁₁", "w⁽¹⁾₁₂")
    choose(view.choices.second, "w⁽¹⁾₁₁")
    assert (view.choices.first.currentText(), view.choices.second.currentText()) == ("w⁽¹⁾₁₂", "w⁽¹⁾₁₁")
    choose(view.choices.first, "b⁽²⁾")
    surface_made(window)
    surface, snapshot = view.plot.scene.terrain.surface, window.controller.snapshot
    parameters = snapshot.parameters.copy()
    parameters[0] = surface.up[7]
    parameters[snapshot.experiment.architecture.place_of(Quantity("bias", 2, 0))] = surface.across[3]
    assert surface.losses[7, 3] == pytest.approx(loss_of(snapshot, parameters), rel=1e-9)


def test_directions_of_the_path_wait_for_a_path_and_end_where_one_stands(open_window):
    window = open_window("height-weight")
    window.show_calculation(True)
    window.calculation.show_pane("surface")
    view = surface_made(window)
    choose(view.choices.cut, "directions of the path")
    assert view.plot.scene is None
    press(window, "Ctrl+7", "Right")
    assert window.controller.snapshot.epoch == 10
    surface_made(window)
    route = view.plot.scene.route
    assert len(route.past) == 12
    assert view.choices.request.cut is Cut.PATH
    assert route.past[0].tolist() != route.now.tolist()


def test_other_random_directions_give_another_surface(open_window):
    window = open_window("height-weight")
    window.show_calculation(True)
    window.calculation.show_pane("surface")
    view = surface_made(window)
    choose(view.choices.cut, "random directions")
    first = surface_made(window).plot.scene.terrain.surface
    view.choices.again.click()
    second = surface_made(window).plot.scene.terrain.surface
    side = len(first.losses) // 2
    assert first.losses[side, side] == pytest.approx(window.controller.snapshot.loss, rel=1e-9)
    assert second.losses[side, side] == pytest.approx(window.controller.snapshot.loss, rel=1e-9)
    assert (first.losses != second.losses).any()


def test_where_there_is_nothing_to_learn_a_text_says_so(open_window):
    window = open_window("feedforward")
    window.show_calculation(True)
    window.calculation.show_pane("surface")
    assert window.calculation.surface.plot.scene is None
    assert "no targets" in window.calculation.surface.plot._instead
