"""Work is saved by itself, also before it is left and before it begins anew."""

from pathlib import Path
from threading import Event

import pytest

import gui.session.saving as saving_module
from engine.session.files import read_session
from gui.app import make_faults
from gui.session.autosave import INTERVAL_MS
from gui.session.folder import lock_of
from gui.session.keeping import Keeping
from tests.gui.helpers import press, settle, text, wait_until
from tests.gui.session.conftest import answer, runs, save, saved


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
    "lesson": lambda controller: controller.open_lesson("or-gate"),
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
