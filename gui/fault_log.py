"""The log of faults: a few small files in the user's own folder, and what Python writes when it is killed."""

import faulthandler
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from gui.own_folder import own_folder

if TYPE_CHECKING:
    from logging import Handler

# At most so many bytes in a file, so many older files, and so many characters in an entry.
FILE_BYTES, OLDER_FILES, ENTRY_LENGTH = 256_000, 2, 20_000
LOG, CRASH = "gradwalk.log", "crash.log"


def log_folder() -> Path:
    """Where the log is; the folder need not be there yet."""
    return own_folder() / "log"


class FaultLog:
    """Entries are written at once. A log that cannot be written, for want of room or of permission, is done without."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handler: Handler | None = None
        self._crash: TextIO | None = None
        self._was_enabled = faulthandler.is_enabled()
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._crash = self._open_crash_file()

    def _open_crash_file(self) -> TextIO:
        """The file for the tracebacks of all threads when the process is killed by a fault of the machine's."""
        path = self.folder / CRASH
        full = path.exists() and path.stat().st_size > FILE_BYTES
        file = path.open("w" if full else "a", encoding="utf-8")
        faulthandler.enable(file)
        return file

    def write(self, entry: str) -> None:
        # A start without a fault does without it.
        import logging

        if self._handler is None:
            self._handler = self._open_log()
        self._handler.handle(logging.LogRecord("gradwalk", logging.ERROR, "", 0, entry[:ENTRY_LENGTH], None, None))

    def _open_log(self) -> "Handler":
        import logging
        from logging.handlers import RotatingFileHandler

        handler: Handler = logging.NullHandler()
        with suppress(OSError):
            handler = files = RotatingFileHandler(
                self.folder / LOG, maxBytes=FILE_BYTES, backupCount=OLDER_FILES, encoding="utf-8", errors="replace"
            )
            files.rotator = _begin_anew
        # What cannot be written is not worth a fault of its own.
        handler.handleError = lambda record: None  # type: ignore[method-assign]
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        return handler

    def close(self) -> None:
        """Let go of the files. What a full disk has kept back may fail once more here: that stops no end."""
        if self._handler is not None:
            with suppress(OSError):
                self._handler.close()
        if self._crash is not None:
            faulthandler.disable()
            with suppress(OSError):
                self._crash.close()
            if self._was_enabled:
                faulthandler.enable()


def _begin_anew(log: str, older: str) -> None:
    """Other programs may have the log open: one could not rename it on every system, and they would go on in it."""
    Path(older).write_bytes(Path(log).read_bytes())
    os.truncate(log, 0)
