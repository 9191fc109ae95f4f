"""Python's garbage is collected in the window's thread alone.

Any thread that allocates may set off a collection. In the trainer's it would delete widgets that were left in a cycle
(a dialog that was closed, say) while the window's thread works with Qt: each then waits for the other for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000


class GarbageCollector(QObject):
    """Collects when Python itself would, but looks only once in a while; between its end and its beginning Python does
    not.
    """

    def __init__(self, parent: QObject | None = None, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(interval_ms)

    def close(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.enable()

    def _look(self) -> None:
        """Collect the oldest generation that is due; the younger ones go with it."""
        due = [
            number
            for number, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit > 0
        ]
        if due:
            gc.collect(due[-1])
