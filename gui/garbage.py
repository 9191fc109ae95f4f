"""Python's garbage is collected in the window's thread alone.

Any thread that allocates may set off a collection. In the trainer's it would delete widgets that were left in a cycle
(a dialog that was closed, say) while the window's thread works with Qt: each then waits for the other for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000
# What has grown old is looked through once in so many times: after a large import that takes longer than a frame.
WHOLE = 120


class GarbageCollector(QObject):
    """Collects what is young when there is much of it, and all now and then; between its end and its beginning Python
    itself collects. When that would look at what is old is another matter in each of its versions.
    """

    def __init__(self, parent: QObject | None = None, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(parent)
        gc.disable()
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(interval_ms)

    def close(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.enable()

    def _look(self) -> None:
        self._looks = (self._looks + 1) % WHOLE
        if self._looks == 0:
            gc.collect()
        elif gc.get_count()[0] > gc.get_threshold()[0] > 0:
            gc.collect(1)
