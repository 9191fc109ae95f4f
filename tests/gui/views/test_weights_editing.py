"""The weights pane: a weight can be typed over, and what is no number changes nothing."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.figures import editable, number
from gui.selection import Selection
from gui.views.weights import WeightsView
from tests.engine.helpers import walk_to_end
from tests.gui.helpers import activate, click, find, trained
from tests.gui.views.weights_helpers import LESSON, TOGETHER, cell, place, show, value_of


@pytest.fixture
def view(qtbot, qapp):
    view = WeightsView(Selection())
    qtbot.addWidget(view)
    view.resize(620, 300)
    view.show()
    return view


@pytest.fixture
def edits(view):
    """What was typed."""
    edits = []
    view.edited.connect(lambda parameter, value: edits.append((parameter, value)))
    return edits


def editor(view: WeightsView) -> QLineEdit | None:
    return view.findChild(QLineEdit, "weight-editor")


def begin_to_edit(view: WeightsView, row: int = 0, column: int = 0) -> QLineEdit:
    activate(view)
    view.table.setFocus()
    view.table.setCurrentIndex(cell(view, row, column))
    QTest.keyClick(view.table, Qt.Key.Key_F2)
    return find(view, QLineEdit, "weight-editor")


def press(field: QLineEdit, key: Qt.Key) -> None:
    """Press a key, and let the table do what follows, which it does after the key itself."""
    QTest.keyClick(field, key)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def refusal(view: WeightsView) -> str | None:
    """What is said of what was typed last."""
    label = find(view, QLabel, "weights-refusal")
    return label.text() if label.isVisible() else None


def type_over(view: WeightsView, typed: str, row: int = 0, column: int = 0) -> None:
    field = begin_to_edit(view, row, column)
    field.selectAll()
    QTest.keyClicks(field, typed) if typed.isascii() else field.insert(typed)
    press(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(("typed", "value"), [("-0.5", -0.5), ("1,25", 1.25), ("−3", -3.0), ("2e-3", 0.002)])
def test_a_typed_number_is_told(view, edits, typed, value):
    show(view, Trainer(LESSON))
    type_over(view, typed, row=3, column=1)
    assert edits == [(Quantity("weight", 1, 1, 1), value)]
    assert editor(view) is None


def test_a_bias_is_edited_as_a_weight_is(view, edits):
    show(view, Trainer(LESSON))
    type_over(view, "1", column=2)
    assert edits == [(Quantity("bias", 1), 1.0)]


@pytest.mark.parametrize("typed", ["", "abc", "nan", "0.5.1", "1_000"])
def test_what_is_no_number_is_refused_and_can_be_mended(view, edits, typed):
    show(view, Trainer(LESSON))
    field = begin_to_edit(view)
    field.selectAll()
    field.insert(typed)
    press(field, Qt.Key.Key_Return)
    assert edits == []
    assert refusal(view) == f"✗ “{typed}” is not a number. Nothing has changed."
    assert field.text() == typed
    field.selectAll()
    QTest.keyClicks(field, "7")
    assert refusal(view) is None
    press(field, Qt.Key.Key_Return)
    assert edits == [(Quantity("weight", 1), 7.0)]


def test_what_is_too_large_for_a_weight_is_refused_with_its_reason(view, edits):
    show(view, Trainer(LESSON))
    type_over(view, "1e999")
    assert refusal(view) == "✗ “1e999” is too large for a weight. Nothing has changed."
    assert edits == []


def test_a_refusal_is_read_beside_the_cell_that_it_is_about(view):
    view.resize(300, 150)
    show(view, Trainer(TOGETHER))
    type_over(view, "nan", row=6)
    field, label = find(view, QLineEdit, "weight-editor"), find(view, QLabel, "weights-refusal")
    assert label.width() <= view.width()
    assert label.height() >= label.heightForWidth(label.width())
    assert view.table.viewport().rect().contains(field.geometry())
    assert field.geometry().contains(view.table.visualRect(cell(view, 6, 0)).center())


def test_escape_takes_a_refusal_back(view):
    show(view, Trainer(LESSON))
    type_over(view, "foo")
    press(find(view, QLineEdit, "weight-editor"), Qt.Key.Key_Escape)
    assert refusal(view) is None


def test_another_network_takes_a_refusal_back(view):
    show(view, Trainer(LESSON))
    begin_to_edit(view).setText("foo")
    view.layer.setFocus()
    assert refusal(view) is not None
    show(view, Trainer(TOGETHER))
    assert refusal(view) is None


def test_escape_and_enter_without_typing_change_nothing(view, edits):
    trainer = show(view, Trainer(LESSON))
    field = begin_to_edit(view)
    assert field.text() == editable(value_of(trainer, Quantity("weight", 1)))
    press(field, Qt.Key.Key_Return)
    field = begin_to_edit(view)
    QTest.keyClicks(field, "5")
    press(field, Qt.Key.Key_Escape)
    assert edits == []


def test_who_leaves_a_field_that_holds_no_number_is_told(view, edits):
    show(view, Trainer(LESSON))
    field = begin_to_edit(view)
    field.selectAll()
    QTest.keyClicks(field, "x")
    view.layer.setFocus()
    assert edits == []
    assert refusal(view) == "✗ “x” is not a number. Nothing has changed."
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    begin_to_edit(view)
    assert refusal(view) is None


def test_a_double_click_and_a_figure_begin_to_edit(view, edits):
    show(view, Trainer(LESSON))
    activate(view)
    click(view.table.viewport(), place(view, 0, 1))
    QTest.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place(view, 0, 1))
    field = find(view, QLineEdit, "weight-editor")
    press(field, Qt.Key.Key_Escape)
    view.table.setCurrentIndex(cell(view, 3, 0))
    QTest.keyClicks(view.table, "-")
    field = find(view, QLineEdit, "weight-editor")
    QTest.keyClicks(field, "2")
    press(field, Qt.Key.Key_Return)
    assert edits == [(Quantity("weight", 1, 1), -2.0)]


def test_gradients_and_changes_are_not_edited(view):
    show(view, trained(LESSON, 1))
    activate(view)
    for row in (1, 2):
        view.table.setCurrentIndex(cell(view, row, 0))
        QTest.keyClick(view.table, Qt.Key.Key_F2)
        QTest.keyClicks(view.table, "5")
        assert editor(view) is None


def test_what_is_being_typed_outlives_new_snapshots_and_the_walks_way(view, edits):
    trainer = Trainer(TOGETHER)
    walk_to_end(trainer.advance(StepSize.LAYER))
    show(view, trainer)
    field = begin_to_edit(view)
    field.selectAll()
    QTest.keyClicks(field, "4.")
    while trainer.walk.stage.layer == 1:
        walk_to_end(trainer.advance(StepSize.LAYER))
    show(view, trainer)
    assert field.isVisible()
    QTest.keyClicks(field, "5")
    press(field, Qt.Key.Key_Return)
    assert edits == [(Quantity("weight", 1), 4.5)]
    show(view, trainer)
    assert view.model.layer == 2


def test_an_edit_is_shown_when_the_trainer_has_made_it(view, edits):
    trainer = show(view, Trainer(LESSON))
    type_over(view, "0.25")
    trainer.edit(*edits[0])
    show(view, trainer)
    assert view.shown_numbers()[Quantity("weight", 1)] == number(0.25)
