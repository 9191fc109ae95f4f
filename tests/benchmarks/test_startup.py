"""How long the window takes from the start of the process: until it is painted, and until it answers.

Each start is a process of its own. Beside it stands a process that only imports what no program of this kind does
without, PySide6's widgets and numpy: the ratio of the two is what can be compared between machines.
"""

import os
import subprocess
import sys
import time
from statistics import median

import pytest

STARTS = 15
BARE = "import PySide6.QtWidgets, numpy"
# The program itself, with a watch beside it: the first paint, then a press of a key until its step is shown.
START = """
import sys, time
import main
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from gui.main_window import MainWindow

marks = {}
event_of_window = MainWindow.event

def event(window, event):
    done = event_of_window(window, event)
    if event.type() == QEvent.Type.UpdateRequest and not marks:
        marks["first paint"] = time.time()
        watch(window)
    return done

def watch(window):
    controller = window.controller
    if window.curves is not None and controller.settled:
        if "press" not in marks:
            marks["press"] = time.time()
            QTest.keyClick(window, Qt.Key.Key_Right)
        elif controller.snapshot.epoch == 1:
            marks["ready"] = time.time()
            window.document.asks = False
            return window.close()
    QTimer.singleShot(0, lambda: watch(window))

MainWindow.event = event
main.main(["open", sys.argv[1]])
print(marks["first paint"], marks["ready"])
"""


def seconds_of(code: str, *arguments: str) -> list[float]:
    """From the start of a process to the times that it prints, and to its end."""
    # Bytecode is kept, as it is for whoever starts the program a second time.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begin = time.time()
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=kept, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return [float(mark) - begin for mark in (*done.stdout.split(), time.time())]


@pytest.mark.parametrize("lesson_id", ["height-weight", "breast-cancer"])
def test_a_start_of_the_window(benchmark, lesson_id):
    bare, paints, readies = [], [], []

    def start() -> None:
        paint, ready, _ = seconds_of(START, lesson_id)
        paints.append(paint)
        readies.append(ready)
        bare.append(seconds_of(BARE)[-1])

    benchmark.pedantic(start, rounds=STARTS if benchmark.enabled else 1, warmup_rounds=int(benchmark.enabled))
    for name, seconds in (("import alone", bare), ("first paint", paints), ("ready", readies)):
        benchmark.extra_info[f"{name}, s, median"] = round(median(seconds), 3)
        benchmark.extra_info[f"{name}, times the import"] = round(median(seconds) / median(bare), 2)
    assert all(paint < ready for paint, ready in zip(paints, readies, strict=True))


def test_the_window_is_painted_without_what_is_slow_to_import():
    code = START.replace('marks["first paint"] = time.time()', 'print(*sys.modules); marks["first paint"] = 0')
    command = [sys.executable, "-c", code, "height-weight"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    loaded = set(done.stdout.splitlines()[0].split())
    assert "gui.main_window" in loaded, done.stderr
    assert not loaded & {"pyqtgraph", "scipy", "sklearn", "numba", "ziamath"}
