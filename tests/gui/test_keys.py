"""Single keys act everywhere but where one types, and a focused control keeps the keys it lives by."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTableView,
)

from engine.trainer import Trainer
from gui.actions import ACTIONS
from tests.gui.helpers import bits, click, field, find, press, press_only, settle, text, trained, wait_until

# Function keys and Escape mean the same everywhere.
TYPED = [key for row in ACTIONS for key in row.keys if not re.fullmatch(r"Esc|F\d+|.*\+.+", key)]


def everything(window):
    """What the keys could change."""
    controller = window.controller
    view = window.network.views[0]
    return (
        controller.experiment,
        controller.settings,
        bits(controller.snapshot),
        window.action("log-loss").isChecked(),
        view.position_of(0, 0).toTuple(),
        controller.running,
    )


def test_there_are_single_keys():
    assert {"Space", "R", "N", "L", "0", "F", "+", "-", "=", "T", "Right", "PgDown"} <= set(TYPED)


def test_no_single_key_acts_while_one_types(window):
    press(window, "Right")
    before = everything(window)
    for name, kind in (("hidden", QLineEdit), ("own-0", QDoubleSpinBox), ("seed", QSpinBox), ("find-row", QLineEdit)):
        widget = find(window, kind, name) if name == "find-row" else field(window, name, kind)
        widget.show()
        widget.setFocus()
        # Pages turn a spin box's number, and figures are what one types into it: that is the box's own.
        for key in [key for key in TYPED if kind is QLineEdit or not re.match(r"Pg|[1-9]", key)]:
            QTest.keySequence(widget, key)
            assert window.focusWidget() is widget
            assert everything(window) == before
        give_up(widget)
    settle(window)
    assert everything(window) == before


def give_up(widget):
    """Put back what the field said, so that leaving it changes nothing."""
    while getattr(widget, "isUndoAvailable", bool)():
        widget.undo()


def test_what_is_typed_arrives(window):
    widget = field(window, "hidden", QLineEdit)
    widget.setFocus()
    QTest.keySequence(widget, "Ctrl+A")
    QTest.keyClicks(widget, "rn+-0fl T")
    assert widget.text() == "rn+-0fl T"
    QTest.keyClick(widget, Qt.Key.Key_Escape)


def test_escape_acts_also_while_one_types(window):
    widget = field(window, "hidden", QLineEdit)
    window.controller.run()
    wait_until(window.action("cancel").isEnabled)
    widget.setFocus()
    press(window, "Esc")
    assert not window.controller.running
    assert window.controller.snapshot.epoch < 1000


def test_space_on_a_check_box_toggles_the_box_and_does_not_run(window):
    box = field(window, "shuffle", QCheckBox)
    box.setFocus()
    press(window, "Space")
    assert box.isChecked()
    assert window.controller.experiment.shuffle
    assert bits(window.controller.snapshot) == bits(Trainer(window.controller.experiment))


def test_space_on_a_list_of_choices_opens_it_and_does_not_run(window):
    combo = find(window, QComboBox, "step-size")
    combo.setFocus()
    press(window, "Space")
    assert combo.view().isVisible()
    assert text(window, "figure-epoch") == "0"
    combo.hidePopup()


def test_space_on_a_button_presses_it(window):
    button = find(window, QPushButton, "point-0")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle(window)
    assert window.controller.probe.name == "Emily"
    assert text(window, "figure-epoch") == "0"


def test_arrows_on_the_slider_move_it_and_take_no_step(window):
    slider = find(window, QSlider, "speed")
    slider.setFocus()
    before = slider.value()
    press(window, "Right")
    assert slider.value() == before + 1
    assert text(window, "figure-epoch") == "0"


def test_arrows_on_the_tabs_go_to_the_next_tab_and_take_no_step(window):
    bar = window.tabs.tabBar()
    bar.setFocus()
    press(window, "Right")
    assert window.tabs.currentIndex() == 1
    assert text(window, "figure-epoch") == "0"


def test_arrows_on_the_table_choose_rows(window):
    table = find(window, QTableView, "data-table")
    table.setFocus()
    press(window, "Down", "Down")
    assert window.controller.probe.name == "Charlie"
    assert text(window, "figure-epoch") == "0"


def test_the_step_key_works_from_the_table(window):
    click(find(window, QTableView, "data-table").viewport())
    press(window, "Ctrl+6")
    press(window, "Right")
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 1))


def test_after_the_start_the_keys_work_without_a_click(window):
    assert window.focusWidget() is window.network.views[0]
    press_only(window, "Right")
    settle(window)
    assert text(window, "figure-epoch") == "1"


def mnemonics(window, tab) -> list[str]:
    """What is pressed with Alt for a menu, and for whatever may be seen while that tab is in front."""
    controls = [label for label in window.findChildren(QLabel) if label.buddy()]
    controls += window.findChildren(QAbstractButton)
    seen = [one for one in controls if tab.isAncestorOf(one) or not window.tabs.isAncestorOf(one)]
    texts = [action.text() for action in window.menuBar().actions()] + [one.text() for one in seen]
    keys = [QKeySequence.mnemonic(text).toString() for text in texts]
    return sorted(key for key in keys if key)


@pytest.mark.parametrize("number", range(4))
def test_no_two_controls_share_their_alt_key(window, number):
    keys = mnemonics(window, window.tabs.widget(number))
    assert {"Alt+F", "Alt+E", "Alt+A", "Alt+T", "Alt+V", "Alt+H", "Alt+3"} < set(keys)
    assert [key for key in keys if keys.count(key) > 1] == []
