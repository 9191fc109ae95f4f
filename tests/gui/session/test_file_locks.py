"""A file that this window works on is no other program's, by whatever way that leads to it."""

import pytest

from gui.session.file_locks import FileLocks


@pytest.fixture
def ours():
    locks = FileLocks()
    yield locks
    locks.keep_only(())


@pytest.fixture
def others():
    """The locks of another window."""
    locks = FileLocks()
    yield locks
    locks.keep_only(())


def test_only_one_takes_a_file(ours, others, tmp_path):
    path = str(tmp_path / "a")
    assert ours.take(path)
    assert ours.take(path)
    assert not others.take(path)
    ours.keep_only(())
    assert others.take(path)


def test_two_ways_to_a_file_share_its_lock(ours, others, tmp_path):
    one, other = str(tmp_path / "a"), str(tmp_path / "folder" / ".." / "a")
    assert ours.take(one)
    assert ours.take(other)
    ours.keep_only([other])
    assert not others.take(one)
    ours.keep_only([])
    assert others.take(one)


def test_other_files_are_let_go_of(ours, others, tmp_path):
    one, other = str(tmp_path / "a"), str(tmp_path / "b")
    ours.take(one)
    ours.take(other)
    ours.keep_only([one])
    assert [others.take(path) for path in (one, other)] == [False, True]
