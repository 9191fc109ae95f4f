"""What is left in a cycle is deleted in the window's thread, whichever thread allocates."""

import gc
import threading

import pytest

from gui.garbage import GarbageCollector
from tests.gui.helpers import wait_until


class Cycle:
    """Says in which thread it was deleted."""

    def __init__(self, deleted: list[threading.Thread]) -> None:
        self.myself, self.deleted = self, deleted

    def __del__(self) -> None:
        self.deleted.append(threading.current_thread())


@pytest.fixture
def collector(qapp):
    collector = GarbageCollector(interval_ms=1)
    yield collector
    collector.close()


def test_a_thread_that_allocates_deletes_nothing(collector):
    deleted: list[threading.Thread] = []
    for _ in range(10):
        Cycle(deleted)
    thread = threading.Thread(target=lambda: [[n] for n in range(100_000)])
    thread.start()
    thread.join()
    assert not deleted


def test_the_windows_thread_deletes_what_is_due(collector):
    deleted: list[threading.Thread] = []
    for _ in range(2 * gc.get_threshold()[0]):
        Cycle(deleted)
    wait_until(lambda: deleted)
    assert set(deleted) == {threading.main_thread()}


def test_what_has_grown_old_is_deleted_too(collector):
    deleted: list[threading.Thread] = []
    old = Cycle(deleted)
    gc.collect()
    del old
    # Little is made meanwhile: nothing young is due.
    wait_until(lambda: deleted)
    assert set(deleted) == {threading.main_thread()}


def test_afterwards_python_collects_by_itself(qapp):
    GarbageCollector().close()
    assert gc.isenabled()
