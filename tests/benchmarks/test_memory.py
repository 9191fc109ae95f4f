"""What a million epochs with the window open leave in memory, and how soon a run can be paused at any moment."""

import sys
import time
from pathlib import Path

import numpy as np
import pytest

from engine.commands import Load, Pause, Run, State
from engine.ladder import StepSize
from engine.runner import Runner
from tests.benchmarks.workloads import WORKLOADS, made_up_data
from tests.engine.helpers import report_after, report_where
from tests.gui.helpers import go_fast, press_only, run_flat_out, wait_until

MILLION = 10**6


def mebibytes() -> float:
    """What this process has in memory now; where the system does not say, the most that it ever had."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024
    resource = pytest.importorskip("resource")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 1024)


def note_milliseconds(benchmark, seconds: list[float]) -> None:
    benchmark.extra_info["until it has paused, ms, median"] = round(1000 * float(np.median(seconds)), 1)
    benchmark.extra_info["until it has paused, ms, worst"] = round(1000 * max(seconds), 1)


def test_a_million_epochs_with_the_window_open(benchmark, with_kernel, open_window):
    window = open_window("or-gate")
    epochs = MILLION if benchmark.enabled else 2000
    # What is made once and for all is made before.
    run_flat_out(window, 1000)
    before = mebibytes()
    benchmark.pedantic(run_flat_out, args=(window, epochs), rounds=1)
    grown = mebibytes() - before
    benchmark.extra_info["memory grows by, MiB"] = round(grown, 1)
    assert grown <= 50
    assert window.controller.snapshot.epoch == epochs
    assert window.controller.snapshot.engine == "kernel"


def test_a_pause_of_a_run_in_the_window(benchmark, with_kernel, open_window):
    window = open_window("or-gate")
    window.controller.edit("epochs", 0)
    go_fast(window)
    moments = iter(np.random.default_rng(0).uniform(0.02, 0.1, 1000).tolist())
    waits = []

    def run_on():
        press_only(window, "Space")
        end = time.perf_counter() + next(moments)
        wait_until(lambda: window.controller.running and time.perf_counter() > end)

    def pause() -> None:
        asked = time.perf_counter()
        press_only(window, "Space")
        wait_until(lambda: window.controller.settled)
        waits.append(time.perf_counter() - asked)

    benchmark.pedantic(pause, setup=run_on, rounds=100 if benchmark.enabled else 2)
    note_milliseconds(benchmark, waits)
    assert not window.controller.running


@pytest.fixture
def runner():
    runner = Runner()
    yield runner
    runner.close(10)


def test_a_pause_of_the_largest_network(benchmark, with_kernel, runner):
    """Without a window: what is timed is how soon the thread says that it has paused."""
    moments = iter(np.random.default_rng(0).uniform(0.0, 1.0, 100).tolist())
    waits = []

    def run_on():
        runner.send(Run(StepSize.EPOCH, None, None))
        end = time.perf_counter() + next(moments)
        report_where(runner, lambda report: time.perf_counter() > end and report.state is State.RUNNING)

    def pause() -> None:
        asked = time.perf_counter()
        number = runner.send(Pause())
        report = report_where(runner, lambda report: report.handled >= number and report.state is State.PAUSED)
        waits.append(time.perf_counter() - asked)
        assert report.snapshots[0].engine == "kernel"

    with made_up_data():
        report_after(runner, runner.send(Load((WORKLOADS[-1].make(),), 1)))
        benchmark.pedantic(pause, setup=run_on, rounds=60 if benchmark.enabled else 2)
    note_milliseconds(benchmark, waits)
