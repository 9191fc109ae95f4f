"""A label that never asks for more room than it has."""

from PySide6.QtWidgets import QLabel

from gui.elided_label import ElidedLabel
from tests.gui.helpers import find

LONG = "To go with it: " + ", ".join(["another loss"] * 40)


def test_what_does_not_fit_is_elided_and_told_in_the_tool_tip(qtbot):
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText(LONG)
    label.resize(200, 20)
    label.show()
    label.grab()
    assert label.shown_text.endswith("…")
    assert label.toolTip() == LONG
    label.setText("Short.")
    label.grab()
    assert (label.shown_text, label.toolTip()) == ("Short.", "")


def test_a_long_message_leaves_the_window_as_wide_as_it_was(window):
    window.resize(1024, 700)
    window.controller.said.emit(LONG)
    said = find(window, QLabel, "said")
    assert said.text() == LONG
    assert window.minimumSizeHint().width() <= 1024
    assert window.width() == 1024
