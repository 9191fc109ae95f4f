"""Watches over the work in a window that somebody works with: nothing of it is lost, however the program ends."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from gui.session import session_end
from gui.session.autosave import INTERVAL_MS, Autosave
from gui.session.remembered import remember, restore

if TYPE_CHECKING:
    from gui.main_window import MainWindow

# Seconds that a program which is told to end takes to save.
LAST_SECONDS = 5.0


class Keeping(QObject):
    """`code` is what the program ends with where a signal told it to."""

    def __init__(self, window: "MainWindow", interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(window)
        self._window = window
        self.code = 0
        self._told_to_end = False
        self._closed = False
        restore(window)
        window.document.asks = True
        self.autosave = Autosave(window.document, interval_ms)
        self._connect()
        window.recovery.look()

    def _connect(self) -> None:
        self._window.document.closing.connect(self._close)
        self._window.controller.begins_anew.connect(self.autosave.keep_former)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        # To a slot that takes the manager of the session Qt for Python hands it on in a way that may crash.
        app.commitDataRequest.connect(self._save)

    def end(self, number: int) -> None:
        """A signal of that number tells the program to end. Where it ends already it does so as it was asked to."""
        if not self._closed:
            self.code = 128 + number
            self._told_to_end = True
            # Nobody is there to be asked.
            self._window.document.go_quietly(LAST_SECONDS)
            self.autosave.finish(self._window.document.seconds_left)
            self._window.close()

    def _save(self) -> None:
        """The computer, or what the desktop knows as a session, may end at any moment now, or all goes on after all."""
        if not self._closed:
            self.autosave.finish(LAST_SECONDS)

    def _close(self) -> None:
        self._closed = True
        remember(self._window)
        unasked = self._told_to_end or session_end.is_ending()
        keep = unasked and self._window.document.modified
        if not keep:
            self._window.recovery.forget_all()
        self.autosave.close(keep, keep_former=unasked)
