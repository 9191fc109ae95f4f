"""A file that comes in parts is written whole or not at all."""

import pytest

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
