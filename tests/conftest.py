"""What every test has: no screen, nothing left behind, and a window that is closed again."""

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.guard import left_since, standing, watch_timers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.main_window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test reads or writes what is the user's: settings, sessions, locks.
_own = tempfile.TemporaryDirectory(prefix="gradwalk-")
os.environ["GRADWALK_DATA"] = _own.name
# What is not asked for is not compiled, and tests of the bits know which engine trains.
os.environ["GRADWALK_ENGINE"] = "numpy"
# Tests assert no absolute times: a machine may have more to do than this.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture(scope="session")
def compiled_kernel() -> ModuleType:
    """The compiled training loop. Where it is not at hand it is compiled; without numba the test is left out."""
    pytest.importorskip("numba")
    from engine import compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GRADWALK_ENGINE")
        patch.setattr(compiled, "_kernel", None)
        patch.setattr(compiled, "_status", compiled.Status.UNKNOWN)
        if not compiled.load():
            subprocess.run([sys.executable, "-m", "engine.compiled"], check=True)
            assert compiled.load()
        module = compiled.kernel()
    assert module is not None
    return module


@pytest.fixture(scope="module")
def with_kernel(compiled_kernel: ModuleType) -> Iterator[None]:
    """The kernel trains, as it does in the program once it is compiled."""
    from engine import compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "_kernel", compiled_kernel)
        patch.setattr(compiled, "_status", compiled.Status.READY)
        yield


@pytest.fixture(scope="module", params=["numpy", "kernel"])
def each_engine(request: pytest.FixtureRequest) -> str:
    """First numpy trains, then the kernel."""
    if request.param == "kernel":
        request.getfixturevalue("with_kernel")
    return request.param


@pytest.fixture(scope="session", autouse=True)
def timers_are_known() -> None:
    """Before any other fixture makes one."""
    watch_timers()


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """A test that leaves a thread, a running timer or a window behind fails."""
    before = standing()
    yield
    left = left_since(before)
    assert not left, "left behind: " + ", ".join(left)


@pytest.fixture(scope="session")
def qapp() -> "Iterator[QApplication]":
    """The program's own application, with its style, fonts and colours, in place of a plain one."""
    from PySide6.QtCore import QLocale

    import gui.views.curves  # noqa: F401  # the slowest import, before what stays for ever is set apart
    from gui.app import make_app, use_locale

    app = make_app()
    # Tests read figures as they are written here, wherever they run.
    use_locale(QLocale.c())
    gc.collect()
    gc.freeze()
    gc.disable()
    yield app
    # What a test has copied would be deleted when Python is gone already.
    app.clipboard().clear()


@pytest.fixture(scope="module")
def kept_window(qapp) -> Iterator["MainWindow"]:
    """One window for the tests of a module: to make one takes longer than most tests."""
    window = _shown_window()
    yield window
    _discard(window)


@pytest.fixture
def open_window(qtbot, kept_window) -> Iterator[Callable[..., "MainWindow"]]:
    """Opens a lesson in a window that is as new, shown and settled; what is not kept is deleted afterwards."""
    from tests.gui.helpers import make_as_new, settle

    opened = []

    def open_lesson(lesson_id: str = "height-weight") -> "MainWindow":
        window = kept_window if kept_window.isVisible() and kept_window not in opened else _shown_window()
        opened.append(window)
        make_as_new(window, lesson_id)
        settle(window)
        return window

    yield open_lesson
    for window in opened:
        if window is not kept_window:
            _discard(window)
    _show_the_systems_theme()
    _show_as_many_digits_as_usual()


def _shown_window() -> "MainWindow":
    from gui.app import make_window, wait_until_settled

    # What is left of earlier windows must not be collected in the middle of Qt's work on this one.
    gc.collect()
    window = make_window()
    window.show()
    window.load_curves()
    wait_until_settled(window)
    return window


def _discard(window: "MainWindow") -> None:
    window.close()
    window.deleteLater()


def _show_the_systems_theme() -> None:
    from gui import theme

    if theme.current() is not theme.of_system():
        theme.apply(theme.of_system())


def _show_as_many_digits_as_usual() -> None:
    from gui.figures import USUAL_DIGITS, set_digits

    set_digits(USUAL_DIGITS)


@pytest.fixture
def window(open_window) -> "MainWindow":
    """A window with the lesson height-weight."""
    return open_window()
