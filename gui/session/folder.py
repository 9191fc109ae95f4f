"""The folder of this user in which sessions are kept by themselves, and the locks that say who works on what."""

import hashlib
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

from gui.own_folder import own_folder


def sessions_folder() -> Path:
    """The folder, made if it can be."""
    folder = own_folder() / "sessions"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def lock_of(path: Path) -> QLockFile:
    """The lock beside a file. It is stale when the program that holds it is gone, however long ago it took it."""
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)
    return lock


def lock_for(path: str) -> QLockFile:
    """The lock of a file of the user's, whatever the way that leads to it."""
    found = hashlib.sha256(str(Path(path).resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return lock_of(sessions_folder() / f"file-{found[:32]}")


def is_held_by_another(lock: QLockFile) -> bool:
    """Whether another program has it; else it is ours now, or nobody's where locks cannot be made."""
    return not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError
