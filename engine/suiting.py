"""What changes along with the data, so that the network can answer what the new table asks for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.activations import activations
from engine.datasets import ARTICLES, GATES, OWN, Dataset, DataSource, data_sources
from engine.datasets.derived import columns_of
from engine.datasets.generated import DEFAULTS
from engine.datasets.target import Target, target_of
from engine.losses import losses

if TYPE_CHECKING:
    from engine.experiment import Experiment

# The fields that may change along with the data, beside those that are dropped with the number of inputs or outputs.
FOLLOWING = ("inputs", "output_activation", "loss", "scaling", "train_share", *DEFAULTS)
# How many rows train, where a gate and its four were left for a table of more.
USUAL_SHARE = 0.5


def suited(before: "Experiment", changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, and what follows from them where they change the data; what they name themselves stays so.

    What is no data set is left for the experiment to refuse.
    """
    changes, own, classes = dict(changes), changes.get("own"), changes.get("classes", before.classes)
    if isinstance(own, Dataset):
        follows = {"data": OWN, **_unused_options(()), "inputs": _still_there(before, own.input_names)}
        return _answering(before, target_of(own), follows | changes)
    data = changes.get("data", before.data)
    if not isinstance(data, str) or data not in data_sources or not isinstance(classes, int):
        return changes
    source = data_sources[data]
    if data != before.data:
        usual = {name: _usual(before, source, name) for name in ("points", "scaling")}
        follows = {"own": None, **usual, **_share(before, source), **_unused_options(source.options)}
        changes = follows | {"inputs": _still_there(before, source.input_names)} | changes
    elif "classes" not in changes:
        return changes
    return _answering(before, source.target_with(classes), changes)


def _unused_options(used: tuple[str, ...]) -> dict[str, Any]:
    """Options that the data set makes no use of are as by default."""
    return {name: value for name, value in DEFAULTS.items() if name not in used}


def _still_there(before: "Experiment", names: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen inputs, if a table with columns of these names has them all."""
    try:
        columns_of(before.inputs, names)
    except ValueError:
        return ()
    return before.inputs


def _usual(before: "Experiment", source: DataSource, name: str) -> Any:
    """What is usual with the new data, unless the learner has chosen something else than was usual before."""
    chosen = getattr(before, name)
    usual = before.own is not None or chosen == getattr(data_sources[before.data], name)
    return getattr(source, name) if usual else chosen


def _share(before: "Experiment", source: DataSource) -> dict[str, float]:
    """A gate is nothing without all of its four rows; a table of many that follows a gate has some to test."""
    if source.group == GATES:
        return {"train_share": 1.0}
    was_gate = before.own is None and data_sources[before.data].group == GATES
    few = source.group == ARTICLES
    return {"train_share": USUAL_SHARE} if was_gate and not few and before.train_share == 1 else {}


def _answering(before: "Experiment", target: Target | None, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with an output and a loss that suit the target, if those that there are do not."""
    output = changes.get("output_activation", before.output_activation)
    loss = changes.get("loss", before.loss)
    if target is None or output not in activations or loss not in losses or target.suits(output, loss):
        return changes
    usual_output, usual_loss = target.usual
    for pair in ((output, usual_loss), (usual_output, usual_loss), (usual_output, loss)):
        answering = dict(zip(("output_activation", "loss"), pair, strict=True))
        as_asked = all(changes.get(field, value) == value for field, value in answering.items())
        if as_asked and target.suits(*pair):
            return changes | answering
    return changes
