"""Tab goes once around the whole window, and Shift+Tab the same way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.helpers import press


def stops(key) -> list[str]:
    """Where the focus comes by, from where it is until it is there again."""
    first = QApplication.focusWidget()
    names = []
    while len(names) < 100:
        names.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), key)
        if QApplication.focusWidget() is first:
            return names
    raise AssertionError(f"never came back: {names}")


@pytest.mark.parametrize("lesson_id", ["height-weight", "xor"])
def test_tab_goes_around_as_one_reads_and_back(open_window, lesson_id):
    window = open_window(lesson_id)
    window.resize(1280, 1000)
    press(window, "Ctrl+2", "Right", "F4")
    window.network.setFocus()
    around = stops(Qt.Key.Key_Tab)
    networks = ["network", "network-2"][: len(window.network.views)]
    middle = [*networks, "maths", "qt_tabwidget_tabbar", "weights-layer", "weights-table", "timeline-slider"]
    # Coming by the second network chooses it; it is not walked through, and so there is no formula.
    middle = [name for name in middle if name != "maths" or len(networks) == 1]
    # At epoch 0 there is no way back along the timeline.
    middle = [name for name in middle if name != "timeline-slider" or window.controller.snapshot.furthest]
    assert around[: len(middle)] == middle
    for name in ("data-table", "loss-canvas", "reset", "step", "step-size", "speed", "lesson-choice", "point-0"):
        assert around.count(name) == 1, name
    if len(networks) == 1:
        assert stops(Qt.Key.Key_Backtab) == [around[0], *reversed(around[1:])]


def test_a_lesson_with_two_networks_keeps_the_window_in_front(open_window):
    window = open_window("derivation")
    press(window, "R")
    window.controller.open_lesson("xor")
    press(window, "Right")
    assert window.isActiveWindow()
    assert QApplication.focusWidget() is window.network.views[0]
    assert window.controller.snapshot.epoch == 1
