"""Going back in time: how long it takes, and how much memory the way back costs."""

import time
import tracemalloc

import numpy as np
import pytest

from engine.lessons import load_lesson
from engine.trainer import Trainer

RUNS = [("or-gate", 10_000), ("breast-cancer-hidden", 1_000)]


def walked(walk) -> float:
    """How many seconds a walk takes."""
    began = time.perf_counter()
    for _ in walk:
        pass
    return time.perf_counter() - began


@pytest.mark.parametrize(("lesson_id", "epochs"), RUNS)
def test_scrubbing_through_a_run(benchmark, lesson_id, epochs):
    """Against the only other exact way: to train again from the start."""
    epochs = epochs if benchmark.enabled else epochs // 50
    trainer = Trainer(load_lesson(lesson_id).experiment)
    trainer.train(epochs)
    targets = np.random.default_rng(1).integers(0, epochs + 1, 200 if benchmark.enabled else 3).tolist()
    seconds = []

    def scrub() -> None:
        seconds.extend(walked(trainer.seek(epoch)) for epoch in targets)

    benchmark.pedantic(scrub, rounds=1)
    straight = Trainer(load_lesson(lesson_id).experiment)
    from_start = walked(straight.advance_to(targets[-1]))
    assert trainer.parameters.tobytes() == straight.parameters.tobytes()
    benchmark.extra_info["seek, ms, median"] = round(1000 * float(np.median(seconds)), 2)
    benchmark.extra_info["seek, ms, worst"] = round(1000 * max(seconds), 2)
    benchmark.extra_info["training from the start / seek"] = round(from_start / float(np.median(seconds)), 1)


@pytest.mark.parametrize(("lesson_id", "epochs"), RUNS)
def test_the_memory_of_a_run(benchmark, lesson_id, epochs):
    """All that is kept to go back, and the curves."""
    epochs = epochs if benchmark.enabled else epochs // 50
    trainer = Trainer(load_lesson(lesson_id).experiment)

    def train() -> int:
        tracemalloc.start()
        trainer.train(epochs)
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return size

    size = benchmark.pedantic(train, rounds=1)
    benchmark.extra_info["MiB"] = round(size / 2**20, 2)
    assert size < 256 * 2**20
