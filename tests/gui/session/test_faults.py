"""The faults of saving that the program survives, by their numbers."""

import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from engine.session.files import read_session
from gui.session.autosave import Autosave
from gui.session.leftovers import Leftover
from tests.gui.broken_disk import CALLS, break_disk
from tests.gui.helpers import press, settle, text, wait_until
from tests.gui.session.conftest import left_in, save

# Kills in the test command, and in `make soak`.
KILLS, MANY_KILLS = 4, 200

FULL_DISK = """
    import resource, signal, sys
    from pathlib import Path
    from gui.whole_file import write_whole

    path, size = Path(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    former = path.read_bytes()
    for limit in range(0, size, size // 20):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        try:
            write_whole(b"n" * size, str(path))
        except OSError as error:
            assert str(path) in str(error), error
        else:
            raise AssertionError(f"{size} bytes were written where {limit} have room")
        assert path.read_bytes() == former
        assert [other.name for other in path.parent.iterdir()] == [path.name]
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    write_whole(b"n" * size, str(path))
    assert path.read_bytes() == b"n" * size
"""

# Root may write everywhere: it becomes somebody else, who may not.
READ_ONLY = """
    import os, sys, tempfile
    from pathlib import Path
    from gui.whole_file import write_whole

    if os.geteuid() == 0:
        try:
            os.setgid(65534)
            os.setuid(65534)
        except OSError:
            sys.exit(int(sys.argv[2]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.gradwalk")
        path.write_bytes(b"former")
        locked = path if sys.argv[1] == "file" else Path(folder)
        locked.chmod(0o555)
        try:
            write_whole(b"new", str(path))
        except OSError as error:
            assert str(path) in str(error), error
        else:
            raise AssertionError("it was written")
        finally:
            locked.chmod(0o755)
        assert path.read_bytes() == b"former"
        assert [other.name for other in path.parent.iterdir()] == [path.name]
"""
CANNOT_TRY = 77

# Trains flat out, saves by itself all the time, and saves by hand after each time; says which epochs are safe.
WORK = """
    import sys
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QFileDialog
    from gui.app import make_app, make_window
    from gui.session.end_signals import EndSignals
    from gui.session.keeping import Keeping

    app = make_app()
    window = make_window("or-gate")
    keeping, signals = Keeping(window, 20), EndSignals(window)
    signals.told.connect(keeping.end)
    document, controller = window.document, window.controller
    # The dialog answers at once; from the first save on the lock of the file is held.
    QFileDialog.getSaveFileName = lambda *_: (sys.argv[1], "")
    controller.edit("epochs", 10**9)
    controller.set_speed(None)
    window.show()

    def tell(saving):
        assert not saving.error, saving.error
        print("hand" if saving.by_hand else "self", saving.marks[0].place.epoch, flush=True)
        if not saving.by_hand:
            document.save()

    document.saver.finished.connect(tell)
    QTimer.singleShot(0, controller.run)
    code = app.exec()
    signals.close()
    sys.exit(code or keeping.code)
"""


def process(script: str, *words: object, own: Path | None = None) -> subprocess.Popen[str]:
    environment = os.environ | ({"GRADWALK_DATA": str(own)} if own else {})
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


# 68: the disk is full.


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system has no limit for the size of a file")
def test_68_a_disk_that_is_full_at_any_byte_leaves_the_former_file(tmp_path):
    path = tmp_path / "a.gradwalk"
    path.write_bytes(b"former")
    child = process(FULL_DISK, path, 3_000_000)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 0, err


@pytest.mark.parametrize("call", CALLS)
def test_68_a_save_that_fails_at_any_call_is_said_and_loses_nothing(session_window, asked, monkeypatch, call):
    window, path = session_window, asked("a.gradwalk")
    save(window)
    former = path.read_bytes()
    press(window, "Right")
    with monkeypatch.context() as patch:
        break_disk(patch, call, len(former))
        save(window)
    assert str(path) in text(window, "banner-text")
    assert "as it was before" in text(window, "banner-text")
    assert path.read_bytes() == former
    assert window.document.modified
    save(window)
    assert not window.document.modified


@pytest.mark.parametrize("call", CALLS)
def test_68_what_fails_to_be_saved_by_itself_is_as_it_was(session_window, by_itself, monkeypatch, call):
    window = session_window
    press(window, "Right")
    by_itself.finish(20)
    former = by_itself.path.read_bytes()
    press(window, "Right")
    with monkeypatch.context() as patch:
        break_disk(patch, call, len(former))
        by_itself.finish(20)
    assert str(by_itself.path) in text(window, "banner-text")
    assert by_itself.path.read_bytes() == former
    by_itself.finish(20)
    assert read_session(by_itself.path).networks[0].now.place == (2, 0)


@pytest.fixture
def by_itself(session_window, monkeypatch, tmp_path):
    """What saves by itself, whenever it is asked to."""
    monkeypatch.setenv("GRADWALK_DATA", str(tmp_path / "own"))
    autosave = Autosave(session_window.document, interval_ms=10**6)
    yield autosave
    autosave.close(keep=False)
    autosave.deleteLater()


# 69: the target is read-only or unplugged.


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="this system has no users of that kind")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_69_what_is_read_only_stays_as_it_is(what):
    child = process(READ_ONLY, what, CANNOT_TRY)
    _, err = child.communicate(timeout=60)
    if child.returncode == CANNOT_TRY:
        pytest.skip("root may write everywhere, and cannot be somebody else here")
    assert child.returncode == 0, err


@pytest.mark.parametrize("trouble", ["unplugged", "a folder"])
def test_69_a_target_that_cannot_be_written_is_said(session_window, asked, trouble):
    window, path = session_window, asked("stick/a.gradwalk")
    path.parent.mkdir()
    save(window)
    press(window, "Right")
    if trouble == "unplugged":
        shutil.rmtree(path.parent)
    else:
        path.unlink()
        path.mkdir()
    save(window)
    assert str(path) in text(window, "banner-text")
    assert window.document.modified


# 70: kill -9 at any moment.


def killed(number: int, folder: Path) -> None:
    """Kill a program in the middle of its work; what it said to be safe is safe, and is offered."""
    chance = random.Random(number)
    own, hand = folder / "own", folder / "hand.gradwalk"
    child = process(WORK, hand, own=own)
    safe = {"self": -1, "hand": -1}
    assert child.stdout is not None
    wanted = chance.randint(1, 30)
    for told, line in enumerate(child.stdout, start=1):
        by, epoch = line.split()
        safe[by] = int(epoch)
        if told == wanted:
            # Somewhere in the next saving, or between two.
            try:
                child.wait(chance.uniform(0, 0.05))
            except subprocess.TimeoutExpired:
                child.kill()
    child.stdout.close()
    _, err = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL, err
    held = list((own / "sessions").glob("file-*.lock"))
    (left,) = left_in(own / "sessions")
    assert isinstance(left, Leftover)
    assert left.found.trainers[0].place.epoch >= safe["self"] >= 0
    if safe["hand"] >= 0:
        assert read_session(hand).networks[0].now.place.epoch >= safe["hand"]
        # The file of the learner's was held. The next start lets go of it, as its program is gone.
        assert [lock.exists() for lock in held] == [False]


def kill_many(count: int, folder: Path) -> None:
    folders = [folder / str(number) for number in range(count)]
    for one in folders:
        one.mkdir()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(killed, range(count), folders))


def test_70_what_is_killed_loses_nothing_that_was_saved(tmp_path):
    kill_many(KILLS, tmp_path)


@pytest.mark.soak
def test_70_two_hundred_kills(tmp_path):
    kill_many(MANY_KILLS, tmp_path)


# 71: two programs on one session.


def test_71_another_program_has_the_file(session_window, asked):
    window, path = session_window, asked("a.gradwalk")
    save(window)
    window.controller.open_lesson("or-gate")
    settle(window)
    hold = """
        import sys
        from gui.session.folder import lock_for
        lock = lock_for(sys.argv[1])
        print(lock.tryLock(0), flush=True)
        sys.stdin.read()
    """
    command = [sys.executable, "-c", textwrap.dedent(hold), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "True\n"
        open_it(window, path)
        assert "is open in another window" in text(window, "banner-text")
        assert window.document.path == ""
        child.kill()
    # A program that is gone holds nothing.
    open_it(window, path)
    assert window.document.path == str(path)


def open_it(window, path: Path) -> None:
    window.tables.open_file(str(path))
    wait_until(lambda: not window.document.line.busy)
    settle(window)


# 72, damaged settings and a window off the screen: test_72 in test_remembered.py.

# 78: SIGTERM, suspend and a clock that jumps, while it trains.


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system suspends no program by a signal")
@pytest.mark.parametrize(("name", "how"), [("SIGTERM", "suspended"), ("SIGTERM", "again and again"), ("SIGHUP", "")])
def test_78_a_program_that_is_told_to_end_while_it_trains_keeps_its_work(tmp_path, name, how):
    child, number = process(WORK, tmp_path / "hand.gradwalk", own=tmp_path), getattr(signal, name)
    assert child.stdout is not None
    epoch = int(child.stdout.readline().split()[1])
    if how == "suspended":
        child.send_signal(signal.SIGSTOP)
        child.send_signal(signal.SIGCONT)
        child.stdout.readline()
    child.send_signal(number)
    if how == "again and again":
        keep_telling(child, number)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 128 + number, err
    assert "Traceback" not in err
    (left,) = left_in(tmp_path / "sessions")
    assert isinstance(left, Leftover)
    assert left.found.trainers[0].place.epoch > epoch


def keep_telling(child: subprocess.Popen[str], number: int) -> None:
    """Tell a program to end until it has ended, as somebody does who cannot wait."""
    for _ in range(10_000):
        child.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            child.wait(0.003)
            return


def test_78_a_clock_that_jumped_hides_no_work(tmp_path, asked, session_window):
    path = asked("run-0-a.gradwalk")
    save(session_window)
    for moment in (0, 4_000_000_000):
        os.utime(path, (moment, moment))
        (left,) = left_in(tmp_path)
        assert isinstance(left, Leftover)
