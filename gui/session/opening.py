"""What is done in the reader's thread: a session is opened."""

from collections.abc import Callable

from engine.session.opened import Opened, opened
from gui.own_table.reading_line import Job


def opening(path: str) -> Job:
    """Hands on what is `Opened`."""

    def read(tell: Callable[[object], None], say: Callable[[float], None]) -> Opened:
        return opened(path)

    return read
