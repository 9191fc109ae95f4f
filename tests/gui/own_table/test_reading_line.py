"""The line to the reader's thread: news in order, one end, nothing after a cancel."""

import threading

import pytest
from PySide6.QtCore import QObject

from engine.own_table.refusal import TableError
from gui.own_table.reading_line import ReadingLine
from tests.gui.helpers import wait_until


@pytest.fixture
def line(qapp):
    """A line that writes down all it says."""
    owner = QObject()
    line = ReadingLine(owner)
    line.heard = []
    line.told.connect(lambda news: line.heard.append(("told", news)))
    line.refused.connect(lambda why: line.heard.append(("refused", why)))
    line.failed.connect(lambda fault: line.heard.append(("failed", str(fault))))
    yield line
    line.close()


def run(line, job):
    line.start(job)
    wait_until(lambda: not line.busy, "the job ends")
    return line.heard


def test_news_come_in_order_and_the_result_last(line):
    def job(tell, say):
        tell("first")
        tell("second")
        return "result"

    assert run(line, job) == [("told", "first"), ("told", "second"), ("told", "result")]


def test_how_far_it_is_is_told(line):
    shares = []
    line.progressed.connect(shares.append)
    run(line, lambda tell, say: say(0.5))
    assert shares[-1] == 0.5


def test_a_refusal_is_said(line):
    def job(tell, say):
        raise TableError("data.csv", "it is empty")

    assert run(line, job) == [("refused", "data.csv: it is empty")]


def test_a_fault_is_said_and_the_line_goes_on(line):
    assert run(line, lambda tell, say: 1 // 0)[0][0] == "failed"
    assert run(line, lambda tell, say: "well")[-1] == ("told", "well")


def test_after_a_cancel_nothing_is_heard_and_the_thread_ends(line):
    waits, go = threading.Event(), threading.Event()

    def job(tell, say):
        waits.set()
        go.wait()
        say(0.5)
        return "too late"

    line.start(job)
    waits.wait()
    line.cancel()
    go.set()
    line.close()
    assert not line.heard
    assert not [thread for thread in threading.enumerate() if thread.name == "reader"]


def test_a_new_job_takes_the_place_of_the_old(line):
    go = threading.Event()

    def old(tell, say):
        go.wait()
        return "old"

    line.start(old)
    line.start(lambda tell, say: "new")
    wait_until(lambda: not line.busy, "the job ends")
    go.set()
    assert line.heard == [("told", "new")]
