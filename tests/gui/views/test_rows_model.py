"""The rows of a table for Qt, of one data set after another."""

import pytest
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QWidget

from engine.experiment import Experiment
from engine.lessons import load_lesson
from gui.views.rows_model import RowsModel
from tests.gui.helpers import trained


@pytest.fixture
def parent(qtbot, qapp):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def model(parent):
    return RowsModel(parent)


def cells(model: QAbstractTableModel, heading: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> list:
    headings = [model.headerData(number, Qt.Orientation.Horizontal) for number in range(model.columnCount())]
    return [model.index(row, headings.index(heading)).data(role) for row in range(model.rowCount())]


def test_a_quantity_has_an_error_and_no_verdict(model):
    model.set_snapshot(trained(load_lesson("weight-search").experiment).snapshot())
    assert cells(model, "row") == ["x = 0", "x = 1", "x = 2", "x = 3"]
    assert cells(model, "y") == ["0", "2", "4", "6"]
    assert cells(model, "ŷ") == ["0.0000", "3.0000", "6.0000", "9.0000"]
    assert cells(model, "error") == ["+0.0000", "+1.0000", "+2.0000", "+3.0000"]
    assert cells(model, "") == [""] * 4


def test_a_quantity_has_room_to_grow(model):
    model.set_snapshot(trained(load_lesson("weight-search").experiment).snapshot())
    widest = {column.header: column.widest for column in model.columns}
    assert (widest["ŷ"], widest["error"]) == ("000.0000", "+000.0000")


@pytest.mark.parametrize("data", ["number-line", "double"])
def test_verdicts_of_another_table_are_forgotten(model, data):
    model.set_snapshot(trained(load_lesson("height-weight").experiment).snapshot())
    assert set(cells(model, "")) <= {"✓", "✗"}
    model.set_snapshot(trained(Experiment(data, output_activation="linear")).snapshot())
    assert set(cells(model, "")) == {""}
    assert set(cells(model, "", Qt.ItemDataRole.ForegroundRole)) == {None}
