"""Generated points: the same for the same seed, balanced, and of the shape that their name promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.datasets import data_sources
from engine.datasets.dataset import Dataset
from engine.datasets.generated import DEFAULTS, MANY_CLASSES, QUANTITIES, TWO_CLASSES
from engine.datasets.shapes import GAP, RADIUS

ALL = (*TWO_CLASSES, *MANY_CLASSES, *QUANTITIES)
PARTED = ("circle", "xor", "moons", "checkerboard", "spiral")


def table(name: str, **options: float) -> Dataset:
    return data_sources[name].load(**options)


def plane(name: str, **options: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both coordinates, and whether the point is of the upper class."""
    made = table(name, **options)
    return *made.inputs.T, made.targets[:, 0] > 0


@pytest.mark.parametrize("name", [made.name for made in ALL])
@given(points=st.integers(10, 60), noise=st.floats(0, 0.5), seed=st.integers(0, 2**31 - 1))
@settings(max_examples=10)
def test_the_same_choices_give_the_same_points_and_others_give_others(name, points, noise, seed):
    shape = next(made for made in ALL if made.name == name)
    extra = [DEFAULTS[option] for option in shape.own_options]
    places, answers = shape.shape(points, noise, seed, *extra)
    again = shape.shape(points, noise, seed, *extra)
    assert (places.tobytes(), answers.tobytes()) == (again[0].tobytes(), again[1].tobytes())
    assert len(places) == len(answers) == points
    assert np.isfinite(places).all()
    assert np.isfinite(answers).all()
    # An arm of the spiral without noise is drawn by no chance.
    if not (name == "spiral" and noise < 1e-12):
        other = shape.shape(points, noise, seed + 1, *extra)
        assert not np.array_equal(places, other[0])


@pytest.mark.parametrize("name", [made.name for made in TWO_CLASSES])
@pytest.mark.parametrize("points", [10, 500, 501])
def test_without_noise_both_classes_have_as_many_points(name, points):
    upper = plane(name, points=points)[2]
    assert abs(int(upper.sum()) - int((~upper).sum())) <= 1


@pytest.mark.parametrize("name", [made.name for made in ALL if made.name not in ("gauss", "blobs")])
def test_points_without_noise_lie_in_the_plane_that_is_shown(name):
    assert np.abs(table(name).inputs).max() <= RADIUS + 1e-12


@pytest.mark.parametrize("name", ["circle", "xor", "checkerboard"])
def test_noise_leaves_these_points_where_they_are_and_moves_some_into_the_other_class(name):
    x, y, upper = plane(name)
    noisy_x, noisy_y, moved = plane(name, noise=0.2)
    np.testing.assert_array_equal((x, y), (noisy_x, noisy_y))
    assert 0.02 < (moved != upper).mean() < 0.5


@pytest.mark.parametrize("name", ["gauss", "spiral", "moons"])
def test_noise_moves_these_points_and_leaves_them_in_their_class(name):
    x, y, upper = plane(name)
    noisy_x, noisy_y, same = plane(name, noise=0.2)
    assert np.hypot(noisy_x - x, noisy_y - y).mean() > 0.05
    np.testing.assert_array_equal(same, upper)


def test_the_circle_is_a_disc_in_a_ring():
    x, y, inside = plane("circle", data_seed=3)
    distance = np.hypot(x, y)
    assert distance[inside].max() < RADIUS / 2
    assert distance[~inside].min() >= 0.7 * RADIUS


def test_xor_is_true_where_the_signs_agree_and_nothing_lies_on_the_axes():
    x, y, same = plane("xor")
    np.testing.assert_array_equal(same, x * y > 0)
    assert min(np.abs(x).min(), np.abs(y).min()) >= GAP


def test_the_heaps_of_two_classes_lie_below_and_above_a_diagonal():
    x, y, above = plane("gauss")
    assert ((x + y > 0) == above).mean() > 0.98
    assert x[above].mean() == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize("turns", [1.0, 1.75, 3.0])
def test_an_arm_of_the_spiral_turns_as_often_as_it_is_told(turns):
    x, y, first = plane("spiral", turns=turns)
    angle = np.unwrap(np.arctan2(x[first], y[first]))
    assert (angle[-1] - angle[0]) / (2 * np.pi) == pytest.approx(turns, rel=0.01)
    # The other arm is the same, half a turn further.
    np.testing.assert_allclose(np.array([x[first], y[first]]), -np.array([x[~first], y[~first]]), atol=1e-12)
    assert np.hypot(x, y).max() == pytest.approx(RADIUS, rel=0.01)


def test_the_moons_lie_on_two_half_circles():
    x, y, upper = plane("moons")
    x, y = x * 1.5 / RADIUS + 0.5, y * 1.5 / RADIUS + 0.25
    assert np.hypot(x[upper], y[upper]) == pytest.approx(1.0)
    assert np.hypot(x[~upper] - 1.0, y[~upper] - 0.5) == pytest.approx(1.0)


def test_neighbouring_squares_of_the_checkerboard_differ():
    x, y, black = plane("checkerboard", points=2000)
    side = RADIUS / 2
    square = np.floor(x / side).astype(int) + np.floor(y / side).astype(int)
    np.testing.assert_array_equal(black, square % 2 == 0)
    assert len(set(zip(np.floor(x / side), np.floor(y / side), strict=True))) == 16


@pytest.mark.parametrize("classes", range(3, 10))
def test_heaps_of_many_classes_have_an_output_and_a_letter_each(classes):
    made = table("blobs", points=90 * classes, classes=classes)
    assert made.class_names == made.output_names == tuple("ABCDEFGHI"[:classes])
    assert made.targets.sum(axis=0).tolist() == [90] * classes
    middles = np.array([made.inputs[made.targets[:, k] == 1].mean(axis=0) for k in range(classes)])
    assert np.hypot(*middles.T) == pytest.approx(np.full(classes, 3.5), abs=0.35)


def test_two_heaps_have_one_output_from_minus_one_to_one():
    made = table("blobs", classes=2)
    assert (made.class_names, made.output_names, made.class_values) == (("A", "B"), ("B",), (-1.0, 1.0))
    assert set(made.targets[:, 0]) == {-1.0, 1.0}


def test_the_quantities_are_what_they_are_called():
    for name, height in (
        ("plane", lambda x, y: (x + y) / 10),
        ("sine", np.sin),
    ):
        made = table(name)
        np.testing.assert_allclose(made.targets[:, 0], height(*made.inputs.T))
        assert not made.is_classification
        noisy = table(name, noise=0.3).targets[:, 0] - made.targets[:, 0]
        assert 0.1 < np.abs(noisy).max() <= 0.3


def test_hills_and_hollows_are_three_of_each():
    made = table("bumps", points=5000)
    x, y, height = *made.inputs.T, made.targets[:, 0]
    for hill, sign in (((-3.4, -2.4), 1), ((0, 2.4), 1), ((3.4, -2.4), 1), ((0, -2.4), -1), ((3.4, 2.4), -1)):
        near = np.hypot(x - hill[0], y - hill[1]) < 0.5
        assert (sign * height[near] > 0.7).all()
