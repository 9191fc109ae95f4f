"""The folder of this user in which sessions are kept by themselves, and the locks that say who works on what."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile

from gui.own_folder import own_folder


def sessions_folder() -> Path:
    """The folder, made if it can be."""
    folder = own_folder() / "sessions"
    make(folder)
    return folder


def make(folder: Path) -> str:
    """Make a folder, if it is not there yet; why it cannot be made, else nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def files_in(folder: Path) -> list[Path]:
    """What is in it; nothing where it could not be made, or cannot be read."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def lock_of(path: Path) -> QLockFile:
    """The lock beside a file. It is stale when the program that holds it is gone, however long ago it took it."""
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)
    return lock


def lock_for(path: str) -> QLockFile:
    """The lock of a file of the user's, whatever the way that leads to it."""
    found = hashlib.sha256(str(Path(path).resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return lock_of(sessions_folder() / f"file-{found[:32]}")


def acquire(lock: QLockFile) -> bool:
    """Whether it is ours now, or nobody's where locks cannot be made; else another program has it."""
    return lock.tryLock(0) or lock.error() is not QLockFile.LockError.LockFailedError
