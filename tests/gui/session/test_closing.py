"""A window asks before it closes where work would be lost, and only there."""

import pytest

from engine.session.files import read_session
from tests.gui.helpers import make_as_new, press, settle, wait_until
from tests.gui.session.conftest import answer


@pytest.fixture
def asking(open_window):
    """A window in which something was trained, and that asks."""
    window = open_window()
    press(window, "Right")
    window.document.asks = True
    yield window
    if window.isVisible():
        window.document.asks = False
        make_as_new(window, "height-weight")


def test_cancel_keeps_it_open(asking):
    assert not asking.close()
    answer(asking, "cancel")
    assert asking.isVisible()


def test_discard_closes_it(asking):
    asking.close()
    answer(asking, "discard")
    assert not asking.isVisible()


def test_save_closes_it_when_it_is_saved(asking, asked):
    path = asked("a.gradwalk")
    asking.close()
    answer(asking, "save")
    wait_until(lambda: not asking.isVisible())
    assert read_session(path).networks[0].now.place == (1, 0)


def test_a_save_that_fails_keeps_it_open(asking, asked):
    asked("no/such/folder/a.gradwalk")
    asking.close()
    answer(asking, "save")
    wait_until(lambda: not asking.document.saver.pending)
    settle(asking)
    assert asking.isVisible()


def test_what_is_being_saved_is_waited_for(asking, asked):
    path = asked("a.gradwalk")
    asking.document.save()
    asking.close()
    assert asking.document.question.box is None
    wait_until(lambda: not asking.isVisible())
    assert path.exists()


def test_what_is_not_modified_closes_at_once(open_window):
    window = open_window()
    window.document.asks = True
    assert window.close()


def test_who_asks_nobody_closes_at_once(asking):
    asking.document.go_quietly()
    assert asking.close()
