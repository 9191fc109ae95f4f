"""Fault 77 in the threads that read and write files: it is the program's own, and more room would not help."""

import pytest
from PySide6.QtWidgets import QToolButton, QWidget

from engine.own_table.refusal import TableError
from engine.session.refusal import SessionError
from gui.exporter import Exporting
from gui.session.autosave import Autosave
from tests.gui.conftest import logged
from tests.gui.helpers import find, press, text, wait_until
from tests.gui.session.conftest import saved


def save(window, folder):
    document = window.document
    document.saver.save(document.saving(str(folder / "a.gradwalk")))


def save_by_itself(window, folder):
    press(window, "Right")
    autosave = Autosave(window.document, interval_ms=10**6)
    for _ in range(2):
        autosave.now()
        saved(window)
    autosave.close(keep=False)
    autosave.deleteLater()


def export(window, folder):
    window.exporter._saver.save(Exporting(str(folder / "a.csv"), (1 // 0 for _ in range(1))))


def open_session(window, folder):
    window.document.open_file(str(folder / "a.gradwalk"))


def open_table(window, folder):
    path = folder / "a.csv"
    path.write_text("a,b\n1,2\n")
    window.tables.open_file(str(path))


def look_for_leftovers(window, folder):
    window.recovery.look()


# What is done, and what it calls in its thread.
WAYS = [
    (save, "engine.session.files.packed"),
    (save_by_itself, "engine.session.files.packed"),
    (export, ""),
    (open_session, "engine.session.opened.opened"),
    (open_table, "gui.own_table.jobs.preview"),
    (look_for_leftovers, "gui.session.leftovers.sweep"),
]


@pytest.mark.parametrize(("way", "calls"), WAYS, ids=[way.__name__ for way, _ in WAYS])
def test_77_a_fault_in_the_thread_of_a_file_is_logged_and_said_to_be_the_programs(
    session_window, faults, monkeypatch, tmp_path, way, calls
):
    if calls:
        monkeypatch.setattr(calls, lambda *_: 1 // 0)
    way(session_window, tmp_path)
    wait_until(find(session_window, QWidget, "banner").isVisible, "the fault is shown")
    assert "the program itself has a fault (integer division" in text(session_window, "banner-text")
    assert "room" not in text(session_window, "banner-text")
    assert find(session_window, QToolButton, "banner-copy").isVisible()
    assert "Traceback" in session_window.banner._details
    assert logged(faults).count("ZeroDivisionError") == 1
    session_window.tables.close()


@pytest.mark.parametrize(
    "error", [OSError("no room"), MemoryError(), SessionError("a", "too large"), TableError("a", "is no table")]
)
@pytest.mark.parametrize(("way", "calls"), [WAYS[0], WAYS[3]], ids=["save", "open"])
def test_what_the_world_does_to_a_file_is_no_fault_of_the_programs(
    session_window, faults, monkeypatch, tmp_path, way, calls, error
):
    def fail(*_):
        raise error

    monkeypatch.setattr(calls, fail)
    way(session_window, tmp_path)
    wait_until(find(session_window, QWidget, "banner").isVisible, "it is said")
    assert "fault" not in text(session_window, "banner-text")
    assert find(session_window, QToolButton, "banner-copy").isHidden()
    assert logged(faults) == ""
