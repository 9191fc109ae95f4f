"""Fields of the experiment: what starts anew, what goes on, what is refused."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QSpinBox, QWidget

from engine.lessons import load_lesson
from engine.trainer import Trainer
from tests.gui.helpers import (
    bits,
    choose,
    click,
    field,
    find,
    press,
    run_flat_out,
    set_rate,
    settle,
    text,
    trained,
    type_into,
)

LESSON = load_lesson("height-weight").experiment


def assert_anew(window, **changes):
    """Training stands at epoch 0 of the changed experiment, and the window says why."""
    settle(window)
    expected = LESSON.changed(**changes)
    assert window.controller.experiment == expected
    assert text(window, "figure-epoch") == "0"
    assert bits(window.controller.snapshot) == bits(Trainer(expected))
    assert "again at epoch 0" in text(window, "said")


def test_what_is_said_of_a_new_start_is_over_when_training_has_gone_on(window):
    window.controller.edit("hidden", (3,))
    assert_anew(window, hidden=(3,))
    run_flat_out(window)
    assert text(window, "said") == ""


@pytest.fixture
def walked(window):
    """A window that is 10 epochs into its lesson."""
    press(window, "Ctrl+7", "Right")
    return window


# What shapes the network.


def test_other_hidden_layers_start_anew(walked):
    type_into(field(walked, "hidden", QLineEdit), "4, 3")
    assert_anew(walked, hidden=(4, 3))
    assert [len(layer) for layer in walked.network.views[0].layout_now().layers] == [2, 4, 3, 1]


def test_no_hidden_layer_starts_anew(walked):
    type_into(field(walked, "hidden", QLineEdit), "")
    assert_anew(walked, hidden=())


def test_another_activation_starts_anew(walked):
    choose(field(walked, "activation", QComboBox), "tanh")
    assert_anew(walked, activation=("tanh",))


def test_another_output_activation_starts_anew(walked):
    choose(field(walked, "output_activation", QComboBox), "linear")
    assert_anew(walked, output_activation="linear")


def test_a_network_without_biases_starts_anew(walked):
    click(field(walked, "bias", QCheckBox), field(walked, "bias", QCheckBox).rect().center() * 0.2)
    assert_anew(walked, bias=False)


def test_biases_of_some_layers_are_neither_yes_nor_no_until_one_says_so(walked):
    biases = field(walked, "bias", QCheckBox)
    walked.controller.edit("bias", (True, False))
    assert biases.checkState() is Qt.CheckState.PartiallyChecked
    click(biases, biases.rect().center() * 0.2)
    assert walked.controller.experiment.bias is True
    click(biases, biases.rect().center() * 0.2)
    assert_anew(walked, bias=False)


def test_dropout_is_chosen_in_per_cent_and_training_goes_on(walked):
    epoch = walked.controller.snapshot.epoch
    type_into(field(walked, "dropout", QSpinBox), "30")
    assert walked.controller.experiment.dropout == 0.3
    assert walked.controller.snapshot.epoch == epoch > 0


def test_other_starting_weights_start_anew(walked):
    choose(field(walked, "start", QComboBox), "zeros")
    assert_anew(walked, start="zeros")


def test_another_seed_starts_anew(walked):
    type_into(field(walked, "seed", QSpinBox), "41")
    assert_anew(walked, seed=41)


def test_another_data_set_starts_anew(walked):
    combo = field(walked, "data_set", QComboBox)
    choose(combo, "XOR gate")
    assert_anew(walked, data="xor-gate")
    assert find(walked, QWidget, "data-table").model().rowCount() == 4


def test_another_scaling_starts_anew(walked):
    combo = field(walked, "scaling", QComboBox)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    assert_anew(walked, scaling="standardise")
    assert "The network gets, for example, (weight − 135 lb − 6.25) / " in text(walked, "data-summary")


def test_fewer_inputs_start_anew(walked):
    names = field(walked, "inputs", QListWidget)
    names.setCurrentRow(1)
    names.setFocus()
    QTest.keyClick(names, Qt.Key.Key_Space)
    assert_anew(walked, inputs=("weight − 135 lb",))
    assert len(walked.network.views[0].layout_now().layers[0]) == 1


def test_the_last_input_cannot_be_taken_away(walked):
    names = field(walked, "inputs", QListWidget)
    for row in (0, 1):
        names.setCurrentRow(row)
        names.setFocus()
        QTest.keyClick(names, Qt.Key.Key_Space)
        settle(walked)
    assert walked.controller.experiment.inputs == ("height − 66 in",)
    assert names.item(1).checkState() is Qt.CheckState.Checked


def test_rows_kept_back_for_the_test_start_anew(walked):
    type_into(field(walked, "train_share", QSpinBox), "50")
    assert_anew(walked, train_share=0.5)
    assert text(walked, "data-summary").startswith("2 rows train, 2 test.")


def test_another_loss_starts_anew(walked):
    combo = field(walked, "loss", QComboBox)
    label = next(combo.itemText(n) for n in range(combo.count()) if "entropy" in combo.itemText(n))
    choose(combo, label)
    assert_anew(walked, loss="cross-entropy")


def test_given_weights_that_no_longer_fit_are_replaced_and_the_window_says_so(open_window):
    window = open_window("or-gate")
    type_into(field(window, "hidden", QLineEdit), "2")
    settle(window)
    assert text(window, "said").startswith("The given weights do not fit this network")
    changed = load_lesson("or-gate").experiment.changed(hidden=(2,))
    assert changed.start == "normal"
    assert bits(window.controller.snapshot) == bits(Trainer(changed))
    assert field(window, "start", QComboBox).currentText() != "given by the lesson"


def test_a_change_in_the_middle_of_a_run_lets_it_run_on_from_the_new_start(walked):
    combo = field(walked, "activation", QComboBox)
    walked.controller.run()
    choose(combo, "tanh")
    settle(walked)
    experiment = walked.controller.experiment
    assert experiment.activation == ("tanh",)
    assert bits(walked.controller.snapshot) == bits(trained(experiment, experiment.epochs))


def test_a_change_of_one_network_of_two_leaves_the_other_as_it_was(open_window):
    window = open_window("xor")
    click(window.network.views[1])
    type_into(field(window, "hidden", QLineEdit), "8")
    settle(window)
    first, second = (variant.experiment for variant in load_lesson("xor").variants)
    assert window.controller.experiments == (first, second.changed(hidden=(8,)))


# What is changed on the way.


def test_what_only_steers_training_goes_on(walked):
    set_rate(walked, "0.5")
    type_into(field(walked, "epochs", QSpinBox), "50")
    click(field(walked, "shuffle", QCheckBox), field(walked, "shuffle", QCheckBox).rect().center() * 0.2)
    choose(field(walked, "reduction", QComboBox), "sum")
    settle(walked)
    expected = LESSON.changed(learning_rate=0.5, epochs=50, shuffle=True, reduction="sum")
    assert walked.controller.experiment == expected
    assert text(walked, "figure-epoch") == "10"
    assert bits(walked.controller.snapshot) == bits(trained(LESSON, 10))


def test_a_field_that_is_left_as_it_was_changes_nothing(walked):
    for name in ("learning_rate", "hidden"):
        widget = field(walked, name, QLineEdit)
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Return)
    settle(walked)
    assert text(walked, "figure-epoch") == "10"
    assert walked.controller.experiment == LESSON


def test_the_fields_show_the_experiment_of_the_lesson(open_window):
    window = open_window("breast-cancer-hidden")
    assert field(window, "hidden", QLineEdit).text() == "5"
    assert field(window, "learning_rate", QLineEdit).text() == "0.05"
    assert field(window, "epochs", QSpinBox).value() == 5000
    assert field(window, "train_share", QSpinBox).value() == 75
    assert not field(window, "bias", QCheckBox).isChecked()
    assert field(window, "split_shuffled", QCheckBox).isChecked()
    assert text(window, "data-summary").startswith("426 rows train, 143 test.")


# What is refused.


def count_warnings(window):
    """The messages from now on; the banner is empty before."""
    find(window, QWidget, "banner").hide()
    warned = []
    window.controller.warned.connect(warned.append)
    return warned


def assert_refused(window, *words):
    """One message that names what is wrong, and nothing has changed."""
    settle(window)
    banner = find(window, QWidget, "banner")
    assert banner.isVisible()
    for word in words:
        assert word in text(window, "banner-text")
    assert window.controller.experiment == LESSON
    assert text(window, "figure-epoch") == "10"
    assert bits(window.controller.snapshot) == bits(trained(LESSON, 10))


def test_a_learning_rate_out_of_range_is_refused(walked):
    for rate in ("0", "-1", "1e30", "1e999", "-inf"):
        warned = count_warnings(walked)
        set_rate(walked, rate)
        assert_refused(walked, "learning_rate", "above 0")
        assert field(walked, "learning_rate", QLineEdit).text() == "0.1"
        assert len(warned) == 1


def test_a_learning_rate_that_is_no_number_is_refused(walked):
    rate = field(walked, "learning_rate", QLineEdit)
    for nonsense in ("", "abc", "-", "1e", "0,5,5", "1_000", "٣", "nan"):
        warned = count_warnings(walked)
        type_into(rate, nonsense)
        walked.network.views[0].setFocus()
        assert_refused(walked, "learning_rate", "must be a number")
        assert rate.text() == "0.1"
        assert len(warned) == 1


def test_hidden_layers_that_make_no_sense_are_refused(walked):
    for sizes in ("abc", "0", "-1", "2.5", "2000", "1,1,1,1,1,1,1,1,1,1,1", "²", "9" * 400):
        warned = count_warnings(walked)
        type_into(field(walked, "hidden", QLineEdit), sizes)
        assert_refused(walked, "hidden")
        assert field(walked, "hidden", QLineEdit).text() == "2"
        assert len(warned) == 1


def test_a_loss_that_no_longer_fits_the_output_follows_it_and_the_window_says_so(walked):
    loss = field(walked, "loss", QComboBox)
    choose(loss, "binary cross-entropy")
    settle(walked)
    choose(field(walked, "output_activation", QComboBox), "tanh")
    assert_anew(walked, output_activation="tanh", loss="squared-error")
    assert text(walked, "said").startswith("The output is now tanh and the loss mean (ŷ − y)², which fits it")
    press(walked, "Ctrl+Z")
    assert (walked.controller.experiment.loss, walked.controller.experiment.output_activation) == (
        "cross-entropy",
        "sigmoid",
    )


def test_an_output_that_no_longer_fits_the_loss_follows_it(walked):
    choose(field(walked, "output_activation", QComboBox), "linear")
    settle(walked)
    choose(field(walked, "loss", QComboBox), "binary cross-entropy")
    assert_anew(walked, output_activation="sigmoid", loss="cross-entropy")


def test_the_message_goes_with_its_button_or_with_the_next_lesson(walked):
    set_rate(walked, "0")
    banner = find(walked, QWidget, "banner")
    click(find(walked, QWidget, "banner-close"))
    assert not banner.isVisible()
    set_rate(walked, "-1")
    assert banner.isVisible()
    choose(find(walked, QComboBox, "lesson-choice"), load_lesson("xor").title)
    settle(walked)
    assert not banner.isVisible()


# Digits, choice by choice.


def test_digits_are_chosen_in_the_panels_and_trained_without_a_complaint(open_window):
    window = open_window("breast-cancer")
    for name, label in (
        ("data_set", "Handwritten digits"),
        ("scaling", "as they are"),
        ("output_activation", "softmax"),
        ("activation", "ReLU"),
        ("start", "He"),
        ("loss", "categorical cross-entropy"),
        ("optimizer", "momentum"),
        ("reduction", "mean"),
    ):
        choose(field(window, name, QComboBox), label)
        settle(window)
    type_into(field(window, "hidden", QLineEdit), "64,32")
    settle(window)
    type_into(field(window, "batch_size", QSpinBox), "32")
    set_rate(window, "0.02")
    assert window.controller.experiment.architecture.sizes == (64, 64, 32, 10)
    window.network.views[0].setFocus()
    run_flat_out(window, epochs=5)
    assert not window.banner.isVisible()
    snapshot = window.controller.snapshot
    assert (snapshot.epoch, snapshot.parameters.tobytes()) == (5, trained(snapshot.experiment, 5).parameters.tobytes())
    assert snapshot.test.accuracy > 0.85
    press(window, "Ctrl+1", "Right")
    assert not window.grab().isNull()


def test_hidden_neurons_are_offered_no_softmax(window):
    offered = [field(window, name, QComboBox) for name in ("activation", "output_activation")]
    assert [combo.findText("softmax") >= 0 for combo in offered] == [False, True]


def test_a_softmax_of_one_output_says_why_it_cannot_learn(open_window):
    window = open_window("breast-cancer")
    choose(field(window, "output_activation", QComboBox), "softmax")
    settle(window)
    press(window, "Space")
    assert window.controller.snapshot.epoch == 0
    assert "always 1" in window.controller.experiment.why_not_trainable
