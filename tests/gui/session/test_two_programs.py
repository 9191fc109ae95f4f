"""One file, two programs."""

from PySide6.QtCore import QLockFile

from tests.gui.helpers import press, settle, text, wait_until
from tests.gui.session.conftest import save


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
