"""Work that a crash left behind is offered, piece by piece."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from engine.session import files
from engine.session.files import packed
from engine.trainer import Trainer
from gui.session.tidying import DAMAGED
from tests.engine.helpers import experiment
from tests.engine.session.helpers import session_of
from tests.gui.helpers import click, find, press, settle, text, wait_until
from tests.gui.session.conftest import answer, crashed, saved


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


@pytest.mark.parametrize("newer", [True, False])
def test_work_goes_back_to_its_file_unless_that_was_saved_since(start, own_folder, asked, newer):
    window, keeping = start()
    path = asked("a.gradwalk")
    window.document.save()
    saved(window)
    press(window, "Right")
    left = crashed(window, keeping)
    window.document.asks = False
    window.close()
    os.utime(path, (2, 2) if newer else (1, 1))
    os.utime(left, (1, 1) if newer else (2, 2))
    window, _ = start("or-gate")
    deal(window, "open")
    assert window.controller.snapshot.epoch == 1
    assert window.document.path == ("" if newer else str(path))


def test_one_message_tells_of_what_is_damaged_and_of_what_cannot_be_opened(start, own_folder, monkeypatch):
    session = session_of([Trainer(experiment())])
    with monkeypatch.context() as patch:
        patch.setattr(files, "VERSION", files.VERSION + 1)
        newer = [own_folder / f"run-0-newer{number}.gradwalk" for number in range(2)]
        for path in newer:
            path.write_bytes(packed(session))
    (own_folder / "run-0-bad.gradwalk").write_bytes(b"no more")
    window, _ = start()
    said = text(window, "banner-text")
    assert f"run-0-bad.gradwalk{DAMAGED}" in said
    assert all(str(path) in said for path in newer)
    assert "newer Gradwalk" in said


def test_of_several_damaged_files_one_message_tells(start, own_folder):
    for number in range(5):
        (own_folder / f"run-0-{number}.gradwalk").write_bytes(b"no more")
    window, _ = start()
    said = text(window, "banner-text")
    assert said.startswith("5 damaged files")
    assert str(own_folder) in said
    assert said.count(DAMAGED) == 3


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
