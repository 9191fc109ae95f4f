"""Hands back what there is: asks where to, writes pictures at once, and scripts and tables beside all else."""

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.export import ExportError
from engine.snapshot import Snapshot
from gui.asking_where import ask_where
from gui.export import write_png, write_svg
from gui.session.saver import PATIENCE_AT_END, Saver, Writing
from gui.whole_file import write_whole

if TYPE_CHECKING:
    from gui.main_window import MainWindow

LONGEST_NAME = 80
# What the file of a table ends in: what is made of it has an ending of its own.
_TABLE = re.compile(r"\.(csv|tsv|txt)$", re.IGNORECASE)


@dataclass(eq=False)
class Exporting(Writing):
    """A file to write, part by part."""

    parts: Iterable[bytes]

    def write(self, closed: threading.Event) -> None:
        write_whole(self.parts, self.path)


class Exporter(QObject):
    """What is handed back is the moment that was shown when it was asked for, however far training goes meanwhile."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self._saver = Saver(self)
        self._saver.finished.connect(self._finish)

    @property
    def busy(self) -> bool:
        """Whether a file is still being written."""
        return bool(self._saver.pending)

    def close(self, seconds: float = PATIENCE_AT_END) -> None:
        """What is being written is still written, if it takes no longer than that."""
        self._saver.close(seconds)

    def save_png(self) -> None:
        self._draw(self.tr("Save the window"), ".png", lambda path: write_png(self._window.grab(), path))

    def save_svg(self) -> None:
        network = self._window.network
        self._draw(self.tr("Save the network"), ".svg", lambda path: write_svg(list(network.views), path))

    def save_code(self) -> None:
        self._hand_back(self.tr("Save the network as Python"), "", ".py", self._code)

    def save_history(self) -> None:
        # Most starts need none of what writes tables.
        from engine.export.table import history

        self._hand_back(self.tr("Save the history"), "-history", ".csv", history)

    def save_predictions(self) -> None:
        from engine.export.table import predictions

        self._hand_back(self.tr("Save the predictions"), "-predictions", ".csv", predictions)

    def _code(self, snapshot: Snapshot) -> Iterable[bytes]:
        from engine.export.script import script

        return [script(snapshot, self._title, datetime.now()).encode()]

    @property
    def _title(self) -> str:
        """What the lesson is called, and where it compares several networks the one in focus."""
        lesson = self._controller.lesson
        assert lesson is not None
        variant = lesson.variants[min(self._controller.focus, len(lesson.variants) - 1)]
        return f"{lesson.title}: {variant.name}" if variant.name else lesson.title

    def _draw(self, title: str, ending: str, write: Callable[[str], None]) -> None:
        """Ask where to, then write; what cannot be written is said."""
        path = self._ask(title, "", ending)
        if not path:
            return
        try:
            write(path)
        except OSError as error:
            self._controller.warned.emit(str(error))
        else:
            self._controller.said.emit(self.tr("Saved {0}.").format(path))

    def _hand_back(self, title: str, what: str, ending: str, make: Callable[[Snapshot], Iterable[bytes]]) -> None:
        """Ask where to, unless there is nothing to write, and have it written."""
        if not self._controller.fresh:
            self._controller.warned.emit(self.tr("The network is not there yet: wait until it is shown."))
            return
        try:
            parts = make(self._controller.snapshot)
        except ExportError as refusal:
            self._controller.warned.emit(str(refusal))
            return
        path = self._ask(title, what, ending)
        if path:
            self._controller.accepted.emit()
            self._saver.save(Exporting(path, parts))

    def _finish(self, exporting: Exporting) -> None:
        if exporting.written:
            self._controller.said.emit(self.tr("Saved {0}.").format(exporting.path))
        else:
            self._controller.warn(exporting.problem, exporting.error)

    def _ask(self, title: str, what: str, ending: str) -> str:
        """A path with that ending; empty where none was chosen."""
        suggestion = self._name + what + ending
        return ask_where(self._window, title, suggestion, f"*{ending}", ending, self._controller.warned.emit)

    @property
    def _name(self) -> str:
        """What the lesson is called, or a table of one's own, as a file may be called in every folder."""
        assert self._controller.lesson is not None
        name = _TABLE.sub("", self._controller.lesson.id)
        return re.sub(r"[^\w.-]+", "-", name)[:LONGEST_NAME].strip(".-") or "gradwalk"
