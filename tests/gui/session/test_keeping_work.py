"""Work is saved by itself, and offered again after a crash."""

import os
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

import gui.session.saving as saving_module
from engine.session.files import read_session
from gui import settings
from gui.app import make_faults
from gui.session.autosave import INTERVAL_MS
from gui.session.folder import lock_of, sessions_folder
from gui.session.keeping import LAST_SECONDS, Keeping
from gui.session.remembered import is_on_a_screen
from gui.session.tidying import DAMAGED
from tests.gui.helpers import click, find, make_as_new, press, settle, text, wait_until
from tests.gui.session.conftest import answer, save, saved

INTERVAL = 50


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


def test_what_is_new_is_saved_by_itself(start, own_folder):
    window, keeping = start()
    assert runs(own_folder) == []
    press(window, "Right")
    wait_until(keeping.autosave.path.exists)
    saved(window)
    assert read_session(keeping.autosave.path).networks[0].now.place == (1, 0)
    before = keeping.autosave.path.stat().st_mtime_ns
    press(window, "Right")
    wait_until(lambda: keeping.autosave.path.stat().st_mtime_ns != before)
    saved(window)
    assert read_session(keeping.autosave.path).networks[0].now.place == (2, 0)
    assert window.document.path == ""
    assert window.document.modified


def test_what_was_saved_needs_no_second_file(start, own_folder, asked):
    window, keeping = start()
    press(window, "Right")
    wait_until(keeping.autosave.path.exists)
    asked("a.gradwalk")
    save(window)
    wait_until(lambda: not keeping.autosave.path.exists())


@pytest.mark.parametrize("button", ["save", "discard"])
def test_a_clean_end_leaves_nothing(start, own_folder, asked, button):
    window, keeping = start()
    press(window, "Right")
    window.controller.reset()
    press(window, "Right")
    wait_until(lambda: keeping.autosave.path.exists() and keeping.autosave.before.exists())
    asked("a.gradwalk")
    window.close()
    answer(window, button)
    wait_until(lambda: not window.isVisible())
    assert list(own_folder.glob("run-*")) == []


def test_a_clean_end_while_it_saves_by_itself_leaves_nothing(start, own_folder, monkeypatch):
    window, keeping = start()
    keeping.autosave._timer.stop()
    press(window, "Right")
    saver, waited_for = window.document.saver, Event()
    whole, close = saving_module.write_whole, saver.close

    def write_late(content, path):
        assert waited_for.wait(20)
        whole(content, path)

    def close_it(*words):
        waited_for.set()
        close(*words)

    monkeypatch.setattr(saving_module, "write_whole", write_late)
    monkeypatch.setattr(saver, "close", close_it)
    keeping.autosave.now()
    window.document.asks = False
    assert window.close()
    assert runs(own_folder) == []


def test_before_work_is_left_it_is_saved(start, own_folder):
    window, keeping = start()
    keeping.autosave._timer.stop()
    press(window, "Right")
    window.document.leave(lambda: window.controller.open_lesson("or-gate"))
    saved(window)
    assert read_session(keeping.autosave.path).lesson.id == "height-weight"
    settle(window)


def test_what_may_be_lost_is_half_a_minute(own_folder, window):
    keeping = Keeping(window)
    assert keeping.autosave._timer.isActive()
    assert keeping.autosave._timer.interval() == INTERVAL_MS <= 30_000
    window.document.asks = False
    window.close()


def kept_epoch(path: Path) -> int:
    return read_session(path).networks[0].now.place.epoch


WAYS = {
    "reset": lambda controller: controller.reset(),
    "new start": lambda controller: controller.new_start(),
    "layers": lambda controller: controller.edit("hidden", (5,)),
    "data": lambda controller: controller.edit("data", "and"),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_was_trained_is_kept_before_it_begins_anew(start, way):
    window, keeping = start("xor")
    keeping.autosave._timer.stop()
    press(window, "Right", "Right")
    WAYS[way](window.controller)
    settle(window)
    saved(window)
    assert kept_epoch(keeping.autosave.before) == 2


def test_the_newest_that_was_trained_is_kept_before_a_reset(start):
    window, keeping = start()
    keeping.autosave._timer.stop()
    press(window, "Right", "Right")
    # The second time nothing was trained since.
    for more, epoch in ((0, 2), (0, 2), (1, 1)):
        press(window, *["Right"] * more)
        window.controller.reset()
        settle(window)
        saved(window)
        assert kept_epoch(keeping.autosave.before) == epoch


def test_after_a_crash_what_was_trained_before_a_reset_is_offered_too(start):
    window, keeping = start()
    keeping.autosave._timer.stop()
    press(window, "Right", "Right")
    window.controller.reset()
    press(window, "Right")
    keeping.autosave.finish(5)
    left = crashed(window, keeping)
    before = left.with_stem(f"{left.stem}-before")
    before.write_bytes(keeping.autosave.before.read_bytes())
    os.utime(before, (1, 1))
    # What the first window still works on is not offered.
    window, keeping = start("or-gate")
    keeping.autosave._timer.stop()
    assert text(window, "recovery-text").endswith("This is 1 of 2.")
    assert deal(window, "discard").endswith("This is 2 of 2.")
    deal(window, "open")
    assert window.controller.snapshot.epoch == 2


def test_after_an_error_in_the_trainers_thread_it_is_saved(start, own_folder):
    window, keeping = start()
    keeping.autosave._timer.stop()
    press(window, "Right")
    written = []
    window.document.saver.finished.connect(written.append)
    make_faults(window, keeping)
    window.controller.failed.emit(RuntimeError("a fault"))
    saved(window)
    assert len(written) == 1
    assert read_session(keeping.autosave.path).networks[0].now.place == (1, 0)


def test_work_of_a_crash_is_offered_and_gone_on_with(start, own_folder):
    window, keeping = start()
    press(window, "Right", "Right")
    left = crashed(window, keeping)
    window, keeping = start("or-gate")
    assert "Height and weight" in text(window, "recovery-text")
    click(find(window, QPushButton, "recovery-open"))
    settle(window)
    assert window.controller.lesson.id == "height-weight"
    assert window.controller.snapshot.epoch == 2
    assert window.document.modified
    # Only when it is saved anew the file goes.
    wait_until(lambda: not left.exists())
    assert keeping.autosave.path.exists()


def test_work_of_a_crash_can_be_discarded(start, own_folder):
    window, keeping = start()
    press(window, "Right")
    left = crashed(window, keeping)
    window, keeping = start("or-gate")
    click(find(window, QPushButton, "recovery-discard"))
    wait_until(lambda: not window.recovery.line.busy)
    assert not left.exists()
    assert window.recovery.isHidden()
    assert window.controller.lesson.id == "or-gate"


@pytest.fixture
def three(start) -> list[Path]:
    """What three crashes left behind, the newest first; the networks have gone 3, 2 and 1 epochs."""
    window, keeping = start()
    files = []
    for moment in (1, 2, 3):
        press(window, "Right")
        keeping.autosave.finish(5)
        files.insert(0, crashed(window, keeping, str(moment)))
        os.utime(files[0], (moment, moment))
    return files


def deal(window, button) -> str:
    """Open or discard what is offered; what is said of the next."""
    click(find(window, QPushButton, f"recovery-{button}"))
    settle(window)
    wait_until(lambda: not window.recovery.line.busy)
    return "" if window.recovery.isHidden() else text(window, "recovery-text")


def test_of_several_crashes_each_has_its_turn(start, three):
    window, keeping = start("or-gate")
    keeping.autosave._timer.stop()
    assert text(window, "recovery-text").endswith("This is 1 of 3.")
    assert deal(window, "open").endswith("This is 2 of 3.")
    assert window.controller.snapshot.epoch == 3
    assert deal(window, "discard").endswith("This is 3 of 3.")
    assert [path.exists() for path in three] == [True, False, True]
    # What is open has no file yet: nobody lets go of it unasked.
    assert deal(window, "open") == ""
    answer(window, "cancel")
    assert text(window, "recovery-text").endswith("This is 3 of 3.")
    deal(window, "open")
    answer(window, "discard")
    settle(window)
    assert window.controller.snapshot.epoch == 1
    assert window.recovery.isHidden()


def test_what_was_opened_stays_until_it_is_saved_itself_not_what_was_open_before(start, three):
    window, keeping = start("or-gate")
    keeping.autosave._timer.stop()
    deal(window, "open")
    # What was open before is saved while the next is being shown.
    before = window.document.saving(str(keeping.autosave.path), by_hand=False)
    window.document.asks = False
    deal(window, "open")
    window.document.saver.save(before)
    saved(window)
    assert [path.exists() for path in three] == [False, True, True]
    keeping.autosave.now()
    saved(window)
    assert [path.exists() for path in three] == [False, False, True]


def test_work_that_goes_on_elsewhere_is_not_offered(start, own_folder):
    window, keeping = start()
    press(window, "Right")
    wait_until(keeping.autosave.path.exists)
    other, _ = start("or-gate")
    assert other.recovery.isHidden()


def test_damaged_work_is_set_aside_and_said(start, own_folder):
    (own_folder / "run-0-bad.gradwalk").write_bytes(b"PK\x03\x04 no more")
    window, _ = start()
    assert window.recovery.isHidden()
    assert "damaged" in text(window, "banner-text")
    assert (own_folder / f"run-0-bad.gradwalk{DAMAGED}").read_bytes() == b"PK\x03\x04 no more"


def test_of_several_damaged_files_one_message_tells(start, own_folder):
    for number in range(5):
        (own_folder / f"run-0-{number}.gradwalk").write_bytes(b"no more")
    window, _ = start()
    said = text(window, "banner-text")
    assert said.startswith("5 damaged files")
    assert str(own_folder) in said
    assert said.count(DAMAGED) == 3


def test_a_folder_that_cannot_be_made_is_said_to_be_what_is_wrong(start, own_folder, monkeypatch, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    monkeypatch.setenv("GRADWALK_DATA", str(in_the_way))
    window, keeping = start()
    press(window, "Right")
    wait_until(lambda: f"{in_the_way / 'sessions'} cannot be made" in text(window, "banner-text"))
    in_the_way.unlink()
    wait_until(keeping.autosave.path.exists)
    assert not lock_of(keeping.autosave.path).tryLock(0)


def test_what_cannot_be_saved_by_itself_is_said_once_and_tried_again(start, own_folder, monkeypatch):
    window, keeping = start()
    tried, whole = [], saving_module.write_whole

    def full(content, path):
        tried.append(path)
        raise OSError("no space left")

    monkeypatch.setattr(saving_module, "write_whole", full)
    said = []
    window.controller.warned.connect(said.append)
    press(window, "Right")
    wait_until(lambda: len(tried) > 2)
    saved(window)
    window.controller.warned.disconnect(said.append)
    assert len(said) == 1
    assert "no space left" in said[0]
    monkeypatch.setattr(saving_module, "write_whole", whole)
    wait_until(keeping.autosave.path.exists)


def test_a_program_that_is_told_to_end_saves_and_asks_nobody(start, own_folder):
    window, keeping = start()
    keeping.autosave._timer.stop()
    press(window, "Right")
    # The signal itself: see test_faults.py.
    keeping.end(15)
    assert not window.isVisible()
    assert keeping.code == 128 + 15
    (left,) = runs(own_folder)
    assert read_session(left).networks[0].now.place == (1, 0)
    lock = lock_of(left)
    assert lock.tryLock(0)
    lock.unlock()


def test_told_to_end_while_it_ends_a_program_keeps_nothing_that_was_discarded(start, own_folder):
    window, keeping = start()
    press(window, "Right")
    window.close()
    answer(window, "discard")
    wait_until(lambda: not window.isVisible())
    keeping.end(15)
    assert keeping.code == 0
    assert runs(own_folder) == []


def test_told_to_end_while_its_end_waits_for_a_save_a_program_ends_once(start, asked):
    window, keeping = start()
    keeping.autosave._timer.stop()
    ends = []
    window.document.closing.connect(lambda: ends.append(window))
    press(window, "Right")
    path = asked("a.gradwalk")
    window.document.save()
    assert not window.close()
    keeping.end(15)
    assert not window.isVisible()
    assert len(ends) == 1
    assert read_session(path).networks[0].now.place == (1, 0)


def test_a_program_that_is_told_to_end_has_one_deadline(start, monkeypatch):
    window, keeping = start()
    keeping.autosave._timer.stop()
    waits: list[float] = []
    for saver in (window.document.saver, window.exporter._saver):
        monkeypatch.setattr(saver, "finish", waits.append)
    keeping.end(15)
    # What is saved by itself, before and after it is asked for, what is handed back, and what is saved by hand.
    assert len(waits) == 4
    assert [LAST_SECONDS, *waits, 0] == sorted([LAST_SECONDS, *waits, 0], reverse=True)


def test_a_logout_keeps_what_is_unsaved_and_asks_nobody(start, own_folder, qapp, monkeypatch):
    window, keeping = start()
    keeping.autosave._timer.stop()
    press(window, "Right")
    # There is no manager of sessions where there is no desktop.
    with monkeypatch.context() as patch:
        patch.setattr(QGuiApplication, "isSavingSession", lambda _: True)
        qapp.commitDataRequest.emit(None)
        assert window.close()
    assert window.document.question.box is None
    assert read_session(keeping.autosave.path).networks[0].now.place == (1, 0)
    again, _ = start("or-gate")
    assert "Height and weight" in text(again, "recovery-text")


def test_after_a_logout_that_was_called_off_the_window_asks_as_before(start, own_folder, qapp):
    window, keeping = start()
    keeping.autosave._timer.stop()
    press(window, "Right")
    qapp.commitDataRequest.emit(None)
    assert read_session(keeping.autosave.path).networks[0].now.place == (1, 0)
    assert not window.close()
    answer(window, "discard")
    assert not window.isVisible()
    # Its work was discarded.
    assert runs(own_folder) == []


# One file, two programs.


def test_a_file_that_is_open_elsewhere_opens_as_a_copy(session_window, asked):
    from gui.session.folder import lock_for

    window, path = session_window, asked("a.gradwalk")
    save(window)
    before = path.read_bytes()
    window.controller.open_lesson("or-gate")
    settle(window)
    other = lock_for(str(path))
    assert other.tryLock(0)
    try:
        window.tables.open_file(str(path))
        wait_until(lambda: not window.document.line.busy)
        settle(window)
        assert "This is a copy" in text(window, "banner-text")
        assert window.document.path == ""
        press(window, "Right")
        window.action("save").trigger()
        assert "choose another name" in text(window, "banner-text")
        assert path.read_bytes() == before
    finally:
        other.unlock()


def test_a_file_is_free_again_when_it_is_left(session_window, asked):
    from gui.session.folder import lock_for

    path = asked("a.gradwalk")
    save(session_window)
    lock: QLockFile = lock_for(str(path))
    assert not lock.tryLock(0)
    session_window.controller.open_lesson("or-gate")
    assert lock.tryLock(0)
    lock.unlock()
    settle(session_window)


# Settings.


def test_colours_digits_and_place_are_remembered(start, own_folder, digits):
    window, _ = start()
    window.set_theme("dark")
    window.set_digits(7)
    window.resize(1100, 720)
    window.close()
    again, _ = start()
    assert again.theme_name == "dark"
    assert settings.text("digits") == "7"
    make_as_new(again, "height-weight")


def test_a_window_on_no_screen_is_seen(qapp):
    place = qapp.primaryScreen().availableGeometry()
    assert is_on_a_screen(place.adjusted(0, 0, -10, -10))
    assert not is_on_a_screen(place.translated(20_000, 0))
    assert not is_on_a_screen(place.translated(0, -5_000))


ODD = b"geometry=@ByteArray(x)\ndigits=99\ntheme=pink\nrecent-files=@Invalid()"


@pytest.mark.parametrize("damage", [b"", b"\x00\xff[[[=\n", ODD])
def test_damaged_settings_are_as_if_not_there(start, own_folder, damage):
    (own_folder.parent / "settings.ini").write_bytes(damage)
    window, _ = start()
    assert window.theme_name == "system"
    assert settings.texts("recent-files") == []
    assert is_on_a_screen(window.geometry())
