"""A window whose session is saved in a folder of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from gui.main_window import MainWindow
from gui.session.folder import sessions_folder
from gui.session.keeping import Keeping
from gui.session.leftovers import Leftover, looking
from tests.gui.helpers import click, find, settle, wait_until

# Between two looks of the autosave, in milliseconds: a test does not wait for half a minute.
INTERVAL = 50


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


@pytest.fixture
def own_folder(monkeypatch, tmp_path) -> Path:
    """A user who has nothing yet."""
    monkeypatch.setenv("GRADWALK_DATA", str(tmp_path / "own"))
    return sessions_folder()


@pytest.fixture
def start(own_folder, open_window):
    """Starts the program anew: a window that somebody works with."""
    windows = []

    def start(lesson_id="height-weight"):
        window = open_window(lesson_id)
        # Each has a window of its own.
        windows.append((window, Keeping(window, INTERVAL)))
        wait_until(lambda: not window.recovery.line.busy)
        return windows[-1]

    yield start
    for window, _ in windows:
        window.document.asks = False
        window.close()


def runs(folder: Path) -> list[Path]:
    return sorted(folder.glob("run-*.gradwalk"))


def crashed(window, keeping, name="gone") -> Path:
    """Leave a file behind as a crash does, whose lock nobody holds."""
    wait_until(lambda: keeping.autosave.path.exists())
    left = keeping.autosave.path.with_name(f"run-0-{name}.gradwalk")
    left.write_bytes(keeping.autosave.path.read_bytes())
    return left
