"""A session's file: a ZIP archive of a few named parts, which any tool opens. Nothing is ever unpacked to the disk.

A file is looked at before anything is read: names, sizes, how it is packed. What it may unfold to is bounded.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from engine.session.refusal import DamagedError

MOST_PARTS = 20_000
# Texts are compressed, numbers are not: they hardly would be smaller.
MOST_UNFOLDED, TIMES_LARGER, SMALL = 32 * 2**20, 200, 1024
# How the archive's list of its parts names each of them.
ENTRY = b"PK\x01\x02"
PART = re.compile(r"[a-z0-9]+(/[a-z0-9]+)*(\.[a-z]+)*\.(json|npy)")
# No clock: the same session gives the same bytes.
DATE = (1980, 1, 1, 0, 0, 0)


def write(parts: Mapping[str, bytes]) -> bytes:
    """The archive of these parts; of more than `read` takes a `DamagedError`."""
    _check_count(len(parts))
    file, room = BytesIO(), MOST_UNFOLDED
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            about = zipfile.ZipInfo(name, DATE)
            if len(content) <= room and _is_compressed(name, content):
                about.compress_type = zipfile.ZIP_DEFLATED
                room -= len(content)
            archive.writestr(about, content)
    return file.getvalue()


def _is_compressed(name: str, content: bytes) -> bool:
    """A text that says much the same over and over is kept as it is: nobody can tell it from a bomb."""
    return name.endswith(".json") and len(content) <= TIMES_LARGER * max(len(zlib.compress(content)), SMALL)


def read(content: bytes) -> dict[str, bytes]:
    """The parts of an archive, by their names; a `DamagedError` where it is none, or not a sound one."""
    try:
        # The reader of archives takes up all entries before anybody can count them.
        _check_count(content.count(ENTRY))
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check(archive.infolist(), len(content))
            return {about.filename: _part(archive, about) for about in archive.infolist()}
    except (DamagedError, MemoryError):
        # That there is too little memory says nothing about the file.
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DamagedError(f"it is damaged or cut short ({error})") from error
    except Exception as error:  # the reader of a broken archive may fail in other ways: each means the same here
        raise DamagedError(f"it is damaged ({type(error).__name__}: {error})") from error


def _part(archive: zipfile.ZipFile, about: zipfile.ZipInfo) -> bytes:
    with archive.open(about) as file:
        content = file.read(about.file_size + 1)
    if len(content) != about.file_size:
        raise DamagedError("it is larger or smaller than the archive says", about.filename)
    return content


def _check_count(parts: int) -> None:
    if parts > MOST_PARTS:
        raise DamagedError(f"it has {parts:,} parts, and {MOST_PARTS:,} are the most")


def _check(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Whether it is worth reading. Sizes are bounded by what the file itself takes before any is believed."""
    _check_count(len(parts))
    if len({part.filename for part in parts}) < len(parts):
        raise DamagedError("two of its parts have the same name")
    if sum(part.compress_size for part in parts) > size:
        raise DamagedError("its parts lie over each other")
    unfolded = 0
    for part in parts:
        if not PART.fullmatch(part.filename):
            raise DamagedError("a part with such a name belongs to no session", part.filename)
        if part.compress_type == zipfile.ZIP_STORED and part.file_size != part.compress_size:
            raise DamagedError("it has another size than the archive says", part.filename)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or part.flag_bits & 0x1:
            raise DamagedError("it is packed in a way that sessions are not", part.filename)
        if part.compress_type == zipfile.ZIP_DEFLATED:
            unfolded += part.file_size
            if unfolded > MOST_UNFOLDED or part.file_size > TIMES_LARGER * max(part.compress_size, SMALL):
                raise DamagedError(f"it would unfold to {part.file_size:,} bytes", part.filename)
