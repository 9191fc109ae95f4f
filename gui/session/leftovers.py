"""What programs that ended in the middle of their work have left behind: looked at in the reader's thread."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from engine.session.refusal import NewerError, SessionError
from engine.session.session import SUFFIX
from gui.own_table.reading_line import Job
from gui.session.autosave import is_of_a_run
from gui.session.folder import is_held_by_another, lock_of

if TYPE_CHECKING:
    from engine.session.opened import Opened

# So many files are kept, and so many bytes.
MOST_FILES, MOST_BYTES = 10, 500 * 2**20
DAMAGED = ".damaged"
# What stands beside the file of a run: its lock, and what Qt writes before it takes the file's place.
BESIDE = re.compile(rf"(run-.+{re.escape(SUFFIX)})\.(lock|[A-Za-z]{{6}})")


@dataclass(frozen=True, eq=False)
class Leftover:
    """Work that can be gone on with. Its lock is ours: nobody else offers it."""

    path: Path
    found: "Opened"
    lock: QLockFile
    # How many wait behind it.
    more: int = 0


@dataclass(frozen=True)
class SetAside:
    """A damaged file, under its new name."""

    path: Path
    problem: str


def looking(folder: Path) -> Job:
    """Hands on a `SetAside` for each damaged file and, last, the newest `Leftover` or None."""

    def look(tell: Callable[[object], None], say: Callable[[float], None]) -> Leftover | None:
        sweep(folder)
        bound(folder)
        paths = _newest_first(path for path in folder.iterdir() if is_of_a_run(path))
        for number, path in enumerate(paths, start=1):
            lock = lock_of(path)
            if is_held_by_another(lock):
                continue
            # Not needed at a start after which there is nothing to offer.
            from engine.session.opened import opened

            try:
                return Leftover(path, opened(str(path)), lock, sum(map(_is_free, paths[number:])))
            except SessionError as error:
                if not isinstance(error.__cause__, NewerError | OSError | MemoryError):
                    tell(SetAside(_set_aside(path), str(error)))
                lock.unlock()
        return None

    return look


def sweep(folder: Path) -> None:
    """Take away what killed programs left behind that is no work: files half written, locks of nothing."""
    for path in list(folder.iterdir()):
        found = BESIDE.fullmatch(path.name)
        if found is None or (found[2] == "lock" and (folder / found[1]).exists()):
            continue
        # Whoever writes the file now holds its lock, and goes on.
        lock = lock_of(folder / found[1])
        if not is_held_by_another(lock):
            if found[2] != "lock":
                with suppress(OSError):
                    path.unlink()
            lock.unlock()


def bound(folder: Path) -> None:
    """Let go of the oldest where there are too many, damaged ones first; never of the newest."""
    files = _newest_first(path for path in folder.iterdir() if is_of_a_run(path) or path.suffix == DAMAGED)
    going = [path for path in reversed(files[1:]) if path.suffix == DAMAGED]
    going += [path for path in reversed(files[1:]) if path.suffix != DAMAGED]
    sizes = {path: _size(path) for path in files}
    for path in going:
        if len(sizes) <= MOST_FILES and sum(sizes.values()) <= MOST_BYTES:
            return
        lock = lock_of(path)
        if not is_held_by_another(lock):
            with suppress(OSError):
                path.unlink()
            del sizes[path]
            lock.unlock()


def _is_free(path: Path) -> bool:
    """Whether no program works on it now."""
    lock = lock_of(path)
    free = not is_held_by_another(lock)
    lock.unlock()
    return free


def _set_aside(path: Path) -> Path:
    """Under another name it is not offered again, and not lost."""
    aside = path.with_name(path.name + DAMAGED)
    with suppress(OSError):
        path.replace(aside)
    return aside


def _newest_first(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=_age, reverse=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
