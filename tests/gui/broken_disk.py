"""A disk that fails at one of the calls that write a file, as Qt and the system tell of it."""

import errno
import os
from collections import Counter

import pytest
from PySide6.QtCore import QSaveFile

import gui.whole_file

# Every call that `write_whole` relies on.
CALLS = ("open", "write 1", "write 2", "write 3", "flush", "fsync", "commit")


def break_disk(patch: pytest.MonkeyPatch, call: str, size: int) -> None:
    """From now on that call fails; a file of `size` bytes is written in three pieces at least."""
    counts: Counter[str] = Counter()

    def fails(name: str) -> bool:
        counts[name] += 1
        return call in (name, f"{name} {counts[name]}")

    class Broken(QSaveFile):
        def open(self, mode):
            return not fails("open") and super().open(mode)

        def write(self, content):
            return -1 if fails("write") else super().write(content)

        def flush(self):
            return not fails("flush") and super().flush()

        def commit(self):
            if fails("commit"):
                self.cancelWriting()
            return super().commit()

    fsync = os.fsync

    def sync(handle):
        if fails("fsync"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(handle)

    patch.setattr(gui.whole_file, "QSaveFile", Broken)
    patch.setattr(gui.whole_file, "PIECE", max(1, size // 4))
    patch.setattr(os, "fsync", sync)
    # macOS has another call besides.
    patch.setattr(gui.whole_file, "fcntl", None)
