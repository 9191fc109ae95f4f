"""Try it: a weight is set with the mouse, by keys or by typing, and the loss along it is the engine's."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from engine.experiment import Experiment
from engine.experiment_fields import GivenLayer
from engine.lessons import load_lesson
from engine.loss_along import loss_along
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.trainer import Trainer
from gui import theme
from gui.figures import editable, number
from gui.selection import Selection
from gui.views.try_it import TryView
from tests.gui.helpers import find, text, trained, type_into

HEIGHT_WEIGHT = load_lesson("height-weight").experiment
FIRST = Quantity("weight", 1)


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def view(qtbot, selection):
    view = TryView(selection)
    qtbot.addWidget(view)
    view.resize(480, 300)
    view.show()
    return view


@pytest.fixture
def edits(view):
    return QSignalSpy(view.edited)


def told(edits: QSignalSpy) -> list[list[object]]:
    return [edits.at(number) for number in range(edits.count())]


def show(view: TryView, experiment: Experiment = HEIGHT_WEIGHT, epochs: int = 3) -> Snapshot:
    snapshot = trained(experiment, epochs).snapshot()
    view.show_snapshot(snapshot)
    return snapshot


def edited(snapshot: Snapshot, parameter: Quantity, value: float) -> Snapshot:
    """The answer of a trainer that stands where the snapshot stands."""
    trainer = trained(snapshot.experiment, snapshot.epoch)
    trainer.edit(parameter, value)
    return trainer.snapshot()


def place_of(view: TryView, value: float) -> QPoint:
    frame = view.plot.frame()
    return QPointF(frame.at(value, 0.0).x(), frame.box.center().y()).toPoint()


# Numbers.


@pytest.mark.parametrize("parameter", [FIRST, Quantity("weight", 2, 0, 1), Quantity("bias", 1, 1)])
def test_what_is_shown_is_what_the_engine_says(view, selection, parameter):
    selection.choose(parameter)
    snapshot = show(view)
    along = loss_along(snapshot, parameter)
    assert view.shown_numbers() == {
        "value": editable(along.value),
        "loss": number(along.loss),
        "slope": number(along.slope),
        "next": number(along.next_value),
    }
    caption = text(view, "try-caption")
    assert number(along.loss) in caption
    assert number(along.next_value) in caption


def test_the_curve_is_the_engines(view):
    snapshot = show(view)
    curve = view.plot.curve
    np.testing.assert_array_equal(curve.losses, loss_along(snapshot, FIRST).at(curve.values))
    assert (curve.values[0], curve.values[-1]) == curve.x
    assert curve.along.value in curve.values


def test_the_title_says_which_weight_it_is(view, selection):
    show(view)
    assert text(view, "try-title") == "w⁽¹⁾₁₁, weight − 135 lb → h₁"
    selection.choose(Quantity("bias gradient", 1, 1))
    assert text(view, "try-title") == "b⁽¹⁾₂, bias of h₂"


def test_a_smaller_batch_is_warned_of_and_a_whole_one_is_not(view):
    show(view)
    assert "a smaller batch may not" in text(view, "try-caption")
    show(view, HEIGHT_WEIGHT.changed(batch_size="all"))
    assert "batch" not in text(view, "try-caption")


def test_without_targets_there_is_no_curve_but_a_weight_to_set(view, edits):
    show(view, load_lesson("feedforward").experiment, 0)
    assert view.plot.curve is None
    assert "no targets" in view.plot._instead
    view.grab()
    type_into(view.field, "0.5")
    assert told(edits) == [[FIRST, 0.5, False]]


# Typing.


@pytest.mark.parametrize(("typed", "value"), [("0.25", 0.25), ("-1,5", -1.5), ("2e-3", 0.002), ("7", 7.0)])
def test_a_typed_number_is_told(view, edits, typed, value):
    show(view)
    type_into(find(view, QLineEdit, "try-value"), typed)
    assert told(edits) == [[FIRST, value, False]]


@pytest.mark.parametrize("typed", ["abc", "", "1_000", "nan", "1e999", "-1e101"])
def test_what_is_no_number_is_refused_and_changes_nothing(view, edits, typed):
    snapshot = show(view)
    type_into(view.field, typed)
    assert edits.count() == 0
    assert view.field.text() == editable(float(snapshot.layers[0].W[0, 0]))
    refusal = find(view, QLabel, "try-refusal")
    assert refusal.isVisible()
    assert f"“{typed}”" in refusal.text()
    type_into(view.field, "1")
    assert not refusal.isVisible()


def test_leaving_the_field_as_it_is_changes_nothing(view, edits):
    show(view)
    view.field.setFocus()
    QTest.keyClick(view.field, Qt.Key.Key_Return)
    view.slider.setFocus()
    assert edits.count() == 0


def test_what_is_being_typed_is_left_alone(view):
    show(view)
    view.activateWindow()
    view.field.setFocus()
    view.field.selectAll()
    QTest.keyClicks(view.field, "12")
    show(view, epochs=4)
    assert view.field.text() == "12"
    QTest.keyClick(view.field, Qt.Key.Key_Return)


# The slider.


def test_the_slider_is_moved_by_keys(view, edits):
    snapshot = show(view)
    before = float(snapshot.layers[0].W[0, 0])
    QTest.keyClick(view.slider, Qt.Key.Key_Right)
    QTest.keyClick(view.slider, Qt.Key.Key_Right)
    (first, second) = told(edits)
    assert first[0] == FIRST
    assert before < first[1] < second[1] < before + 0.05
    assert (first[2], second[2]) == (False, False)


def test_one_drag_of_the_slider_is_one_edit_that_goes_on(view, edits):
    show(view)
    slider = view.slider
    handle = QPoint(round(slider.width() * slider.value() / slider.maximum()), slider.height() // 2)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=handle)
    for x in (20, 40, 60):
        QTest.mouseMove(slider, handle + QPoint(x, 0))
    assert slider.isSliderDown()
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=handle + QPoint(60, 0))
    assert [edit[2] for edit in told(edits)] == [False, True, True]
    assert view.field.text() == editable(told(edits)[-1][1])


def test_showing_a_snapshot_tells_nobody(view, edits):
    show(view)
    show(view, epochs=9)
    assert edits.count() == 0


# The plot.


def test_one_drag_in_the_plot_is_one_edit_that_goes_on(view, edits):
    show(view)
    plot = view.plot
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=place_of(view, 0.5))
    QTest.mouseMove(plot, place_of(view, 0.8))
    QTest.mouseMove(plot, place_of(view, -0.3))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=place_of(view, -0.3))
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=place_of(view, 1.0))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=place_of(view, 1.0))
    assert [edit[2] for edit in told(edits)] == [False, True, True, False]
    assert [edit[1] for edit in told(edits)] == pytest.approx([0.5, 0.8, -0.3, 1.0], abs=0.02)


def test_while_dragging_the_axes_stand_still_and_the_field_follows_the_mouse(view):
    snapshot = show(view)
    limits = view.plot.curve.x, view.plot.curve.y
    QTest.mousePress(view.plot, Qt.MouseButton.LeftButton, pos=place_of(view, 1.9))
    view.show_snapshot(edited(snapshot, FIRST, 1.0))
    assert (view.plot.curve.x, view.plot.curve.y) == limits
    assert view.plot.curve.along.value == 1.0
    assert float(view.field.text()) == pytest.approx(1.9, abs=0.02)
    view.show_snapshot(edited(snapshot, FIRST, 1.9))
    assert (view.plot.curve.x, view.plot.curve.y) == limits
    QTest.mouseRelease(view.plot, Qt.MouseButton.LeftButton, pos=place_of(view, 1.9))
    assert view.plot.curve.x == (0.0, 4.0)


def test_axes_stay_while_the_value_is_in_the_middle(view):
    snapshot = show(view)
    before = view.plot.curve.x
    view.show_snapshot(edited(snapshot, FIRST, 1.1))
    assert view.plot.curve.x == before
    view.show_snapshot(edited(snapshot, FIRST, 1.9))
    assert view.plot.curve.x != before


def test_beyond_the_plot_is_its_end(view, edits):
    show(view)
    low, high = view.plot.curve.x
    QTest.mousePress(view.plot, Qt.MouseButton.LeftButton, pos=place_of(view, 0.0))
    QTest.mouseMove(view.plot, QPoint(-500, 10))
    QTest.mouseMove(view.plot, QPoint(5000, 10))
    QTest.mouseRelease(view.plot, Qt.MouseButton.LeftButton)
    assert [edit[1] for edit in told(edits)][1:] == [low, high]


def test_another_weight_has_axes_of_its_own(view, selection):
    snapshot = show(view)
    view.show_snapshot(edited(snapshot, FIRST, 40.0))
    assert view.plot.curve.x == (20.0, 60.0)
    selection.choose(Quantity("weight", 2))
    assert view.plot.curve.x != (20.0, 60.0)


def test_a_valley_that_is_steep_is_looked_at_closely(view):
    show(view, load_lesson("mse").experiment, 0)
    low, high = view.plot.curve.x
    assert high - low < 1.0
    assert view.plot.curve.losses.max() < 20


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def test_the_tangent_has_the_curves_slope_on_the_screen(view, colours):
    theme.apply(colours)
    view.resize(700, 400)
    snapshot = show(view)
    image = view.plot.grab().toImage()
    theme.apply(theme.of_system())
    frame, along = view.plot.frame(), loss_along(snapshot, FIRST)
    ink = theme.colour(colours.gradient)
    for move in (-0.15, 0.15):
        place = frame.at(along.value + move, along.loss + along.slope * move)
        around = [image.pixelColor(round(place.x()), round(place.y()) + off) for off in (-1, 0, 1)]
        assert min(np.abs(np.subtract(colour.getRgb(), ink.getRgb())).sum() for colour in around) < 60


def test_a_loss_beyond_all_bounds_breaks_nothing(view):
    layer = GivenLayer(((1e200, 1.0),), (0.0,))
    wild = Experiment("height-weight", output_activation="linear", start="given", given=(layer,))
    view.show_snapshot(Trainer(wild).snapshot())
    view.grab()
    assert not math.isfinite(view.plot.curve.along.loss)


# Effort.


def test_a_large_network_has_few_points(view):
    show(view, Experiment("breast-cancer", hidden=(512, 256), activation=("tanh",), scaling="table-maximum"), 0)
    assert len(view.plot.curve.values) <= 18


def test_a_hidden_pane_computes_nothing(view, monkeypatch):
    view.hide()
    monkeypatch.setattr("gui.views.try_it.loss_along", lambda *_: pytest.fail("computed"))
    show(view)
    monkeypatch.undo()
    view.show()
    assert view.plot.curve is not None


@pytest.mark.parametrize("size", [(300, 170), (360, 200), (900, 400)])
def test_the_plot_has_room_in_every_pane(view, size):
    view.resize(*size)
    show(view)
    view.grab()
    assert view.plot.frame().box.height() > 20
    assert view.plot.geometry().bottom() < view.height()


def test_before_a_moment_is_shown_the_slider_sets_nothing(view, edits):
    view.slider.setValue(7)
    assert not told(edits)
