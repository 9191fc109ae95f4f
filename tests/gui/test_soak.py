"""Days of work, in minutes: a million epochs with the window open, and a thousand windows."""

import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest

from tests.gui.helpers import settle, wait_until

pytestmark = pytest.mark.soak

MIB = 2**20
# Until so many windows were open the memory that is free lies in ever smaller pieces.
WINDOWS, FIRST_WINDOWS, WINDOWS_MIB = 1000, 100, 10
EPOCHS, FIRST_EPOCHS, PAUSES, EPOCHS_MIB = 1_000_000, 20_000, 100, 50
# A person takes a program that stops within so many seconds to stop at once.
STOP = 0.1

# Garbage is collected in this thread alone, as it is in the program.
OPEN_AND_CLOSE = """
    import gc, resource, sys
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication
    from gui.app import make_app, make_window, wait_until_settled

    def open_and_close():
        window = make_window("height-weight")
        window.show()
        window.load_curves()
        wait_until_settled(window)
        window.controller.step()
        wait_until_settled(window)
        QApplication.processEvents()
        assert window.close()
        window.deleteLater()

    gc.disable()
    make_app()
    unit = 1 if sys.platform == "darwin" else 1024
    for number in range(1, int(sys.argv[1]) + 1):
        open_and_close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        if number in map(int, sys.argv[1:]):
            print(unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def most_memory() -> float:
    """The most that this process ever took, in MiB."""
    resource = pytest.importorskip("resource")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MIB


def test_a_thousand_windows_leave_nothing_behind():
    """In a process of its own: what is said of each window is kept by whoever runs the tests."""
    command = [sys.executable, "-c", textwrap.dedent(OPEN_AND_CLOSE), str(WINDOWS), str(FIRST_WINDOWS)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert after - before <= WINDOWS_MIB * MIB


@pytest.mark.usefixtures("with_kernel")
def test_a_million_epochs_take_little_memory_and_stop_at_once(window):
    controller = window.controller
    controller.edit("epochs", 0)
    controller.set_speed(None)
    settle(window)
    stops = []
    for until in np.linspace(FIRST_EPOCHS, EPOCHS, PAUSES):
        controller.run()
        wait_until(lambda until=until: controller.snapshot.epoch >= until, f"epoch {until}")
        begin = time.perf_counter()
        controller.pause()
        wait_until(lambda: controller.settled)
        stops.append(time.perf_counter() - begin)
        if len(stops) == 1:
            before = most_memory()
    assert controller.snapshot.furthest >= EPOCHS
    assert most_memory() - before <= EPOCHS_MIB
    assert np.percentile(stops, 99) <= STOP
