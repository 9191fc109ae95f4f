"""Points to predict: the lesson's own, and one's own kilograms and centimetres."""

import numpy as np
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton, QWidget

from engine.lessons import load_lesson
from engine.network import forward
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


def test_the_form_belongs_to_its_lesson_alone(open_window):
    window = open_window("or-gate")
    assert not window.findChildren(QDoubleSpinBox)


def test_points_of_another_table_cannot_be_asked(window):
    window.controller.edit("data", "virus")
    settle(window)
    assert not find(window, QWidget, "predict").isEnabled()
    window.controller.edit("data", "height-weight")
    settle(window)
    assert find(window, QWidget, "predict").isEnabled()


def test_a_lesson_without_points_has_no_panel_for_them(open_window):
    window = open_window("breast-cancer")
    assert find(window, QWidget, "predict").isHidden()


def test_the_points_change_with_the_lesson(window):
    choose(window.lesson.choice, load_lesson("virus").title)
    settle(window)
    names = [find(window, QPushButton, f"point-{number}").text() for number in range(3)]
    assert names == [point.name for point in load_lesson("virus").points]
    assert find(window, QLabel, "prediction-2").text()


def test_an_answer_below_zero_speaks_for_the_class_of_minus_one(open_window):
    window = open_window("playground")
    window.controller.run_to(150)
    wait_until(lambda: window.controller.snapshot.epoch == 150)
    settle(window)
    assert text(window, "prediction-0").endswith("  inside")
    assert text(window, "prediction-1").startswith("−0.9")
    assert text(window, "prediction-1").endswith("  outside")
