"""Actions and controls: each can be found by name, read aloud, explained and reached by a key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QSlider,
    QTableView,
    QTabWidget,
    QWidget,
)

from gui.actions import ACTIONS
from tests.gui.helpers import find, press, press_only, settle, text

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QSlider, QAbstractItemView, QTabWidget)
PROMISED = (
    "reset play step new-start cancel faster slower log-loss fit full-screen choose-lesson ten-starts "
    "theme-system theme-light theme-dark quit keys about"
)


def controls(window: QWidget) -> list[QWidget]:
    """Everything one can press, type into or choose from; not the parts that Qt makes these of."""
    found = [widget for kind in CONTROLS for widget in window.findChildren(kind)]
    return [widget for widget in found if not is_part(widget)]


def is_part(widget: QWidget) -> bool:
    """Whether Qt made the widget as a part of another: a spin box's line, a combo box's list, a tab bar's arrow."""
    if widget.objectName().startswith("qt_"):
        return True
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractSpinBox | QComboBox | QAbstractItemView):
            return True
        if above.metaObject().className() in ("QTabBar", "QHeaderView", "QMenuBar", "QComboBoxPrivateContainer"):
            return True
        above = above.parentWidget()
    return False


def test_every_action_has_a_name_a_text_an_explanation_and_a_key(window):
    for row in ACTIONS:
        action = window.action(row.name)
        assert action.objectName() == row.name
        assert action.text()
        assert action.shortcuts()
        assert action.shortcuts()[0].toString(QKeySequence.SequenceFormat.NativeText) in action.toolTip()
        assert action.statusTip()


def test_no_two_actions_share_a_key(window):
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert "" not in keys
    assert len(keys) == len(set(keys))


def test_the_window_has_no_other_actions_than_those_of_the_table(window):
    named = {row.name for row in ACTIONS}
    for action in window.menuBar().actions():
        assert {entry.objectName() for entry in action.menu().actions() if not entry.isSeparator()} <= named
    listed = [entry for menu in window.menuBar().actions() for entry in menu.menu().actions()]
    assert len([entry for entry in listed if entry.objectName()]) == len(ACTIONS)


def test_the_promised_actions_are_there(window):
    assert {window.action(name).objectName() for name in PROMISED.split()} == set(PROMISED.split())


@pytest.mark.parametrize("lesson_id", ["height-weight", "xor", "breast-cancer-hidden"])
def test_every_control_has_a_name_can_be_read_aloud_and_is_explained(open_window, lesson_id):
    window = open_window(lesson_id)
    found = controls(window)
    assert len(found) > 25
    silent = [widget for widget in found if not (widget.accessibleName() or getattr(widget, "text", str)())]
    assert not [widget for widget in found if not widget.objectName()]
    assert not silent
    # The tip of a table or of tabs would lie over what is in them: their parts have tips of their own.
    whole = [widget for widget in found if not isinstance(widget, QTableView | QTabWidget)]
    assert not [widget for widget in whole if not widget.toolTip()]


def test_every_tab_and_every_column_is_explained(open_window):
    window = open_window("breast-cancer")
    assert all(window.tabs.tabToolTip(number) for number in range(window.tabs.count()))
    model = find(window, QTableView, "data-table").model()
    for column in range(model.columnCount()):
        assert model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)


def test_every_control_can_be_reached_with_the_tab_key(window):
    for widget in controls(window):
        # Tabs are reached by their bar.
        stop = widget.tabBar() if isinstance(widget, QTabWidget) else widget
        if widget.objectName() != "banner-close":
            assert stop.focusPolicy().value & 1, widget.objectName()


def test_names_of_controls_are_unique(window):
    names = [widget.objectName() for widget in controls(window)]
    assert len(names) == len(set(names))


def test_every_pane_has_a_name(window):
    panes = "network curves output data lesson maths code weights pulls try check timeline"
    for pane in panes.split():
        assert find(window, QWidget, pane).accessibleName()


def test_the_figures_can_be_read_aloud(window):
    press(window, "Right")
    for name, caption in (("epoch", "Epoch"), ("loss", "Loss"), ("accuracy", "Accuracy")):
        shown = find(window, QWidget, f"figure-{name}")
        assert shown.accessibleName() == f"{caption} {shown.text()}"


# Saving pictures.


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """The file dialog answers at once."""

    def answer(name: str):
        path = str(tmp_path / name) if name else ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
        return tmp_path / name

    return answer


def test_the_window_is_saved_as_a_picture_of_its_size(window, asked):
    path = asked("window.png")
    press(window, "Ctrl+Shift+E")
    assert QImage(str(path)).size() == window.size() * window.devicePixelRatio()
    assert str(path) in text(window, "said")


def test_the_networks_are_saved_as_a_drawing(open_window, asked):
    window = open_window("xor")
    path = asked("networks")
    press(window, "Ctrl+Alt+E")
    drawing = path.with_suffix(".svg").read_text("utf-8")
    assert "<svg" in drawing
    assert drawing.count("<path") + drawing.count("<circle") + drawing.count("<ellipse") > 10


def test_what_cannot_be_saved_is_said(window, asked):
    asked("no/such/folder/window.png")
    press(window, "Ctrl+Shift+E")
    assert "no/such/folder/window.png" in text(window, "banner-text")


def test_nothing_is_saved_when_nobody_says_where(window, asked, tmp_path):
    asked("")
    press(window, "Ctrl+Shift+E", "Ctrl+Alt+E")
    assert not list(tmp_path.iterdir())
    assert find(window, QWidget, "banner").isHidden()


def test_the_quit_key_closes_the_window(window):
    press_only(window, "Ctrl+Q")
    QApplication.processEvents()
    assert not window.isVisible()


def test_a_closed_window_can_be_settled(window):
    settle(window)
    assert window.close()
