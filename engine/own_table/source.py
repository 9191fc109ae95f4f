"""Where a table comes from: a file, looked at before it is opened, or text that was pasted."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import BinaryIO

from engine.own_table.refusal import TableError

MAX_BYTES = 512 * 2**20


@dataclass(frozen=True)
class Source:
    """Bytes that may be a table, and what they are called; `pasted` instead of a path where there is no file."""

    name: str
    path: Path | None = None
    pasted: bytes = b""

    @classmethod
    def of_file(cls, path: str | os.PathLike[str]) -> "Source":
        place = Path(path)
        return cls(place.name or str(place), place)

    @classmethod
    def of_text(cls, text: str, name: str = "pasted table") -> "Source":
        """Text of the clipboard. Lone halves of characters, which some programs put there, become question marks."""
        return cls(name, pasted=text.encode("utf-8", "replace"))

    @contextmanager
    def open(self) -> Iterator[tuple[BinaryIO, int]]:
        """The bytes and their count. A file that is another one at the end is a `TableError`."""
        if self.path is None:
            _check_size(self.name, len(self.pasted))
            yield BytesIO(self.pasted), len(self.pasted)
            return
        try:
            before = self._look()
            # What was looked at may have been replaced since by something that would be waited for in vain.
            with open(self.path, "rb", opener=_without_waiting) as file:
                self._check_regular(os.fstat(file.fileno()))
                yield file, before.st_size
            self._check_unchanged(before)
        except OSError as error:
            raise TableError(self.name, f"it cannot be read ({error.strerror or error})") from error
        except ValueError as error:
            if isinstance(error, TableError) or "null" not in str(error):
                raise
            raise TableError(self.name, "this cannot be the name of a file") from error

    def _look(self) -> os.stat_result:
        assert self.path is not None
        found = self.path.stat()
        self._check_regular(found)
        _check_size(self.name, found.st_size)
        return found

    def _check_regular(self, found: os.stat_result) -> None:
        if stat.S_ISDIR(found.st_mode):
            raise TableError(self.name, "this is a folder; choose a file in it")
        if not stat.S_ISREG(found.st_mode):
            raise TableError(
                self.name, "this is no ordinary file but a device or a pipe; save its text as a file first"
            )

    def _check_unchanged(self, before: os.stat_result) -> None:
        assert self.path is not None
        try:
            after = self.path.stat()
        except FileNotFoundError as error:
            raise TableError(self.name, "it was deleted or renamed while it was read; open it again") from error
        if _mark(after) != _mark(before):
            raise TableError(self.name, "it changed while it was read; open it again once it is complete")


def _mark(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_size(name: str, size: int) -> None:
    if size > MAX_BYTES:
        shown, most = f"{ceil(size / 2**20):,} MiB", f"{MAX_BYTES // 2**20:,} MiB"
        raise TableError(name, f"it has {shown}, and at most {most} can be read; keep a part of its rows")
