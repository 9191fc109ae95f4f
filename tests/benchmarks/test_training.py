"""How long an epoch of training takes: the compiled kernel beside all other ways, by turns."""

import os
import time
from collections.abc import Iterator
from statistics import median

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from engine.trainer import Trainer
from tests.benchmarks.rivals import Way, engine_way, rivals_of, trainer_of
from tests.benchmarks.workloads import WORKLOADS, Workload, made_up_data

ROUNDS = 9
# Of the largest network an epoch alone takes as long as all rounds of another.
ROUNDS_OF_LARGE = 5
# The threads of a BLAS that has nothing to do go on looking for work for a while, and would slow whoever comes next.
REST = 0.1


@pytest.fixture
def at_hand(with_kernel) -> Iterator[None]:
    """The kernel trains; everybody has all cores for products of matrices, as numpy has them without the kernel."""
    with made_up_data(), threadpool_limits(os.cpu_count(), "blas"):
        yield


@pytest.mark.parametrize("workload", WORKLOADS, ids=str)
def test_an_epoch_of_training(benchmark, at_hand, workload):
    experiment = workload.make()
    rivals = rivals_of(workload, experiment)
    check_against_each_other(engine_way(experiment, "kernel"), rivals, workload.few)
    seconds: dict[str, list[float]] = {name: [] for name in rivals}

    def next_round() -> tuple[tuple[Trainer, int], dict[str, object]]:
        """The rivals first, so that whatever else the machine does slows all."""
        for name, way in rivals.items() if benchmark.enabled else ():
            time.sleep(REST)
            seconds[name].append(way(workload.few)[0] / workload.few)
        time.sleep(REST if benchmark.enabled else 0)
        return (trainer_of(experiment, "kernel"), workload.epochs if benchmark.enabled else 1), {}

    rounds = ROUNDS if workload.few > 1 else ROUNDS_OF_LARGE
    benchmark.pedantic(Trainer.train, setup=next_round, rounds=rounds if benchmark.enabled else 1)
    if benchmark.enabled:
        note(benchmark, workload, seconds)


def check_against_each_other(kernel: Way, rivals: dict[str, Way], epochs: int) -> None:
    """All that begin with the same weights end with the same."""
    found = kernel(epochs)[1]
    for name in ("numpy", "script"):
        if name in rivals:
            np.testing.assert_allclose(found, rivals[name](epochs)[1], rtol=1e-9, atol=1e-12, err_msg=name)


def note(benchmark, workload: Workload, seconds: dict[str, list[float]]) -> None:
    """The kernel's time, and the others' as its multiples."""
    kernel = benchmark.stats.stats.median / workload.epochs
    benchmark.extra_info["training"] = f"{workload.name} {workload.what}"
    benchmark.extra_info["kernel, µs an epoch"] = float(f"{1e6 * kernel:.4g}")
    for name, taken in seconds.items():
        benchmark.extra_info[f"{name} / kernel"] = float(f"{median(taken) / kernel:.3g}")
    benchmark.extra_info["kernel / numpy"] = float(f"{kernel / median(seconds['numpy']):.3g}")
