"""Fault 77: what fails in the program itself is written down, shown once in plain words, and the program goes on."""

import faulthandler
import gc
import sys
import threading
from logging.handlers import RotatingFileHandler

import pytest
from PySide6.QtCore import QEventLoop, QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton, QWidget

from engine.trainer import Trainer
from gui.fault_log import CRASH, ENTRY_LENGTH, FILE_BYTES, LOG, OLDER_FILES, FaultLog, log_folder
from gui.faults import MOST_PLACES, MOST_TYPES, Faults
from gui.painting.network_picture import NetworkPicture
from tests.gui.conftest import logged
from tests.gui.helpers import bits, click, find, press, text, trained, wait_until


def banner(window):
    return find(window, QWidget, "banner")


def goes_on(window):
    """Whether the window still trains as the engine does."""
    press(window, "R", "Right")
    return bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 1))


class Roof(RuntimeError):
    def __init__(self):
        super().__init__("the roof fell in")


def in_slot(window, monkeypatch, fault):
    def fail():
        raise fault

    window.action("fit").triggered.connect(fail)
    window.action("fit").trigger()
    window.action("fit").triggered.disconnect(fail)


def in_timer(window, monkeypatch, fault):
    def fail():
        raise fault

    QTimer.singleShot(0, window, fail)


def paint(window):
    """Let the loop of events paint a network, as it always does; it is the loop that meets what fails there."""
    loop = QEventLoop()
    window.network.views[0].update()
    QTimer.singleShot(0, loop.quit)
    loop.exec()


def in_paint_event(window, monkeypatch, fault):
    def fail(picture, painter):
        raise fault

    monkeypatch.setattr(NetworkPicture, "paint", fail)
    paint(window)
    monkeypatch.undo()


def in_thread(window, monkeypatch, fault):
    def fail():
        raise fault

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def in_finalizer(window, monkeypatch, fault):
    class Ends:
        def __del__(self):
            raise fault

    Ends()
    gc.collect()


PLACES = [in_slot, in_timer, in_paint_event, in_thread, in_finalizer]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("fault", "words"), [(Roof, "the roof fell in"), (MemoryError, "not enough memory")], ids=["error", "memory"]
)
def test_77_a_fault_anywhere_is_logged_and_shown_and_the_program_goes_on(
    window, faults, monkeypatch, place, fault, words
):
    met = []
    faults.fault_met.connect(lambda error: met.append((type(error), banner(window).isVisible())))
    place(window, monkeypatch, fault())
    wait_until(banner(window).isVisible, "the fault is shown")
    assert words in text(window, "banner-text")
    assert "Python" not in text(window, "banner-text")
    # What is unsaved is kept before anything is shown.
    assert met == [(fault, False)]
    assert faults.kept.call_count == 1
    assert fault.__name__ in logged(faults)
    assert "test_faults.py" in logged(faults)
    click(find(window, QToolButton, "banner-copy"))
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Gradwalk ")
    assert "Traceback" in copied
    assert goes_on(window)


@pytest.mark.parametrize("fault", [Roof, MemoryError])
def test_77_a_fault_in_the_trainers_thread_is_the_answer_to_each_command_that_meets_it(
    window, faults, monkeypatch, fault
):
    def fail(trainer, size):
        raise fault()

    monkeypatch.setattr(Trainer, "advance_to", fail)
    for _ in range(2):
        window.banner.hide()
        press(window, "Right")
        wait_until(banner(window).isVisible, "the fault is shown")
    assert logged(faults).count("Traceback") == 1
    assert find(window, QToolButton, "banner-copy").isVisible()
    assert faults.kept.call_count == 2
    monkeypatch.undo()
    assert goes_on(window)


def test_77_a_paint_event_that_fails_again_and_again_is_shown_once_and_floods_nothing(window, faults, monkeypatch):
    def fail(picture, painter):
        raise Roof

    monkeypatch.setattr(NetworkPicture, "paint", fail)
    for _ in range(50):
        paint(window)
    wait_until(banner(window).isVisible, "the fault is shown")
    window.banner.hide()
    for _ in range(50):
        paint(window)
    press(window, "Right")
    assert not banner(window).isVisible()
    assert logged(faults).count("Traceback") == 1
    assert "100 times" in logged(faults)
    assert len(logged(faults).splitlines()) < 40
    monkeypatch.undo()
    assert goes_on(window)


@pytest.mark.parametrize("fault", [Roof, MemoryError])
def test_77_where_showing_a_fault_fails_too_both_are_written_down(window, faults, monkeypatch, fault):
    def fail(words, details):
        raise fault("no banner") if fault is MemoryError else fault

    told = []
    faults.fault_met.connect(told.append)
    monkeypatch.setattr(faults, "_show", fail)
    in_slot(window, monkeypatch, ValueError("first"))
    wait_until(lambda: told and "first" in logged(faults) and fault.__name__ in logged(faults))
    assert not banner(window).isVisible()
    assert goes_on(window)


def test_77_where_keeping_what_is_unsaved_fails_the_program_goes_on(window, faults, monkeypatch):
    def fail(error):
        raise Roof

    faults.fault_met.connect(fail)
    in_slot(window, monkeypatch, ValueError("first"))
    wait_until(lambda: "Roof" in logged(faults))
    assert goes_on(window)


def test_77_where_there_is_no_memory_to_write_a_fault_down_no_other_comes_of_it(faults, monkeypatch):
    def fail(fault):
        raise MemoryError

    monkeypatch.setattr("gui.faults.details_of", fail)
    faults.take(Roof())
    assert logged(faults) == ""


def test_what_qt_says_is_logged_and_not_shown(window, faults):
    for _ in range(12):
        qWarning("the plugin coughs")
    assert logged(faults).count("the plugin coughs") == 2
    assert "10 times" in logged(faults)
    assert not banner(window).isVisible()


def test_whatever_qt_says_a_fault_is_shown(window, faults):
    for number in range(MOST_PLACES + 1):
        qWarning(f"cough {number}")
    faults.take(Roof())
    wait_until(banner(window).isVisible, "the fault is shown")
    assert "Roof" in logged(faults)


def test_the_first_fault_of_a_type_is_shown_however_many_of_others_there_were(window, faults):
    for number in range(MOST_PLACES):
        faults._count(faults._counts, ("RuntimeError", "a.py", number))
    for _ in range(2):
        faults.take(ValueError("the first"))
        faults.take(KeyError("another"))
    wait_until(lambda: "another" in text(window, "banner-text"), "the fault is shown")
    assert [logged(faults).count(f"Error: {words}") for words in ("the first", "'another'")] == [1, 1]


def test_the_hooks_are_put_back(window, tmp_path):
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    faults = Faults(window.banner.show_message, window, tmp_path)
    faults.install()
    assert sys.excepthook not in before
    faults.uninstall()
    assert faulthandler.is_enabled()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


# Bounds.


def test_the_log_and_the_count_of_places_are_bounded(faults):
    for number in range(4 * MOST_PLACES):
        faults.take(type(f"Fault{number}", (Exception,), {})("x" * 2 * ENTRY_LENGTH))
    assert len(faults._counts) <= MOST_PLACES + MOST_TYPES + 1
    files = list(faults._folder.iterdir())
    assert {file.name for file in files} <= {CRASH, LOG, *(f"{LOG}.{n + 1}" for n in range(OLDER_FILES))}
    assert sum(file.stat().st_size for file in files) <= (OLDER_FILES + 1) * FILE_BYTES


def test_two_programs_write_into_one_log(faults, tmp_path):
    faults.take(Roof())
    other = FaultLog(faults._folder)
    for number in range(2 * FILE_BYTES // ENTRY_LENGTH):
        other.write(f"of the other {number} " + "x" * ENTRY_LENGTH)
    faults.take(ValueError("of the one"))
    other.close()
    assert "of the one" in logged(faults)
    assert sum(file.stat().st_size for file in faults._folder.iterdir()) <= (OLDER_FILES + 1) * FILE_BYTES


def test_the_file_for_crashes_is_begun_anew_when_it_is_full(tmp_path, faults):
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / CRASH).write_text("x" * (FILE_BYTES + 1))
    FaultLog(folder).close()
    assert (folder / CRASH).stat().st_size == 0


def test_a_log_that_cannot_be_written_is_done_without(window, tmp_path, monkeypatch):
    (tmp_path / "log").write_text("a file stands in the way")
    faults = Faults(window.banner.show_message, window, tmp_path / "log")
    faults.install()
    faults.take(Roof())
    wait_until(banner(window).isVisible, "the fault is shown all the same")
    faults.uninstall()
    window.banner.hide()


def test_a_full_disk_is_no_fault_of_its_own(window, faults, monkeypatch):
    def full(handler, record):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RotatingFileHandler, "shouldRollover", full)
    faults.take(Roof())
    wait_until(banner(window).isVisible, "the fault is shown all the same")
    assert logged(faults) == ""


def test_a_disk_that_is_full_at_the_end_stops_no_end(tmp_path, monkeypatch):
    def full(handler):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RotatingFileHandler, "flush", full)
    log = FaultLog(tmp_path)
    log.write("it does not arrive")
    log.close()
    assert faulthandler.is_enabled()


def test_the_log_is_in_the_users_own_folder(qapp, monkeypatch, tmp_path):
    monkeypatch.setenv("GRADWALK_DATA", str(tmp_path))
    assert log_folder() == tmp_path / "log"
