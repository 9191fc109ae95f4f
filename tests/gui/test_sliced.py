"""Work in slices: bit by bit, until it is done or given up."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from gui import sliced
from gui.sliced import SlicedWork
from tests.gui.helpers import wait_until


@pytest.fixture
def work(qapp):
    parent = QObject()
    work = SlicedWork(parent)
    yield work
    work.stop()


def counting(done: list[int], most: int = 5) -> Iterator[None]:
    for number in range(most):
        done.append(number)
        yield


@pytest.fixture
def one_at_a_time(monkeypatch):
    """Every slice is over after one bit."""
    clock = iter(range(1000))
    monkeypatch.setattr(sliced, "perf_counter", lambda: next(clock))
    monkeypatch.setattr(sliced, "SLICE", 1.5)


def test_a_turn_does_what_there_is_time_for_and_tells(work, one_at_a_time):
    done, told = [], []
    work.worked.connect(lambda: told.append((len(done), work.busy)))
    work.begin(counting(done, 2))
    for _ in range(3):
        work.work()
    assert told == [(1, True), (2, True), (2, False)]


def test_all_of_it_is_done_while_events_run(work):
    done = []
    work.begin(counting(done))
    assert work.busy
    assert not done
    wait_until(lambda: not work.busy)
    assert done == [0, 1, 2, 3, 4]


def test_other_work_takes_the_place_of_what_was_begun(work):
    first, second = [], []
    work.begin(counting(first))
    work.begin(counting(second))
    work.finish()
    assert (first, second) == ([], [0, 1, 2, 3, 4])


def test_what_is_stopped_stays_undone(work, one_at_a_time):
    done = []
    work.begin(counting(done))
    work.work()
    work.stop()
    work.work()
    assert done == [0]
    assert not work.busy


def test_what_is_begun_at_the_end_is_finished_too(work):
    done, later = [], []
    work.begin(counting(done))
    work.worked.connect(lambda: later or work.busy or work.begin(counting(later)))
    work.finish()
    assert (len(done), len(later)) == (5, 5)
