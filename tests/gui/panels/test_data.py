"""The data panel: which data, and what generated ones can be asked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QSpinBox, QToolButton, QWidget

from engine.datasets import data_sources
from tests.gui.helpers import choose, click_button, field, find, press, settle, text, trained, type_into

OPTIONS = ("points", "noise", "turns", "classes")


@pytest.fixture
def playground(open_window):
    return open_window("playground")


def offered(window) -> list[str]:
    """The options that are seen."""
    field(window, "data_set", QComboBox)
    return [name for name in OPTIONS if find(window, QWidget, name).isVisible()]


def choose_data(window, label: str) -> None:
    choose(field(window, "data_set", QComboBox), label)
    settle(window)


def table(window):
    return window.controller.snapshot.data.table


@pytest.mark.parametrize(
    ("label", "options"),
    [
        ("Circle", ["points", "noise"]),
        ("Spiral", ["points", "noise", "turns"]),
        ("Heaps", ["points", "noise", "classes"]),
        ("XOR gate", []),
    ],
)
def test_only_what_the_data_make_use_of_is_asked_for(playground, label, options):
    choose_data(playground, label)
    assert offered(playground) == options
    assert find(playground, QToolButton, "new-points-button").isVisible() == bool(options)


def test_every_data_set_is_offered_under_the_heading_of_its_group(playground):
    combo = field(playground, "data_set", QComboBox)
    model = combo.model()
    heading = ""
    for row in range(combo.count()):
        if not model.index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled:
            heading = combo.itemText(row)
            continue
        source = next(source for source in data_sources if source.label == combo.itemText(row))
        assert source.group == heading


def test_a_key_goes_past_the_headings(playground):
    combo = field(playground, "data_set", QComboBox)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    settle(playground)
    for _ in range(7):
        QTest.keyClick(combo, Qt.Key.Key_Up)
        settle(playground)
    assert playground.controller.experiment.data in data_sources


def test_points_and_noise_and_turns_are_taken_over(playground):
    choose_data(playground, "Spiral")
    for name, kind, typed in (("points", QSpinBox, "200"), ("noise", QSpinBox, "10"), ("turns", QLineEdit, "2.5")):
        type_into(field(playground, name, kind), typed)
        settle(playground)
    experiment = playground.controller.experiment
    assert (experiment.points, experiment.noise, experiment.turns) == (200, 0.1, 2.5)
    assert table(playground).row_count == 200
    assert text(playground, "data-summary").startswith("100 rows train, 100 test.")


def test_turns_beyond_the_range_are_refused_and_nothing_changes(playground):
    choose_data(playground, "Spiral")
    type_into(field(playground, "turns", QLineEdit), "9")
    settle(playground)
    assert "turns: 9" in text(playground, "banner-text")
    assert playground.controller.experiment.turns == 1.75
    assert find(playground, QLineEdit, "turns").text() == "1.75"


def test_new_points_are_of_the_same_shape_and_from_the_next_seed(playground):
    before = table(playground)
    field(playground, "data_set", QComboBox)
    click_button(playground, "new-points-button")
    press(playground, "Shift+N")
    assert playground.controller.experiment.data_seed == 2
    assert table(playground).row_count == before.row_count
    assert (table(playground).inputs != before.inputs).any()


def test_data_that_are_not_generated_have_no_new_points(playground):
    choose_data(playground, "Iris")
    assert not playground.action("new-points").isEnabled()
    press(playground, "Shift+N")
    assert playground.controller.experiment.data_seed == 0


def test_many_classes_take_an_output_along_and_the_window_says_so(playground):
    choose_data(playground, "Iris")
    said = text(playground, "said")
    assert "the output is softmax now" in said
    assert "the inputs go in standardised" in said
    assert playground.controller.why_not_trainable == ""
    assert find(playground, QComboBox, "output_activation").currentText() == "softmax"
    choose_data(playground, "Circle")
    assert "the output is tanh now" in text(playground, "said")


def test_inputs_that_follow_from_the_columns_are_offered_and_not_chosen_at_first(playground):
    names = field(playground, "inputs", QListWidget)
    checked = [
        names.item(n).text() for n in range(names.count()) if names.item(n).checkState() is Qt.CheckState.Checked
    ]
    assert checked == ["x₁", "x₂"]
    names.setCurrentRow(5)
    names.setFocus()
    QTest.keyClick(names, Qt.Key.Key_Space)
    settle(playground)
    assert playground.controller.experiment.inputs == ("x₁", "x₂", "sin x₁")
    assert len(playground.network.views[0].layout_now().layers[0]) == 3


def test_the_spiral_is_set_up_and_learned_with_eight_clicks(playground, with_kernel):
    """Lesson, Playground, Data, its list, Spiral, Network, hidden layers (8, 8), and one Run to its end."""
    choose_data(playground, "Spiral")
    type_into(field(playground, "hidden", QLineEdit), "8, 8")
    settle(playground)
    experiment = playground.controller.experiment
    assert (experiment.hidden, experiment.points) == ((8, 8), 3000)
    assert trained(experiment, experiment.epochs).metrics()[1].accuracy >= 0.98
