"""A window whose session is saved in a folder of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from gui.main_window import MainWindow
from gui.session.leftovers import Leftover, looking
from tests.gui.helpers import click, find, settle, wait_until


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """The dialog for files answers at once."""

    def answer(name: str) -> Path:
        path = str(tmp_path / name) if name else ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (path, ""))
        return tmp_path / name

    return answer


@pytest.fixture
def session_window(window: MainWindow) -> Iterator[MainWindow]:
    """Afterwards nothing of it is open, asked or being saved any more."""
    yield window
    window.document.asks = False
    window.document.question.close()
    wait_until(lambda: not window.document.saver.pending)
    window.document.line.close()
    window.banner.hide()
    window.controller.open_lesson("height-weight")
    settle(window)


def save(window: MainWindow) -> None:
    """Save, and wait until it is done."""
    window.action("save").trigger()
    saved(window)


def saved(window: MainWindow) -> None:
    wait_until(lambda: not window.document.saver.pending)


def opened(window: MainWindow, path: Path) -> None:
    """Open a file, and wait until it is shown."""
    window.tables.open_file(str(path))
    wait_until(lambda: not window.document.line.busy)
    settle(window)


def answer(window: MainWindow, button: str) -> None:
    """Click a button of the question."""
    box = window.document.question.box
    assert isinstance(box, QMessageBox)
    wait_until(box.isVisible)
    click(find(box, QPushButton, f"save-changes-{button}"))


def left_in(folder: Path) -> list[object]:
    """What is found of what programs left behind; locks are given back."""
    told: list[object] = []
    found = looking(folder)(told.append, lambda share: None)
    if isinstance(found, Leftover):
        told.append(found)
        found.lock.unlock()
    return told
