"""The folder of sessions stays small, and nothing goes of which nobody was told."""

import os
import time

import pytest

from gui.session import tidying
from gui.session.folder import lock_of
from gui.session.tidying import DAMAGED, MOST_FILES, bound, mark_told, sweep


def names(folder):
    return {path.name for path in folder.iterdir()}


def make(folder, *files):
    for name in files:
        (folder / name).write_bytes(b"12")
    return [folder / name for name in files]


def many(folder, count=MOST_FILES + 1):
    return make(folder, *(f"run-0-{number}.gradwalk" for number in range(count)))


# What is no work.


def test_what_a_kill_left_half_written_goes_and_what_is_being_written_stays(tmp_path):
    stay = {
        "run-9-cd.gradwalk.XyZabc",
        "run-7-ab.gradwalk.damaged",
        "run-7-ab.gradwalk.told",
        "run-7-ab.gradwalk",
        "run-6-ab.gradwalk.damaged",
        "a.gradwalk.XyZabc",
    }
    make(tmp_path, *stay, "run-7-ab.gradwalk.XyZabc", "run-6-ab.gradwalk.told", "run-5-gh.gradwalk.told")
    lock = lock_of(tmp_path / "run-9-cd.gradwalk")
    assert lock.tryLock(0)
    sweep(tmp_path)
    assert names(tmp_path) == {*stay, "run-9-cd.gradwalk.lock"}
    lock.unlock()


@pytest.mark.parametrize("name", ["run-8-ef.gradwalk", f"file-{'0a' * 16}"])
def test_a_lock_of_nothing_goes_unless_somebody_holds_it(tmp_path, name):
    lock = lock_of(tmp_path / name)
    assert lock.tryLock(0)
    sweep(tmp_path)
    assert names(tmp_path) == {f"{name}.lock"}
    held = (tmp_path / f"{name}.lock").read_text()
    lock.unlock()
    # That of a program that is gone: no process has this number.
    (tmp_path / f"{name}.lock").write_text("\n".join(["999999999", *held.split("\n")[1:]]))
    sweep(tmp_path)
    assert names(tmp_path) == set()


# Too much work.


def test_what_nobody_was_told_of_stays_however_much_it_is(tmp_path, monkeypatch):
    files = many(tmp_path)
    # The clock was set back: the newest work looks like the oldest.
    os.utime(files[-1], (0, 0))
    monkeypatch.setattr(tidying, "MOST_BYTES", 1)
    bound(tmp_path)
    assert names(tmp_path) == {path.name for path in files}


def test_of_too_many_what_is_known_longest_goes(tmp_path, monkeypatch):
    files = many(tmp_path, MOST_FILES + 2)
    for number in (5, 3, 4):
        mark_told(files[number])
        # With each the clock is set back.
        monkeypatch.setattr(time, "time", lambda number=number: 1e9 - number)
    # Told of once more, it is known no shorter.
    mark_told(files[5])
    bound(tmp_path)
    assert {path for path in files if not path.exists()} == {files[5], files[3]}


def test_damaged_work_never_goes_however_much_it_is(tmp_path, monkeypatch):
    damaged = make(tmp_path, *(f"run-1-{number}.gradwalk{DAMAGED}" for number in range(MOST_FILES + 1)))
    (sound,) = many(tmp_path, 1)
    mark_told(sound)
    bound(tmp_path)
    assert sound.exists()
    monkeypatch.setattr(tidying, "MOST_BYTES", 1)
    bound(tmp_path)
    sweep(tmp_path)
    assert names(tmp_path) == {path.name for path in damaged}


def test_of_too_many_bytes_as_few_files_go_as_will_do(tmp_path, monkeypatch):
    files = many(tmp_path, 4)
    for path in files:
        mark_told(path)
    monkeypatch.setattr(tidying, "MOST_BYTES", 5)
    bound(tmp_path)
    assert [path.exists() for path in files] == [False, False, True, True]


def test_what_another_program_shows_stays(tmp_path, monkeypatch):
    (path,) = many(tmp_path, 1)
    mark_told(path)
    lock = lock_of(path)
    assert lock.tryLock(0)
    monkeypatch.setattr(tidying, "MOST_FILES", 0)
    bound(tmp_path)
    assert path.exists()
    lock.unlock()
    bound(tmp_path)
    assert not path.exists()


def test_in_the_place_of_what_cannot_be_deleted_the_next_goes(tmp_path, monkeypatch):
    files = many(tmp_path, MOST_FILES + 1)
    for path in files[:2]:
        mark_told(path)
    unlink = type(files[0]).unlink

    def stuck(path, *words, **named):
        if path == files[0]:
            raise PermissionError(path)
        unlink(path, *words, **named)

    monkeypatch.setattr(type(files[0]), "unlink", stuck)
    bound(tmp_path)
    assert [path.exists() for path in files[:3]] == [True, False, True]


def test_where_there_is_no_folder_there_is_nothing_to_do(tmp_path):
    file = tmp_path / "in the way"
    file.touch()
    for folder in (file, tmp_path / "none", file / "sessions"):
        sweep(folder)
        bound(folder)
    assert names(tmp_path) == {"in the way"}


def test_what_is_not_to_go_stays_however_long_it_is_known(tmp_path):
    paths = many(tmp_path, MOST_FILES + 3)
    for path in paths:
        mark_told(path, may_go=path is not paths[0])
    bound(tmp_path)
    assert [path.exists() for path in paths] == [True, False, False, False] + [True] * (MOST_FILES - 1)
