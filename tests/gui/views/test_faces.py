"""Faces of the neurons in the network, and a neuron's map in the output while it is pointed at."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.quantity import Quantity
from gui import theme
from gui.painting.colourmap import STRENGTH
from tests.gui.helpers import press, settle


def colours_in(window, layer: int, neuron: int) -> set[int]:
    """The colours of a neuron's disc, away from its rim, its value and its bias."""
    view = window.network.views[0]
    image = view.grab().toImage()
    centre, radius = view.position_of(layer, neuron), view.layout_now().radii[layer]
    places = np.random.default_rng(0).uniform(-0.6 * radius, 0.6 * radius, (200, 2))
    inside = [(x, y) for x, y in places.tolist() if y > 0.3 * radius and x > -0.3 * radius]
    return {image.pixel((centre + QPointF(x, y)).toPoint()) for x, y in inside}


def test_where_the_output_is_a_map_neurons_have_faces(open_window):
    window = open_window("playground")
    assert len(colours_in(window, 1, 0)) > 10
    press(window, "Y")
    assert len(colours_in(window, 1, 0)) == 1
    press(window, "Y")
    window.controller.output.change(kind="strip")
    assert len(colours_in(window, 1, 0)) == 1
    window.controller.output.change(kind="")


def test_the_face_of_the_output_has_the_colours_of_the_map(open_window):
    window = open_window("playground")
    press(window, "Ctrl+8", "Right")
    view = window.network.views[0]
    image, centre = view.grab().toImage(), view.position_of(3, 0)
    radius = view.layout_now().radii[3]
    snapshot = window.controller.snapshot
    left, right, bottom, top = window.output.picture.bounds
    for x, y in [(0.0, 0.0), (0.75, 0.0), (0.5, 0.5)]:
        inputs = [(left + right) / 2 + x * (right - left) / 2, (bottom + top) / 2 - y * (top - bottom) / 2]
        p = float(snapshot.predict(np.array([inputs]))[0, 0])
        ink = theme.current().positive if p > 0 else theme.current().negative
        expected = theme.blend(theme.current().surface, ink, round(abs(p) * STRENGTH, 3))
        seen = image.pixelColor((centre + QPointF(x * radius, y * radius)).toPoint())
        assert np.abs(np.array(seen.getRgb()[:3]) - expected.getRgb()[:3]).max() <= 24


def test_values_stay_written_on_the_faces(open_window):
    window = open_window("playground")
    view = window.network.views[0]
    view.grab()
    shown = view.shown_numbers()
    for layer, count in ((1, 4), (2, 2), (3, 1)):
        values = window.controller.snapshot.activations(window.controller.probe.inputs)[layer][0]
        for neuron in range(count):
            assert shown[Quantity("activation", layer, neuron)].replace("−", "-") == f"{values[neuron]:.4f}"


def test_who_walks_through_a_batch_sees_discs(open_window):
    window = open_window("playground")
    window.controller.set_step_size(type(window.controller.settings.step_size).TERM)
    press(window, "Right")
    assert len(colours_in(window, 1, 3)) == 1


def test_a_neuron_that_is_pointed_at_has_the_map_for_itself(open_window):
    window = open_window("playground")
    view = window.network.views[0]
    view.grab()
    QTest.mouseMove(view, view.position_of(1, 1).toPoint())
    QApplication.processEvents()
    assert window.output.picture.neuron == (1, 1)
    picture = window.output.picture
    inside = picture.plot.topLeft() + QPointF(0.9, 0.1) * picture.plot.width()
    assert picture.reading(inside).split(": ")[1].startswith("h₁,₂ = ")
    QTest.mouseMove(view, QPointF(3, 3).toPoint())
    QApplication.processEvents()
    assert window.output.picture.neuron is None
    assert "ŷ = " in window.output.picture.reading(inside)
    settle(window)
