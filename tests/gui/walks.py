"""Trainers that stand in the middle of a batch, for tests of what is shown there."""

from collections.abc import Iterator

from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.trainer import Trainer
from tests.engine.helpers import walk_to_end

LESSON = load_lesson("height-weight").experiment
TOGETHER = LESSON.changed(batch_size="all")
# Six weights lead to each hidden neuron, more than a picture has labels for come from all of them.
WIDE = LESSON.changed(hidden=(8, 3))


def standing(
    experiment: Experiment, operation: str, layer: int, neuron: int = 0, term: int = 0, row: int = 0
) -> Trainer:
    """A trainer at an operation of its first batch."""
    trainer = Trainer(experiment)
    ladder = trainer._stepper.begin().ladder
    trainer.go(ladder.find(operation, layer, row, neuron, term))
    return trainer


def every_step(experiment: Experiment, size: StepSize = StepSize.TERM) -> Iterator[Trainer]:
    """A trainer at the end of each step of its first batch, the last of which finishes it."""
    trainer = Trainer(experiment)
    while trainer.place == (0, 0):
        walk_to_end(trainer.advance(size))
        yield trainer
