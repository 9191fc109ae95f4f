"""A program that is told to end, and a logout: what is unsaved is kept, and nobody is asked."""

from PySide6.QtGui import QGuiApplication

from engine.session.files import read_session
from gui.session.folder import lock_of
from gui.session.keeping import LAST_SECONDS
from tests.gui.helpers import press, settle, text, wait_until
from tests.gui.session.conftest import answer, runs


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


def test_told_to_end_what_was_trained_before_another_lesson_was_opened_is_kept_too(start, own_folder):
    window, keeping = start()
    keeping.autosave._timer.stop()
    press(window, "Right")
    window.controller.open_lesson("or-gate")
    settle(window)
    keeping.end(15)
    (left,) = runs(own_folder)
    assert read_session(left).lesson.id == "height-weight"


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
