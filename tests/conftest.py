"""What every test has: no screen, nothing left behind, and a window that is closed again."""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.guard import left_since, standing

if TYPE_CHECKING:
    from gui.main_window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """A test that leaves a thread, a running timer or a window behind fails."""
    before = standing()
    yield
    left = left_since(before)
    assert not left, "left behind: " + ", ".join(left)


@pytest.fixture
def open_window(qtbot) -> Iterator[Callable[..., "MainWindow"]]:
    """Opens a lesson in a window of its own, shown and settled; all are closed and deleted afterwards."""
    from gui import theme
    from gui.app import make_app, make_window
    from tests.gui.helpers import settle

    make_app()
    opened = []

    def open_lesson(lesson_id: str = "height-weight") -> "MainWindow":
        window = make_window(lesson_id)
        opened.append(window)
        with qtbot.waitExposed(window):
            window.show()
        window.load_curves()
        settle(window)
        return window

    yield open_lesson
    for window in opened:
        window.close()
        window.deleteLater()
    if theme.current() is not theme.of_system():
        theme.apply(theme.of_system())


@pytest.fixture
def window(open_window) -> "MainWindow":
    """A window with the lesson height-weight."""
    return open_window()
