"""What is done in the reader's thread: a session is opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from gui.own_table.reading_line import Job

if TYPE_CHECKING:
    from engine.session.opened import Opened


def opening(path: str) -> Job:
    """Hands on what is `Opened`."""

    def read(tell: Callable[[object], None], say: Callable[[float], None]) -> "Opened":
        # Not needed for the first picture of the window.
        from engine.session.opened import opened

        return opened(path)

    return read
