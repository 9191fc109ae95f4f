"""With every check of Python's on, the program starts, trains and ends without a word: nothing is left open."""

import os
import subprocess
import sys
import textwrap

# What Qt says of windows without a screen.
NO_SCREEN = "This plugin does not support propagateSizeHints()"

START_TRAIN_CLOSE = """
    import sys
    from PySide6.QtCore import QTimer
    from gui import app as program

    make = program.make_window

    def make_and_train(lesson_id):
        window = make(lesson_id)
        controller = window.controller

        def look(report):
            if report.snapshots[0].epoch >= 20 and not controller.running:
                # Discarded, as somebody would answer.
                window.document.asks = False
                window.close()

        controller.reported.connect(look)
        QTimer.singleShot(0, lambda: controller.run_to(20))
        return window

    program.make_window = make_and_train
    sys.exit(program.run_window("playground"))
"""


def test_start_train_and_close_is_silent(tmp_path):
    command = [sys.executable, "-X", "dev", "-X", "faulthandler", "-c", textwrap.dedent(START_TRAIN_CLOSE)]
    own = {"PYTHONMALLOC": "debug", "QT_QPA_PLATFORM": "offscreen", "GRADWALK_DATA": str(tmp_path)}
    done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, timeout=120, check=False)
    said = [line for line in done.stderr.splitlines() if NO_SCREEN not in line]
    assert (done.returncode, said, done.stdout) == (0, [], "")
