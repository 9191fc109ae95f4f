"""Whatever a session's file may hold: it opens as it was saved, or one line says where it fails, why and what to do.

The numbers are those of the list of faults that this program is to survive.
"""

import io
import json
import pickle
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from engine.code_names import code_names
from engine.datasets import Dataset
from engine.explain import explain
from engine.ladder import StepSize
from engine.session import archive
from engine.session.files import packed, read_session
from engine.session.refusal import SessionError
from engine.trainer import Trainer
from tests.engine.helpers import walk_to_end
from tests.engine.session.cases import DRAWN, worked_on
from tests.engine.session.helpers import NAME, check_refusal, everything, opened, session_of

Parts = dict[str, bytes]
ABOUT, NETWORK = "session.json", "networks/0"
# Beside a multiple of the file so much memory may be needed to find out that it is none.
TIMES, MEBIBYTES = 10, 200 * 2**20


@pytest.fixture(scope="module")
def saved() -> bytes:
    """A small session with two networks, ghosts, and tables that were drawn on the way."""
    return packed(session_of(worked_on("drawn, compared").trainers))


@pytest.fixture(scope="module")
def as_saved(saved) -> list[dict[str, Any]]:
    return contents(saved)


def contents(content: bytes) -> list[dict[str, Any]]:
    """All that one sees of the networks of a session."""
    return [everything(trainer) for trainer in opened(content)[1]]


def refusal(content: bytes) -> str:
    """The line in which a file is refused; to find that out takes little memory for its size."""
    tracemalloc.start()
    try:
        with pytest.raises(SessionError) as caught:
            opened(content)
        assert tracemalloc.get_traced_memory()[1] <= TIMES * len(content) + MEBIBYTES
    finally:
        tracemalloc.stop()
    check_refusal(str(caught.value))
    return str(caught.value)


# 51 to 53: bytes.


@pytest.mark.parametrize("percent", range(100))
def test_51_truncated(saved, percent):
    assert "damaged or cut short" in refusal(saved[: len(saved) * percent // 100])


@pytest.mark.parametrize("part", range(10))
def test_52_bit_flips(saved, as_saved, part):
    """Whatever is not noticed changes nothing, as the time of a part."""
    chance = Random(part)
    for _ in range(20):
        flipped = bytearray(saved)
        flipped[chance.randrange(len(saved))] ^= 1 << chance.randrange(8)
        try:
            assert contents(bytes(flipped)) == as_saved
        except SessionError as error:
            check_refusal(str(error))


def test_53_nothing_but_brackets(tmp_path):
    assert "damaged or cut short" in refusal(b"{}")
    assert "it does not say that it is a session" in refusal(archive.write({ABOUT: b"{}"}))
    (tmp_path / NAME).write_bytes(b"{}")
    with pytest.raises(SessionError, match="it is no session of Gradwalk; choose a file that Gradwalk has saved"):
        read_session(tmp_path / NAME)


# 54 to 67: what stands in the parts.

Damage = Callable[[Parts], Parts]


def text(name: str, content: str | bytes) -> Damage:
    """A text in the place of a part."""
    return lambda parts: parts | {name: content if isinstance(content, bytes) else content.encode()}


def about(change: Callable[[Any], Any], name: str = ABOUT) -> Damage:
    """A change of the values of a text."""

    def damage(parts: Parts) -> Parts:
        value = json.loads(parts[name])
        change(value)
        return parts | {name: json.dumps(value).encode()}

    return damage


def experiment(**choices: Any) -> Damage:
    """Other choices of the first experiment."""
    return about(lambda value: value["experiments"][0].update(choices))


def numbers(name: str, change: Callable[[Any], Any]) -> Damage:
    """A change of an array; what comes back is in its place."""

    def damage(parts: Parts) -> Parts:
        array = np.load(io.BytesIO(parts[name])).copy()
        changed = change(array)
        file = io.BytesIO()
        np.save(file, array if changed is None else changed, allow_pickle=True)
        return parts | {name: file.getvalue()}

    return damage


def header(name: str, described: str, body: bytes = b"") -> Damage:
    """A part with such a header of a .npy file."""
    start = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(described))
    return lambda parts: parts | {name: start + described.encode() + body}


def renamed(name: str, other: str) -> Damage:
    return lambda parts: {other if one == name else one: content for one, content in parts.items()}


def inserted(name: str, before: str, new: str) -> Damage:
    """Some signs before others in a text."""
    return lambda parts: parts | {name: parts[name].replace(before.encode(), (new + before).encode(), 1)}


def put(array: Any, value: Any) -> None:
    array.flat[1] = value


PARAMETERS, TABLE = f"{NETWORK}/parameters.npy", "tables/0/names.json"
HUGE = "{'descr': '<f8', 'fortran_order': False, 'shape': (68719476736,)}"
CASES: tuple[tuple[int, str, Damage, tuple[str, ...]], ...] = (
    (54, "nested lists", text(ABOUT, "[" * 200_000), (ABOUT, "nested more than 20 deep")),
    (54, "nested objects", text(TABLE, '{"a":' * 200_000 + "1" + "}" * 200_000), (TABLE, "nested more than 20 deep")),
    (54, "empty lists", text(ABOUT, "[" + "[]," * 2_000_000 + "0]"), (ABOUT, "values")),
    (55, "digits", inserted(ABOUT, '"version":1', '"x":' + "1" * 5000 + ","), (ABOUT, "5,000 digits")),
    (55, "digits behind a point", inserted(ABOUT, '"version":1', f'"x":{"1" * 5000}.5,'), (ABOUT, "not finite")),
    (56, "NaN", numbers(PARAMETERS, lambda array: put(array, np.nan)), (PARAMETERS, "finite")),
    (56, "infinite", numbers(PARAMETERS, lambda array: put(array, -np.inf)), (PARAMETERS, "finite")),
    (56, "NaN in a table", numbers("tables/0/inputs.npy", lambda array: put(array, np.nan)), ("tables/0", "finite")),
    (56, "NaN in the trail", numbers(f"{NETWORK}/runs/0/trail.npy", lambda array: put(array[1:], np.nan)), ("trail",)),
    (56, "infinite epoch", numbers(f"{NETWORK}/runs/0/history.npy", lambda array: put(array, np.inf)), ("history",)),
    (56, "NaN in a text", inserted(ABOUT, '"version":1', '"x":NaN,'), (ABOUT, "NaN in it is no finite number")),
    (56, "Infinity", inserted(ABOUT, '"version":1', '"x":-Infinity,'), (ABOUT, "-Infinity in it is no finite number")),
    (56, "1e999", inserted(ABOUT, '"version":1', '"x":1e999,'), (ABOUT, "1e999 in it is not finite")),
    (57, "twice", inserted(ABOUT, '"version":1', '"version":1,'), (ABOUT, "'version' stands in it twice")),
    (57, "twice deeper", inserted(ABOUT, '"data":', '"data":"iris",'), (ABOUT, "'data' stands in it twice")),
    (58, "half a character", inserted(ABOUT, '"version":1', '"x":"\\ud800",'), (ABOUT, "half a character")),
    (58, "half a key", inserted(ABOUT, '"version":1', '"\\udc00":1,'), (ABOUT, "half a character")),
    (58, "no UTF-8", text(ABOUT, b'{"a": "\xff"}'), (ABOUT, "no JSON")),
    (59, "newer", about(lambda value: value.update(version=99)), ("newer Gradwalk", "format 99", "; update Gradwalk")),
    (59, "never", about(lambda value: value.update(version=0)), ("never a format 0",)),
    (59, "no number", about(lambda value: value.update(version="1")), ("does not say that it is a session",)),
    (60, "negative", experiment(hidden=[-1]), ("experiment 0", "hidden: -1", "1 to 1024 neurons")),
    (60, "1e9", experiment(hidden=[10**9]), ("experiment 0", "hidden: 1000000000", "1 to 1024 neurons")),
    (60, "many layers", experiment(hidden=[1024] * 11), ("0 to 10 hidden layers",)),
    (60, "large", experiment(hidden=[1024] * 10), (NETWORK, "which are not those of its network")),
    (61, "shape", experiment(hidden=[4]), (NETWORK, "parameters, which are not those of its network")),
    (61, "one column less", numbers(PARAMETERS, lambda array: array[:, 1:]), (NETWORK, "not those of its network")),
    (61, "one row less", numbers(PARAMETERS, lambda array: array[1:]), (PARAMETERS, "shape")),
    (61, "one dimension", numbers(PARAMETERS, np.ravel), (PARAMETERS, "shape")),
    (61, "table", numbers("tables/0/inputs.npy", lambda array: array[:-1]), ("tables/0",)),
    (61, "order", numbers(f"{NETWORK}/orders.npy", lambda array: put(array, array.flat[0])), ("each row once",)),
    (62, "activation", experiment(activation=["magic"]), ("experiment 0", "'magic' is not allowed; known are")),
    (62, "loss", experiment(loss="__class__"), ("experiment 0", "'__class__' is not allowed; known are")),
    (62, "field", experiment(__class__="x"), ("experiment 0", "'__class__' is not allowed; known are")),
    (62, "no name", experiment(optimizer={"__class__": "x"}), ("experiment 0", "optimizer", "known are")),
    (62, "field of a table", about(lambda value: value.update(__class__="x"), TABLE), (TABLE, "'__class__'")),
    (63, "512 GiB", header(PARAMETERS, HUGE), (PARAMETERS, "shape")),
    (
        63,
        "512 GiB of orders",
        header(f"{NETWORK}/orders.npy", HUGE.replace("f8", "i8")),
        ("orders", "0 bytes are there"),
    ),
    (63, "no size", header(f"{NETWORK}/memory.npy", HUGE.replace("68719476736", "-1"), bytes(8)), ("memory", "shape")),
    (63, "2 ** 126", header(f"{NETWORK}/memory.npy", HUGE.replace("68719476736", str(2**126))), ("memory",)),
    (63, "long", header(PARAMETERS, HUGE + " " * 60_000), (PARAMETERS, "header")),
    (63, "deep", header(PARAMETERS, "(" * 1000), (PARAMETERS, "header")),
    (64, "objects", numbers(PARAMETERS, lambda array: array.astype(object)), (PARAMETERS, "|O")),
    (64, "pickle", text(PARAMETERS, pickle.dumps(np.ones(3))), (PARAMETERS, "no header of a .npy file")),
    (64, "other numbers", numbers(PARAMETERS, lambda array: array.astype("f4")), (PARAMETERS, "<f4")),
    (64, "fields", header(PARAMETERS, HUGE.replace("'<f8'", "[('a', '<f8')]")), (PARAMETERS, "|V8")),
    (66, "above", renamed(TABLE, "../names.json"), ("../names.json", "belongs to no session")),
    (66, "absolute", renamed(TABLE, "/etc/names.json"), ("/etc/names.json", "belongs to no session")),
    (66, "of Windows", renamed(TABLE, "..\\names.json"), ("belongs to no session",)),
    (66, "folder", renamed(TABLE, "tables/0/"), ("belongs to no session",)),
    (66, "line end", renamed(TABLE, "a\nb.json"), ("belongs to no session",)),
)


@pytest.mark.parametrize(("damage", "words"), [pytest.param(*c[2:], id=f"{c[0]}-{c[1]}") for c in CASES])
def test_it_is_refused_in_one_line(saved, damage, words):
    shown = refusal(archive.write(damage(archive.read(saved))))
    for word in words:
        assert word in shown


# 65: bombs.


def zipped(parts: Parts, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as bomb:
        for name, content in parts.items():
            bomb.writestr(name, content)
    return file.getvalue()


def test_65_one_part_that_unfolds_to_much():
    assert "it would unfold to 50,000,000 bytes" in refusal(zipped({ABOUT: bytes(50_000_000)}))


def test_65_many_parts_that_unfold_to_much_together():
    part = Random(0).randbytes(10_000).hex().encode() * 200
    shown = refusal(zipped({f"tables/{number}/names.json": part for number in range(20)}))
    assert "it would unfold" in shown


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_65_packed_in_another_way(kind):
    assert "packed in a way that sessions are not" in refusal(zipped({ABOUT: bytes(10**7)}, kind))


def test_65_a_bomb_in_a_bomb_is_never_opened():
    nested = zipped({ABOUT: zipped({ABOUT: bytes(10**6)})})
    assert "no JSON" in refusal(nested)


def test_65_a_size_that_is_a_lie():
    """The list of parts says that a part is small."""
    content = zipped({ABOUT: b" " * 100_000}).replace(struct.pack("<I", 100_000), struct.pack("<I", 100))
    assert ABOUT in refusal(content)


def test_65_parts_that_lie_over_each_other():
    """Each entry of the list names the same bytes, as bombs of many gigabytes in a few kilobytes do."""
    content = zipped({ABOUT: Random(0).randbytes(2000).hex().encode()})
    entry = content.index(archive.ENTRY)
    end = content.index(b"PK\x05\x06")
    one, count = content[entry:end], 100
    names = [one.replace(ABOUT.encode(), f"x{number:06}.json".encode()) for number in range(count)]
    listed = b"".join(names)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), entry, 0)
    assert "over each other" in refusal(content[:entry] + listed + tail)


def test_65_more_parts_than_anybody_can_count():
    empty = archive.ENTRY + bytes(42)
    count = archive.MOST_PARTS + 1
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count % 2**16, count % 2**16, count * len(empty), 0, 0)
    assert "20,001 parts" in refusal(empty * count + tail)


def test_66_two_parts_of_one_name(saved):
    file = io.BytesIO(saved)
    with zipfile.ZipFile(file, "a") as twice, pytest.warns(UserWarning, match="Duplicate name"):
        twice.writestr(ABOUT, b"{}")
    assert "two of its parts have the same name" in refusal(file.getvalue())


# 67: code in a name. What is exported with such names: `tests/engine/export/test_names.py`.

CODE = (
    "__import__('os').abort()",
    "x'); raise SystemExit #",
    "{0.__class__}",
    "%s%n",
    "<script>alert(1)</script>",
    "\u202e",
)


@pytest.mark.parametrize("code", CODE)
def test_67_code_in_a_name_stays_a_name(code):
    """A name may be anything: nothing reads it but people, and what is shown as code is the program's own."""
    plain, named = (Trainer(replace(DRAWN, own=renamed_table(name), inputs=(name,))) for name in ("plain", code))
    for trainer in (plain, named):
        walk_to_end(trainer.advance(StepSize.NEURON))
    content = packed(session_of([named], view={code: code}))
    session, (again,) = opened(content)
    table = again.experiment.own
    assert (table.input_names[0], table.output_names[0], table.row_names[0]) == (code, code, code)
    assert session.view == {code: code}
    assert everything(again) == everything(named)
    assert str(code_names(again.walk)) == str(code_names(plain.walk))
    assert explain(again.walk) == explain(plain.walk)


def renamed_table(name: str) -> Dataset:
    """A table whose columns and rows have such names."""
    table = DRAWN.table
    return replace(
        table,
        input_names=(name, *table.input_names[1:]),
        output_names=(name,),
        row_names=(name, *table.row_names[1:]),
    )
