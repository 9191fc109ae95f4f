"""A file that comes in parts is written whole or not at all."""

import errno
import os
import stat
from types import SimpleNamespace

import pytest

import gui.whole_file
from gui.whole_file import PIECE, write_whole
from tests.gui.broken_disk import CALLS, break_disk


def test_parts_are_written_one_after_the_other(tmp_path):
    path = tmp_path / "it"
    write_whole((bytes([number]) * (PIECE - 1) for number in range(3)), str(path))
    assert path.read_bytes() == b"".join(bytes([number]) * (PIECE - 1) for number in range(3))


def test_what_goes_wrong_between_two_parts_leaves_the_former_file(tmp_path):
    def parts():
        yield b"new" * PIECE
        raise ValueError("no more")

    path = tmp_path / "it"
    path.write_bytes(b"former")
    with pytest.raises(ValueError, match="no more"):
        write_whole(parts(), str(path))
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("it", b"former")]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("former", [b"former", None])
def test_a_disk_that_fails_at_any_call_leaves_all_as_it_was(tmp_path, monkeypatch, call, former):
    path = tmp_path / "it"
    if former is not None:
        path.write_bytes(former)
    with monkeypatch.context() as patch:
        break_disk(patch, call, size=100)
        with pytest.raises(OSError, match=str(path)):
            write_whole(b"n" * 100, str(path))
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [former] * (former is not None)
    write_whole(b"n" * 100, str(path))
    assert path.read_bytes() == b"n" * 100


# The disk.


@pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="this system opens no folders")
def test_all_of_it_is_on_the_disk_before_it_takes_the_place_of_the_former_file(tmp_path, monkeypatch):
    path, at_sync = tmp_path / "it", []
    path.write_bytes(b"former")
    monkeypatch.setattr(
        gui.whole_file, "_to_disk", lambda handle: at_sync.append((os.fstat(handle), path.read_bytes()))
    )
    write_whole(b"new and longer", str(path))
    (file, before), (folder, after) = at_sync
    assert (stat.S_ISREG(file.st_mode), file.st_size, before) == (True, len(b"new and longer"), b"former")
    assert (stat.S_ISDIR(folder.st_mode), after) == (True, b"new and longer")


@pytest.mark.parametrize("error", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_be_told_to_write_to_the_disk_is_written_to_all_the_same(
    tmp_path, monkeypatch, error
):
    def refuse(handle):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", refuse)
    monkeypatch.setattr(gui.whole_file, "fcntl", None)
    write_whole(b"new", str(tmp_path / "it"))
    assert (tmp_path / "it").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="this system opens no folders")
def test_where_a_symbolic_link_leads_the_folder_is_seen_to(tmp_path, monkeypatch):
    there = tmp_path / "there"
    there.mkdir()
    (there / "it").write_bytes(b"former")
    (tmp_path / "link").symlink_to(there / "it")
    folders, opened = [], os.open

    def noted(path, *words, **named):
        folders.append(path)
        return opened(path, *words, **named)

    monkeypatch.setattr(os, "open", noted)
    write_whole(b"new", str(tmp_path / "link"))
    assert folders == [there]
    assert (there / "it").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("able", [True, False])
def test_where_the_disk_itself_can_be_told_to_write_it_is(tmp_path, monkeypatch, able):
    """As on macOS; where it cannot be told, as on a disk of a network, the system is."""
    told, synced, fsync = [], [], os.fsync

    def tell(handle, what):
        told.append(what)
        if not able:
            raise OSError(errno.ENOTSUP, "not supported")

    def sync(handle):
        synced.append(handle)
        fsync(handle)

    monkeypatch.setattr(gui.whole_file, "fcntl", SimpleNamespace(F_FULLFSYNC=51, fcntl=tell))
    monkeypatch.setattr(os, "fsync", sync)
    write_whole(b"new", str(tmp_path / "it"))
    assert told == [51] * len(told) != []
    assert bool(synced) != able
