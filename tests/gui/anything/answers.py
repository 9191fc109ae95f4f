"""What is answered where the window asks for a file, and what is in the files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from gui.main_window import MainWindow
from tests.gui.helpers import wait_until

TABLES = {
    "classes.csv": "x,y,kind\n" + "".join(f"{n},{n * n % 7},{'abc'[n % 3]}\n" for n in range(12)),
    "quantity.csv": "a;b\n" + "".join(f"{n},5;{3 * n % 5},25\n" for n in range(9)),
    "words.csv": "size,colour,yes\n" + "".join(f"{n},{('red', 'blue')[n % 2]},{n % 2}\n" for n in range(8)),
    "same.csv": "a,b\n1,1\n1,1\n",
    "one.csv": "only\n1\n",
    "nothing.csv": "",
}
SESSIONS = ("one.gradwalk", "two.gradwalk", "damaged.gradwalk")


class Answers:
    """Dialogs of the system do not open: the next answer is given in their place."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.saved, self.opened = "", ""
        for name, content in TABLES.items():
            (folder / name).write_text(content, "utf-8")
        (folder / SESSIONS[-1]).write_bytes(b"PK\x03\x04 and no more")
        patch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (self.opened, ""))
        patch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (self.saved, ""))

    def save_as(self, number: int) -> None:
        """Save to one of the sessions, nowhere, or where nothing can be written."""
        names = (*SESSIONS[:2], "", "", "no folder/three.gradwalk")
        self.saved = str(self.folder / names[number]) if names[number] else ""

    def path(self, number: int) -> str:
        """One of the tables, or a file that is not there."""
        names = (*TABLES, "missing.csv")
        return str(self.folder / names[number % len(names)])

    def session(self, number: int) -> str:
        """One of the sessions, whether it was saved already or not."""
        return str(self.folder / SESSIONS[number % len(SESSIONS)])

    def copy(self, number: int) -> None:
        """Have a table in the clipboard, or nothing."""
        data = QMimeData()
        data.setText((*TABLES.values(), "no table")[number % (len(TABLES) + 1)])
        QApplication.clipboard().setMimeData(data)


def answer_import(window: MainWindow, accept: bool) -> None:
    """Import what the dialog reads, if it can be learned, or leave it."""
    if window.tables.dialog is not None and accept:
        wait_until(lambda: _has_read(window), "the table is read")
        window.tables.dialog.button.click()
        wait_until(lambda: _has_read(window), "the table is imported")
    window.tables.close()


def _has_read(window: MainWindow) -> bool:
    """Whether the dialog is at rest, or is done."""
    return window.tables.dialog is None or not window.tables.dialog.line.busy


def answer_question(window: MainWindow, number: int) -> None:
    """Save, discard or cancel, where the window asks."""
    box = window.document.question.box
    if box is not None:
        box.buttons()[number % len(box.buttons())].click()


def close_what_is_open(window: MainWindow) -> None:
    """Lists, menus and messages, as Escape does."""
    for box in window.findChildren(QMessageBox):
        box.close()
    popup = QApplication.activePopupWidget()
    while isinstance(popup, QWidget):
        popup.close()
        popup = QApplication.activePopupWidget()
