"""The rows of a table for Qt, of one data set after another."""

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget

from engine.experiment import Experiment
from engine.lessons import load_lesson
from engine.quantity import Quantity
from gui import theme
from gui.figures import exact
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


@pytest.fixture
def people(model):
    """The table of the four people, without a walk."""
    model.set_snapshot(trained(load_lesson("height-weight").experiment).snapshot())
    return model


def cells(model: QAbstractTableModel, heading: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> list:
    headings = [model.headerData(number, Qt.Orientation.Horizontal) for number in range(model.columnCount())]
    return [model.index(row, headings.index(heading)).data(role) for row in range(model.rowCount())]


def cell(model: QAbstractTableModel, row: int, heading: str) -> QModelIndex:
    headings = [model.headerData(number, Qt.Orientation.Horizontal) for number in range(model.columnCount())]
    return model.index(row, headings.index(heading))


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


# Numbers of the walk.

NUMBERS = {
    "y": Quantity("target"),
    "ŷ": Quantity("activation", 2),
    "weight − 135 lb": Quantity("activation", 0, 0),
    "height − 66 in": Quantity("activation", 0, 1),
}


def test_cells_of_the_row_that_is_walked_through_are_numbers_of_the_walk(people):
    people.light(2, ())
    found = {heading: people.quantity_at(cell(people, 2, heading)) for heading in ("row", "", "error", *NUMBERS)}
    assert found == {"row": None, "": None, "error": None, **NUMBERS}
    assert all(people.quantity_at(cell(people, row, heading)) is None for row in (0, 1, 3) for heading in NUMBERS)
    people.light(None, ())
    assert people.quantity_at(cell(people, 2, "ŷ")) is None


@pytest.mark.parametrize("heading", NUMBERS)
def test_a_number_that_is_pointed_at_lights_in_its_row_alone(people, heading, colours):
    people.light(1, (NUMBERS[heading], None))
    lit = [
        (row, name)
        for row in range(4)
        for name in ("row", "error", *NUMBERS)
        if cell(people, row, name).data(Qt.ItemDataRole.BackgroundRole) is not None
    ]
    assert lit == [(1, heading)]
    assert cell(people, *lit[0]).data(Qt.ItemDataRole.BackgroundRole) == QColor(colours.highlight)
    assert cell(people, *lit[0]).data(Qt.ItemDataRole.FontRole).weight() > theme.font().weight()


def test_numbers_of_other_panes_light_nothing(people):
    people.light(1, (Quantity("weight", 1), Quantity("activation", 1)))
    assert set(cells(people, "ŷ", Qt.ItemDataRole.BackgroundRole)) == {None}


def test_the_table_is_told_once_of_what_lights(people):
    changes = QSignalSpy(people.dataChanged)
    for _ in range(2):
        people.light(1, (NUMBERS["y"], None))
    people.light(1, (None, None))
    assert changes.count() == 2


def test_only_what_training_changes_is_told_anew(model):
    trainer = trained(load_lesson("height-weight").experiment, 5)
    model.set_snapshot(trainer.snapshot())
    changes = QSignalSpy(model.dataChanged)
    before = [[model.index(row, n).data() for row in range(4)] for n in range(model.columnCount())]
    trainer.train(100)
    model.set_snapshot(trainer.snapshot())
    first, last = changes.at(0)[:2]
    after = [[model.index(row, n).data() for row in range(4)] for n in range(model.columnCount())]
    changed = [n for n in range(model.columnCount()) if after[n] != before[n]]
    assert (first.row(), last.row()) == (0, 3)
    assert changed
    assert first.column() <= min(changed)
    assert max(changed) <= last.column() < model.columnCount() - 1


def test_inputs_that_are_scaled_on_their_way_are_no_numbers_of_the_walk(model):
    scaled = load_lesson("height-weight").experiment.changed(scaling="standardise")
    model.set_snapshot(trained(scaled).snapshot())
    model.light(0, ())
    assert model.quantity_at(cell(model, 0, "weight − 135 lb")) is None
    assert model.quantity_at(cell(model, 0, "ŷ")) == NUMBERS["ŷ"]


def test_every_number_tells_all_of_its_digits(people):
    predictions = trained(load_lesson("height-weight").experiment).snapshot().predictions[:, 0]
    assert cells(people, "ŷ", Qt.ItemDataRole.ToolTipRole) == [exact(float(value)) for value in predictions]
    assert cells(people, "y", Qt.ItemDataRole.ToolTipRole) == ["1.0", "0.0", "0.0", "1.0"]
    assert cells(people, "height − 66 in", Qt.ItemDataRole.ToolTipRole) == ["−1.0", "6.0", "4.0", "−6.0"]
    assert cells(people, "row", Qt.ItemDataRole.ToolTipRole) == [None] * 4


def test_a_target_that_is_unknown_tells_nothing(model):
    model.set_snapshot(trained(load_lesson("feedforward").experiment).snapshot())
    assert cells(model, "y") == ["–"]
    assert cells(model, "y", Qt.ItemDataRole.ToolTipRole) == [None]


def test_several_outputs_are_told_by_their_classes(model):
    digits = Experiment("digits", output_activation="softmax", batch_size=32, train_share=0.5)
    snapshot = trained(digits, 2).snapshot()
    model.set_snapshot(snapshot)
    p = snapshot.predictions
    assert model.columns[0].widest == "1000"
    assert cells(model, "y") == [str(digit) for digit in digits.dataset.targets.argmax(axis=1)]
    assert cells(model, "ŷ") == [str(digit) for digit in p.argmax(axis=1)]
    assert cells(model, "largest ŷ") == [f"{largest:.4f}" for largest in p.max(axis=1)]
    verdicts = cells(model, "")
    assert {"✓", "✗"} == set(verdicts)
    assert [verdict == "✓" for verdict in verdicts] == [
        a == b for a, b in zip(cells(model, "y"), cells(model, "ŷ"), strict=True)
    ]


def test_an_answer_is_right_when_it_is_nearer_to_its_target_than_to_the_other_class(model):
    snapshot = trained(load_lesson("playground").experiment, 10).snapshot()
    model.set_snapshot(snapshot)
    same_sign = snapshot.predictions[:, 0] * snapshot.data.dataset.targets[:, 0] > 0
    assert [verdict == "✓" for verdict in cells(model, "")] == same_sign.tolist()
    assert set(cells(model, "y")) == {"1", "−1"}
