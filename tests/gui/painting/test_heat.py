"""Colours of a plane: of classes, of bands, of one neuron, and of neurons' faces."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from engine.experiment import Experiment
from engine.plane import Plane, activation_maps, map_side
from gui import theme
from gui.painting.class_colours import calmest, class_image, class_ink, homes_of
from gui.painting.colourmap import SHADES, STRENGTH
from gui.painting.faces import SIDE, Faces
from gui.painting.heat import Heat, banded, neuron_range
from tests.gui.helpers import trained

PLANE = Plane((0, 1), (-6.0, 6.0, -6.0, 6.0), (0.0, 0.0))


def mixed(ink: str, share: float) -> np.ndarray:
    """An ink on the surface, by hand."""
    low, high = (np.array(QColor(name).getRgb()[:3], dtype=float) for name in (theme.current().surface, ink))
    return low + (high - low) * share


def seen(image, x: int, y: int) -> np.ndarray:
    return np.array(image.pixelColor(x, y).getRgb()[:3])


def circle(**choices):
    return trained(Experiment("circle", inputs=("x₁", "x₂"), hidden=(3, 2), **choices), 3).snapshot()


def test_the_winning_class_gives_the_colour_and_its_lead_the_strength(colours):
    p = np.array([[[0.5, 1 / 3]], [[0.3, 1 / 3]], [[0.2, 1 / 3]]], dtype=np.float32)
    image = class_image(p, colours, discrete=False)
    assert seen(image, 0, 0) == pytest.approx(mixed(class_ink(0, colours), STRENGTH * 0.25), abs=3)
    assert seen(image, 1, 0) == pytest.approx(mixed(colours.surface, 0), abs=2)
    sharp = class_image(p, colours, discrete=True)
    assert seen(sharp, 0, 0) == pytest.approx(mixed(class_ink(0, colours), STRENGTH), abs=1)


def test_a_name_stands_in_the_middle_of_what_its_class_wins():
    p = np.zeros((3, 40, 40), dtype=np.float32)
    p[0, :, :20], p[1, :, 20:] = 1.0, 1.0
    homes = homes_of(p)
    assert set(homes) == {0, 1}
    assert homes[0][0] == pytest.approx((0.25, 0.5), abs=0.08)
    assert homes[1][0] == pytest.approx((0.75, 0.5), abs=0.08)
    assert (homes[0][:, 0] < 0.5).all()


def test_a_name_goes_where_it_covers_the_fewest_rows():
    places = np.array([[50.0, 50.0], [20.0, 50.0], [80.0, 50.0]])
    assert calmest(places, (20, 10), np.zeros((0, 2))).tolist() == [50, 50]
    assert calmest(places, (20, 10), np.array([[55.0, 52.0], [15.0, 46.0], [15.0, 40.0]])).tolist() == [80, 50]


def test_bands_part_the_range_evenly_and_reach_both_ends():
    values = np.linspace(-2, 2, 401, dtype=np.float32)
    parted = banded(values, (-1.0, 1.0), 4)
    assert sorted(set(np.round(parted, 5).tolist())) == pytest.approx([-1, -1 / 3, 1 / 3, 1], abs=1e-4)
    assert parted[values < -0.51].max() == -1
    assert parted[values > 0.51].min() == 1


def test_the_answer_alone_has_two_colours():
    snapshot = circle(activation=("tanh",))
    sides = [set((values > 0).ravel().tolist()) for values in activation_maps(snapshot, PLANE, 100)[0]]
    assert max(map(len, sides)) == 2
    for neuron, side in enumerate(sides):
        image = Heat().of(snapshot, PLANE, discrete=True, neuron=(1, neuron)).image
        inks = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
        assert len(inks) == len(side)


@pytest.mark.parametrize("neuron", [(1, 2), (2, 0), (3, 0)])
def test_the_map_of_a_neuron_shows_its_own_activation(neuron):
    snapshot = circle(activation=("tanh",))
    image, ends, _ = Heat().of(snapshot, PLANE, discrete=False, neuron=neuron)
    side = map_side(snapshot.experiment.architecture.weight_count)
    values = activation_maps(snapshot, PLANE, side)[neuron[0] - 1][neuron[1]]
    low, high = ends
    for x, y in [(0, 0), (side - 1, 0), (side // 2, side // 3), (5, side - 1)]:
        share = 2 * (values[y, x] - low) / (high - low) - 1
        ink = theme.current().negative if share < 0 else theme.current().positive
        assert seen(image, x, y) == pytest.approx(mixed(ink, abs(share) * STRENGTH), abs=3)


def test_a_neuron_without_bounds_has_as_much_colour_on_both_sides_of_0():
    snapshot = circle(activation=("relu",))
    values = np.array([[0.0, 3.0]], dtype=np.float32)
    assert neuron_range(snapshot, 1, values) == (-3.0, 3.0)
    assert neuron_range(snapshot, 1, 0 * values) == (-1.0, 1.0)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_the_face_of_a_neuron_is_its_map_made_small(activation):
    snapshot = circle(activation=(activation,))
    faces = Faces()
    faces.update(snapshot, PLANE, discrete=False)
    maps = activation_maps(snapshot, PLANE, SIDE)
    for layer, values in enumerate(maps, start=1):
        low, high = neuron_range(snapshot, layer, values)
        for neuron in range(len(values)):
            image = faces.brush((layer, neuron), QPointF(50, 50), 20.0).textureImage()
            for x, y in [(0, 0), (24, 3), (12, 12)]:
                share = 2 * (values[neuron, y, x] - low) / (high - low) - 1
                ink = theme.current().negative if share < 0 else theme.current().positive
                assert seen(image, x, y) == pytest.approx(mixed(ink, abs(share) * STRENGTH), abs=256 / SHADES + 2)


def test_faces_are_calculated_for_other_parameters_only(monkeypatch):
    calculated = []
    monkeypatch.setattr("gui.painting.faces._pixels", lambda *given: calculated.append(given) or [])
    faces, snapshot = Faces(), circle()
    for _ in range(3):
        faces.update(snapshot, PLANE, discrete=False)
    assert len(calculated) == 1
    faces.update(snapshot, PLANE, discrete=True)
    faces.update(circle(seed=2), PLANE, discrete=True)
    assert len(calculated) == 3
