"""The network under the mouse: an edge or a bias is dragged to another value, a click chooses or asks."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QToolTip

from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.figures import exact, number
from gui.painting.biases import bias_box
from gui.painting.edge_choice import MOST_EDGES
from gui.selection import Selection
from gui.views.network import NetworkView
from gui.views.weight_drag import PIXELS, SLACK, WeightDrag
from tests.gui.helpers import trained
from tests.gui.painting.pictures import probe_of
from tests.gui.walks import LESSON, every_step, standing

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
WEIGHT = Quantity("weight", 1, 1, 0)


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def view(qtbot, selection):
    view = NetworkView("", selection)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    yield view
    QToolTip.hideText()


@pytest.fixture
def drags(view):
    return QSignalSpy(view.dragged)


@pytest.fixture
def asked(view):
    return QSignalSpy(view.asked)


def show(view: NetworkView, trainer: Trainer, size: StepSize = StepSize.TERM, labels: bool = False) -> Trainer:
    view.show_snapshot(trainer.snapshot())
    view.show_probe(probe_of(trainer))
    view.show_walk(trainer.walk, size)
    view.show_labels(labels)
    view.grab()
    return trainer


def told(spy: QSignalSpy) -> list[list[object]]:
    return [spy.at(place) for place in range(spy.count())]


def bias_at(view: NetworkView, layer: int, neuron: int) -> QPointF:
    """The middle of a bias's square."""
    return bias_box(view.layout_now(), (layer, neuron), view.position_of(layer, neuron)).center()


def drag(view: NetworkView, begin: QPointF, *ways: int, sideways: int = 0) -> None:
    """Press at a point, move by so many pixels upwards one after the other, let go."""
    QTest.mousePress(view, LEFT, NONE, begin.toPoint())
    for way in ways:
        at = begin.toPoint() + QPoint(sideways, -way)
        QTest.mouseMove(view, at)
    QTest.mouseRelease(view, LEFT, NONE, at)


# Dragging.


def test_an_edge_dragged_up_grows_and_dragged_down_shrinks(view, drags):
    trainer = show(view, Trainer(LESSON))
    value = float(trainer.snapshot().layers[0].W[1, 0])
    drag(view, view.position_on(WEIGHT, 0.2), 30, 75, -15)
    grown = [round(value + way * view.scale / PIXELS, 3) for way in (30, 75, -15)]
    assert told(drags) == [[WEIGHT, grown[0], False], [WEIGHT, grown[1], True], [WEIGHT, grown[2], True]]
    assert grown[1] > value > grown[2]


def test_a_bias_is_dragged_by_its_square(view, drags):
    trainer = show(view, Trainer(LESSON))
    drag(view, bias_at(view, 1, 1), 30)
    expected = round(float(trainer.snapshot().layers[0].b[1]) + 30 * view.scale / PIXELS, 3)
    assert told(drags) == [[Quantity("bias", 1, 1), expected, False]]


def test_every_drag_begins_an_edit_of_its_own(view, drags):
    show(view, Trainer(LESSON))
    for _ in range(2):
        drag(view, view.position_on(WEIGHT, 0.2), 20, 40)
    assert [goes_on for _, _, goes_on in told(drags)] == [False, True, False, True]


def test_the_value_is_told_while_one_drags(view):
    show(view, Trainer(LESSON))
    begin = view.position_on(WEIGHT, 0.2).toPoint()
    QTest.mousePress(view, LEFT, NONE, begin)
    QTest.mouseMove(view, begin - QPoint(0, 45))
    expected = round(float(Trainer(LESSON).snapshot().layers[0].W[1, 0]) + 45 * view.scale / PIXELS, 3)
    assert QToolTip.text() == exact(expected)
    QTest.mouseRelease(view, LEFT, NONE, begin)


def test_an_edge_can_be_dragged_by_its_label(view, drags):
    show(view, Trainer(LESSON), labels=True)
    drag(view, view.picture.labels[0].box.center(), 30)
    assert told(drags)[0][0] == view.picture.labels[0].quantity


def test_a_drag_moves_no_network_and_asks_nothing(view, asked, selection):
    show(view, Trainer(LESSON))
    before = view.position_of(1, 1)
    drag(view, view.position_on(WEIGHT, 0.2), 30, 2)
    assert view.position_of(1, 1) == before
    assert asked.count() == 0
    assert selection.chosen is None


@pytest.mark.parametrize("way", [0, 1, SLACK - 1, -SLACK + 1])
def test_a_hand_that_trembles_drags_nothing(view, drags, way):
    show(view, Trainer(LESSON))
    drag(view, view.position_on(WEIGHT, 0.2), int(way))
    assert drags.count() == 0


def test_moving_sideways_changes_no_weight(view, drags):
    show(view, Trainer(LESSON))
    drag(view, view.position_on(WEIGHT, 0.2), 0, sideways=60)
    assert drags.count() == 0


def test_a_drag_of_all_pixels_is_the_widest_weight():
    drag = WeightDrag(WEIGHT, 0.25, 300.0, scale=2.0)
    assert drag.to(300.0 - PIXELS) == 2.25
    assert drag.to(300.0 + PIXELS) == -1.75
    assert drag.to(300.0) == 0.25, "once it moves, it may go back to where it was"


# Clicking.


@pytest.mark.parametrize("thing", [WEIGHT, Quantity("weight", 2, 0, 1)])
def test_a_click_on_an_edge_chooses_it_and_changes_nothing(view, drags, asked, selection, thing):
    show(view, Trainer(LESSON))
    QTest.mouseClick(view, LEFT, NONE, view.position_on(thing, 0.2).toPoint())
    assert selection.chosen == thing
    assert (drags.count(), asked.count()) == (0, 0)


def test_a_click_on_a_bias_chooses_it(view, drags, asked, selection):
    show(view, Trainer(LESSON))
    QTest.mouseClick(view, LEFT, NONE, bias_at(view, 2, 0).toPoint())
    assert selection.chosen == Quantity("bias", 2, 0)
    assert (drags.count(), asked.count()) == (0, 0)


def test_a_click_on_a_number_asks_where_it_comes_from(view, asked):
    show(view, standing(LESSON, "weight gradient", 2, 0, 1))
    QTest.mouseClick(view, LEFT, NONE, view.position_of(1, 0).toPoint())
    for label in view.picture.labels:
        QTest.mouseClick(view, LEFT, NONE, label.box.center().toPoint())
    assert told(asked) == [[Quantity("activation", 1, 0)], *([label.quantity] for label in view.picture.labels)]


def test_a_click_on_nothing_chooses_nothing(view, asked, selection):
    show(view, Trainer(LESSON))
    selection.choose(WEIGHT)
    QTest.mouseClick(view, LEFT, NONE, QPoint(3, 3))
    assert selection.chosen is None
    assert asked.count() == 0


def test_other_buttons_do_nothing(view, drags, asked, selection):
    show(view, Trainer(LESSON))
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        QTest.mouseClick(view, button, NONE, view.position_on(WEIGHT, 0.2).toPoint())
    assert (drags.count(), asked.count(), selection.chosen) == (0, 0, None)


# Pointing.


def test_pointing_lights_and_shows_what_can_be_dragged(view, selection):
    show(view, Trainer(LESSON))
    for at, thing, shape in (
        (view.position_on(WEIGHT, 0.2), WEIGHT, Qt.CursorShape.SizeVerCursor),
        (bias_at(view, 1, 0), Quantity("bias", 1, 0), Qt.CursorShape.SizeVerCursor),
        (bias_at(view, 1, 0) + QPointF(-6, 6), Quantity("bias", 1, 0), Qt.CursorShape.SizeVerCursor),
        (bias_at(view, 1, 0) + QPointF(5, -5), Quantity("bias", 1, 0), Qt.CursorShape.SizeVerCursor),
        (view.position_of(1, 0), Quantity("activation", 1, 0), Qt.CursorShape.ArrowCursor),
        (QPointF(3, 3), None, Qt.CursorShape.ArrowCursor),
    ):
        QTest.mouseMove(view, at.toPoint())
        assert selection.hovered == thing
        assert view.cursor().shape() is shape


def test_what_is_told_of_a_moved_weight_is_what_is_drawn(view):
    trainer = show(view, standing(LESSON, "update", 1, 1, 2))
    walk = trainer.walk
    for thing, new in ((WEIGHT, WEIGHT.as_kind("new weight")), (Quantity("bias", 1, 1), Quantity("new bias", 1, 1))):
        at = bias_at(view, 1, 1) if thing.kind == "bias" else view.position_on(thing, 0.1)
        assert view.thing_at(at) == thing
        assert view.describe(at).endswith(exact(walk.value(new)))
    later = Quantity("weight", 2, 0, 0)
    assert view.describe(view.position_on(later, 0.1)).endswith(exact(walk.value(later)))


def test_every_label_tells_its_number_exactly(view):
    for trainer in (*every_step(LESSON), trained(LESSON, StepSize.BATCH)):
        show(view, trainer, labels=True)
        assert view.picture.labels
        for label in view.picture.labels:
            told_of = view.describe(label.box.center())
            assert told_of, label.quantity
            shown = label.text.split(" ")[-1]
            value = float(told_of.splitlines()[-1].split("= ")[-1].replace("−", "-"))
            assert number(value) == shown


# Labels, and many edges.


def test_labels_on_all_edges_are_switched_on_and_off(view):
    show(view, Trainer(LESSON))
    assert not view.picture.labels
    show(view, Trainer(LESSON), labels=True)
    assert len(view.picture.labels) == 6
    view.show_labels(False)
    view.grab()
    assert not view.picture.labels


def test_numbers_that_are_shown_are_told_for_other_panes(view):
    assert view.shown_numbers() == {}
    trainer = show(view, standing(LESSON, "delta", 1))
    shown = view.shown_numbers()
    delta = Quantity("delta", 1, 0)
    assert shown[delta] == number(trainer.walk.value(delta))


@pytest.mark.parametrize("moment", [("multiply", 1, 0, 1), ("weight gradient", 2, 0, 11), ("update", 2, 3, 3)])
def test_a_network_of_very_many_edges_is_walked_through_too(view, moment, drags):
    big = LESSON.changed(hidden=(40, 20))
    assert big.architecture.weight_count > MOST_EDGES
    show(view, standing(big, *moment), labels=True)
    edges = view._state.focus.edges
    # Labels of so many edges would be a mush: only those at work have some.
    assert {label.quantity.as_kind("weight") for label in view.picture.labels} <= set(edges)
    drag(view, view.position_of(2, 0) - QPointF(view.layout_now().radii[2] + 2, 0), 30)
    assert drags.count() == 1


def test_of_a_network_too_large_to_point_at_every_edge_those_that_are_seen_are_found(view):
    trainer = show(view, standing(Experiment("breast-cancer", hidden=(160, 40)), "loss", 3))
    layers = trainer.snapshot().layers
    for of, layer in enumerate(layers, start=1):
        place = np.unravel_index(np.abs(layer.W).argmax(), layer.W.shape)
        strongest = Quantity("weight", of, int(place[0]), int(place[1]))
        found = {view.thing_at(view.position_on(strongest, share)) for share in np.linspace(0.2, 0.8, 13)}
        assert strongest in found
        cut = np.sort(np.abs(layer.W), axis=None)[-min(133, layer.W.size)]
        of_layer = [thing for thing in found if thing is not None and thing.kind == "weight"]
        assert all(abs(layers[t.layer - 1].W[t.neuron, t.input]) >= cut for t in of_layer if t.layer == of)
