"""Work that a crash left behind is offered, piece by piece."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from gui.session.tidying import DAMAGED
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
