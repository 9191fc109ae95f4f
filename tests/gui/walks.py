"""Trainers and windows that stand in the middle of a batch, and whether what is shown there agrees with a value."""

import re
from collections.abc import Iterator

from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.main_window import MainWindow
from tests.engine.helpers import walk_to_end
from tests.gui.helpers import press

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


def number_of(written: str) -> tuple[float, float]:
    """The number that a text shows, and half of the last place that it shows."""
    plain = written.replace("−", "-").strip("()")
    power = re.fullmatch(r"(.+?) ?\\times 10\^\{(-?\d+)\}", plain)
    mantissa, exponent = (power[1], int(power[2])) if power else (plain, 0)
    if "·10" in mantissa:
        mantissa, _, tail = mantissa.partition("·10")
        exponent = int(tail.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    decimals = len(mantissa.partition(".")[2])
    return float(mantissa) * 10.0**exponent, 0.5000001 * 10.0 ** (exponent - decimals)


def agrees(written: str, value: float) -> bool:
    shown, half = number_of(written)
    return abs(shown - value) <= half


def step_to(window: MainWindow, quantity: Quantity) -> int:
    """Press the step key until the operation gives a number; how often that was."""
    for count in range(1, 200):
        press(window, "Right")
        if window.controller.walk.result == quantity:
            return count
    raise AssertionError(f"{quantity} was never reached")
