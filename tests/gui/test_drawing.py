"""Points drawn into the output: clicks, keys and a brush, while nothing runs and while training does."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QToolButton, QWidget

from engine.experiment import Experiment
from engine.lessons import Variant
from tests.gui.helpers import (
    bits,
    choose,
    click_button,
    field,
    find,
    go_fast,
    press,
    press_only,
    settle,
    text,
    wait_until,
)

LEFT = Qt.MouseButton.LeftButton
PLAIN, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def drawing(open_window):
    """The playground with few points, and the tool in the hand."""
    window = open_window("playground")
    window.controller.edit("points", 20)
    settle(window)
    press(window, "P")
    yield window
    window.drawing.set_on(False)


def table(window):
    return window.controller.snapshot.data.table


def place_of(window, x: float, y: float) -> QPoint:
    """Where a point of the plane is in the output."""
    plot = window.output.picture.plot
    left, right, bottom, top = window.output.picture.bounds
    across, up = (x - left) / (right - left), (y - bottom) / (top - bottom)
    return QPointF(plot.left() + across * plot.width(), plot.bottom() - up * plot.height()).toPoint()


def click_at(window, x: float, y: float, modifier=PLAIN) -> None:
    QTest.mouseClick(window.output, LEFT, modifier, place_of(window, x, y))


def draw_at(window, x: float, y: float, modifier=PLAIN) -> None:
    click_at(window, x, y, modifier)
    settle(window)


def classes(window) -> list[str]:
    return [table(window).class_name_of(target) for target in table(window).targets]


def test_a_click_adds_a_point_of_the_first_class_where_it_was(drawing):
    draw_at(drawing, 3.0, -2.0)
    assert table(drawing).row_count == 21
    assert table(drawing).inputs[-1] == pytest.approx([3.0, -2.0], abs=0.1)
    assert classes(drawing)[-1] == "outside"
    assert drawing.controller.experiment.data == "own"


def test_with_shift_it_is_of_the_second_class_and_a_figure_chooses_any(drawing):
    draw_at(drawing, 1.0, 1.0, SHIFT)
    press(drawing, "2")
    draw_at(drawing, 1.0, -1.0)
    draw_at(drawing, -1.0, -1.0, SHIFT)
    press(drawing, "1")
    draw_at(drawing, -1.0, 1.0)
    assert classes(drawing)[-4:] == ["inside", "inside", "outside", "outside"]


def test_the_class_can_be_chosen_from_a_list_that_follows_the_keys(drawing):
    chosen = find(drawing, QComboBox, "draw-class")
    choose(chosen, "2: inside")
    draw_at(drawing, 4.0, 4.0)
    assert classes(drawing)[-1] == "inside"
    press(drawing, "1")
    assert chosen.currentText() == "1: outside"


def test_with_ctrl_the_nearest_point_goes(drawing):
    draw_at(drawing, 5.5, 5.5)
    name = table(drawing).row_names[-1]
    draw_at(drawing, 5.3, 5.4, CTRL)
    assert table(drawing).row_count == 20
    assert name not in table(drawing).row_names


@pytest.mark.parametrize("data", ["breast-cancer", "gauss"])
def test_what_is_clicked_before_another_table_is_shown_changes_nothing(drawing, data):
    middle = place_of(drawing, 0.0, 0.0)
    drawing.controller.edit("data", data)
    for modifier in (PLAIN, CTRL):
        QTest.mouseClick(drawing.output, LEFT, modifier, middle)
    drawing.drawing.clear()
    settle(drawing)
    assert drawing.controller.experiment.data == data
    assert table(drawing).name == drawing.controller.experiment.table.name


def test_what_was_drawn_is_changed_again_only_when_it_is_shown_again(drawing):
    draw_at(drawing, 0.0, 4.0)
    mine = drawing.controller.experiment.table
    drawing.controller.edit("data", "moons")
    settle(drawing)
    drawing.controller.edit("own", mine)
    click_at(drawing, 0.0, 0.0)
    settle(drawing)
    assert table(drawing) is mine


def test_points_that_are_clicked_faster_than_they_are_shown_all_count(drawing):
    for x in (-1.0, 0.0, 1.0):
        click_at(drawing, x, 3.0)
    settle(drawing)
    assert table(drawing).inputs[20:, 0] == pytest.approx([-1.0, 0.0, 1.0], abs=0.1)


def test_a_point_is_taken_away_once_however_fast_one_clicks(drawing):
    draw_at(drawing, 5.5, 5.5)
    name = table(drawing).row_names[3]
    row = table(drawing).inputs[3].tolist()
    for _ in range(3):
        click_at(drawing, *row, CTRL)
    settle(drawing)
    assert table(drawing).row_count == 20
    assert name not in table(drawing).row_names


def test_a_brush_leaves_points_along_its_way_and_one_undo_takes_them_all(drawing):
    begin, end = place_of(drawing, -5.0, 3.0), place_of(drawing, 5.0, 3.0)
    QTest.mousePress(drawing.output, LEFT, PLAIN, begin)
    for share in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(drawing.output, begin + (end - begin) * share)
    QTest.mouseRelease(drawing.output, LEFT, PLAIN, end)
    settle(drawing)
    added = table(drawing).inputs[20:]
    assert len(added) >= 5
    assert added[:, 1] == pytest.approx(3.0, abs=0.2)
    assert (added[1:, 0] > added[:-1, 0]).all()
    # Without the button the brush is in the air.
    QTest.mouseMove(drawing.output, begin)
    settle(drawing)
    assert len(table(drawing).inputs[20:]) == len(added)
    press(drawing, "Ctrl+Z")
    assert table(drawing).row_count == 20


def test_with_ctrl_a_brush_takes_away_what_is_on_its_way_and_one_undo_brings_all_back(drawing):
    for x in (-4.0, -2.0, 0.0, 2.0, 4.0):
        draw_at(drawing, x, 5.5)
    added = set(table(drawing).row_names[20:])
    drawing.output.grab()
    begin, end = place_of(drawing, -4.0, 5.5), place_of(drawing, 2.2, 5.5)
    QTest.mousePress(drawing.output, LEFT, CTRL, begin)
    for share in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(drawing.output, begin + (end - begin) * share)
    QTest.mouseRelease(drawing.output, LEFT, CTRL, end)
    settle(drawing)
    assert len(added & set(table(drawing).row_names)) == 1
    assert table(drawing).inputs[-1] == pytest.approx([4.0, 5.5], abs=0.1)
    press(drawing, "Ctrl+Z")
    assert added <= set(table(drawing).row_names)


def test_clear_takes_all_points_away_and_the_window_stays_alive(drawing):
    press(drawing, "Shift+P")
    assert table(drawing).row_count == 0
    assert "the table has no rows yet" in drawing.network.headline.text()
    press(drawing, "Space", "Right", "M", "F3", "F4", "F5", "F6", "F7", "F8", "F2")
    drawing.grab()
    assert drawing.controller.snapshot.epoch == 0
    draw_at(drawing, 1.0, 1.0)
    assert "all rows are of one class" in drawing.network.headline.text()
    draw_at(drawing, -1.0, 1.0, SHIFT)
    press(drawing, "Right")
    assert drawing.controller.snapshot.epoch == 1


def test_what_is_drawn_does_not_move_what_is_there(drawing):
    drawing.output.grab()
    before = drawing.output.picture.bounds
    for x in (6.3, -6.3):
        draw_at(drawing, x, x)
    press(drawing, "Shift+P")
    assert drawing.output.picture.bounds == before


def test_a_table_that_is_opened_has_its_own_axes_and_the_tool_is_put_away(drawing):
    drawing.output.grab()
    wide = replace(table(drawing), inputs=1000 + 100 * table(drawing).inputs)
    variants = (Variant("", Experiment("own", own=wide)),)
    drawing.controller.open(replace(drawing.controller.lesson, variants=variants, points=()))
    settle(drawing)
    assert not drawing.drawing.on
    assert drawing.output.picture.bounds[1] > 1000


def test_a_new_point_leaves_the_weights_as_they_are(drawing):
    press(drawing, "Right", "Right")
    before = bits(drawing.controller.snapshot)
    draw_at(drawing, 2.0, 2.0)
    assert bits(drawing.controller.snapshot) == before
    assert drawing.controller.snapshot.epoch == 2


def test_points_can_be_added_while_training_works(drawing):
    drawing.controller.edit("epochs", 0)
    go_fast(drawing)
    press_only(drawing, "Space")
    wait_until(lambda: drawing.controller.snapshot.epoch > 2)
    for number in range(5):
        click_at(drawing, number - 2.0, 4.0)
        begun = drawing.controller.snapshot.epoch
        wait_until(lambda begun=begun: drawing.controller.snapshot.epoch > begun + 1)
    assert drawing.controller.running
    press(drawing, "Space")
    assert table(drawing).row_count == 25
    assert drawing.controller.snapshot.curves.epochs[0] == 0


def test_the_next_figure_makes_a_new_class_and_the_output_follows(drawing):
    press(drawing, "7")
    assert find(drawing, QComboBox, "draw-class").currentText() == "3: C (new)"
    draw_at(drawing, 0.0, 4.0)
    assert table(drawing).class_names == ("outside", "inside", "C")
    experiment = drawing.controller.experiment
    assert (experiment.output_activation, experiment.loss) == ("softmax", "categorical-cross-entropy")
    assert "the output is softmax now, the loss is categorical cross-entropy" in text(drawing, "said")


def test_the_new_class_is_called_as_it_was_offered(drawing):
    drawing.controller.edit("own", replace(table(drawing), class_names=("B", "C")))
    settle(drawing)
    press(drawing, "3")
    assert find(drawing, QComboBox, "draw-class").currentText() == "3: D (new)"
    draw_at(drawing, 0.0, 4.0)
    assert table(drawing).class_names == ("B", "C", "D")


def test_the_data_set_is_called_by_where_it_came_from_and_others_can_be_chosen(drawing):
    draw_at(drawing, 0.0, 4.0)
    combo = field(drawing, "data_set", QComboBox)
    assert combo.currentText() == "Circle, changed by hand"
    choose(combo, "Two moons")
    settle(drawing)
    assert drawing.controller.experiment.data == "moons"
    choose(combo, "Circle, changed by hand")
    settle(drawing)
    assert drawing.controller.experiment.table.row_count == 21
    assert drawing.action("undo").text() == "Undo: data set Two moons → Circle, changed by hand"


def test_who_begins_again_with_the_same_data_keeps_what_was_drawn_before(drawing):
    combo = field(drawing, "data_set", QComboBox)
    draw_at(drawing, 0.0, 4.0)
    choose(combo, "Circle")
    settle(drawing)
    for x in (1.0, 2.0):
        draw_at(drawing, x, 4.0)
    assert combo.currentText() == "Circle, changed by hand (2)"
    assert drawing.controller.experiment.table.row_count == 502
    choose(combo, "Circle, changed by hand")
    settle(drawing)
    assert drawing.controller.experiment.table.row_count == 21


def test_a_click_chooses_a_row_again_when_the_tool_is_put_away(drawing):
    click_button(drawing, "draw-points-button")
    assert not drawing.action("draw-points").isChecked()
    drawing.output.grab()
    x, y = drawing.output.picture.places[7].tolist()
    QTest.mouseClick(drawing.output, LEFT, PLAIN, QPointF(x, y).toPoint())
    settle(drawing)
    assert table(drawing).row_count == 20
    assert drawing.controller.probe.place is not None


def test_points_are_drawn_where_only_what_follows_from_the_columns_goes_in(drawing):
    press(drawing, "P")
    drawing.controller.edit("inputs", ("x₂", "sin x₁"))
    settle(drawing)
    press(drawing, "P")
    drawing.output.grab()
    picture = drawing.output.picture
    place = QPointF(picture.plot.left() + 0.75 * picture.plot.width(), picture.plot.center().y())
    expected = picture.point_at(QPointF(place.toPoint()))
    QTest.mouseClick(drawing.output, LEFT, PLAIN, place.toPoint())
    settle(drawing)
    assert table(drawing).inputs[-1] == pytest.approx(expected)
    # The first input goes to the right, and it is made of the second column.
    assert abs(expected[0]) < 0.5 < expected[1]


def test_the_curve_takes_points_too(open_window):
    window = open_window("playground")
    window.controller.edit("data", "sine")
    window.controller.edit("points", 20)
    settle(window)
    press(window, "P")
    window.output.grab()
    place = window.output.picture.to_plot(np.array([1.5]), np.array([0.5]))[0]
    QTest.mouseClick(window.output, LEFT, PLAIN, QPointF(*place.tolist()).toPoint())
    settle(window)
    assert table(window).inputs[-1, 0] == pytest.approx(1.5, abs=0.05)
    assert table(window).targets[-1, 0] == pytest.approx(0.5, abs=0.05)
    press(window, "P")


def test_in_a_plane_of_a_quantity_points_have_the_value_that_is_chosen(open_window):
    window = open_window("playground")
    window.controller.edit("data", "plane")
    window.controller.edit("points", 20)
    settle(window)
    press(window, "P")
    value = find(window, QDoubleSpinBox, "draw-value")
    assert value.isVisible()
    assert find(window, QComboBox, "draw-class").isHidden()
    value.setValue(-0.7)
    window.output.grab()
    draw_at(window, 2.0, 3.0)
    assert table(window).row_count == 21
    assert table(window).inputs[-1] == pytest.approx([2.0, 3.0], abs=0.1)
    assert table(window).targets[-1].tolist() == [-0.7]
    press(window, "Shift+P", "Ctrl+Z", "P")
    assert table(window).row_count == 21
    assert value.isHidden()


def test_where_no_point_can_be_drawn_the_tool_is_not_offered_and_says_why(open_window):
    window = open_window("virus")
    assert find(window, QToolButton, "draw-points-button").isHidden() or not window.drawing.possible
    press(window, "P")
    assert not window.action("draw-points").isChecked()
    assert "two columns, or of one column and a quantity" in text(window, "said")


def test_two_networks_side_by_side_are_given_the_same_points(open_window):
    window = open_window("xor")
    press(window, "P")
    draw_at(window, 0.5, 0.5)
    assert [shot.data.dataset.row_count for shot in window.controller.report.snapshots] == [5, 5]
    window.drawing.set_on(False)


def test_a_lesson_that_is_opened_anew_draws_the_first_class(drawing):
    press(drawing, "2")
    assert drawing.drawing.number == 1
    drawing.controller.open_lesson("playground")
    settle(drawing)
    assert drawing.drawing.number == 0
    assert find(drawing, QComboBox, "draw-class").currentIndex() == 0


def test_beside_the_field_of_a_value_nothing_lies_over_another(open_window):
    window = open_window("playground")
    window.resize(1024, 700)
    window.controller.edit("data", "plane")
    settle(window)
    press(window, "P")
    names = ("draw-value", "clear-points-button", "draw-points-button")
    parts = [part.geometry() for part in (window.findChild(QWidget, name) for name in names)]
    window.drawing.set_on(False)
    assert all(before.right() < after.left() for before, after in pairwise(parts))
