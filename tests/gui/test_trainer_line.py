"""Frames begin on an even beat, whenever the trainer reports and however long painting takes."""

from collections import deque

import pytest

from engine.commands import Pause
from gui import trainer_line
from gui.trainer_line import FRAME, LOOK, PAINTING_SHARE, TrainerLine


class Clock:
    """Goes only when it is told to."""

    now = 100.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(trainer_line, "time", clock)
    return clock


@pytest.fixture
def line(qapp, clock):
    """A line whose trainer has reported whenever it is looked at; `shown` holds when a report came through."""
    line = TrainerLine(None)
    line.busy = True
    line.shown = []
    line.arrived.connect(lambda report: line.shown.append(clock.now))
    reports = deque(["report"])
    line._runner.take = lambda: reports[0] if reports else None
    line.reports = reports
    yield line
    line.close()
    line.deleteLater()


def look(line, clock, *times):
    begin = clock.now
    for seconds in times:
        clock.now = begin + seconds
        line._drain()


def test_a_report_waits_for_its_frame(line, clock):
    look(line, clock, 0.0, FRAME / 2, FRAME * 0.9)
    assert line.shown == [100.0]
    look(line, clock, FRAME)
    assert len(line.shown) == 2


def test_a_frame_that_is_a_little_late_leaves_the_beat_alone(line, clock):
    look(line, clock, 0.0, FRAME + LOOK / 2, 2 * FRAME + LOOK / 3)
    assert len(line.shown) == 3


def test_a_report_that_is_late_is_shown_as_soon_as_it_is_there(line, clock):
    look(line, clock, 0.0)
    report = line.reports.pop()
    look(line, clock, FRAME, FRAME + LOOK)
    assert len(line.shown) == 1
    line.reports.append(report)
    look(line, clock, LOOK)
    assert len(line.shown) == 2


def test_one_frame_that_paints_long_does_not_delay_those_after_it(line, clock):
    look(line, clock, 0.0)
    with line.quiet():
        clock.now += FRAME
    look(line, clock, 0.0, FRAME)
    assert len(line.shown) == 3


def test_frames_that_all_paint_long_leave_the_trainer_its_share(line, clock):
    begin, painted = clock.now, 0.0
    for _ in range(2000):
        clock.now += LOOK
        count = len(line.shown)
        line._drain()
        if len(line.shown) > count:
            with line.quiet():
                clock.now += 2 * FRAME
                painted += 2 * FRAME
    assert painted / (clock.now - begin) == pytest.approx(PAINTING_SHARE, abs=0.05)


def test_commands_that_come_fast_do_not_put_off_the_next_look(line, clock):
    look(line, clock, 0.0)
    wait = line._timer.remainingTime()
    assert line._timer.isActive()
    clock.now += FRAME + LOOK
    line.send(Pause())
    assert line._timer.remainingTime() <= wait
