"""The system's words that the program is to end, heard in Qt's loop."""

import signal
import socket
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

# Not every system has both.
NAMES = ("SIGTERM", "SIGHUP")


class EndSignals(QObject):
    """Python hears a signal only when it has something to do; a socket wakes it."""

    told = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heard, self._said = socket.socketpair()
        for end in (self._heard, self._said):
            end.setblocking(False)
        self._before_fd = signal.set_wakeup_fd(self._said.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._before: dict[int, Any] = {}
        for number in (getattr(signal, name) for name in NAMES if hasattr(signal, name)):
            # Whoever started the program with nohup wants it to go on.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, lambda *_: None)

    def close(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}
        signal.set_wakeup_fd(self._before_fd)
        self._notifier.setEnabled(False)
        self._heard.close()
        self._said.close()

    def _read(self) -> None:
        for number in self._heard.recv(64):
            if number in self._before:
                self.told.emit(number)
