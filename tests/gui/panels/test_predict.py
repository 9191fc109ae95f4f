"""Points to predict: the lesson's own, and one's own kilograms and centimetres."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QPushButton, QSlider

from engine.datasets.drawing import begun, with_row_of_class, without_rows
from engine.experiment import Experiment
from engine.lessons import FormField, load_lesson
from engine.network import forward
from engine.own_table.suitable import own_lesson
from gui.panels.own_values import OwnValues, column_fields, decimals_of
from gui.views.number_box import NumberBox
from gui.views.value_slider import ValueSlider
from tests.engine.own_table.helpers import dataset_of
from tests.gui.helpers import choose, click, find, press, run_flat_out, settle, text, trained, type_into, wait_until

POUNDS_PER_KILOGRAM = 2.20462
INCHES_PER_CENTIMETRE = 0.393701


def answer(trainer, values):
    """What the engine's trainer says of one row, as the panel writes it."""
    p = forward(trainer.snapshot().layers, trainer.data.scale(np.array([values])))[-1][0, 0]
    names = trainer.data.dataset.class_names
    return f"{p:.4f}" + (f"  {names[int(p >= 0.5)]}" if names else "")


def test_every_named_point_shows_what_the_engine_says(window):
    for lesson_id in ("height-weight", "or-gate", "virus", "xor", "mse"):
        lesson = load_lesson(lesson_id)
        choose(window.lesson.choice, lesson.title)
        settle(window)
        window.network.setFocus()
        press(window, "Ctrl+8", "Right")
        trainer = trained(lesson.experiment, 100)
        for number, point in enumerate(lesson.points):
            assert find(window, QPushButton, f"point-{number}").text() == point.name
            assert text(window, f"prediction-{number}").replace("−", "-") == answer(trainer, point.input)


def test_emily_is_female_and_frank_is_male_after_a_run(window):
    run_flat_out(window, 1000)
    emily, frank = text(window, "prediction-0"), text(window, "prediction-1")
    assert emily.endswith("female")
    assert float(emily.split()[0]) > 0.9
    assert frank.endswith("  male")
    assert float(frank.split()[0]) < 0.1


def test_a_named_point_is_shown_in_the_network(window):
    click(find(window, QPushButton, "point-1"))
    view = window.network.views[0]
    assert "input x = 20.0" in view.describe(view.position_of(0, 0))
    assert "input x = 2.0" in view.describe(view.position_of(0, 1))


def test_typed_kilograms_and_centimetres_are_answered_at_once(window):
    press(window, "Ctrl+8", "Right")
    type_into(find(window, QDoubleSpinBox, "own-0"), "58.5")
    type_into(find(window, QDoubleSpinBox, "own-1"), "163")
    values = (58.5 * POUNDS_PER_KILOGRAM - 135, 163 * INCHES_PER_CENTIMETRE - 66)
    trainer = trained(window.controller.experiment, 100)
    assert text(window, "prediction-own") == answer(trainer, values)
    view = window.network.views[0]
    assert f"input x = {values[0]!r}".replace("-", "−") in view.describe(view.position_of(0, 0))
    assert f"input x = {values[1]!r}".replace("-", "−") in view.describe(view.position_of(0, 1))


def test_what_was_typed_is_answered_anew_while_it_learns(window):
    type_into(find(window, QDoubleSpinBox, "own-0"), "90")
    window.network.views[0].setFocus()
    press(window, "Ctrl+7", "Right")
    values = (90 * POUNDS_PER_KILOGRAM - 135, 170 * INCHES_PER_CENTIMETRE - 66)
    assert text(window, "prediction-own") == answer(trained(window.controller.experiment, 10), values)


def test_what_no_one_weighs_is_not_taken(window):
    own = find(window, QDoubleSpinBox, "own-0")
    for typed in ("5", "1000", "-70", "abc", "nan", "1e9"):
        type_into(own, typed)
        assert 20 <= own.value() <= 300
        values = (own.value() * POUNDS_PER_KILOGRAM - 135, 170 * INCHES_PER_CENTIMETRE - 66)
        assert text(window, "prediction-own") == answer(trained(window.controller.experiment, 0), values)


def test_a_table_without_a_form_has_its_own_inputs_to_type(open_window):
    window = open_window("or-gate")
    press(window, "Ctrl+8", "Right")
    type_into(find(window, QDoubleSpinBox, "own-1"), "0.25")
    x = window.controller.snapshot.data.dataset.inputs[0, 0]
    trainer = trained(window.controller.experiment, 100)
    assert text(window, "prediction-own") == answer(trainer, (x, 0.25))
    view = window.network.views[0]
    assert "input x = 0.25" in view.describe(view.position_of(0, 1))


def test_values_of_ones_own_begin_at_the_row_that_is_shown(open_window):
    window = open_window("xor")
    own = [find(window, QDoubleSpinBox, f"own-{number}") for number in range(2)]
    for row in range(4):
        window.controller.show_row(row)
        assert [field.value() for field in own] == window.controller.snapshot.data.dataset.inputs[row].tolist()
    window.controller.show_row(1)
    slider = find(window, QSlider, "own-slider-0")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert own[0].value() == 1.0
    assert window.controller.probe.inputs.tolist() == [[1.0, own[1].value()]]
    assert text(window, "prediction-own") == answer(trained(window.controller.experiment, 0), (1.0, own[1].value()))


def test_the_answer_is_that_of_the_digits_that_are_shown(open_window):
    window = open_window("playground")
    window.controller.run_to(60)
    wait_until(lambda: window.controller.snapshot.epoch == 60)
    settle(window)
    trainer, own = trained(window.controller.experiment, 60), [find(window, NumberBox, f"own-{n}") for n in range(2)]

    def expected():
        return answer(trainer, [float(field.text().replace("−", "-")) for field in own]).split()[0]

    for row in range(12):
        window.controller.show_row(row)
        inputs = window.controller.snapshot.data.table.inputs[row]
        assert [field.value() for field in own] == pytest.approx(inputs, rel=5e-6)
        before = text(window, "prediction-own")
        assert before.split()[0].replace("−", "-") == expected()
        type_into(own[0], own[0].text())
        assert text(window, "prediction-own") == before
    type_into(own[0], "-0.12345678901")
    assert own[0].text() == "−0.12345678901"
    assert text(window, "prediction-own").split()[0].replace("−", "-") == expected()


def test_what_follows_from_a_column_follows_what_is_typed(open_window):
    window = open_window("playground")
    window.controller.edit("inputs", ("sin x₁", "x₁²", "x₂"))
    settle(window)
    assert [own.accessibleName() for own in window.lesson.predict.findChildren(QDoubleSpinBox)] == ["x₁", "x₂"]
    type_into(find(window, QDoubleSpinBox, "own-0"), "3")
    type_into(find(window, QDoubleSpinBox, "own-1"), "2")
    values = (np.sin(3.0), 9.0, 2.0)
    assert window.controller.probe.inputs[0] == pytest.approx(values)
    expected = answer(trained(window.controller.experiment, 0), values)
    assert text(window, "prediction-own").replace("−", "-").split()[0] == expected.split()[0]
    # In the map, whose axes are the columns, it has its place.
    assert window.output.picture.bounds[1] > 3.0
    window.controller.show_row(4)
    own = [find(window, QDoubleSpinBox, f"own-{number}").value() for number in range(2)]
    assert own == pytest.approx(window.controller.snapshot.data.table.inputs[4], abs=0.05)


@pytest.mark.parametrize("typed", [25.0, -1234.5, 1e9])
def test_a_value_beyond_the_data_is_taken_and_the_slider_stays_at_its_end(qtbot, typed):
    own = OwnValues([FormField("x", "", 1.0, 0.0, 0.0, -2.0, 2.0)], "{0}")
    qtbot.addWidget(own)
    type_into(find(own, QDoubleSpinBox, "own-0"), f"{typed:.1f}")
    assert own.values == (typed,)
    slider = find(own, QSlider, "own-slider-0")
    assert slider.value() == (slider.maximum() if typed > 0 else slider.minimum())


def test_values_below_a_millionth_can_be_typed(qtbot):
    own = OwnValues([FormField("x", "", 1.0, 0.0, 0.0, -1e-8, 1e-8)], "{0}")
    qtbot.addWidget(own)
    own.show_values([2.5e-9])
    type_into(find(own, QDoubleSpinBox, "own-0"), "0.000000005")
    assert own.values == (5e-9,)


def test_a_text_is_one_choice_and_the_network_answers_at_once(window):
    rows = "".join(f"{city},{n},{n * n}\n" for n, city in enumerate(["Rome", "Bonn", "Oslo", "Rome"] * 4))
    window.controller.open_table(own_lesson(dataset_of("city,area,price\n" + rows)))
    settle(window)
    names = window.controller.snapshot.data.table.input_names
    combo = find(window, QComboBox, f"own-choice-{names.index('city = Bonn')}")
    assert combo.currentText() == "Rome"
    choose(combo, "Oslo")
    assert dict(zip(names, window.controller.probe.inputs[0], strict=True)) == {
        "city = Bonn": 0.0,
        "city = Oslo": 1.0,
        "city = Rome": 0.0,
        "area": 0.0,
    }
    assert text(window, "prediction-own").replace("−", "-") == answer(
        trained(window.controller.experiment), window.controller.probe.inputs[0]
    )
    window.controller.show_row(1)
    assert combo.currentText() == "Bonn"
    # What goes in by half is no choice any more.
    window.controller.edit("inputs", ("city = Bonn", "area"))
    settle(window)
    window.controller.show_row(1)
    assert [find(window, QDoubleSpinBox, f"own-{number}").value() for number in range(2)] == [1.0, 1.0]
    assert not window.findChildren(QComboBox, "own-choice-0")


def test_a_slider_and_its_field_say_the_same(window):
    slider, own = find(window, QSlider, "own-slider-1"), find(window, QDoubleSpinBox, "own-1")
    slider.setValue(0)
    assert own.value() == own.minimum()
    type_into(own, f"{own.maximum():g}")
    assert slider.value() == slider.maximum()


def test_many_values_wait_until_they_are_asked_for(open_window):
    window = open_window("breast-cancer")
    assert not window.lesson.predict.findChildren(QDoubleSpinBox)
    click(find(window, QPushButton, "own-values"))
    assert len(window.lesson.predict.findChildren(QDoubleSpinBox)) == 30
    type_into(find(window, QDoubleSpinBox, "own-2"), "100")
    values = window.controller.snapshot.data.dataset.inputs[0].copy()
    values[2] = 100
    assert window.controller.probe.inputs[0] == pytest.approx(values)
    assert text(window, "prediction-own") == answer(trained(window.controller.experiment, 0), values)


def test_yes_or_no_has_nothing_beyond():
    fields = column_fields(trained(Experiment("virus")).data)
    assert {(field.minimum, field.maximum) for field in fields} == {(0.0, 1.0)}


@pytest.mark.parametrize(("length", "decimals"), [(0.02, 4), (1.4, 2), (12, 1), (900, 0), (2e-8, 10)])
def test_a_field_has_the_decimals_that_its_range_asks_for(length, decimals):
    assert decimals_of(length) == decimals


def test_pixels_are_drawn_not_typed():
    assert column_fields(trained(Experiment("digits")).data) == ()


def test_points_of_another_table_cannot_be_asked(window):
    window.controller.edit("data", "virus")
    settle(window)
    assert not find(window, QPushButton, "point-0").isEnabled()
    assert text(window, "prediction-0") == "–"
    window.controller.edit("data", "height-weight")
    settle(window)
    assert find(window, QPushButton, "point-0").isEnabled()


def test_the_points_change_with_the_lesson(window):
    choose(window.lesson.choice, load_lesson("virus").title)
    settle(window)
    names = [find(window, QPushButton, f"point-{number}").text() for number in range(3)]
    assert names == [point.name for point in load_lesson("virus").points]
    assert find(window, QLabel, "prediction-2").text()


def test_a_value_typed_before_another_lesson_is_there_changes_nothing(window):
    window.controller.open_lesson("virus")
    slider = find(window, ValueSlider, "own-slider-0")
    slider.setValue(7)
    settle(window)
    assert window.controller.probe.place == window.controller.lesson.row


def test_an_answer_below_zero_speaks_for_the_class_of_minus_one(open_window):
    window = open_window("playground")
    window.controller.run_to(150)
    wait_until(lambda: window.controller.snapshot.epoch == 150)
    settle(window)
    assert text(window, "prediction-0").endswith("  inside")
    assert text(window, "prediction-1").startswith("−0.9")
    assert text(window, "prediction-1").endswith("  outside")


def test_a_point_that_is_drawn_leaves_the_field_in_which_one_types(open_window):
    window = open_window("playground")
    field = find(window, QDoubleSpinBox, "own-0")
    field.setFocus()
    table = window.controller.experiment.table
    window.controller.change_table(with_row_of_class(begun(table, "mine"), np.array([[30.0, 3.0]]), 0))
    settle(window)
    assert window.controller.experiment.table.row_count == table.row_count + 1
    assert find(window, QDoubleSpinBox, "own-0") is field
    assert field.hasFocus() or not window.isActiveWindow()
    assert field.maximum() > 30.0


def test_what_was_typed_outlives_all_rows(open_window):
    window = open_window("playground")
    type_into(find(window, QDoubleSpinBox, "own-0"), "1.5")
    settle(window)
    typed = window.controller.probe.raw.tolist()
    window.controller.change_table(without_rows(begun(window.controller.experiment.table, "mine")))
    settle(window)
    assert window.controller.snapshot.data.dataset.row_count == 0
    assert window.controller.probe.raw.tolist() == typed
