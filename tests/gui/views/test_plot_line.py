"""A line shows what can be seen of a curve, and is given to pyqtgraph only where the picture changes."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from engine.history import Curves, History
from gui.views.plot_line import PlotLine, Sight

SIGHT = Sight((0.0, 10_000.0), (0.0, 1.0), 400.0, 200.0, False)


def curves_of(losses) -> Curves:
    history = History()
    history.extend(np.arange(float(len(losses))), np.column_stack([losses] * 4))
    return history.curves()


@pytest.fixture
def line(qapp):
    return PlotLine("train_loss", 1.0)


@pytest.fixture
def calls(line, monkeypatch):
    """The points that pyqtgraph was given, each time."""
    seen = []
    given = line.setData
    monkeypatch.setattr(line, "setData", lambda x, y: seen.append((x, y)) or given(x, y))
    return seen


def calm() -> Curves:
    return curves_of(np.linspace(1, 0, 10_001))


def spiky() -> Curves:
    return curves_of(np.random.default_rng(0).random(10_001))


def test_of_many_points_no_more_are_drawn_than_can_be_told_apart(line, calls):
    line.show_curve(spiky(), SIGHT)
    ((x, y),) = calls
    assert 400 <= len(x) <= 900
    assert (x[0], x[-1]) == (0, 10_000)
    assert y.min() < 0.001
    assert y.max() > 0.999


def test_what_is_unchanged_is_not_drawn_again(line, calls):
    curves = calm()
    for _ in range(3):
        line.show_curve(curves, SIGHT)
    assert len(calls) == 1
    line.show_curve(None, SIGHT)
    line.show_curve(None, SIGHT)
    assert len(calls) == 2


@pytest.mark.parametrize(
    "change", [{"epochs": (0.0, 50.0)}, {"width": 800.0}, {"values": (0.0, 2.0)}, {"log": True, "values": (-3.0, 0.0)}]
)
def test_another_sight_is_drawn_anew(line, calls, change):
    curves = calm()
    line.show_curve(curves, SIGHT)
    line.show_curve(curves, SIGHT._replace(**change))
    assert len(calls) == 2


def test_a_part_of_a_curve_is_drawn_with_all_of_its_points(line, calls):
    curves = spiky()
    line.show_curve(curves, SIGHT._replace(epochs=(100.0, 200.0)))
    np.testing.assert_array_equal(calls[0][1], curves.train_loss[100:201])


def test_a_curve_is_restless_when_it_goes_up_and_down_all_the_time(line):
    for curves, restless in ((calm(), False), (spiky(), True), (curves_of([0.0, 1.0] * 3), False), (None, False)):
        line.show_curve(curves, SIGHT)
        assert line.restless is restless


def test_a_thin_line_has_dashes_as_long_as_a_wide_one(line):
    line.set_look(QColor("black"), Qt.PenStyle.DashLine, 2.0)
    wide = np.array(line.opts["pen"].dashPattern()) * line.opts["pen"].widthF()
    line.set_thin(True)
    assert line.opts["pen"].widthF() == 1
    assert line.opts["pen"].dashPattern() == wide.tolist()
    line.set_look(QColor("white"), Qt.PenStyle.DashLine, 2.0)
    assert line.opts["pen"].widthF() == 1
    line.set_thin(False)
    assert line.opts["pen"].style() is Qt.PenStyle.DashLine


def test_a_loss_of_nothing_has_a_place_on_a_logarithmic_axis(line, calls):
    line.show_curve(curves_of([1.0, 0.0, 0.5]), SIGHT._replace(log=True, values=(-12.0, 0.0)))
    assert calls[0][1].tolist() == [1.0, 1e-12, 0.5]
