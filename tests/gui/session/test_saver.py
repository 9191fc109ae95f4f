"""Files are written one after the other, and what came of each cannot be mistaken."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from PySide6.QtCore import QObject

import gui.session.saving as saving_module
from engine.commands import AllKept
from engine.lessons import load_lesson
from engine.session.files import read_session
from engine.session.session import Session
from engine.trainer import Trainer
from gui.session.saver import Saver, Writing
from gui.session.saving import Saving
from tests.gui.helpers import wait_until

LESSON = load_lesson("or-gate")


class Noting(Writing):
    """Notes in which thread it was written."""

    def write(self, closed):
        self.thread = threading.current_thread()
        if self.path == "bad":
            raise ValueError


@pytest.fixture
def saver(qapp):
    parent = QObject()
    saver = Saver(parent)
    yield saver
    saver.close()


def session(kept):
    return Session(LESSON, kept.networks)


def all_kept() -> AllKept:
    return AllKept(1, (Trainer(LESSON.experiment).kept(),))


def test_what_is_asked_for_quickly_is_written_in_one_thread_in_its_order(saver):
    finished, files = [], [Noting(name) for name in ("a", "bad", "b")]
    saver.finished.connect(finished.append)
    for file in files:
        saver.save(file)
    wait_until(lambda: not saver.pending)
    assert finished == files
    assert [file.written for file in files] == [True, False, True]
    assert [file.problem for file in files] == ["", "bad: the program itself has a fault (ValueError)", ""]
    (thread,) = {file.thread for file in files}
    # It is there only while there is something to do.
    thread.join(20)
    saver.save(Noting("c"))
    wait_until(lambda: not saver.pending)


def test_an_answer_that_comes_late_is_written(saver, tmp_path, monkeypatch):
    monkeypatch.setattr(saving_module, "PATIENCE", 0.0)
    answer, asked = Future(), threading.Event()
    wait = saving_module.wait

    def look(*words):
        found = wait(*words)
        asked.set()
        return found

    monkeypatch.setattr(saving_module, "wait", look)
    saving = Saving(str(tmp_path / "a.gradwalk"), answer, session)
    saver.save(saving)
    assert asked.wait(20)
    answer.set_result(all_kept())
    wait_until(lambda: not saver.pending)
    assert saving.written
    assert read_session(tmp_path / "a.gradwalk").lesson.id == "or-gate"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (TimeoutError(), "TimeoutError"),
        (OSError("no room"), "no room"),
        (MemoryError(), "MemoryError"),
        (RuntimeError("no"), "the program itself has a fault (no)"),
    ],
)
def test_an_answer_that_fails_is_no_file(saver, tmp_path, error, why):
    saving = Saving(str(tmp_path / "a.gradwalk"), Future(), session)
    saving.answer.set_exception(error)
    saver.save(saving)
    wait_until(lambda: not saver.pending)
    assert not saving.written
    assert saving.problem == f"{saving.path}: {why}"
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_answers_ends_with_the_window(saver, tmp_path):
    saving = Saving(str(tmp_path / "a.gradwalk"), Future(), session)
    saver.save(saving)
    saver.close(0)
    assert saving.done.wait(20)
    assert "was closed" in saving.problem


def test_the_end_of_the_window_waits_for_what_is_written(saver, tmp_path):
    saving = Saving(str(tmp_path / "a.gradwalk"), Future(), session)
    saver.save(saving)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: saving.answer.set_result(all_kept()))
        saver.close()
    assert saving.written
