"""A request of the system to end: it ends the loop of events, as closing the window does, at whatever moment."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

# What a shell says of a program that SIGTERM has ended.
EXIT_CODE = 128 + signal.SIGTERM
# Those that a system has.
SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Ending(QObject):
    """Says `asked` when a signal asks to end. Python alone would see it only when it has something to do."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._near, self._far = socket.socketpair()
        for end in (self._near, self._far):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        self._before = {number: signal.signal(number, _wait_for_the_loop) for number in SIGNALS}
        self._wakeup = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Let signals do what they did before."""
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._near.close()
        self._far.close()

    def _hear(self) -> None:
        if set(self._near.recv(64)) & set(SIGNALS):
            self.asked.emit()


def _wait_for_the_loop(number: int, frame: object) -> None:
    """The number of the signal is on its way to the loop of events."""
