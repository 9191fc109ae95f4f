"""The system's words that the program is to end, heard in Qt's loop."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

# Ctrl+C in a terminal and Ctrl+Break on Windows among them; no system has all.
NAMES = ("SIGTERM", "SIGHUP", "SIGINT", "SIGBREAK")


class EndSignals(QObject):
    """Python hears a signal only when it has something to do; a socket wakes it. Once is enough, and however often it
    comes it never gets the system's own answer, sudden death: what is being saved is saved.
    """

    told = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_told = False
        self._heard, self._said = socket.socketpair()
        for end in (self._heard, self._said):
            end.setblocking(False)
        self._before_fd = signal.set_wakeup_fd(self._said.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
        # Whoever started the program with nohup wants it to go on.
        self._taken = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
        for number in self._taken:
            signal.signal(number, lambda *_: None)

    def close(self) -> None:
        """Nobody listens any more. Until the process is gone they change nothing: Python would let go of a handler
        while it still cleans up, but not of this.
        """
        for number in self._taken:
            signal.signal(number, signal.SIG_IGN)
        signal.set_wakeup_fd(self._before_fd)
        self._notifier.setEnabled(False)
        self._heard.close()
        self._said.close()

    def _read(self) -> None:
        told = [number for number in self._heard.recv(64) if number in self._taken]
        if told and not self._is_told:
            self._is_told = True
            self.told.emit(told[0])
