"""A window that trains flat out closes at once, and its process ends well."""

import gc
import os
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication

from gui.app import make_window
from gui.views.plot import Plot
from tests.gui.helpers import wait_until

# How many times each closing is tried; the release gate asks for 100.
CLOSINGS = int(os.environ.get("GRADWALK_CLOSINGS", "8"))

RUN_AND_CLOSE = """
    import sys
    from PySide6.QtCore import QTimer
    from gui.app import make_app, make_window

    app = make_app()
    window = make_window("height-weight")
    controller = window.controller
    controller.edit("epochs", 10**9)
    controller.set_speed(None)
    window.show()
    QTimer.singleShot(0, controller.run)
    far_enough = QTimer()
    far_enough.timeout.connect(lambda: window.close() if controller.report and controller.snapshot.epoch > 50 else None)
    far_enough.start(10)
    code = app.exec()
    assert controller.running
    sys.exit(code)
"""


def test_many_windows_close_while_they_train_flat_out(qapp):
    for _ in range(CLOSINGS):
        window = make_window("height-weight")
        window.controller.set_speed(None)
        window.show()
        wait_until(lambda window=window: window.controller.settled)
        window.controller.run()
        wait_until(lambda window=window: window.controller.snapshot.epoch > 0)
        assert window.close()
        assert not [thread for thread in threading.enumerate() if thread.name == "trainer"]
        window.deleteLater()


def plots() -> int:
    gc.collect()
    # By its own type: to ask a weak proxy for its class is to ask what it stands for, which may be gone.
    return sum(issubclass(type(thing), Plot) for thing in gc.get_objects())


def test_a_closed_window_leaves_no_plot_in_memory_and_no_picture(qapp):
    before = plots()
    QPixmapCache.insert("of a button", QPixmap(1, 1))
    assert plots_of_a_window() > before
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert plots() == before
    assert not QPixmapCache.find("of a button", QPixmap())


def plots_of_a_window() -> int:
    """How many there are while one more window is open."""
    window = make_window("height-weight")
    window.show()
    window.load_curves()
    wait_until(lambda: window.controller.settled)
    count = plots()
    assert window.close()
    window.deleteLater()
    return count


def test_the_process_of_a_window_that_trains_ends_with_0():
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(run_and_close, range(CLOSINGS)):
            assert done.returncode == 0, done.stderr
            assert "Traceback" not in done.stderr


def run_and_close(attempt):
    """A process of its own that opens a window, trains flat out and closes the window in the middle of it."""
    command = [sys.executable, "-c", textwrap.dedent(RUN_AND_CLOSE)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
