"""The row that is walked through: its cells are numbers of the walk, the same as in every other pane."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest

from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.figures import fixed, plain
from gui.selection import Selection
from gui.views.data import DataView
from tests.gui.walks import LESSON, TOGETHER, standing


@pytest.fixture
def view(qtbot, qapp):
    view = DataView(Selection())
    qtbot.addWidget(view)
    view.resize(640, 240)
    view.show()
    return view


def show(view: DataView, trainer: Trainer) -> Trainer:
    view.show_snapshot(trainer.snapshot())
    view.show_walk(trainer.walk)
    return trainer


def place_of(view: DataView, row: int, heading: str) -> QPoint:
    """The middle of a cell."""
    column = [column.header for column in view.model.columns].index(heading)
    return view.table.visualRect(view.model.index(row, column)).center()


def test_the_numbers_of_the_row_that_is_walked_through_are_told_for_other_panes(view):
    assert view.shown_numbers() == {}
    walk = show(view, standing(TOGETHER, "delta", 2, row=1)).walk
    assert view.shown_numbers() == {
        Quantity("target"): plain(walk.value(Quantity("target"))),
        Quantity("activation", 2): fixed(walk.value(Quantity("activation", 2))),
        Quantity("activation", 0, 0): "25",
        Quantity("activation", 0, 1): "6",
    }
    view.show_walk(None)
    assert view.shown_numbers() == {}


def test_pointing_at_a_cell_of_that_row_points_at_its_number(view):
    show(view, standing(TOGETHER, "delta", 2, row=1))
    for heading, number in (("ŷ", Quantity("activation", 2)), ("error", None), ("y", Quantity("target"))):
        QTest.mouseMove(view.table.viewport(), place_of(view, 1, heading))
        assert view._selection.hovered == number
    QTest.mouseMove(view.table.viewport(), place_of(view, 2, "ŷ"))
    assert view._selection.hovered is None


@pytest.mark.parametrize("chosen_row", [None, 0])
def test_what_is_pointed_at_elsewhere_lights_in_the_table(view, colours, chosen_row):
    show(view, standing(LESSON, "delta", 2))
    view.show_row(chosen_row)
    before = view.table.grab().toImage()
    view._selection.hover(Quantity("activation", 2))
    cell = place_of(view, 0, "ŷ") + QPoint(-28, 0)
    lit = view.table.viewport().grab().toImage().pixelColor(cell)
    assert lit.name() == colours.highlight
    view._selection.hover(None)
    assert view.table.grab().toImage() == before


def test_below_the_rows_there_is_nothing_to_point_at(view):
    show(view, standing(LESSON, "delta", 2))
    view._selection.hover(Quantity("activation", 2))
    QTest.mouseMove(view.table.viewport(), place_of(view, 0, "ŷ"))
    QTest.mouseMove(view.table.viewport(), view.table.viewport().rect().bottomLeft())
    assert view._selection.hovered is None


def test_a_click_on_a_number_asks_where_it_comes_from(view):
    asked = QSignalSpy(view.asked)
    show(view, standing(LESSON, "delta", 2))
    for row, heading in ((0, "row"), (1, "ŷ"), (0, "ŷ")):
        at = place_of(view, row, heading)
        QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [asked.at(number) for number in range(asked.count())] == [[Quantity("activation", 2)]]
