"""A table without rows is painted everywhere, and so is what comes after it."""

import pytest
from PySide6.QtWidgets import QComboBox

from tests.gui.helpers import choose, field, press, settle


@pytest.mark.parametrize("shape", ["Tilted plane", "Hills and hollows", "Sine", "Circle", "Heaps"])
def test_a_table_is_cleared_and_the_network_grows(open_window, shape):
    window = open_window("playground")
    choose(field(window, "data_set", QComboBox), shape)
    settle(window)
    for keys in (("P", "Shift+P"), ("Ctrl+H",), ("Ctrl+J",)):
        press(window, *keys)
        settle(window)
        window.grab()
        assert window.controller.snapshot.data.table.row_count == 0
    press(window, "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    settle(window)
    window.grab()
    assert window.controller.snapshot.data.table.row_count == 500
