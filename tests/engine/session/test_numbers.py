"""Arrays are kept bit by bit, as files that NumPy reads; a header is never believed."""

import io
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.session.numbers import KINDS, read, write
from engine.session.refusal import DamagedError

SHAPES = arrays.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=5)
ONE = write(np.array([1.0, 2.0]))


@given(st.data(), st.sampled_from(list(KINDS)), SHAPES)
def test_every_bit_comes_back(data, kind, shape):
    array = data.draw(arrays.arrays(np.dtype(kind), shape))
    again = read(write(array), kind, shape)
    assert (again.dtype.str, again.shape, again.tobytes()) == (kind, shape, array.tobytes())
    assert not again.flags.writeable


def test_numpy_reads_what_is_written():
    array = np.array([[0.1, np.nan], [-0.0, np.inf]])
    assert np.load(io.BytesIO(write(array))).tobytes() == array.tobytes()


def test_rows_of_another_table_are_written_in_their_order():
    table = np.arange(12.0).reshape(3, 4)
    for part in (table.T, table[:, 1:3], table[::-1]):
        assert (read(write(part), "<f8", (None, None)) == part).all()


@pytest.mark.parametrize(
    ("content", "shape", "words"),
    [
        (b"", (2,), "no header"),
        (ONE[:20], (2,), "no header"),
        (ONE.replace(b"NUMPY\x01", b"NUMPY\x02"), (2,), "another version"),
        (ONE[:-1], (2,), "15 bytes are there"),
        (ONE + b"\0", (2,), "17 bytes are there"),
        (ONE, (3,), "it has the shape (2,), and 3 is expected"),
        (ONE, (None, 2), "it has the shape (2,), and any number × 2 is expected"),
        (ONE.replace(b"(2,)", b"(-2)"), (None,), "no header"),
        (ONE.replace(b"(2,), } ", b"(-2,), }"), (None,), "shape"),
        (ONE.replace(b"False", b"True "), (2,), "it holds <f8"),
        (write(np.array([1, 2])), (2,), "it holds <i8, and 64-bit numbers are expected"),
        (ONE.replace(b"<f8", b">f8"), (2,), "it holds >f8"),
        (ONE.replace(b"'<f8'", b"'|O8'"), (2,), "it holds |O"),
        (ONE.replace(b"<f8", b"qqq"), (2,), "no header"),
    ],
)
def test_what_is_no_such_array_is_refused(content, shape, words):
    with pytest.raises(DamagedError) as caught:
        read(content, "<f8", shape)
    assert words in caught.value.problem


def test_no_memory_is_asked_for_what_is_not_there():
    huge = ONE.replace(b"(2,), }" + b" " * 10, b"(68719476736,), }")
    with little_memory(), pytest.raises(DamagedError, match="16 bytes are there"):
        read(huge, "<f8", (None,))


def test_what_is_read_is_not_copied():
    content = write(np.arange(100_000.0))
    with little_memory():
        read(content, "<f8", (None,))


@contextmanager
def little_memory() -> Iterator[None]:
    """What is done here takes less than half of the array of the test above."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 2**18
    finally:
        tracemalloc.stop()
