"""Layers without room for numbers: every neuron has the colour of its value, faded where it is not at work."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from engine.experiment import Experiment
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui import theme
from gui.painting.small_neurons import STRENGTH, draw_dots, draw_strip
from tests.gui.painting.pictures import paint
from tests.gui.walks import standing

WIDE = Experiment("breast-cancer", hidden=(300,), activation=("tanh",), scaling="standardise")

pytestmark = pytest.mark.usefixtures("qapp")


def painted(draw) -> QImage:
    """A picture of 100 by 100 pixels."""
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.current().surface))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
    return image


def apart(one: QColor, other: QColor) -> int:
    """The largest difference between two colours."""
    return max(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def expected(colours, share: float) -> QColor:
    ink = colours.negative if share < 0 else colours.positive
    return theme.blend(colours.surface, ink, STRENGTH * abs(share))


VALUES = np.array([-2.0, -1.0, 0.0, 1.0, np.nan, 0.5, 2.0])


def test_each_dot_has_the_colour_of_its_value_beside_the_largest(colours):
    centres = np.column_stack([np.full(7, 50.0), 10.0 + 13 * np.arange(7)])
    everyone = np.ones(7, dtype=bool)
    image = painted(lambda painter: draw_dots(painter, centres, 4.0, VALUES, everyone, 1.0, colours))
    for (x, y), value in zip(centres.tolist(), np.nan_to_num(VALUES).tolist(), strict=True):
        assert apart(image.pixelColor(int(x), int(y)), expected(colours, value / 2)) <= 10


def test_only_the_chosen_dots_are_drawn():
    centres = np.column_stack([np.full(7, 50.0), 10.0 + 13 * np.arange(7)])
    chosen = np.arange(7) == 6
    image = painted(lambda painter: draw_dots(painter, centres, 4.0, VALUES, chosen, 1.0, theme.current()))
    surface = QColor(theme.current().surface)
    assert [image.pixelColor(50, 10 + 13 * n) != surface for n in range(7)] == chosen.tolist()


def test_each_cell_of_a_strip_has_the_colour_of_its_value(colours):
    image = painted(lambda painter: draw_strip(painter, QRectF(40, 15, 20, 70), VALUES, colours))
    for number, value in enumerate(np.nan_to_num(VALUES).tolist()):
        assert apart(image.pixelColor(50, 20 + 10 * number), expected(colours, value / 2)) <= 2


def test_a_crowded_layer_shows_what_each_neuron_answers(colours):
    trainer = Trainer(WIDE)
    shown = paint(trainer, pane=(1000, 1200))
    values, layout = shown.picture.state.activations[1], shown.picture.layout
    assert layout.crowded(1)
    x = round(float(layout.layers[1][0, 0]))
    shares = values / np.abs(values).max()
    assert len(np.unique(shares.round(2))) > 20
    for neuron in range(0, 300, 3):
        seen = shown.image.pixelColor(x, int(layout.layers[1][neuron, 1]))
        assert apart(seen, expected(colours, shares[neuron])) <= 2


def test_a_neuron_of_a_crowded_layer_that_is_pointed_at_has_a_ring():
    trainer = Trainer(WIDE)
    before = paint(trainer, pane=(1000, 600))
    lit = paint(trainer, pane=(1000, 600), lit=(Quantity("activation", 1, 150),))
    x, y = before.picture.layout.layers[1][150].tolist()
    ring = lit.image.pixelColor(round(x), round(y - before.picture.layout.radii[1]))
    assert ring == QColor(theme.current().accent)
    assert before.image.pixelColor(round(x), round(y - before.picture.layout.radii[1])) != ring


def test_a_crowded_layer_is_framed_while_it_is_at_work(colours):
    frame = {}
    for operation, layer in (("multiply", 1), ("multiply", 2)):
        shown = paint(standing(WIDE, operation, layer), pane=(1000, 600))
        layout = shown.picture.layout
        x, y = layout.layers[1][-1].tolist()
        frame[layer] = shown.image.pixelColor(round(x), int(y + layout.gaps[1] / 2))
    assert frame[1] == QColor(colours.accent) != frame[2]
