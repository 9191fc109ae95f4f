"""The ways in: chosen, dropped, pasted, from the data panel and from the command line."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QToolButton

from tests.gui.helpers import field, find, press_only, settle, text
from tests.gui.own_table.conftest import HOUSES, read

TABBED = HOUSES.replace(",", "\t")


@pytest.fixture
def answer(monkeypatch, houses):
    """The dialog for files answers with the table."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(houses), ""))


def drop(window, data: QMimeData) -> bool:
    """Drop something in the middle of the window; whether it was taken."""
    middle = QPointF(window.rect().center())
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(middle.toPoint(), *how)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(middle, *how))
    return enter.isAccepted()


def test_a_file_is_chosen(table_window, answer):
    press_only(table_window, "Ctrl+O")
    assert text(read(table_window), "import-title") == "houses.csv"


def test_the_data_panel_has_a_button_for_it(table_window, answer):
    field(table_window, "open-button", QToolButton).click()
    assert text(read(table_window), "import-title") == "houses.csv"


def test_a_file_is_dropped(table_window, houses):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(houses))])
    assert drop(table_window, data)
    assert text(read(table_window), "import-verdict-text").startswith("4 inputs")


def test_text_is_dropped(table_window):
    data = QMimeData()
    data.setText(HOUSES)
    assert drop(table_window, data)
    assert text(read(table_window), "import-title") == "Dropped table"


def test_what_is_neither_is_not_taken(table_window):
    data = QMimeData()
    data.setData("application/x-something", b"1")
    assert not drop(table_window, data)
    assert table_window.tables.dialog is None


def test_cells_of_a_spreadsheet_are_pasted(table_window):
    QApplication.clipboard().setText(TABBED)
    press_only(table_window, "Ctrl+V")
    dialog = read(table_window)
    assert text(dialog, "import-title") == "Pasted table"
    assert text(dialog, "import-verdict-text").startswith("4 inputs")


def test_in_a_text_field_text_is_pasted_as_ever(table_window):
    QApplication.clipboard().setText("0.5")
    rate = field(table_window, "learning_rate", QLineEdit)
    rate.setFocus()
    rate.selectAll()
    press_only(table_window, "Ctrl+V")
    assert rate.text() == "0.5"
    assert table_window.tables.dialog is None


def test_with_nothing_to_paste_it_says_what_to_do(table_window):
    QApplication.clipboard().clear()
    press_only(table_window, "Ctrl+V")
    settle(table_window)
    assert table_window.tables.dialog is None
    assert "copy cells" in text(table_window, "banner-text")


def test_closing_the_window_ends_the_reading(open_window, tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("a,b,c\n" + "1.5,2.5,3.5\n" * 100_000)
    window = open_window()
    window.tables.open_file(str(path))
    line = window.tables.dialog.line
    window.close()
    assert not line.busy
    assert find(window, QToolButton, "open-button") is not None
