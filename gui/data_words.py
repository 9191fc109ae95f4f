"""What is said of the data: what changed along with them, and what a table is called."""

from PySide6.QtCore import QCoreApplication

from engine.activations import activations
from engine.datasets import OWN, data_sources
from engine.experiment import Experiment
from engine.losses import losses
from engine.scaling import scalings
from gui.figures import percent, plain, whole


def _tr(text: str) -> str:
    return QCoreApplication.translate("data", text)


def changed_along(field: str, before: Experiment, after: Experiment) -> str:
    """What changed along with a field, so that the network can answer what the new data ask for; empty for nothing."""
    lines = {
        "output_activation": _tr("the output is {0} now").format(activations[after.output_activation].label),
        "loss": _tr("the loss is {0}").format(losses[after.loss].label),
        "scaling": _tr("the inputs go in {0}").format(scalings[after.scaling].label),
        "inputs": _tr("all columns go in"),
        "train_share": _tr("{0} of the rows train").format(percent(after.train_share, 0)),
        "schedule_epochs": _tr("the schedule is {0} epochs long").format(whole(after.schedule_epochs)),
        "noise": _tr("noise {0}").format(plain(after.noise)),
    }
    changed = [name for name in lines if name != field and getattr(before, name) != getattr(after, name)]
    return ", ".join(lines[name] for name in changed)


def name_by_hand(name: str) -> str:
    """What a table is called into which points were drawn, after the one that it began with."""
    return _tr("{0}, changed by hand").format(name)


def table_name(experiment: Experiment) -> str:
    """What the data of an experiment are called."""
    if experiment.data == OWN and experiment.own is not None:
        return experiment.own.name
    return data_sources[experiment.data].label
