"""Round levels of a loss, and heights between them."""

import numpy as np
import pytest

from gui import theme
from gui.painting.loss_levels import depth_image, levels_of


def test_a_loss_of_one_scale_has_evenly_spaced_round_levels():
    levels = levels_of(np.linspace(0.1, 0.98, 1000))
    steps = np.diff(levels.values)
    assert 4 <= len(levels.values) <= 10
    assert steps == pytest.approx(steps[0])
    assert steps[0] == pytest.approx(0.1)


def test_a_loss_of_several_scales_has_levels_that_widen():
    assert levels_of(np.geomspace(0.3, 60, 100)).values == pytest.approx((0.5, 1, 2, 5, 10, 20, 50))
    many = levels_of(np.geomspace(1e-12, 1e9, 100)).values
    assert len(many) <= 14
    assert np.diff(np.log10(many)) == pytest.approx(np.log10(many[1] / many[0]))


@pytest.mark.parametrize("losses", [np.full(4, 0.5), np.full(4, np.nan), np.zeros(3)])
def test_where_nothing_rises_there_are_no_levels(losses):
    levels = levels_of(losses)
    assert levels.values == ()
    assert np.isfinite(levels.shares(losses)).all()


def test_heights_rise_by_the_same_from_level_to_level():
    levels = levels_of(np.geomspace(0.3, 60, 100))
    shares = levels.shares(np.array([0.3, *levels.values, 60.0]))
    assert shares == pytest.approx(np.linspace(0, 1, len(shares)))
    assert levels.shares(np.array([np.nan, np.inf, -1.0])).tolist() == [1.0, 1.0, 0.0]


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def test_the_lowest_loss_is_the_deepest_colour_and_the_first_row_is_below(qapp, colours):
    image = depth_image(np.array([[0.0, 0.5], [1.0, 1.0]]), colours)
    surface = theme.colour(colours.surface).lightness()

    def distance(x, y):
        return abs(image.pixelColor(x, y).lightness() - surface)

    assert distance(0, 1) > distance(1, 1) > distance(0, 0)
