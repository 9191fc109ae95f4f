"""A file that comes in parts is written whole or not at all."""

import pytest

from gui.whole_file import PIECE, write_whole


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
