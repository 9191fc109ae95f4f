"""What is open is saved and opened, and the window tells what became of it."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication

from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.own_table.suitable import own_lesson
from engine.session.files import read_session
from gui.session.folder import lock_for
from gui.session.view import view_of
from tests.engine.own_table.helpers import dataset_of
from tests.gui.helpers import press, press_only, set_rate, settle, text, wait_until
from tests.gui.own_table.test_door import drop
from tests.gui.session.conftest import answer, opened, save, saved


def test_a_session_is_saved_and_opens_as_it_was(session_window, asked):
    window, path = session_window, asked("mine.gradwalk")
    press(window, "Right", "Right")
    window.show_pane("weights")
    window.controller.set_step_size(StepSize.NEURON)
    press(window, "Right", "Right")
    before, view = window.controller.snapshot, view_of(window)
    save(window)
    assert text(window, "said") == f"Saved {path}."
    window.controller.open_lesson("or-gate")
    settle(window)
    opened(window, path)
    after = window.controller.snapshot
    assert window.controller.lesson.id == "height-weight"
    assert (after.position, after.walk.cursor) == (before.position, before.walk.cursor)
    np.testing.assert_array_equal(after.parameters, before.parameters)
    assert view_of(window) == view
    window.show_calculation(False)


def test_what_is_compared_is_saved_with_its_focus(open_window, asked):
    window, path = open_window("xor"), asked("xor.gradwalk")
    window.controller.set_focus(1)
    press(window, "Right")
    save(window)
    window.controller.open_lesson("or-gate")
    settle(window)
    opened(window, path)
    assert window.controller.focus == 1
    assert [shot.epoch for shot in window.controller.report.snapshots] == [1, 1]
    assert not window.document.modified


def test_the_title_names_the_file_and_marks_what_is_modified(session_window, asked):
    window = session_window
    assert window.windowTitle() == "Height and weight[*] – Gradwalk"
    assert not window.isWindowModified()
    press(window, "Right")
    assert window.isWindowModified()
    path = asked("a[*]b.gradwalk")
    save(window)
    assert window.windowTitle() == "a[*][*]b.gradwalk[*] – Height and weight – Gradwalk"
    assert window.windowFilePath() == str(path)
    assert not window.isWindowModified()
    press(window, "Left")
    assert window.isWindowModified()
    press(window, "Right")
    assert not window.isWindowModified()


def test_how_it_is_looked_at_is_no_change(session_window, asked):
    window = session_window
    press(window, "Right")
    asked("a.gradwalk")
    save(window)
    window.show_pane("weights")
    window.controller.show_row(2)
    press(window, "L", "L")
    assert not window.document.modified
    window.show_calculation(False)


def test_a_change_by_hand_is_one_and_taken_back_it_is_none(session_window, asked):
    window = session_window
    asked("a.gradwalk")
    save(window)
    set_rate(window, "0.7")
    assert window.document.modified
    assert window.document.changed_by_hand
    window.action("undo").trigger()
    settle(window)
    assert not window.document.modified


def test_training_is_saved_while_it_goes_on(session_window, asked):
    window, path = session_window, asked("a.gradwalk")
    window.controller.edit("epochs", 10**6)
    window.controller.set_speed(None)
    window.controller.run()
    wait_until(lambda: window.controller.snapshot.epoch > 0)
    save(window)
    assert window.controller.running
    wait_until(lambda: window.document.modified)
    window.controller.pause()
    settle(window)
    assert 0 < read_session(path).networks[0].now.place.epoch <= window.controller.snapshot.epoch


def test_two_saves_asked_quickly_come_in_their_order(session_window, asked):
    window, path = session_window, asked("a.gradwalk")
    saver, written = window.document.saver, []
    saver.finished.connect(written.append)
    window.document.save()
    press_only(window, "Right")
    window.document.save()
    saved(window)
    saver.finished.disconnect(written.append)
    first, second = (saving.marks[0].place for saving in written)
    # The second may come in the middle of the step, and is what the file holds.
    assert (0, 0) == first <= second <= (1, 0)
    assert read_session(path).networks[0].now.place == second


def test_save_as_goes_on_with_the_other_file(session_window, asked):
    window, first = session_window, asked("a.gradwalk")
    save(window)
    before = first.read_bytes()
    press(window, "Right")
    second = asked("b")
    press_only(window, "Ctrl+Shift+S")
    saved(window)
    assert window.document.path == f"{second}.gradwalk"
    assert first.read_bytes() == before


def test_a_name_that_nobody_was_asked_about_is_not_written_over(session_window, asked):
    window, path = session_window, asked("b.gradwalk")
    path.write_text("mine")
    asked("b")
    press_only(window, "Ctrl+S")
    assert "whole name" in text(window, "banner-text")
    assert path.read_text() == "mine"


def test_what_is_no_session_is_refused_and_training_goes_on(session_window, tmp_path):
    window, path = session_window, tmp_path / "bad.gradwalk"
    path.write_bytes(b"PK\x03\x04 and nothing else")
    window.controller.edit("epochs", 10**6)
    window.controller.set_speed(None)
    window.controller.run()
    wait_until(lambda: window.controller.snapshot.epoch > 0)
    window.tables.open_file(str(path))
    wait_until(lambda: not window.document.line.busy)
    assert text(window, "banner-text").startswith("bad.gradwalk: ")
    assert window.controller.running
    window.controller.pause()
    settle(window)


def test_a_file_that_is_missing_is_said(session_window, tmp_path):
    session_window.tables.open_file(str(tmp_path / "gone.gradwalk"))
    wait_until(lambda: not session_window.document.line.busy)
    assert "gone.gradwalk" in text(session_window, "banner-text")


def test_opening_something_else_puts_an_end_to_what_is_being_opened(session_window, asked):
    window, path = session_window, asked("a.gradwalk")
    save(window)
    window.tables.open_file(str(path))
    window.controller.open_lesson("or-gate")
    assert not window.document.line.busy
    settle(window)
    assert window.controller.lesson.id == "or-gate"


@pytest.mark.parametrize("name", ["a.gradwalk", "a.zip"])
def test_a_session_is_dropped_or_pasted_whatever_it_is_called(session_window, asked, tmp_path, name):
    window, path = session_window, asked("a.gradwalk")
    press(window, "Right")
    save(window)
    path = path.rename(tmp_path / name)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    for come_in in (lambda: drop(window, data), lambda: paste(window, path)):
        window.controller.open_lesson("or-gate")
        settle(window)
        come_in()
        wait_until(lambda: not window.document.line.busy)
        settle(window)
        assert window.document.path == str(path)


def is_free(path) -> bool:
    """Whether another program could open a file."""
    lock = lock_for(str(path))
    free = lock.tryLock(0)
    lock.unlock()
    return free


def paste(window, path) -> None:
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path))])
    QApplication.clipboard().setMimeData(copied)
    press_only(window, "Ctrl+V")


def test_the_file_that_is_open_opens_again_as_it_was_saved(session_window, asked):
    window, path = session_window, asked("a.gradwalk")
    save(window)
    press(window, "Right")
    opened(window, path)
    assert window.document.path == str(path)
    assert window.controller.snapshot.epoch == 0
    assert not window.document.modified


def test_one_may_save_to_the_same_file_by_another_way(session_window, asked, tmp_path):
    window, path = session_window, asked("a.gradwalk")
    (tmp_path / "folder").mkdir()
    save(window)
    press(window, "Right")
    other = asked("folder/../a.gradwalk")
    window.document.save_as()
    saved(window)
    assert window.document.path == str(other)
    assert read_session(path).networks[0].now.place == (1, 0)
    assert not is_free(path)


def test_saved_quickly_again_a_file_is_still_ones_own(session_window, asked):
    window = session_window
    asked("a.gradwalk")
    save(window)
    path = asked("b.gradwalk")
    window.document.save_as()
    window.document.save()
    saved(window)
    assert window.document.path == str(path)
    assert not is_free(path)


def test_a_file_that_could_not_be_written_is_free(session_window, asked):
    path = asked("no/such/folder/a.gradwalk")
    save(session_window)
    assert is_free(path)


def test_what_an_undo_leads_to_is_saved_as_its_own_lesson(open_window, asked):
    window = open_window("xor")
    window.controller.open_table(load_lesson("height-weight"))
    settle(window)
    path = asked("a.gradwalk")
    window.controller.undo()
    window.document.save()
    saved(window)
    settle(window)
    session = read_session(path)
    assert (session.lesson.id, len(session.networks)) == ("xor", 2)


def test_what_an_undo_leads_to_is_not_saved_over_another_lesson(open_window, asked):
    window, path = open_window("xor"), asked("a.gradwalk")
    window.controller.open_table(load_lesson("height-weight"))
    settle(window)
    save(window)
    before = path.read_bytes()
    window.controller.undo()
    window.document.save()
    saved(window)
    settle(window)
    assert "undo has led to another lesson" in text(window, "banner-text")
    assert path.read_bytes() == before
    assert window.document.path == ""


# Leaving.


@pytest.fixture
def changed(session_window):
    """A window that asks, with something changed by hand."""
    set_rate(session_window, "0.7")
    session_window.document.asks = True
    return session_window


def choose_lesson(window, lesson_id):
    window.lesson.choice.setCurrentIndex(window.lesson.choice.findData(lesson_id))
    window.lesson.choice.activated.emit(window.lesson.choice.currentIndex())


def test_another_lesson_asks_and_cancel_changes_nothing(changed):
    choose_lesson(changed, "or-gate")
    answer(changed, "cancel")
    assert changed.controller.lesson.id == "height-weight"
    assert changed.lesson.choice.currentData() == "height-weight"
    assert changed.document.modified


def test_another_lesson_asks_and_saves(changed, asked):
    path = asked("a.gradwalk")
    choose_lesson(changed, "or-gate")
    answer(changed, "save")
    wait_until(lambda: changed.controller.lesson.id == "or-gate")
    assert read_session(path).networks[0].now.experiment.learning_rate == 0.7
    assert changed.document.path == ""


@pytest.mark.parametrize("name", ["", "no/such/folder/a.gradwalk"])
def test_another_lesson_is_not_chosen_where_saving_was_cancelled_or_fails(changed, asked, name):
    asked(name)
    choose_lesson(changed, "or-gate")
    answer(changed, "save")
    saved(changed)
    assert changed.controller.lesson.id == "height-weight"
    assert changed.lesson.choice.currentData() == "height-weight"


def test_another_lesson_asks_and_discards(changed):
    choose_lesson(changed, "or-gate")
    answer(changed, "discard")
    assert changed.controller.lesson.id == "or-gate"


def test_the_file_that_is_open_and_saved_before_it_opens_again_opens_as_it_was_saved(changed, asked):
    path = asked("a.gradwalk")
    save(changed)
    set_rate(changed, "0.9")
    changed.controller.step()
    settle(changed)
    changed.tables.open_file(str(path))
    wait_until(lambda: changed.document.question.box is not None)
    answer(changed, "save")
    saved(changed)
    wait_until(lambda: not changed.document.line.busy)
    settle(changed)
    assert changed.controller.experiment.learning_rate == 0.9
    assert changed.controller.snapshot.epoch == 1
    assert (changed.document.path, changed.document.modified) == (str(path), False)


def test_a_table_of_ones_own_is_in_no_file_from_the_beginning(session_window):
    assert not session_window.document.modified
    session_window.controller.open_table(own_lesson(dataset_of("a,b,c\n1,2,3\n4,5,6\n7,8,9\n")))
    settle(session_window)
    assert session_window.document.modified
    assert session_window.document.changed_by_hand


@pytest.mark.parametrize("button", ["cancel", "discard"])
def test_another_table_asks_too(changed, button):
    table = own_lesson(dataset_of("a,b,c\n1,2,3\n4,5,6\n7,8,9\n"))
    changed.tables.made.emit(table)
    answer(changed, button)
    settle(changed)
    assert changed.controller.lesson.id == ("height-weight" if button == "cancel" else table.id)


def test_mere_training_is_left_without_a_question(session_window):
    session_window.document.asks = True
    press(session_window, "Right")
    choose_lesson(session_window, "or-gate")
    assert session_window.document.question.box is None
    assert session_window.controller.lesson.id == "or-gate"


def test_a_save_that_fails_loses_nothing(changed, asked):
    asked("no/such/folder/a.gradwalk")
    choose_lesson(changed, "or-gate")
    answer(changed, "save")
    saved(changed)
    assert "no/such/folder" in text(changed, "banner-text")
    assert changed.controller.lesson.id == "height-weight"
    assert changed.document.modified
