"""What programs that ended in the middle of their work left behind is looked at, and told of."""

import os
from pathlib import Path

import pytest

from engine.session import archive, files
from engine.session.files import packed
from engine.trainer import Trainer
from gui.session.leftovers import Leftover, SetAside, Unopened
from gui.session.tidying import DAMAGED, TOLD
from tests.engine.helpers import experiment
from tests.engine.session.helpers import session_of
from tests.gui.session.conftest import left_in

NAME = "run-0-a.gradwalk"


@pytest.fixture
def left(tmp_path) -> Path:
    """Sound work."""
    path = tmp_path / NAME
    path.write_bytes(packed(session_of([Trainer(experiment())])))
    return path


def test_work_is_offered_again_until_it_is_dealt_with(left):
    for _ in range(2):
        (found,) = left_in(left.parent)
        assert isinstance(found, Leftover)
        assert (found.path, found.more) == (left, 0)
    assert left.with_name(NAME + TOLD).exists()


def test_damaged_work_is_told_of_once_and_stays(left):
    content = left.read_bytes()[:-1]
    left.write_bytes(content)
    (told,) = left_in(left.parent)
    assert isinstance(told, SetAside)
    assert told.path == left.with_name(NAME + DAMAGED)
    assert told.path.read_bytes() == content
    assert left_in(left.parent) == []


def test_damaged_work_that_can_have_no_other_name_is_where_it_is_said_to_be(left, monkeypatch):
    def refuse(*_):
        raise PermissionError

    left.write_bytes(b"")
    monkeypatch.setattr(Path, "replace", refuse)
    (told,) = left_in(left.parent)
    assert told.path == left


def test_work_for_which_there_is_too_little_memory_waits_untold(left, monkeypatch):
    def fail(*_):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(archive, "_part", fail)
        assert left_in(left.parent) == []
    assert not left.with_name(NAME + TOLD).exists()
    assert len(left_in(left.parent)) == 1


@pytest.mark.parametrize("reason", ["newer", "our fault"])
def test_work_that_cannot_be_opened_is_told_of_once_and_keeps_no_other_from_being_offered(left, monkeypatch, reason):
    other = left.with_name("run-2-older.gradwalk")
    other.write_bytes(left.read_bytes())
    os.utime(other, (1, 1))
    if reason == "newer":
        with monkeypatch.context() as patch:
            patch.setattr(files, "VERSION", files.VERSION + 1)
            left.write_bytes(packed(session_of([Trainer(experiment())])))
    else:
        left.write_bytes(packed(session_of([Trainer(experiment(seed=1))])))
        newest, read = left.read_bytes(), archive.read
        monkeypatch.setattr(archive, "read", lambda content: 1 // 0 if content == newest else read(content))
    told, offered = left_in(left.parent)
    assert isinstance(told, Unopened)
    assert isinstance(offered, Leftover)
    assert (told.path, offered.path) == (left, other)
    offered.lock.unlock()
    (again,) = left_in(left.parent)
    assert again.path == other
    assert left.exists()


def test_where_there_is_no_folder_there_is_no_work(tmp_path):
    (tmp_path / "file").touch()
    assert left_in(tmp_path / "none") == left_in(tmp_path / "file") == []
