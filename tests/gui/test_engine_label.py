"""The status bar says which engine trains, and takes up the compiled one when it is there."""

import pytest
from PySide6.QtCore import QTimer

from engine import compiled
from engine.compiled import Status
from tests.gui.helpers import press, settle, wait_until


@pytest.fixture
def label(window):
    return window.statusBar().engine


@pytest.fixture
def no_thread(monkeypatch):
    """Nothing is compiled; a test says itself how far that is."""
    monkeypatch.setattr(compiled, "prepare_in_background", lambda: None)
    monkeypatch.setattr(compiled, "_status", Status.COMPILING)
    monkeypatch.setattr(compiled, "_kernel", None)


def test_numpy_trains_while_the_compiler_works(window, label, no_thread):
    window.prepare_engine()
    press(window, "Ctrl+6", "Right")
    assert label.text() == "Engine: numpy (compiling …)"
    assert window.controller.snapshot.engine == "numpy"
    compiled._status = Status.FAILED
    wait_until(lambda: label.text() == "Engine: numpy")
    assert "could not be compiled" in label.toolTip()


def test_the_compiled_engine_takes_over_in_the_middle_of_a_run(window, label, no_thread, compiled_kernel):
    window.prepare_engine()
    window.controller.edit("epochs", 0)
    window.controller.set_speed(None)
    window.controller.run()
    wait_until(lambda: window.controller.snapshot.epoch > 5)
    compiled._kernel, compiled._status = compiled_kernel, Status.READY
    wait_until(lambda: label.text() == "Engine: compiled")
    epoch = window.controller.snapshot.epoch
    wait_until(lambda: window.controller.snapshot.epoch > epoch)
    assert window.controller.running
    press(window, "Esc")
    wait_until(lambda: not label.findChild(QTimer).isActive(), "nobody looks any more")
    settle(window)
    assert window.controller.snapshot.engine == "kernel"


def test_at_rest_the_compiled_engine_is_said_as_soon_as_it_is_there(window, label, no_thread, compiled_kernel):
    window.prepare_engine()
    press(window, "Right")
    settle(window)
    assert label.text() == "Engine: numpy (compiling …)"
    epoch = window.controller.snapshot.epoch
    compiled._kernel, compiled._status = compiled_kernel, Status.READY
    wait_until(lambda: label.text() == "Engine: compiled")
    assert window.controller.snapshot.epoch == epoch


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.MISSING, "numba is not installed"),
        (Status.SWITCHED_OFF, "GRADWALK_ENGINE"),
        (Status.FAILED, "could not be compiled"),
    ],
)
def test_the_tip_says_why_numpy_trains(window, label, no_thread, status, reason):
    compiled._status = status
    press(window, "Right")
    assert label.text() == "Engine: numpy"
    assert reason in label.toolTip()
