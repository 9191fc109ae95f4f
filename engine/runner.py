"""The thread that trains: commands in, newest report out.

Commands go in by a queue, none is lost and none merged. Reports come out by a mailbox of one place: whoever looks gets
the newest, whoever does not look misses nothing that matters. Between two batches the thread looks at the queue and at
the clock, so that it answers within milliseconds.
"""

import threading
from collections import deque
from queue import SimpleQueue

import numpy as np

from engine.commands import Command, Report, Stop
from engine.priority import step_back
from engine.worker import Worker


class Runner:
    """Owns the thread and, inside it, the trainers."""

    def __init__(self) -> None:
        self._commands: SimpleQueue[Command] = SimpleQueue()
        self._mailbox: deque[Report] = deque(maxlen=1)
        self._error: deque[BaseException] = deque(maxlen=1)
        self._hurry = np.zeros(1, dtype=np.uint8)
        self.gate = threading.Event()
        self.gate.set()
        self._sent = 0
        self._thread = threading.Thread(target=self._main, name="trainer", daemon=True)
        self._thread.start()

    # For the caller's thread.

    def send(self, command: Command) -> int:
        """Queue a command; it is carried out when a report's `handled` reaches the number that comes back."""
        self._sent += 1
        self._commands.put(command)
        # A long batch is left undone for it.
        self._hurry[0] = 1
        return self._sent

    def take(self) -> Report | None:
        """The newest report that was not taken yet."""
        return self._mailbox.popleft() if self._mailbox else None

    def take_error(self) -> BaseException | None:
        """An exception that ended the current work; the thread itself goes on."""
        return self._error.popleft() if self._error else None

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def close(self, timeout: float = 0.3) -> bool:
        """Stop and join; true when the thread has ended."""
        self.gate.set()
        self.send(Stop())
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # In the trainer's thread.

    def _main(self) -> None:
        step_back()
        worker = Worker(self._commands, self._mailbox, self.gate, self._hurry)
        while True:
            try:
                worker.work()
                return
            except Exception as error:  # whatever happens, the caller hears of it and can go on
                self._error.append(error)
                worker.give_up()
