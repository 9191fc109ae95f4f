"""How the thread keeps its pace, told by a clock of the test's own."""

import threading
from collections import deque
from queue import Empty

import numpy as np
import pytest

from engine import worker
from engine.commands import Load, Report, Run, Stop
from engine.ladder import StepSize
from engine.worker import CATCH_UP, Worker
from tests.engine.helpers import experiment

LATE = 0.015


class LateQueue:
    """Commands, and the clock; whoever waits wakes up late, as systems let threads do. Stops when all is trained."""

    def __init__(self, mailbox: deque[Report], run: Run) -> None:
        self._commands: deque[object] = deque([Load((experiment(),), generation=1), run])
        self._mailbox, self._until = mailbox, run.until
        self.now = 100.0

    def perf_counter(self) -> float:
        return self.now

    def get(self, timeout: float | None = None) -> object:
        if self._mailbox and self._mailbox[0].snapshots[0].epoch == self._until:
            return Stop()
        if not self._commands and timeout is not None:
            self.now += max(timeout, LATE)
        return self.get_nowait()

    def get_nowait(self) -> object:
        if self._commands:
            return self._commands.popleft()
        raise Empty


@pytest.mark.parametrize("pace", [10.0, 100.0, 1000.0])
def test_a_pace_is_kept_although_the_thread_wakes_up_late(monkeypatch, pace):
    steps, mailbox, gate = round(pace / 2), deque(maxlen=1), threading.Event()
    gate.set()
    queue = LateQueue(mailbox, Run(StepSize.EPOCH, pace=pace, until=steps))
    monkeypatch.setattr(worker, "time", queue)
    Worker(queue, mailbox, gate, np.zeros(1, np.uint8)).work()
    assert queue.now - 100.0 == pytest.approx(steps / pace, abs=CATCH_UP + 1 / pace)
