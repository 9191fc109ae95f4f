"""The guard of all tests: whoever leaves something behind, warns or fails in a slot must fail."""

import subprocess
import sys
import threading
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from tests.guard import left_since, standing

ROOT = Path(__file__).parents[1]

CULPRITS = """
import threading
import time

from PySide6.QtCore import QObject, QTimer, Signal, qWarning
from PySide6.QtWidgets import QWidget

kept = []


class Speaker(QObject):
    spoke = Signal()


def test_thread(qapp):
    thread = threading.Thread(target=threading.Event().wait, args=(30,), name="forgotten", daemon=True)
    thread.start()


def test_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(1000)


def test_window(qapp):
    kept.append(QWidget())
    kept[-1].show()


def test_hidden_window(qapp):
    kept.append(QWidget())


def test_warning(qapp):
    qWarning("something is odd")


def test_slot(qapp):
    def fail():
        raise RuntimeError("in a slot")

    speaker = Speaker()
    speaker.spoke.connect(fail)
    speaker.spoke.emit()


def test_virtual(qapp):
    class Broken(QWidget):
        def paintEvent(self, event):
            raise RuntimeError("in a virtual method")

    widget = Broken()
    widget.grab()
    widget.deleteLater()


def test_thread_error():
    def fail():
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def test_innocent(qapp):
    timer = QTimer()
    timer.start(1000)
    timer.stop()
    widget = QWidget()
    widget.show()
    widget.deleteLater()
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """What becomes of tests that do what none may do, in a pytest of their own with this conftest: name to message."""
    folder = tmp_path_factory.mktemp("culprits")
    (folder / "test_culprits.py").write_text(CULPRITS, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", str(ROOT / "pyproject.toml")]
    command += ["--rootdir", str(folder), "-p", "no:cacheprovider", f"--junit-xml={folder / 'report.xml'}", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    verdicts = dict[str, str]()
    for case in ElementTree.parse(folder / "report.xml").iter("testcase"):
        said = "".join(str(problem.get("message")) + str(problem.text) for problem in case)
        verdicts[case.get("name", "")] = verdicts.get(case.get("name", ""), "") + said
    return verdicts


@pytest.mark.parametrize(
    ("culprit", "message"),
    [
        ("test_thread", "left behind: thread forgotten"),
        ("test_timer", "left behind: timer"),
        ("test_window", "left behind: window"),
        ("test_hidden_window", "left behind: window"),
        ("test_warning", "something is odd"),
        ("test_slot", "in a slot"),
        ("test_virtual", "in a virtual method"),
        ("test_thread_error", "in a thread"),
    ],
)
def test_every_culprit_fails(verdicts, culprit, message):
    assert message in verdicts[culprit]


def test_the_innocent_pass(verdicts):
    assert verdicts["test_innocent"] == ""


# The guard's own functions.


def test_a_running_timer_is_found_until_it_stops(qapp):
    before = standing()
    timer = QTimer()
    timer.start(1000)
    assert left_since(before) == [f"timer {timer}"]
    timer.stop()
    assert left_since(before) == []


class Ticker(QTimer):
    """A timer of a kind of its own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, interval=1000)
        self.timeout.connect(self.tick)

    def tick(self) -> None:
        """Do nothing."""


def test_a_timer_of_another_kind_with_a_parent_is_found_until_its_parent_is_deleted(qapp):
    before = standing()
    parent = QObject()
    timer = Ticker(parent)
    assert timer.interval() == 1000
    assert left_since(before) == []
    timer.start()
    assert left_since(before) == [f"timer {timer}"]
    parent.deleteLater()
    assert left_since(before) == []


def test_a_timer_that_the_program_keeps_is_found_when_it_is_started_later(qapp):
    timer = QTimer()
    before = standing()
    timer.start(1000)
    assert left_since(before) == [f"timer {timer}"]
    timer.stop()


def test_a_window_is_found_until_it_is_deleted(qapp):
    before = standing()
    widget = QWidget()
    child = QWidget(widget)
    assert left_since(before) == [f"window {widget}"]
    widget.deleteLater()
    assert left_since(before) == []
    assert child is not widget


def test_a_thread_that_is_about_to_end_is_waited_for():
    before = standing()
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    release.set()
    assert left_since(before) == []
