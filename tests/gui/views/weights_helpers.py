"""What the tests of the weights pane share: walks to show, and cells to find."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint

from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.views.weights import WeightsView
from tests.engine.helpers import walk_to_end

LESSON = load_lesson("height-weight").experiment
TOGETHER = LESSON.changed(batch_size="all", hidden=(3, 2))


def show(view: WeightsView, trainer: Trainer) -> Trainer:
    view.show_snapshot(trainer.snapshot(), trainer.walk)
    return trainer


def steps(experiment: Experiment) -> Iterator[Trainer]:
    """The first batch, term by term."""
    trainer = Trainer(experiment)
    while trainer.place == (0, 0):
        walk_to_end(trainer.advance(StepSize.TERM))
        yield trainer


def value_of(trainer: Trainer, parameter: Quantity) -> float:
    return float(trainer.parameters[trainer.experiment.architecture.place_of(parameter)])


def cell(view: WeightsView, row: int, column: int) -> QModelIndex:
    return view.model.index(row, column)


def place(view: WeightsView, row: int, column: int) -> QPoint:
    return view.table.visualRect(cell(view, row, column)).center()
