"""The output: the decision map and the strip show what the network predicts."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QToolTip

from engine.datasets.drawing import without_rows
from engine.experiment import Experiment
from engine.lessons import load_lesson
from engine.network import forward
from gui import theme
from gui.painting import heat
from gui.painting.colourmap import STRENGTH
from gui.painting.output_curve import OutputCurve
from gui.painting.output_map import OutputMap
from gui.painting.output_picture import colour_range
from gui.painting.output_strip import OutputStrip
from gui.probe import probe_of_row, probe_of_values
from gui.views.output import OutputView
from tests.gui.helpers import click, find, press, trained, wait_until


def predictions(experiment: Experiment, epochs: int, inputs: np.ndarray) -> np.ndarray:
    """The engine's own word."""
    trainer = trained(experiment, epochs)
    return forward(trainer.snapshot().layers, trainer.data.scale(inputs))[-1][:, 0]


def colour_of(p: float) -> np.ndarray:
    """The colour of a prediction from 0 to 1, by hand: from the surface towards orange or blue."""
    colours = theme.current()
    surface, end = (
        np.array(QColor(name).getRgb()[:3]) for name in (colours.surface, (colours.negative, colours.positive)[p > 0.5])
    )
    return surface + (end - surface) * abs(2 * p - 1) * STRENGTH


def assert_map_is_right(view: OutputView, experiment: Experiment, epochs: int) -> None:
    """Pixels have the colour of the engine's prediction, away from markers, names and the steepest places."""
    image = view.grab().toImage()
    left, right, bottom, top = view.picture.bounds
    plot, size = view.picture.plot, np.array([right - left, top - bottom])
    chances = np.random.default_rng(0).uniform(0.02, 0.98, (600, 2))
    around = np.array([[0, 0], [0.01, 0], [-0.01, 0], [0, 0.01], [0, -0.01]])
    inputs = np.array([left, bottom]) + (chances[:, None] + around) * size
    p = predictions(experiment, epochs, inputs.reshape(-1, 2)).reshape(-1, 5)
    places = np.column_stack(
        [plot.left() + chances[:, 0] * plot.width(), plot.bottom() - chances[:, 1] * plot.height()]
    )
    markers = np.vstack([view.picture.places, view.picture.to_plot(view.picture.all_inputs)])
    distance = np.hypot(*np.moveaxis(places[:, None] - markers, 2, 0)).min(axis=1)
    usable = (distance > 90) & (np.ptp(p, axis=1) < 0.06)
    assert usable.sum() > 150
    for (x, y), expected in zip(places[usable].tolist(), p[usable, 0].tolist(), strict=True):
        seen = np.array(image.pixelColor(round(x), round(y)).getRgb()[:3])
        assert np.abs(seen - colour_of(expected)).max() <= 12


@pytest.mark.parametrize(
    ("choices", "picture"),
    [
        ({"data": "double", "output_activation": "linear"}, OutputCurve),
        ({"data": "double", "hidden": (3,)}, OutputCurve),
        ({"data": "virus", "inputs": ("weight loss",)}, OutputCurve),
        ({"data": "virus", "inputs": ("weight loss", "body pain")}, OutputMap),
        ({"data": "virus"}, OutputStrip),
        ({"data": "digits", "inputs": ("pixel 4,4", "pixel 5,5")}, OutputMap),
    ],
)
def test_the_picture_suits_the_inputs(shown, choices, picture):
    assert type(shown(Experiment(**choices), 0).picture) is picture


# The map.


def test_the_bar_of_colours_says_the_names_of_the_classes_in_full(shown):
    table = load_lesson("height-weight").experiment.table
    names = ("a class with a name that is far too long for it", "another with a long name")
    view = shown(load_lesson("height-weight").experiment.changed(own=replace(table, class_names=names)), 0)
    plot = view.picture.plot
    beside = QPointF(plot.right() + 40, plot.top() + 5)
    assert view.picture.reading(beside) == f"1 {names[1]}\n0 {names[0]}"
    assert view.picture.reading(beside + QPointF(0, plot.height() + 20)) == ""


@pytest.mark.parametrize("epochs", [0, 20, 300])
def test_the_map_has_the_colour_of_the_prediction_at_every_point(shown, epochs):
    experiment = load_lesson("height-weight").experiment
    assert_map_is_right(shown(experiment, epochs), experiment, epochs)


def test_the_map_shows_both_answers(shown):
    view = shown(load_lesson("height-weight").experiment, 300)
    table = view._snapshot.data.dataset
    image = view.grab().toImage()
    for (x, y), target in zip(view.picture.places.tolist(), table.targets[:, 0], strict=True):
        ink = theme.current().positive if target >= 0.5 else theme.current().negative
        assert image.pixelColor(round(x), round(y)) == QColor(ink)


def test_markers_stand_where_their_inputs_are(shown):
    view = shown(load_lesson("or-gate").experiment, 0)
    left, right, bottom, top = view.picture.bounds
    assert (left, bottom) == pytest.approx((-0.5, -0.5))
    assert (right, top) == pytest.approx((1.5, 1.5))
    view.grab()
    plot = view.picture.plot
    for row, (x, y) in enumerate(load_lesson("or-gate").experiment.dataset.inputs.tolist()):
        place = QPointF(plot.left() + (x + 0.5) / 2 * plot.width(), plot.bottom() - (y + 0.5) / 2 * plot.height())
        assert view.row_at(place) == row


def test_the_map_makes_room_for_a_typed_point(shown):
    view = shown(load_lesson("height-weight").experiment, 0)
    view.show_probe(probe_of_values("you", (200.0, 30.0)))
    left, right, bottom, top = view.picture.bounds
    assert left < 200 < right
    assert bottom < 30 < top
    view.grab()


def test_the_map_of_a_typed_point_is_right_too(shown):
    experiment = load_lesson("height-weight").experiment
    view = shown(experiment, 20)
    view.grab()
    view.show_probe(probe_of_values("you", (200.0, 30.0)))
    assert_map_is_right(view, experiment, 20)


def test_another_theme_recolours_the_map(window):
    before = window.output.grab().toImage()
    press(window, "Ctrl+Alt+2")
    after = window.output.grab().toImage()
    assert after.pixelColor(2, 2) == QColor(theme.DARK.surface) != before.pixelColor(2, 2)


# The strip.


@pytest.mark.parametrize(("lesson_id", "epochs"), [("virus", 500), ("breast-cancer", 50)])
def test_the_strip_puts_every_row_at_its_prediction_in_the_lane_of_its_class(shown, lesson_id, epochs):
    experiment = load_lesson(lesson_id).experiment
    view = shown(experiment, epochs)
    view.grab()
    plot = view.picture.plot
    table = experiment.dataset
    expected = predictions(experiment, epochs, table.inputs)
    assert view.picture.places[:, 0] == pytest.approx(plot.left() + expected * plot.width())
    upper = view.picture.places[:, 1] < plot.center().y()
    assert (upper == (table.targets[:, 0] == 1)).all()
    assert ((view.picture.places[:, 1] > plot.top()) & (view.picture.places[:, 1] < plot.bottom())).all()


def test_rows_of_the_strip_are_painted_in_the_colour_of_their_class(shown):
    view = shown(load_lesson("virus").experiment, 500)
    image = view.grab().toImage()
    targets = load_lesson("virus").experiment.dataset.targets[:, 0]
    for (x, y), target in zip(view.picture.places.tolist(), targets, strict=True):
        ink = theme.current().positive if target == 1 else theme.current().negative
        assert image.pixelColor(round(x), round(y)) == QColor(ink)


def test_a_table_without_rows_has_an_empty_strip(shown):
    experiment = Experiment("virus")
    view = shown(experiment.changed(own=without_rows(experiment.table)), 0)
    view.grab()
    assert isinstance(view.picture, OutputStrip)
    assert view.picture.places.shape == (0, 2)


def test_rows_that_only_test_are_hollow(shown):
    view = shown(Experiment("virus", train_share=0.5), 100)
    image = view.grab().toImage()
    for row, (x, y) in enumerate(view.picture.places.tolist()):
        hollow = image.pixelColor(round(x), round(y)) == QColor(theme.current().surface)
        assert hollow == (row >= 4)


def test_the_colours_of_the_map_turn_in_the_middle_of_the_two_classes(shown):
    circle = load_lesson("playground").experiment
    for experiment in (circle, circle.changed(output_activation="sigmoid"), Experiment("xor-gate", hidden=(3,))):
        view = shown(experiment, 5)
        low, high = colour_range(view.picture.snapshot)
        assert (low + high) / 2 == experiment.dataset.middle
        assert (low, high) == (min(experiment.dataset.targets), max(experiment.dataset.targets))


def test_classes_of_minus_and_plus_one_are_discs_and_squares_like_any_other(shown):
    circle = load_lesson("playground").experiment
    view = shown(circle.changed(inputs=circle.all_input_names), 300)
    view._choice.change(kind="strip")
    targets = view.picture.table.targets[:, 0]
    assert isinstance(view.picture, OutputStrip)
    upper = view.picture.places[:, 1] < view.picture.plot.center().y()
    assert (upper == (targets == 1)).all()
    right = view.picture.places[:, 0] > view.picture.plot.center().x()
    assert (right == (targets == 1)).mean() > 0.99


DIGITS = Experiment(
    "digits", hidden=(20,), output_activation="softmax", loss="categorical-cross-entropy", batch_size=32
)


def test_of_several_outputs_the_strip_shows_how_sure_the_network_is_of_the_right_one(shown):
    view = shown(DIGITS, 3)
    view.grab()
    picture, table = view.picture, DIGITS.dataset
    trainer = trained(DIGITS, 3)
    p = forward(trainer.snapshot().layers, table.inputs)[-1]
    digit = table.targets.argmax(axis=1)
    plot = picture.plot
    expected = plot.left() + p[np.arange(len(p)), digit] * plot.width()
    assert picture.places[:, 0] == pytest.approx(expected, abs=1e-6)
    lane = np.floor((plot.bottom() - picture.places[:, 1]) / (plot.height() / 10))
    assert (lane == digit).all()
    for number, (of_kind, _, _) in enumerate(picture.kinds()):
        assert (of_kind == (digit == number)).all()


def test_a_third_class_changes_no_marker_of_the_other_two(shown):
    circle = load_lesson("playground").experiment
    iris = DIGITS.changed(data="iris", hidden=(3,))
    two, three = ([looks for _, *looks in shown(one, 0).picture.kinds()] for one in (circle, iris))
    assert two == three[:2]
    assert len({shape for _, shape in three}) == 3


def test_a_row_of_several_outputs_is_told_by_the_class_that_it_is_taken_for(shown):
    view = shown(DIGITS, 3)
    view.grab()
    picture = view.picture
    p = picture.snapshot.predictions[picture.row_at(QPointF(*picture.places[7].tolist()))]
    reading = picture.reading(QPointF(*picture.places[7].tolist()))
    assert reading.endswith(f": the answer is {p.argmax()}, ŷ = {p.max():.4f}")


# The mouse.


@pytest.mark.parametrize("lesson_id", ["height-weight", "virus"])
def test_a_click_on_a_marker_shows_its_row_everywhere(open_window, lesson_id):
    window = open_window(lesson_id)
    window.output.grab()
    table = find(window, QTableView, "data-table")
    for row, (x, y) in enumerate(window.output.picture.places.tolist()):
        place = QPointF(x, y)
        click(window.output, place)
        shown_row = window.controller.probe.place
        assert shown_row == row or np.hypot(*(window.output.picture.places[shown_row] - (x, y))) < 1
        assert table.selectionModel().selectedRows()[0].row() == shown_row
        inputs = window.controller.experiment.dataset.inputs[shown_row]
        view = window.network.views[0]
        for neuron, value in enumerate(inputs):
            assert f"input x = {value!r}".replace("np.float64(", "").replace(")", "").replace("-", "−") in (
                view.describe(view.position_of(0, neuron))
            )


def test_a_click_beside_the_markers_changes_nothing(window):
    before = window.controller.probe
    click(window.output, QPointF(1, 1))
    assert window.controller.probe is before


def test_hovering_a_marker_tells_its_prediction(window):
    window.output.grab()
    QTest.mouseMove(window.output, QPointF(*window.output.picture.places[1].tolist()).toPoint())
    wait_until(QToolTip.isVisible)
    p = predictions(window.controller.experiment, 0, np.array([[25.0, 6.0]]))[0]
    assert QToolTip.text() == f"Bob: ŷ = {p:.4f}"
    QToolTip.hideText()
    wait_until(lambda: not QToolTip.isVisible())


# Nothing is made twice, and nothing old is kept.


def output_of(qtbot, snapshot) -> OutputView:
    view = OutputView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_snapshot(snapshot)
    return view


@pytest.mark.parametrize("lesson_id", ["xor", "height-weight", "weight-search", "breast-cancer"])
def test_a_view_shows_the_last_of_several_moments(qtbot, lesson_id):
    experiment = load_lesson(lesson_id).experiment
    view = output_of(qtbot, trained(experiment, 0).snapshot())
    before = view.grab().toImage()
    view.show_snapshot(trained(experiment, 40).snapshot())
    now = view.grab().toImage()
    assert now == output_of(qtbot, trained(experiment, 40).snapshot()).grab().toImage() != before


@pytest.mark.parametrize("lesson_id", ["xor", "weight-search", "breast-cancer"])
def test_a_view_changes_with_the_theme(qtbot, lesson_id):
    snapshot = trained(load_lesson(lesson_id).experiment, 5).snapshot()
    view = output_of(qtbot, snapshot)
    theme.apply(theme.LIGHT)
    theme.dress(view)
    view.show()
    view.grab()
    theme.apply(theme.DARK)
    dark = view.grab().toImage()
    assert dark == output_of(qtbot, snapshot).grab().toImage()
    theme.apply(theme.of_system())


def test_the_map_is_calculated_for_other_parameters_only(qtbot, monkeypatch):
    calculated = []
    calculate = heat._heat
    monkeypatch.setattr(heat, "_heat", lambda *given: calculated.append(given) or calculate(*given))
    trainer = trained(load_lesson("xor").experiment, 1)
    view = output_of(qtbot, trainer.snapshot())
    assert not calculated
    for _ in range(3):
        view.show_snapshot(trainer.snapshot())
        view.show_probe(probe_of_row(trainer.snapshot(), 1))
        view.grab()
        view.picture.reading(QPointF(200, 100))
    assert len(calculated) == 1
    trainer.train(1)
    view.show_snapshot(trainer.snapshot())
    view.grab()
    assert len(calculated) == 2


def test_of_very_many_rows_some_are_drawn_and_the_picture_says_so(shown, monkeypatch):
    """All of them would take longer than a frame: the chosen one is among those that are drawn."""
    monkeypatch.setattr("gui.painting.output_picture.MOST_MARKERS", 20)
    experiment = load_lesson("breast-cancer-hidden").experiment
    view = shown(experiment, 1)
    view.show_probe(probe_of_row(trained(experiment, 1).snapshot(), 101))
    rows = view.picture.rows
    assert 101 in rows
    assert len(rows) == len(view.picture.places) == 21
    x, y = view.picture.places[7].tolist()
    assert view.row_at(QPointF(x, y)) in rows
    texts = []
    monkeypatch.setattr("gui.painting.output_picture.whole", lambda count: texts.append(count) or str(count))
    view.grab()
    assert texts[:2] == [21, 569]


def test_axes_that_are_kept_for_drawing_are_not_those_of_other_columns(shown):
    view = shown(Experiment("circle", points=20), 0)
    view.set_drawing(True)
    before = view.picture.bounds
    table = view.picture.table
    drawn = replace(table, inputs=100 * table.inputs)
    view.show_snapshot(trained(Experiment("own", own=drawn)).snapshot())
    assert view.picture.bounds == before
    view.show_snapshot(trained(Experiment("own", own=replace(drawn, input_names=("a", "b")))).snapshot())
    assert view.picture.bounds[1] > 100
