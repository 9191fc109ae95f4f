"""What programs that ended in the middle of their work left behind is looked at, and told of."""

from pathlib import Path

import pytest

from engine.session import archive
from engine.session.files import packed
from engine.trainer import Trainer
from gui.session.leftovers import Leftover, SetAside
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


def test_where_there_is_no_folder_there_is_no_work(tmp_path):
    (tmp_path / "file").touch()
    assert left_in(tmp_path / "none") == left_in(tmp_path / "file") == []
