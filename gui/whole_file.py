"""Writes a file whole or not at all: until all of it is on the disk the former one stays."""

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from PySide6.QtCore import QIODevice, QSaveFile

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None

# What is written at once. Qt keeps Python to itself meanwhile.
PIECE = 2**20
# Some file systems, as of networks, cannot be told to write to the disk: that is no failure of writing.
CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP)


def write_whole(content: bytes | Iterable[bytes], path: str) -> None:
    """Write a file and see that it is on the disk; one that cannot be written is an `OSError`, and is as it was.

    The content may come in parts, which are made while the file is written.
    """
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(f"{path}: {file.errorString()}")
    try:
        for part in [content] if isinstance(content, bytes) else content:
            _fill(file, part, path)
        _sync(file, path)
        if not file.commit():
            raise OSError(f"{path}: {file.errorString()}")
    finally:
        if file.isOpen():
            # Takes away what was written beside it.
            file.cancelWriting()
            file.commit()
    # Qt writes where a symbolic link leads.
    _sync_folder(Path(path).resolve().parent)


def _fill(file: QSaveFile, content: bytes, path: str) -> None:
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        if file.write(piece) != len(piece):
            raise OSError(f"{path}: {file.errorString()}")


def _sync(file: QSaveFile, path: str) -> None:
    if not file.flush():
        raise OSError(f"{path}: {file.errorString()}")
    try:
        # Qt would wait for the disk with all of Python waiting for it; here others go on.
        if file.handle() >= 0:
            _to_disk(file.handle())
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            raise OSError(f"{path}: {error.strerror}") from error


def _to_disk(handle: int) -> None:
    """On macOS `fsync` leaves it to the disk when it writes what it was given; another call does not."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if fcntl is not None and full is not None:
        with suppress(OSError):
            fcntl.fcntl(handle, full)
            return
    os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    """The file's new place in its folder outlives a power cut too, where the system can see to that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _to_disk(handle)
        finally:
            os.close(handle)
