"""Files that were open last are offered again."""

import os

import pytest

from gui import settings
from gui.session.recent import MOST, NAME
from tests.gui.helpers import press_only, settle, text, wait_until
from tests.gui.session.conftest import opened, save


@pytest.fixture
def entries(session_window):
    """What the menu offers."""
    session_window.recent.clear()

    def entries():
        session_window.recent.menu.aboutToShow.emit()
        return [entry for entry in session_window.recent.menu.actions() if not entry.isSeparator()]

    yield entries
    session_window.recent.clear()


def names(entries):
    return [entry.text() for entry in entries()]


def test_at_first_there_is_none(entries):
    assert names(entries) == ["No file was open yet", "&Clear the list"]
    assert not any(entry.isEnabled() for entry in entries())


def test_what_was_saved_or_opened_comes_first(session_window, asked, entries):
    first, second = asked("a&b.gradwalk"), asked("b.gradwalk")
    asked("a&b.gradwalk")
    save(session_window)
    session_window.controller.open_lesson("or-gate")
    settle(session_window)
    asked("b.gradwalk")
    save(session_window)
    assert names(entries)[:2] == ["&1  b.gradwalk", "&2  a&&b.gradwalk"]
    opened(session_window, first)
    assert names(entries)[:2] == ["&1  a&&b.gradwalk", "&2  b.gradwalk"]
    entries()[1].trigger()
    wait_until(lambda: session_window.document.path == str(second))
    settle(session_window)


def test_the_menu_opens_without_a_look_at_the_disk_and_a_file_that_is_gone_is_said(
    session_window, entries, tmp_path, monkeypatch
):
    session_window.recent.add(str(tmp_path / "gone.gradwalk"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", lambda *_, **__: pytest.fail("a disk that sleeps would be waited for"))
        (entry, _) = entries()
    entry.trigger()
    wait_until(lambda: not session_window.document.line.busy)
    assert "gone.gradwalk" in text(session_window, "banner-text")


def test_so_many_are_kept_and_all_can_be_forgotten(session_window, entries, tmp_path):
    for number in range(MOST + 3):
        session_window.recent.add(str(tmp_path / f"{number}.gradwalk"))
    assert len(names(entries)) == MOST + 1
    assert names(entries)[0] == f"&1  {MOST + 2}.gradwalk"
    entries()[-1].trigger()
    assert names(entries)[0] == "No file was open yet"


@pytest.mark.parametrize("damaged", [5, "", ["", ""], {"a": 1}, None])
def test_a_list_that_is_damaged_is_an_empty_one(session_window, entries, damaged):
    settings.remember(NAME, damaged)
    assert "Clear" in names(entries)[-1]


def test_a_key_shows_them(session_window, entries):
    press_only(session_window, "Ctrl+Alt+O")
    wait_until(session_window.recent.menu.isVisible)
    session_window.recent.menu.close()
