"""The files of the learner's that this window works on: no other program opens them meanwhile."""

from collections.abc import Collection

from PySide6.QtCore import QLockFile

from gui.session.folder import acquire, lock_for


class FileLocks:
    """By the paths that lead to the files; several may lead to the same one, whose lock they share."""

    def __init__(self) -> None:
        self._held: dict[str, QLockFile] = {}

    def take(self, path: str) -> bool:
        """Hold a file, if it is not held already; false where another program has it."""
        if path in self._held:
            return True
        lock = lock_for(path)
        same = next((held for held in self._held.values() if held.fileName() == lock.fileName()), None)
        if same is None and not acquire(lock):
            return False
        self._held[path] = same or lock
        return True

    def keep_only(self, paths: Collection[str]) -> None:
        """Other programs may open all other files now."""
        going = [self._held.pop(path) for path in list(self._held) if path not in paths]
        for lock in going:
            if lock not in self._held.values():
                lock.unlock()
