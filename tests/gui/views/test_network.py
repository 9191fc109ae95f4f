"""The network: what it shows is what the engine says, and every number can be asked for."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QToolTip

from engine.experiment import Experiment
from engine.experiment_fields import GivenLayer
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.network import forward
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui import theme
from gui.painting.edge_shapes import edge_path
from gui.painting.legend import legend_entries
from gui.probe import probe_of_row
from gui.views import network
from gui.views.network import NetworkView
from tests.gui.helpers import click, find, press, trained, wait_until

ONE_INPUT = ("weight − 135 lb",)


@pytest.fixture
def shown(qtbot, qapp):
    """Shows an experiment's start in a view of its own."""

    def show(experiment: Experiment, width: int = 600, height: int = 400, scale: float | None = None) -> NetworkView:
        view = NetworkView()
        qtbot.addWidget(view)
        view.resize(width, height)
        snapshot = Trainer(experiment).snapshot()
        view.show_snapshot(snapshot, scale)
        view.show_probe(probe_of_row(snapshot, 0))
        return view

    return show


def one_edge(weight: float) -> Experiment:
    """A network of one input, one neuron and the weight between them."""
    layer = GivenLayer(((weight,),), (0.0,))
    return Experiment("height-weight", inputs=ONE_INPUT, start="given", given=(layer,))


def number(text: str, label: str) -> float:
    """The number that a description gives after a label."""
    line = next(line for line in text.splitlines() if line.startswith(label))
    return float(line.removeprefix(label).replace("−", "-"))


# Exact values.


def test_every_neuron_tells_its_exact_activation_and_bias(window):
    press(window, "Ctrl+7", "Right")
    view = window.network.views[0]
    trainer = trained(load_lesson("height-weight").experiment, 10)
    layers = trainer.snapshot().layers
    activations = forward(layers, trainer.data.dataset.inputs[:1])
    for layer, values in enumerate(activations):
        for neuron, value in enumerate(values[0]):
            described = view.describe(view.position_of(layer, neuron))
            assert number(described, "a = " if layer else "input x = ") == value
            if layer:
                assert number(described, "bias b = ") == layers[layer - 1].b[neuron]


def test_every_edge_tells_its_exact_weight_along_its_line(window):
    press(window, "Ctrl+7", "Right")
    view = window.network.views[0]
    layers = trained(load_lesson("height-weight").experiment, 10).snapshot().layers
    weights = np.concatenate([layer.W.ravel() for layer in layers]).tolist()
    for weight, ends in zip(weights, view.layout_now().edges.tolist(), strict=True):
        line = edge_path(*ends)
        told = [view.describe(line.pointAtPercent(share)) for share in np.linspace(0.05, 0.95, 19)]
        right = [text for text in told if text.endswith(f"= {weight!r}".replace("-", "−"))]
        # Where two edges cross, either may be meant.
        assert len(right) > 10


def test_hovering_shows_what_is_under_the_mouse(window):
    view = window.network.views[0]
    QTest.mouseMove(view, view.position_of(1, 0).toPoint())
    wait_until(QToolTip.isVisible)
    assert QToolTip.text() == view.describe(view.position_of(1, 0))
    QTest.mouseMove(view, QPoint(2, 2))
    wait_until(lambda: not QToolTip.isVisible())


def test_where_there_is_nothing_nothing_is_told(window):
    assert window.network.views[0].describe(QPointF(2, 2)) == ""


def test_a_network_without_biases_tells_of_none(open_window):
    window = open_window("breast-cancer")
    view = window.network.views[0]
    assert "bias" not in view.describe(view.position_of(1, 0))


# The chosen row.


def test_a_row_chosen_in_the_table_is_shown_in_the_network(window):
    table = find(window, QTableView, "data-table")
    view = window.network.views[0]
    trainer = Trainer(window.controller.experiment)
    for row in (2, 0, 3, 1):
        click(table.viewport(), table.visualRect(table.model().index(row, 0)).center())
        activations = forward(trainer.snapshot().layers, trainer.data.dataset.inputs[row : row + 1])
        assert number(view.describe(view.position_of(0, 1)), "input x = ") == activations[0][0, 1]
        assert number(view.describe(view.position_of(2, 0)), "a = ") == activations[2][0, 0]


def test_the_network_gets_scaled_inputs_where_the_experiment_scales(open_window):
    window = open_window("breast-cancer")
    view = window.network.views[0]
    trainer = Trainer(window.controller.experiment)
    assert (
        number(view.describe(view.position_of(0, 3)), "input x = ")
        == trainer.data.scale(trainer.data.dataset.inputs[:1])[0, 3]
    )


def test_the_chosen_row_stays_shown_while_it_learns(window):
    table = find(window, QTableView, "data-table")
    click(table.viewport(), table.visualRect(table.model().index(3, 0)).center())
    window.network.views[0].setFocus()
    press(window, "Right")
    view = window.network.views[0]
    trainer = trained(window.controller.experiment, 1)
    expected = forward(trainer.snapshot().layers, trainer.data.dataset.inputs[3:4])[2][0, 0]
    assert number(view.describe(view.position_of(2, 0)), "a = ") == expected


# What is painted.


def coloured(view: NetworkView, x: int) -> int:
    """How many pixels of a column differ from the surface, in the middle of the view."""
    image = view.grab().toImage()
    surface = QColor(theme.current().surface)
    middle = range(view.height() // 2 - 60, view.height() // 2 + 40)
    return sum(image.pixelColor(x, y) != surface for y in middle)


@pytest.mark.parametrize(("weight", "share"), [(2.0, 1.0), (1.0, 0.5), (0.5, 0.25)])
def test_the_width_of_an_edge_is_proportional_to_its_weight(shown, weight, share):
    view = shown(one_edge(weight), scale=2.0)
    widest = view.layout_now().widest
    assert coloured(view, view.width() // 2) == pytest.approx(widest * share, abs=2.1)


@pytest.mark.parametrize(("weight", "ink"), [(1.0, "positive"), (-1.0, "negative")])
def test_a_positive_edge_is_solid_and_a_negative_one_dashed_in_its_colour(shown, weight, ink):
    view = shown(one_edge(weight))
    start, end = view.position_of(0, 0), view.position_of(1, 0)
    y = round((start.y() + end.y()) / 2)
    image = view.grab().toImage()
    span = range(round(start.x() + 60), round(end.x() - 60))
    colours = [image.pixelColor(x, y) for x in span]
    assert QColor(getattr(theme.current(), ink)) in colours
    gaps = colours.count(QColor(theme.current().surface)) / len(colours)
    assert gaps == 0 if weight > 0 else 0.2 < gaps < 0.5


@pytest.mark.parametrize(("weight", "shown_scale"), [(0.3, "1"), (1.2, "1.5"), (4.9, "5"), (123.0, "150")])
def test_the_legend_gives_the_scale(shown, weight, shown_scale):
    view = shown(one_edge(weight))
    texts = [entry.text for entry in legend_entries(view.scale, 10, True, theme.current())]
    assert "+" + shown_scale in texts
    assert "−" + shown_scale in texts
    assert view.scale >= weight


def test_the_legend_speaks_of_biases_only_where_there_are_some():
    texts = [entry.text for entry in legend_entries(1.0, 10, False, theme.current())]
    assert not [text for text in texts if text.startswith("b")]


def test_a_network_of_many_edges_is_painted(shown):
    view = shown(Experiment("breast-cancer", hidden=(64, 32), bias=False), 700, 600)
    assert not view.layout_now().curved
    image = view.grab().toImage()
    assert len({image.pixel(x, 300) for x in range(0, 700, 3)}) > 3


# Zoom and pan.


def test_fit_restores_what_zoom_and_pan_have_moved(window):
    view = window.network.views[0]
    before = [view.position_of(layer, 0).toTuple() for layer in range(3)]
    press(window, "Ctrl++", "Ctrl++")
    assert view.position_of(2, 0).x() - view.position_of(0, 0).x() > 1.5 * (before[2][0] - before[0][0])
    press(window, "0")
    assert [view.position_of(layer, 0).toTuple() for layer in range(3)] == before
    press(window, "Ctrl+-", "F")
    assert [view.position_of(layer, 0).toTuple() for layer in range(3)] == before


def test_dragging_moves_the_network_with_the_mouse(window):
    view = window.network.views[0]
    before = view.position_of(1, 1)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    QTest.mouseMove(view, QPoint(50, 30))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(50, 30))
    assert (view.position_of(1, 1) - before).toTuple() == (40, 20)
    press(window, "0")
    assert view.position_of(1, 1) == before


def test_zooming_keeps_what_is_under_the_mouse_where_it_is(window):
    view = window.network.views[0]
    place = view.position_of(1, 0)
    view.zoom_by(3.0, place)
    assert view.position_of(1, 0).toTuple() == pytest.approx(place.toTuple())
    assert view.thing_at(place) == Quantity("activation", 1, 0)


def test_another_shape_is_fitted_again(window):
    press(window, "Ctrl++")
    view = window.network.views[0]
    window.controller.edit("hidden", (3,))
    press(window)
    layout = view.layout_now()
    assert view.position_of(0, 0).toTuple() == pytest.approx(tuple(layout.layers[0][0]))


def test_things_are_found_where_they_are_painted_after_zooming(window):
    view = window.network.views[0]
    view.zoom_by(2.0)
    for layer, count in enumerate((2, 2, 1)):
        for neuron in range(count):
            assert view.thing_at(view.position_of(layer, neuron)) == Quantity("activation", layer, neuron)


def test_an_edge_is_found_by_its_weight(shown):
    view = shown(one_edge(0.7))
    middle = (view.position_of(0, 0) + view.position_of(1, 0)) / 2
    assert view.thing_at(middle) == Quantity("weight", 1, 0, 0)
    assert view.describe(middle).endswith("W[1, 1] = 0.7")


# Nothing is computed twice.


def test_what_stays_the_same_is_found_out_once(qtbot, monkeypatch):
    answered = []
    original = network.state_of
    monkeypatch.setattr(network, "state_of", lambda *given: answered.append(given) or original(*given))
    trainer = trained(Experiment("breast-cancer", hidden=(4,)), 1)
    view, snapshot = NetworkView(), trainer.snapshot()
    qtbot.addWidget(view)
    probe = probe_of_row(snapshot, 0)
    view.show_snapshot(snapshot)
    view.show_probe(probe)
    view.show_walk(None, StepSize.BATCH)
    # A pane that is not seen works nothing out.
    assert not answered
    for _ in range(3):
        view.grab()
        view.show_snapshot(snapshot)
        view.show_probe(probe)
        view.show_walk(None, StepSize.BATCH)
        view.describe(view.position_of(1, 0))
    assert len(answered) == 1
    view.show_probe(probe_of_row(snapshot, 1))
    view.grab()
    assert len(answered) == 2
