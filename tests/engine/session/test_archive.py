"""A session's file is an archive that any tool opens, always of the same bytes, and of no others."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.session import archive
from engine.session.archive import SMALL, TIMES_LARGER, read, write
from engine.session.refusal import DamagedError

NAMES = st.from_regex(r"[a-z]{1,5}(/[0-9]{1,2})?/[a-z]{1,5}\.(json|npy)", fullmatch=True)
PARTS = {"session.json": b'{"a": 1}' * 100, "networks/0/moments.npy": bytes(1000)}
TEXTS = {f"{name}.json": name.encode() * 2000 for name in "abc"}


@settings(max_examples=30)
@given(st.dictionaries(NAMES, st.binary(max_size=300), max_size=6))
def test_what_is_written_is_read_again(parts):
    assert read(write(parts)) == parts


def test_the_same_parts_give_the_same_bytes():
    assert write(PARTS) == write(dict(PARTS))


def test_any_tool_opens_it():
    with zipfile.ZipFile(io.BytesIO(write(PARTS))) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == PARTS
        kinds = {about.filename: about.compress_type for about in opened.infolist()}
    assert kinds == {"session.json": zipfile.ZIP_DEFLATED, "networks/0/moments.npy": zipfile.ZIP_STORED}


def test_a_text_that_folds_like_a_bomb_is_not_folded():
    parts = {"session.json": b"0," * (SMALL * TIMES_LARGER)}
    assert read(write(parts)) == parts


@pytest.mark.parametrize("name", ["../a.json", "/a.json", "a\\b.json", "a.txt", "A.json", "a", "", "a.json/", "é.npy"])
def test_a_part_with_another_name_is_refused(name):
    with pytest.raises(DamagedError, match=r"name belongs to no session|damaged"):
        read(write({name: b""}))


def test_how_much_it_may_unfold_to_is_bounded(monkeypatch):
    content = write(TEXTS)
    monkeypatch.setattr(archive, "MOST_UNFOLDED", 6000)
    assert read(content) == TEXTS
    monkeypatch.setattr(archive, "MOST_UNFOLDED", 5999)
    with pytest.raises(DamagedError, match="it would unfold to 2,000 bytes") as caught:
        read(content)
    assert caught.value.place == "c.json"


def test_texts_that_together_would_unfold_to_too_much_are_not_folded(monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNFOLDED", 5999)
    assert read(write(TEXTS)) == TEXTS


def test_how_many_parts_it_may_have_is_bounded(monkeypatch):
    parts = {f"{number}.npy": b"" for number in range(10)}
    monkeypatch.setattr(archive, "MOST_PARTS", 10)
    assert read(write(parts)) == parts
    more = parts | {"one.npy": b""}
    with pytest.raises(DamagedError, match="11 parts, and 10 are the most"):
        write(more)
    monkeypatch.setattr(archive, "MOST_PARTS", 11)
    content = write(more)
    monkeypatch.setattr(archive, "MOST_PARTS", 10)
    with pytest.raises(DamagedError, match="11 parts, and 10 are the most"):
        read(content)


def test_that_there_is_too_little_memory_is_no_damage(monkeypatch):
    def fail(*_):
        raise MemoryError

    monkeypatch.setattr(archive, "_part", fail)
    with pytest.raises(MemoryError):
        read(write(PARTS))


def test_a_part_whose_content_was_changed_is_refused():
    content = write(PARTS)
    place = content.index(bytes(1000))
    with pytest.raises(DamagedError, match="CRC"):
        read(content[:place] + b"\1" + content[place + 1 :])
