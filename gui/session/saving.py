"""A session on its way to its file: the trainer answers with its part, and all of it is written."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass

from engine.commands import AllKept
from engine.session.session import Session
from gui.session.mark import Marks, kept
from gui.session.saver import Writing
from gui.whole_file import write_whole

# How often a thread that waits for the trainer looks whether it still should, in seconds.
PATIENCE = 0.1


@dataclass(eq=False)
class Saving(Writing):
    """A session to write: what `make` makes of the trainer's answer. `marks` say where it stood, once it is written."""

    answer: "Future[AllKept]"
    make: Callable[[AllKept], Session]
    # Whether the learner asked for it.
    by_hand: bool = True
    # Which document it was, by its number, and the last change by hand of it.
    number: int = 0
    change: object = None
    marks: Marks = ()

    def write(self, closed: threading.Event) -> None:
        answer = self._wait(closed)
        # Not needed for the first picture of the window.
        from engine.session.files import packed

        write_whole(packed(self.make(answer)), self.path)
        self.marks = kept(answer.networks)

    def _wait(self, closed: threading.Event) -> AllKept:
        while not self.answer.done():
            if closed.is_set():
                raise OSError("the window was closed before the trainer answered")
            wait([self.answer], PATIENCE)
        return self.answer.result()
