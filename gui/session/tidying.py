"""Keeps the folder of sessions small: what is no work goes, and of work only what the learner was told of."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path

from engine.session.session import SUFFIX
from gui.session.autosave import is_of_a_run
from gui.session.folder import acquire, files_in, lock_of

# So many files are kept, and so many bytes.
MOST_FILES, MOST_BYTES = 10, 500 * 2**20
# What damaged work is called, which stays for ever, and what says since when the learner knows of some work.
DAMAGED, TOLD = ".damaged", ".told"
# What is in the mark of work that is not to go.
STAYS = "stays"
# What stands beside a file: its lock, that mark, and what Qt writes before it takes the file's place. A file of the
# learner's has its lock here, and stands elsewhere.
BESIDE = re.compile(rf"(run-.+{re.escape(SUFFIX)}|file-[0-9a-f]+)\.(lock|told|[A-Za-z]{{6}})")


def sweep(folder: Path) -> None:
    """Take away what killed programs left behind that is no work: files half written, locks and marks of nothing."""
    for path in files_in(folder):
        found = BESIDE.fullmatch(path.name)
        if found is None or _is_needed(folder / found[1], found[2]):
            continue
        # Whoever writes the file now holds its lock, and goes on.
        lock = lock_of(folder / found[1])
        if acquire(lock):
            if found[2] != "lock":
                with suppress(OSError):
                    path.unlink()
            lock.unlock()


def _is_needed(work: Path, kind: str) -> bool:
    return kind in ("lock", "told") and work.exists()


def mark_told(work: Path, may_go: bool = True) -> None:
    """The learner is told of this work, which may go some day, or not.

    The first time counts, and comes after all others, whatever the clock says.
    """
    mark = _mark_of(work)
    if not mark.exists():
        latest = max((time_of(path) for path in files_in(work.parent) if path.suffix == TOLD), default=0.0)
        moment = max(time.time(), latest + 1)
        with suppress(OSError):
            mark.write_text("" if may_go else STAYS, "utf-8")
            os.utime(mark, (moment, moment))


def is_told(work: Path) -> bool:
    """Whether the learner was told of this work."""
    return _mark_of(work).exists()


def bound(folder: Path) -> None:
    """Where there is too much work, let go of what the learner has known of longest.

    What nobody was told of stays, and so does what only another program opens, and what is damaged: that is under
    another name, and nothing here counts it.
    """
    files = [path for path in files_in(folder) if is_of_a_run(path)]
    sizes = {path: _size(path) for path in files}
    known = [path for path in files if is_told(path) and not _size(_mark_of(path))]
    for path in sorted(known, key=lambda path: time_of(_mark_of(path))):
        if len(sizes) <= MOST_FILES and sum(sizes.values()) <= MOST_BYTES:
            return
        lock = lock_of(path)
        if acquire(lock):
            with suppress(OSError):
                path.unlink()
                del sizes[path]
            lock.unlock()


def _mark_of(work: Path) -> Path:
    return work.with_name(work.name + TOLD)


def time_of(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
