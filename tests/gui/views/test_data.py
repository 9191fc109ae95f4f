"""The table: every row with its target, prediction and error, as the engine has them."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView

from engine.lessons import load_lesson
from engine.network import forward
from engine.trainer import Trainer
from gui.views.data import PADDING, DataView
from tests.gui.helpers import click, column, find, press, press_only, run_flat_out, trained, wait_until

INPUTS = ("weight − 135 lb", "height − 66 in")


def assert_table_is(window, trainer):
    """Target, prediction, error and verdict of every row are those of the engine's trainer."""
    data = trainer.data.dataset
    p = forward(trainer.snapshot().layers, trainer.data.scale(data.inputs))[-1][:, 0]
    error = p - data.targets[:, 0]
    assert column(window, "row") == list(data.row_names)
    assert column(window, "y") == [f"{target:g}" for target in data.targets[:, 0]]
    assert column(window, "ŷ") == [f"{prediction:.4f}" for prediction in p]
    assert column(window, "") == ["✓" if abs(wrong) < 0.5 else "✗" for wrong in error]
    shown = column(window, "error")
    assert [float(text.replace("−", "-")) for text in shown] == pytest.approx(error, abs=5.1e-5)
    assert [text[0] for text in shown] == ["−" if wrong < -5e-5 else "+" for wrong in error]


@pytest.mark.parametrize("lesson_id", ["height-weight", "or-gate", "virus", "breast-cancer"])
def test_the_table_shows_what_the_engine_says(open_window, lesson_id):
    window = open_window(lesson_id)
    assert_table_is(window, Trainer(window.controller.experiment))
    press(window, "Ctrl+8", "Right")
    assert_table_is(window, trained(window.controller.experiment, 100))


def test_the_table_is_up_to_date_at_the_end_of_a_run(window):
    run_flat_out(window)
    assert_table_is(window, trained(window.controller.experiment, 100))


def test_the_inputs_stand_in_the_table_as_one_reads_them(open_window):
    window = open_window("breast-cancer")
    data = window.controller.experiment.dataset
    for name, values in zip(data.input_names, data.inputs.T, strict=True):
        assert column(window, name)[::100] == [f"{value:.6g}" for value in values[::100]]


def test_the_table_says_which_rows_only_test(open_window):
    window = open_window("breast-cancer")
    tests = set(Trainer(window.controller.experiment).data.test.places)
    assert len(tests) == 143
    assert {row for row, name in enumerate(column(window, "set")) if name == "test"} == tests


def test_rows_without_targets_have_neither_error_nor_verdict(open_window):
    window = open_window("feedforward")
    assert [column(window, name) for name in ("y", "error", "")] == [["–"], ["–"], [""]]
    expected = Trainer(window.controller.experiment).snapshot().predict(np.array([[2.0, 3.0]]))[0, 0]
    assert column(window, "ŷ") == [f"{expected:.4f}"]


def test_the_chosen_row_stays_marked_while_it_learns(window):
    table = find(window, QTableView, "data-table")
    click(table.viewport(), table.visualRect(table.model().index(2, 0)).center())
    window.network.views[0].setFocus()
    press(window, "Right", "Right")
    assert [index.row() for index in table.selectionModel().selectedRows()] == [2]


def test_numbers_that_change_move_no_column(window):
    table = find(window, QTableView, "data-table")
    before = [table.columnWidth(column) for column in range(table.model().columnCount())]
    press(window, "Ctrl+8", "Right", "Right")
    assert [table.columnWidth(column) for column in range(table.model().columnCount())] == before


# Finding a row.


def test_a_row_is_found_by_its_name(window):
    press_only(window, "Ctrl+F")
    finder = find(window, QLineEdit, "find-row")
    assert window.focusWidget() is finder
    QTest.keyClicks(finder, "charl")
    assert window.controller.probe.name == "Charlie"
    QTest.keyClick(finder, Qt.Key.Key_Escape)
    assert not finder.isVisible()


def test_enter_finds_the_next_row(open_window):
    window = open_window("breast-cancer")
    press_only(window, "Ctrl+F")
    finder = find(window, QLineEdit, "find-row")
    QTest.keyClicks(finder, "17.99")
    data = window.controller.experiment.dataset
    found = {window.controller.probe.place}
    QTest.keyClick(finder, Qt.Key.Key_Return)
    found.add(window.controller.probe.place)
    assert len(found) == 2
    for row in found:
        assert "17.99" in " ".join(f"{value:.6g}" for value in data.inputs[row])


def test_what_is_nowhere_leaves_the_row_as_it_is(window):
    press_only(window, "Ctrl+F")
    QTest.keyClicks(find(window, QLineEdit, "find-row"), "zebra")
    wait_until(lambda: window.controller.settled)
    assert window.controller.probe.name == "Alice"


# Walking.


def test_the_row_follows_the_walk_and_tells_its_numbers(window):
    press(window, "Ctrl+4", "Right", "Ctrl+1", "Right")
    assert window.controller.probe.name == "Bob"
    assert list(window.data.shown_numbers().values()) == [column(window, name)[1] for name in ("y", "ŷ", *INPUTS)]
    while not window.controller.walk.finished:
        press(window, "Ctrl+4", "Right")
    assert window.data.shown_numbers() == {}


@pytest.mark.parametrize("data", ["iris", "circle"])
def test_whatever_training_comes_to_has_room_in_bold(qtbot, qapp, data):
    view = DataView()
    qtbot.addWidget(view)
    snapshot = trained(load_lesson("playground").experiment.changed(data=data)).snapshot()
    view.show_snapshot(snapshot)
    place = [column.header for column in view.model.columns].index("ŷ")
    bold = QFontMetrics(view.model.index(0, place).data(Qt.ItemDataRole.FontRole))
    several = len(snapshot.layers[-1].b) > 1
    texts = snapshot.data.dataset.class_names if several else ("−0.0000",)
    assert view.table.columnWidth(place) >= max(map(bold.horizontalAdvance, texts)) + PADDING
