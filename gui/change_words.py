"""What a change by hand is called, in menus and in messages."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from engine.activations import activations
from engine.change import Change, change_between
from engine.datasets import Dataset, data_sources
from engine.experiment import Experiment
from engine.initializers import initializers
from engine.losses import losses
from engine.network import Architecture
from engine.optimizers import optimizers
from engine.registry import Registry
from engine.scaling import scalings
from engine.schedules import schedules
from gui.data_words import changed_along, name_by_hand
from gui.figures import percent, plain
from gui.painting.parameter_names import parameter_symbol

# Old and new value are told where both together are no longer than this.
SHORT = 34
# Fields that change because another did.
CONSEQUENCES = frozenset({"given"})
REGISTRIES: Mapping[str, Registry[Any]] = {
    "data": data_sources,
    "output_activation": activations,
    "loss": losses,
    "optimizer": optimizers,
    "start": initializers,
    "scaling": scalings,
    "schedule": schedules,
}


def tr(text: str) -> str:
    return QCoreApplication.translate("changes", text)


def words_of(change: Change, architecture: Architecture) -> str:
    """What was changed, in plain words, with its old and its new value where these are short."""
    if change.kind == "reset":
        return tr("reset")
    if change.kind == "opened":
        return tr("open {0}").format(change.after)
    if change.kind == "other run":
        return tr("return to the other run")
    if change.parameter is not None:
        name = parameter_symbol(change.parameter, architecture)
        return _with_values(name, plain(change.before), plain(change.after))
    if "own" in change.fields and _is_drawn(change):
        return _points_words(change)
    names = [field for field in change.fields if field not in CONSEQUENCES] or list(change.fields)
    if names == ["seed"]:
        return tr("new start, seed {0} → {1}").format(change.before, change.after)
    first = names[0]
    return _with_values(field_name(first), value_words(first, change.before), value_words(first, change.after))


def _is_drawn(change: Change) -> bool:
    """Whether a table is another version of the one before, and not another table."""
    before = value_words("data", change.before)
    if not isinstance(change.after, Dataset):
        return False
    # One that is begun again with the same data has a number behind its name.
    return change.after.name == before or change.after.name.startswith(name_by_hand(before))


def _points_words(change: Change) -> str:
    """What a hand did with the points of a table, by how many there were and are."""
    after = change.after.row_count
    before = change.before.row_count if isinstance(change.before, Dataset) else change.after.began
    if not after:
        return tr("points cleared")
    if after < before:
        return tr("a point taken away") if before - after == 1 else tr("points taken away")
    return tr("points drawn by hand")


def _with_values(name: str, before: str, after: str) -> str:
    long = len(before) + len(after) > SHORT or before == after
    return name if long else f"{name} {before or '–'} → {after or '–'}"


def field_name(field: str) -> str:
    """A field of the experiment, in the middle of a sentence."""
    names = {
        "data": tr("data set"),
        "own": tr("data set"),
        "inputs": tr("inputs"),
        "hidden": tr("hidden layers"),
        "activation": tr("activation"),
        "output_activation": tr("output activation"),
        "bias": tr("biases"),
        "loss": tr("loss"),
        "reduction": tr("gradient of a batch"),
        "optimizer": tr("optimizer"),
        "learning_rate": tr("learning rate"),
        "batch_size": tr("batch size"),
        "shuffle": tr("shuffle each epoch"),
        "start": tr("starting weights"),
        "given": tr("starting weights"),
        "train_share": tr("rows that train"),
        "split_shuffled": tr("shuffle before parting"),
        "scaling": tr("scaling"),
        "epochs": tr("epochs of a run"),
        "seed": tr("seed"),
        "points": tr("points"),
        "noise": tr("noise"),
        "data_seed": tr("new points"),
        "turns": tr("turns of an arm"),
        "classes": tr("classes"),
        "momentum": tr("momentum"),
        "weight_decay": tr("weight decay"),
        "schedule": tr("schedule of the rate"),
        "schedule_epochs": tr("length of the schedule"),
        "l1": tr("L1 penalty"),
        "l2": tr("L2 penalty"),
        "clip": tr("longest gradient"),
        "dropout": tr("dropout"),
        "patience": tr("patience"),
    }
    return names.get(field, field.replace("_", " "))


def value_words(field: str, value: Any) -> str:
    """A value of a field, as the panels show it; empty where there is nothing short to say."""
    if (field, value) in _words_of_panels():
        return _words_of_panels()[field, value]
    if field in REGISTRIES and value in REGISTRIES[field]:
        return str(REGISTRIES[field][value].label)
    if field in ("train_share", "noise", "dropout"):
        return percent(value, 0)
    if field == "activation":
        return ", ".join(activations[name].label for name in value)
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words(value)
    return ""


def _words_of_panels() -> Mapping[tuple[str, Any], str]:
    """Values for which the panels have a word."""
    return {
        ("batch_size", "all"): tr("all"),
        ("epochs", 0): tr("no end"),
        ("patience", 0): tr("off"),
        ("dropout", 0): tr("off"),
    }


def _flag(value: bool) -> str:
    return tr("on") if value else tr("off")


def _several(values: tuple[Any, ...]) -> str:
    return ", ".join(value_words("", value) for value in values)


# The first kind that fits counts: a bool is an int as well.
_WORDS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (bool, _flag),
    ((int, float), plain),
    (str, str),
    (tuple, _several),
    (Dataset, lambda table: table.name),
)


def why_anew(before: Experiment, after: Experiment) -> str:
    """Why training starts again, and what had to follow the change."""
    changed = set(change_between([before], [after]).fields)
    if before.given and not after.given and changed > {"start", "given"}:
        return tr("The given weights do not fit this network: it starts again, from random ones.")
    if changed >= {"loss", "output_activation"} and not changed & {"data", "own", "classes"}:
        text = tr("The output is now {0} and the loss {1}, which fits it: training begins again at epoch 0.")
        output = value_words("output_activation", after.output_activation)
        return text.format(output, value_words("loss", after.loss))
    along = changed_along(_cause(changed), before, after)
    if along:
        return tr("To go with it: {0}. Training begins again at epoch 0.").format(along)
    return tr("This change needs a new start: training begins again at epoch 0.")


def what_follows(before: Experiment, after: Experiment) -> str:
    """What changed along with a change in the middle of training; empty for nothing."""
    cause = "schedule" if before.schedule != after.schedule else "schedule_epochs"
    along = changed_along(cause, before, after)
    return tr("To go with it: {0}.").format(along) if along else ""


def _cause(changed: set[str]) -> str:
    """The field that was changed by hand, of which the others follow."""
    causes = ("own", "data", "classes", "noise", "inputs", "scaling", "output_activation", "loss", "train_share")
    return next((field for field in causes if field in changed), "")
