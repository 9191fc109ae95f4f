"""The log of faults: a few small files in the user's own folder, and what Python writes when it is killed."""

import faulthandler
import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QStandardPaths

# At most so many bytes in a file, so many older files, and so many characters in an entry.
FILE_BYTES, OLDER_FILES, ENTRY_LENGTH = 256_000, 2, 20_000
LOG, CRASH = "gradwalk.log", "crash.log"


def log_folder() -> Path:
    """Where the log is; the folder need not be there yet."""
    base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(base) / "log"


class FaultLog:
    """Entries are written at once. A log that cannot be written, for want of room or of permission, is done without."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._logger = logging.Logger("gradwalk")
        self._handler: logging.Handler = logging.NullHandler()
        self._crash: TextIO | None = None
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._handler = RotatingFileHandler(
                folder / LOG, maxBytes=FILE_BYTES, backupCount=OLDER_FILES, encoding="utf-8", errors="replace"
            )
            self._crash = self._open_crash_file()
        # What cannot be written is not worth a fault of its own.
        self._handler.handleError = lambda record: None  # type: ignore[method-assign]
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._logger.addHandler(self._handler)

    def _open_crash_file(self) -> TextIO:
        """The file for the tracebacks of all threads when the process is killed by a fault of the machine's."""
        path = self.folder / CRASH
        full = path.exists() and path.stat().st_size > FILE_BYTES
        file = path.open("w" if full else "a", encoding="utf-8")
        faulthandler.enable(file)
        return file

    def write(self, entry: str, level: int = logging.ERROR) -> None:
        self._logger.log(level, "%s", entry[:ENTRY_LENGTH])

    def close(self) -> None:
        self._handler.close()
        if self._crash is not None:
            faulthandler.disable()
            self._crash.close()
