"""Edges: width by |weight| on one scale, solid above zero, dashed below."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui import theme
from gui.painting.edge_shapes import edge_path
from gui.painting.edges import THINNEST, draw_edges, nice_scale, pen, widths
from gui.painting.network_layout import lay_out

THEMES = [theme.LIGHT, theme.DARK]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_width_is_proportional_to_the_weights_size(weights):
    weights = np.array(weights)
    scale = nice_scale(weights)
    wide = widths(weights, scale, 14.0)
    expected = 14.0 * np.abs(weights) / scale
    assert wide == pytest.approx(np.maximum(expected, THINNEST))
    assert wide.max() <= 14.0 * (1 + 1e-9)


def test_the_sign_does_not_change_the_width():
    assert widths(np.array([-0.7]), 1.0, 10.0) == widths(np.array([0.7]), 1.0, 10.0)


@pytest.mark.parametrize(("weights", "scale"), [([0.0], 1), ([0.2, -0.3], 1), ([-1.1], 1.5), ([30, -71], 100)])
def test_the_scale_is_a_round_number_at_or_above_the_largest(weights, scale):
    assert nice_scale(np.array(weights)) == pytest.approx(scale)


@pytest.mark.parametrize("colours", THEMES, ids=lambda colours: colours.name)
@pytest.mark.parametrize("width", [THINNEST, 1.0, 5.0, 14.0])
def test_positive_edges_are_solid_and_negative_ones_dashed(colours, width):
    positive, negative = pen(colours, width, negative=False), pen(colours, width, negative=True)
    assert (positive.style(), negative.style()) == (Qt.PenStyle.SolidLine, Qt.PenStyle.CustomDashLine)
    assert (positive.color(), negative.color()) == (QColor(colours.positive), QColor(colours.negative))
    assert positive.widthF() == negative.widthF() == pytest.approx(width)
    dash, gap = (length * width for length in negative.dashPattern())
    assert dash >= 5 - 1e-9
    assert gap >= 3.5 - 1e-9


def test_a_curve_leaves_and_arrives_level():
    path = edge_path(0, 0, 100, 50)
    assert path.pointAtPercent(0).toTuple() == (0, 0)
    assert path.pointAtPercent(1).toTuple() == (100, 50)
    assert path.angleAtPercent(0) == pytest.approx(0, abs=0.1)
    assert path.angleAtPercent(1) % 360 == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("sizes", [(1, 1), (5, 4), (20, 19)], ids=["one", "curves", "lines"])
@pytest.mark.parametrize("share", [-1.0, -0.4, 0.0, 0.4, 1.0])
def test_every_edge_that_is_given_is_drawn(qapp, sizes, share):
    layout = lay_out(sizes, 400, 1600, 60, 60)
    weights = np.full(layout.edge_count, share)
    image = QImage(400, 1600, QImage.Format.Format_RGB32)
    for edge in (0, layout.edge_count // 2, layout.edge_count - 1):
        image.fill(QColor(theme.LIGHT.surface))
        with QPainter(image) as painter:
            draw_edges(painter, layout, weights, np.array([edge]), 1.0, theme.LIGHT)
        on_edge = [image.pixelColor(*map(round, layout.point_on(edge, t))) for t in np.linspace(0.1, 0.9, 60).tolist()]
        inked = sum(ink != QColor(theme.LIGHT.surface) for ink in on_edge) / len(on_edge)
        # Dashes have gaps, and the thinnest line does not always touch the middle of a pixel.
        assert inked > (0.95 if share > 0 else 0.4)
