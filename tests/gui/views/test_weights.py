"""The matrices: every number shown is the engine's, and pointing at one points at it everywhere."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.quantity import Quantity, gradient_of
from engine.trainer import Trainer
from gui import theme
from gui.figures import exact, number
from gui.selection import Selection
from gui.views.weights import WeightsView
from gui.views.weights_delegate import shade
from gui.views.weights_model import LINES, WeightsModel, updated
from tests.engine.helpers import walk_to_end
from tests.gui.helpers import activate, choose, click, find, trained
from tests.gui.test_theme import contrast
from tests.gui.views.weights_helpers import LESSON, TOGETHER, cell, place, show, steps, value_of

THEMES = [theme.LIGHT, theme.DARK]


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def view(qtbot, selection):
    view = WeightsView(selection)
    qtbot.addWidget(view)
    view.resize(620, 300)
    view.show()
    return view


def in_update(experiment: Experiment = LESSON, moved: int = 3) -> Trainer:
    """A walk in the middle of an update, when so many parameters have moved."""
    updates = (trainer for trainer in steps(experiment) if trainer.walk.stage.operation == "update")
    return next(trainer for count, trainer in enumerate(updates, start=1) if count == moved)


def parameters_of(trainer: Trainer, layer: int) -> list[Quantity]:
    shown = trainer.snapshot().layers[layer - 1]
    neurons, inputs = shown.W.shape
    weights = [Quantity("weight", layer, j, i) for j in range(neurons) for i in range(inputs)]
    return weights + [Quantity("bias", layer, j) for j in range(neurons if shown.has_bias else 0)]


# Numbers.


@pytest.mark.parametrize("experiment", [LESSON, TOGETHER, LESSON.changed(bias=False)])
def test_at_every_step_every_known_number_is_shown_and_no_other(view, experiment):
    for trainer in steps(experiment):
        show(view, trainer)
        walk, snapshot = trainer.walk, trainer.snapshot()
        layer = view.model.layer
        expected, changes = {}, {}
        for parameter in parameters_of(trainer, layer):
            new, gradient = updated(parameter), gradient_of(parameter)
            moved = walk.known(new)
            if moved and not walk.finished:
                expected[new] = number(walk.value(new))
            else:
                expected[parameter] = number(value_of(trainer, parameter))
            if walk.known(gradient):
                expected[gradient] = number(walk.value(gradient))
            if moved:
                changes[parameter] = number(walk.value(new) - walk.value(parameter))
        assert view.shown_numbers() == expected, snapshot.walk.cursor
        assert view.shown_changes() == changes


def test_after_a_batch_all_gradients_and_changes_are_there(view):
    trainer = show(view, trained(TOGETHER, 2))
    assert trainer.walk.finished
    for layer in (1, 2, 3):
        choose(find(view, QComboBox, "weights-layer"), view.layer.itemText(layer - 1))
        parameters = parameters_of(trainer, layer)
        assert len(view.shown_numbers()) == 2 * len(parameters)
        for parameter in parameters:
            assert view.shown_numbers()[parameter] == number(value_of(trainer, parameter))
            assert len(view.shown_changes()) == len(parameters)


def test_without_a_walk_there_are_weights_and_dashes(view):
    trainer = show(view, Trainer(LESSON))
    assert trainer.walk is None
    assert view.shown_numbers() == {p: number(value_of(trainer, p)) for p in parameters_of(trainer, 1)}
    assert [cell(view, row, 0).data() for row in (1, 2)] == ["–", "–"]


def test_headers_name_inputs_neurons_and_lines(view):
    show(view, Trainer(LESSON))
    model = view.model
    columns = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert columns == [*LESSON.dataset.input_names, "b"]
    rows = [model.headerData(n, Qt.Orientation.Vertical) for n in range(model.rowCount())]
    assert rows == ["h₁  w", "∂L/∂w", "Δw", "h₂  w", "∂L/∂w", "Δw"]


def test_a_network_without_biases_has_no_column_for_them(view):
    show(view, Trainer(LESSON.changed(bias=False)))
    assert view.model.columnCount() == 2


def test_tips_tell_every_digit(view):
    trainer = show(view, in_update())
    weight = cell(view, 0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert weight == f"height − 66 in → h₁\nw⁽¹⁾₁₂ = {exact(trainer.walk.value(Quantity('new weight', 1, 0, 1)))}"
    bias = cell(view, 1, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert bias == f"bias of h₁\n∂L/∂b⁽¹⁾₁ = {exact(trainer.walk.value(Quantity('bias gradient', 1)))}"
    assert "not known" in cell(view, 5, 2).data(Qt.ItemDataRole.ToolTipRole)


# Layers.


def test_layers_are_named_with_the_size_of_their_matrices(view):
    show(view, Trainer(TOGETHER))
    names = [view.layer.itemText(n) for n in range(view.layer.count())]
    assert names == ["Layer 1: W⁽¹⁾ (3 × 2)", "Layer 2: W⁽²⁾ (2 × 3)", "Layer 3: W⁽³⁾ (1 × 2)"]


def test_the_layer_follows_the_walk(view):
    for trainer in steps(TOGETHER):
        show(view, trainer)
        assert trainer.walk.finished or view.model.layer == trainer.walk.stage.layer
        assert view.layer.currentIndex() == view.model.layer - 1


def test_a_layer_that_was_chosen_stays_until_the_walk_comes_to_another(view):
    trainer = Trainer(TOGETHER)
    walk_to_end(trainer.advance(StepSize.TERM))
    show(view, trainer)
    choose(view.layer, view.layer.itemText(2))
    assert view.model.layer == 3
    walk_to_end(trainer.advance(StepSize.TERM))
    assert show(view, trainer).walk.stage.layer == 1
    assert view.model.layer == 3
    while trainer.walk.stage.layer == 1:
        walk_to_end(trainer.advance(StepSize.LAYER))
    show(view, trainer)
    assert view.model.layer == 2


def test_another_network_is_shown_from_a_layer_that_it_has(view):
    show(view, trained(TOGETHER, 1))
    choose(view.layer, view.layer.itemText(2))
    show(view, Trainer(LESSON.changed(hidden=())))
    assert (view.model.layer, view.model.rowCount(), view.model.columnCount()) == (1, 3, 3)


# Pointing, choosing, asking.


def test_pointing_at_a_cell_points_at_its_number(view, selection):
    show(view, trained(LESSON, 1))
    kinds = ("weight", "weight gradient", "new weight")
    for row, kind in enumerate(kinds):
        QTest.mouseMove(view.table.viewport(), place(view, row, 1))
        assert selection.hovered == Quantity(kind, 1, 0, 1)
    QTest.mouseMove(view.table.viewport(), place(view, 4, 2))
    assert selection.hovered == Quantity("bias gradient", 1, 1)
    QTest.mouseMove(view.table.viewport(), QPoint(600, 250))
    assert selection.hovered is None


def test_a_click_chooses_and_asks_for_what_was_computed(view, selection):
    show(view, trained(LESSON, 1))
    asked = []
    view.asked.connect(asked.append)
    chosen = []
    for row in range(len(LINES)):
        click(view.table.viewport(), place(view, row, 0))
        chosen.append(selection.chosen)
    assert chosen == [Quantity("weight", 1), Quantity("weight gradient", 1), Quantity("new weight", 1)]
    assert asked == chosen[1:]


def test_what_is_not_known_is_not_asked_for(view):
    show(view, Trainer(LESSON))
    asked = []
    view.asked.connect(asked.append)
    click(view.table.viewport(), place(view, 1, 0))
    assert asked == []


def test_keys_go_from_cell_to_cell_and_choose(view, selection):
    show(view, trained(LESSON, 1))
    activate(view)
    view.setFocus()
    assert view.table.hasFocus()
    view.table.setCurrentIndex(cell(view, 0, 0))
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert selection.hovered == Quantity("weight gradient", 1, 0, 1)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert selection.chosen == Quantity("weight gradient", 1, 0, 1)
    QTest.keyClick(view.table, Qt.Key.Key_Tab)
    assert not view.table.hasFocus()


def test_a_weight_is_lit_by_any_of_its_names_in_the_middle_of_an_update(view, selection):
    show(view, in_update())
    delegate, first = view.table.itemDelegate(), cell(view, 0, 0)
    for quantity in (Quantity("weight", 1), Quantity("new weight", 1)):
        selection.hover(quantity)
        assert delegate.is_lit(view.model, first)
    selection.hover(Quantity("weight gradient", 1))
    assert not delegate.is_lit(view.model, first)
    assert delegate.is_lit(view.model, cell(view, 1, 0))


# Looks.


def pixel(view: WeightsView, row: int, column: int, inset: int) -> QColor:
    box = view.table.visualRect(cell(view, row, column)).adjusted(inset, inset, -inset, -inset)
    return view.table.viewport().grab().toImage().pixelColor(box.topLeft())


@pytest.mark.parametrize("colours", THEMES, ids=lambda colours: colours.name)
def test_a_lit_cell_has_a_border_and_keeps_its_colour(view, selection, colours):
    theme.apply(colours)
    trainer = show(view, Trainer(LESSON))
    ground = shade(value_of(trainer, Quantity("weight", 1)), view.model.scale, colours)
    assert (pixel(view, 0, 0, 0), pixel(view, 0, 0, 4)) == (ground, ground)
    selection.hover(Quantity("weight", 1))
    assert (pixel(view, 0, 0, 1), pixel(view, 0, 0, 4)) == (QColor(colours.text), ground)
    theme.apply(theme.of_system())


@pytest.mark.parametrize("colours", THEMES, ids=lambda colours: colours.name)
def test_numbers_are_legible_on_every_colour(colours):
    for value in (-9.0, -2.0, -1.0, 0.0, 1.0, 2.0, 9.0):
        assert contrast(colours.text, shade(value, 2.0, colours).name()) >= 4.5


def test_the_sign_decides_the_colour_and_the_size_how_strong_it_is():
    weak, strong = (shade(value, 2.0, theme.LIGHT) for value in (0.5, 2.0))
    assert weak.saturation() < strong.saturation()
    assert shade(-2.0, 2.0, theme.LIGHT).red() > shade(2.0, 2.0, theme.LIGHT).red()


def test_a_large_network_paints_only_what_can_be_seen(view, monkeypatch):
    trainer = Trainer(LESSON.changed(hidden=(1024, 1024)))
    view.show_snapshot(trainer.snapshot(), None)
    choose(view.layer, view.layer.itemText(1))
    assert (view.model.rowCount(), view.model.columnCount()) == (3 * 1024, 1025)
    painted = []
    text_at = WeightsModel.text_at
    monkeypatch.setattr(WeightsModel, "text_at", lambda model, index: painted.append(index) or text_at(model, index))
    view.grab()
    assert 20 < len(painted) < 200
    last = cell(view, 3 * 1023, 1024)
    view.table.scrollTo(last)
    assert last.data() == number(value_of(trainer, Quantity("bias", 2, 1023)))
