"""The curve of the output: a network with one input, its derivative, its errors and its rival."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from engine.experiment import Experiment
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from gui import theme
from gui.painting.curve_legend import CurveLegend
from gui.painting.output_curve import slope_at
from gui.probe import probe_of_row, probe_of_values
from gui.views.output import OutputView
from tests.gui.helpers import trained


def by_hand(lesson_id: str, variant: int = 0, **values: float) -> Snapshot:
    """A variant of a lesson, with its weight or its bias set by hand."""
    trainer = trained(load_lesson(lesson_id).variants[variant].experiment)
    for kind, value in values.items():
        trainer.edit(Quantity(kind, 1, 0, 0), value)
    return trainer.snapshot()


def inked(view: OutputView, x: float, y: float, ink: str) -> bool:
    """Whether a point in the units of input and output is painted in a colour, a pixel more or less."""
    image = view.grab().toImage()
    across, down = np.rint(view.picture.to_plot(np.array([x]), np.array([y]))[0]).astype(int).tolist()
    around = [QColor(image.pixelColor(across + i, down + j)).getRgb() for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return min(np.abs(np.subtract(QColor(ink).getRgb(), seen)).max() for seen in around) <= 60


@pytest.mark.parametrize("weight", [3.0, 4.0, 2.0, -1.5])
def test_the_curve_runs_through_what_the_network_says(shown, weight):
    view = shown(load_lesson("weight-search").experiment, 0)
    view.show_snapshot(by_hand("weight-search", weight=weight))
    for x in (0.5, 1.5, 2.5):
        assert inked(view, x, weight * x, theme.current().text)
        assert not inked(view, x, weight * x + 1, theme.current().text)


def test_targets_are_discs_and_a_line_leads_from_each_to_its_prediction(shown):
    view = shown(load_lesson("weight-search").experiment, 0)
    for x in (1.0, 2.0, 3.0):
        assert inked(view, x, 2 * x, theme.current().positive)
        assert inked(view, x, 2.5 * x, theme.current().muted)
        assert not inked(view, x + 0.1, 2.5 * (x + 0.1), theme.current().muted)


def test_rows_that_test_are_hidden_with_the_lines_of_their_errors(shown):
    view = shown(Experiment("sine", points=20, train_share=0.5), 0)
    view._choice.change(tests=False)
    image = view.grab().toImage()
    table, tested = view.picture.table, view._snapshot.data.test.places
    assert len(view.picture.places) == 10
    assert not image.isNull()
    for row in tested:
        assert view.row_at(QPointF(*view.picture.to_plot(table.inputs[[row], 0], table.targets[row])[0])) != row


def test_rows_without_targets_stand_on_the_curve(shown):
    view = shown(load_lesson("sigmoid").experiment, 0)
    x = np.arange(-6.0, 7.0)
    assert view.picture.places == pytest.approx(view.picture.to_plot(x, 1 / (1 + np.exp(-x))))


def test_the_derivative_lies_below_the_curve_of_a_single_neuron(shown):
    view = shown(load_lesson("sigmoid").experiment, 0)
    view.show_snapshot(by_hand("sigmoid", weight=2.0, bias=3.0))
    assert inked(view, -1.5, 0.25, theme.current().accent)
    assert inked(view, 0.5, slope_at(view._snapshot, np.array([[0.5]]))[0], theme.current().accent)
    assert not inked(view, 0.0, 0.25, theme.current().accent)


@pytest.mark.parametrize(
    "choices", [{"output_activation": "linear"}, {"output_activation": "sigmoid-slip"}, {"hidden": (2,)}]
)
def test_there_is_no_derivative_where_it_says_nothing_or_what_is_wrong(choices):
    snapshot = trained(Experiment("double", **choices)).snapshot()
    assert slope_at(snapshot, snapshot.data.dataset.inputs) is None


def test_the_curve_of_the_rival_stays_in_the_background(shown):
    view = shown(load_lesson("sigmoid").experiment, 0)
    alone = view.grab().toImage()
    view.show_snapshot(by_hand("sigmoid"), by_hand("sigmoid", variant=1))
    assert any(inked(view, x, 1.0, theme.current().muted) for x in (0.5, 0.6, 0.7))
    view.show_snapshot(by_hand("sigmoid"))
    assert view.grab().toImage() == alone


def test_the_legend_names_what_there_is_to_see():
    table = load_lesson("weight-search").experiment.dataset
    legend = CurveLegend(table, 500.0, slope=True, rival=True, errors=True)
    assert [entry.text for entry, _, _ in legend._placed] == ["ŷ", "f′(z)", "the other", "target", "error"]
    assert {row for _, _, row in legend._placed} == {0}
    narrow = CurveLegend(table, 200.0, slope=True, rival=True, errors=True)
    assert narrow.height > legend.height


def test_the_axes_of_the_curve_stay_while_the_weight_is_found(shown):
    experiment = load_lesson("weight-search").experiment
    seen = {shown(experiment, epochs).picture.bounds for epochs in (0, 1, 5, 40)}
    assert seen == {(-0.5, 3.5, 0.0, 10.0)}


def test_the_curve_makes_room_for_a_typed_point(shown):
    view = shown(load_lesson("weight-search").experiment, 0)
    view.show_probe(probe_of_values("x = 10", (10.0,)))
    left, right, _, top = view.picture.bounds
    assert left < 0 < 10 < right
    assert top >= 30
    assert inked(view, 10.0, 30.0, theme.current().text)


def test_the_chosen_row_has_a_ring(shown):
    view = shown(load_lesson("weight-search").experiment, 0)
    before = view.grab().toImage()
    view.show_probe(probe_of_row(view._snapshot, 2))
    x, y = view.picture.places[2].tolist()
    assert before.pixelColor(round(x), round(y) + 9) != view.grab().toImage().pixelColor(round(x), round(y) + 9)


def test_hovering_the_curve_tells_what_it_is_worth_there(shown):
    view = shown(load_lesson("sigmoid").experiment, 0)
    at = view.picture.to_plot(np.array([2.5]), np.array([0.4]))[0]
    p = 1 / (1 + np.exp(-2.5))
    assert view.picture.reading(QPointF(*at)) == f"x = 2.5: ŷ = {p:.4f}, f′(z) = {p * (1 - p):.4f}"
    assert view.picture.reading(QPointF(1, 1)) == ""


def test_hovering_a_target_tells_its_error(shown):
    view = shown(load_lesson("weight-search").experiment, 0)
    reading = view.picture.reading(QPointF(*view.picture.places[3]))
    assert reading == "x = 3: ŷ = 9.0000, y = 6, error +3.0000"


@pytest.mark.parametrize("weight", [1e308, -1.7e308, 1e-320, 0.0])
@pytest.mark.parametrize("lesson_id", ["weight-search", "sigmoid"])
def test_a_weight_of_any_size_can_be_drawn(shown, lesson_id, weight):
    view = shown(load_lesson(lesson_id).experiment, 0)
    view.show_snapshot(by_hand(lesson_id, weight=weight))
    view.grab()
    assert np.isfinite(view.picture.bounds).all()
