"""Work that is done beside all else: a slice of it at each turn of a timer, so that the window never waits for it."""

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

# So long the window may be kept waiting at once.
SLICE = 0.005


class SlicedWork(QObject):
    """Walks one iterator at a time, bit by bit; what that has found so far can be shown after each slice."""

    worked = Signal()  # a slice is done; nothing is left where it is not `busy` any more

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Iterator[object] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.work)

    @property
    def busy(self) -> bool:
        return self._timer.isActive()

    def begin(self, work: Iterator[object]) -> None:
        """Do this work from now on, and nothing else."""
        self._work = work
        self._timer.start()

    def stop(self) -> None:
        """Leave what there is undone."""
        self._work = iter(())
        self._timer.stop()

    def work(self) -> None:
        """Do a slice at once."""
        deadline = perf_counter() + SLICE
        while self.busy and perf_counter() < deadline:
            self._advance()
        self.worked.emit()

    def finish(self) -> None:
        """Do all of it at once, and what is begun when it is done, for whoever cannot wait."""
        while self.busy:
            self.work()

    def _advance(self) -> None:
        for _ in self._work:
            return
        self.stop()
