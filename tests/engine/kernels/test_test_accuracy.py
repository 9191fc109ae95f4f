"""How well the playground does on rows that it has not seen, by its own settings: the median of ten starts."""

from statistics import median

import pytest

from engine.lessons import load_lesson
from engine.trainer import Trainer


@pytest.mark.parametrize(
    ("data", "hidden", "least"), [("iris", (4, 2), 0.95), ("digits", (64, 32), 0.96), ("spiral", (8, 8), 0.98)]
)
def test_what_the_playground_reaches_with_other_data(with_kernel, data, hidden, least):
    experiment = load_lesson("playground").experiment.changed(data=data, hidden=hidden)
    reached = []
    for seed in range(10):
        trainer = Trainer(experiment.changed(seed=seed), record=False)
        trainer.train(experiment.epochs)
        reached.append(trainer.metrics()[1].accuracy)
    assert median(reached) >= least
