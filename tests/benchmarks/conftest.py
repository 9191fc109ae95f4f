"""What the benchmarks measured, as one table at the end."""

import os
import platform
from pathlib import Path
from textwrap import wrap

import numpy as np
from threadpoolctl import ThreadpoolController

WIDTH = 118
RIVALS = ("numpy", "scikit-learn", "script", "PyTorch")


def pytest_terminal_summary(terminalreporter, config) -> None:
    session = getattr(config, "_benchmarksession", None)
    # Of benchmarks that are switched off there are no times.
    done = [one for one in (session.benchmarks if session else []) if one.stats.rounds]
    if done:
        lines = [*training(done), *others(done), machine()]
        terminalreporter.write_line("\n" + "\n".join(lines))


def training(done) -> list[str]:
    """A row for each workload: the kernel's time, and the others' as its multiples."""
    head = f"{'an epoch of training':36}{'kernel, µs':>12}" + "".join(f"{name:>14}" for name in RIVALS)
    rows = [row(one.extra_info) for one in done if "training" in one.extra_info]
    return [head, "-" * WIDTH, *rows, ""] if rows else []


def row(found) -> str:
    times = [found.get(f"{name} / kernel") for name in RIVALS]
    cells = "".join(f"{f'{ratio:,g} ×' if ratio else '-':>14}" for ratio in times)
    return f"{found['training']:36}{found['kernel, µs an epoch']:>12,g}{cells}"


def others(done) -> list[str]:
    """What is measured of the window: the median of each benchmark, and what it has noted."""
    lines = [f"{'the window':78}{'ms, median':>12}", "-" * WIDTH]
    for one in done:
        if "training" in one.extra_info:
            continue
        name = one.name.removeprefix("test_").replace("_", " ")
        lines.append(f"{name:78}{1000 * one.stats.median:>12,.3f}")
        noted = "; ".join(f"{key} {value:,}" for key, value in one.extra_info.items())
        lines += wrap(noted, WIDTH, initial_indent="    ", subsequent_indent="    ")
    return [*lines, ""] if len(lines) > 2 else []


def machine() -> str:
    """Where the figures come from; of the BLAS also which processors its code was chosen for."""
    blas = {
        f"{lib.internal_api} for {lib.architecture}"
        for lib in ThreadpoolController().select(user_api="blas").lib_controllers
    }
    python = f"Python {platform.python_version()}, numpy {np.__version__}"
    return ", ".join([processor(), f"{os.cpu_count()} cores", python, *sorted(blas)])


def processor() -> str:
    """What the system calls it."""
    known = Path("/proc/cpuinfo")
    if known.exists():
        names = [line.split(":")[1].strip() for line in known.read_text().splitlines() if line.startswith("model name")]
        if names:
            return names[0]
    return platform.processor() or platform.machine()
