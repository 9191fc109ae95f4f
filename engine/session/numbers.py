"""Arrays as NumPy's own .npy files (NEP 1), without pickle, and no larger than the bytes that are there.

NumPy's reader asks for the memory that a header names before it looks whether the numbers are there. Here the header is
read first, and has to account for every byte.
"""

import math
from io import BytesIO
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from engine.session.refusal import DamagedError

MOST_HEADER = 1024
# What a number may be, by how NumPy writes it.
KINDS = {"<f8": "64-bit numbers", "<i8": "64-bit whole numbers", "<u8": "64-bit whole numbers without sign"}


def write(array: NDArray[Any]) -> bytes:
    """The .npy file of an array of one of the `KINDS`."""
    file = BytesIO()
    kind = array.dtype.newbyteorder("<")
    assert kind.str in KINDS, f"{kind} is not written"
    npy.write_array(file, np.ascontiguousarray(array, kind), version=(1, 0), allow_pickle=False)
    return file.getvalue()


def read(content: bytes, kind: str, shape: tuple[int | None, ...]) -> NDArray[Any]:
    """The read-only array of a .npy file, of this kind and shape; None stands for any length.

    Any other file is a `DamagedError`.
    """
    file = BytesIO(content)
    try:
        if npy.read_magic(file) != (1, 0):
            raise DamagedError("it is a .npy file of another version than 1.0")
        found, by_columns, dtype = npy.read_array_header_1_0(file, max_header_size=MOST_HEADER)
    except (DamagedError, MemoryError):
        raise
    except Exception as error:  # NumPy's reader of headers evaluates text: what may go wrong there is not listed
        raise DamagedError(f"it has no header of a .npy file ({error})") from error
    if dtype.str != kind or by_columns:
        raise DamagedError(f"it holds {dtype.str[:20]}, and {KINDS[kind]} are expected")
    _check_shape(found, shape)
    if math.prod(found) * dtype.itemsize != len(content) - file.tell():
        raise DamagedError(f"its header names {found} numbers, and {len(content) - file.tell():,} bytes are there")
    array = np.frombuffer(content, dtype, offset=file.tell()).reshape(found)
    array.setflags(write=False)
    return array


def _check_shape(found: tuple[int, ...], expected: tuple[int | None, ...]) -> None:
    fits = len(found) == len(expected) and all(e is None or e == f for f, e in zip(found, expected, strict=True))
    if not fits or min(found, default=0) < 0:
        shown = " × ".join("any number" if length is None else str(length) for length in expected)
        raise DamagedError(f"it has the shape {found}, and {shown} is expected")
