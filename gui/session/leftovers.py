"""What programs that ended in the middle of their work have left behind: looked at in the reader's thread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from engine.session.refusal import SessionError
from gui.own_table.reading_line import Job
from gui.session.autosave import is_of_a_run
from gui.session.folder import acquire, files_in, lock_of
from gui.session.tidying import DAMAGED, bound, is_told, mark_told, sweep, time_of

if TYPE_CHECKING:
    from engine.session.opened import Opened


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
    """A damaged file, under its new name, or where it was where it can have no other."""

    path: Path
    problem: str


@dataclass(frozen=True)
class Unopened:
    """Work that this program cannot open, and a newer one may: it stays."""

    path: Path
    error: Exception


def looking(folder: Path) -> Job:
    """Hands on a `SetAside` for each damaged file, an `Unopened` for what cannot be opened and nobody was told of, and,
    last, the newest `Leftover` or None.
    """

    def look(tell: Callable[[object], None], say: Callable[[float], None]) -> Leftover | None:
        sweep(folder)
        bound(folder)
        paths = sorted(filter(is_of_a_run, files_in(folder)), key=time_of, reverse=True)
        for number, path in enumerate(paths, start=1):
            lock = lock_of(path)
            if not acquire(lock):
                continue
            found = _open(path)
            if not isinstance(found, Exception):
                mark_told(path)
                return Leftover(path, found, lock, sum(map(_is_free, paths[number:])))
            if isinstance(found, SessionError) and found.damaged:
                tell(SetAside(_set_aside(path), str(found)))
            elif _lasts(found) and path.exists() and not is_told(path):
                mark_told(path, may_go=False)
                tell(Unopened(path, found))
            lock.unlock()
        return None

    return look


def _open(path: Path) -> "Opened | Exception":
    """The session, or what keeps it from being opened: others are looked at all the same."""
    # Not needed at a start after which there is nothing to offer.
    from engine.session.opened import opened

    try:
        return opened(str(path))
    except Exception as error:
        return error


def _lasts(error: Exception) -> bool:
    """Whether it will be so at the next start too; memory may be found."""
    return not isinstance(error.__cause__, MemoryError)


def _is_free(path: Path) -> bool:
    """Whether no program works on it now."""
    lock = lock_of(path)
    free = acquire(lock)
    lock.unlock()
    return free


def _set_aside(path: Path) -> Path:
    """Under another name it is not offered again, and not lost."""
    aside = path.with_name(path.name + DAMAGED)
    try:
        return path.replace(aside)
    except OSError:
        return path
