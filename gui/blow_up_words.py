"""What to say where numbers grew beyond all bounds: that it began here, with which number, and what to try."""

import math

import numpy as np
from PySide6.QtCore import QCoreApplication

from engine.blow_up import first_beyond
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui.figures import figure, plain
from gui.wording import title_of

# Inputs up to this are as small as scaling would make them.
LARGE_INPUT = 3.0


def tr(text: str) -> str:
    return QCoreApplication.translate("blow-up", text)


def began_text(walk: Walk, snapshot: Snapshot) -> str:
    """Which operation gave the first number that is not finite."""
    return tr("Here it began. {0}.").format(title_of(walk, snapshot))


def what_happened(walk: Walk) -> str:
    """Which number that is."""
    first = first_beyond(walk)
    value = math.nan if first is None else walk.value(first)
    shown = tr("not a number") if math.isnan(value) else figure(value)
    what = tr("Its result") if first is None or first == walk.result else _name_of(first)
    text = tr("{0}, {1}, is the first number that is not finite. The weights are kept as they were before this batch.")
    return text.format(what, shown)


def _name_of(number: Quantity) -> str:
    """What a number is called that an operation works out beside its result."""
    if number.kind in ("weight gradient", "bias gradient"):
        return tr("The gradient of all rows together")
    if number.part == "norm":
        return tr("The length of the gradient")
    return tr("What the optimizer calls {0}").format(number.part)


def what_to_try(snapshot: Snapshot) -> str:
    """What may keep the numbers in bounds, of what is not done yet."""
    experiment = snapshot.experiment
    ways = [tr("a smaller learning rate (it is {0})").format(plain(experiment.learning_rate))]
    if experiment.scaling == "none" and np.abs(snapshot.data.train.x).max() > LARGE_INPUT:
        ways.append(tr("scaled inputs"))
    if not experiment.clip:
        ways.append(tr("clipped gradients"))
    *most, last = ways
    listed = tr("{0} or {1}").format(", ".join(most), last) if most else last
    return tr("Try {0}, then Reset (R).").format(listed)
