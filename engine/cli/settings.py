"""Settings as one types them, NAME=VALUE, and what they make of an experiment."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from engine.cli.arguments import Refusal
from engine.experiment import Experiment
from engine.experiment_fields import ALL_ROWS, GIVEN, ExperimentError, GivenLayer
from engine.lessons import Variant
from engine.suiting import FOLLOWING


@dataclass(frozen=True)
class Changed:
    """An experiment with settings applied, and a line for each choice that had to change along with them."""

    experiment: Experiment
    notes: tuple[str, ...] = ()


def parse_setting(text: str) -> tuple[str, Any]:
    """The field and its value; `ExperimentError` for an unknown field or a value that cannot be read.

    Whether the value is allowed is for the experiment to say.
    """
    name, equals, value = text.partition("=")
    name = name.strip()
    if not equals:
        raise ExperimentError("setting", text, "it must be NAME=VALUE, for example learning_rate=0.5")
    known = [field.name for field in fields(Experiment)]
    if name not in known:
        raise ExperimentError("setting", name, f"known are {', '.join(known)}")
    return name, _READERS.get(name, _text)(name, value.strip())


def apply_settings(experiment: Experiment, settings: Sequence[str]) -> Changed:
    """Apply settings; of several for one field the last counts."""
    wanted = dict(parse_setting(text) for text in settings)
    if wanted.get("given"):
        wanted.setdefault("start", GIVEN)
    changed = experiment.changed(**wanted)
    notes = [
        _note(experiment, wanted, name, getattr(changed, name))
        for name in (*FOLLOWING, "schedule_epochs", "activation", "bias", "start")
        if name not in wanted and getattr(changed, name) != getattr(experiment, name)
    ]
    return Changed(changed, tuple(notes))


def _note(experiment: Experiment, wanted: Mapping[str, Any], name: str, value: Any) -> str:
    return f"{name} is now {_shown(value)}, to go with the new {_causes(experiment, wanted, name, value)}"


def _causes(experiment: Experiment, wanted: Mapping[str, Any], name: str, value: Any) -> str:
    """The settings without which a field would have another value, or else each that gives it this one by itself."""

    def is_value(settings: Mapping[str, Any]) -> bool | None:
        try:
            return bool(getattr(experiment.changed(**settings), name) == value)
        except ExperimentError:
            return None

    rest = {cause: {other: wanted[other] for other in wanted if other != cause} for cause in wanted}
    needed = [cause for cause in wanted if is_value(rest[cause]) is False]
    enough = [cause for cause in wanted if is_value({cause: wanted[cause]})]
    return ", ".join(needed or enough or wanted)


def change_variants(variants: Sequence[Variant], settings: Sequence[str]) -> tuple[list[Variant], list[str]]:
    """The same settings for every variant, and the notes; a refusal says for which one where there are several."""
    changed, notes = [], []
    for variant in variants:
        where = f"variant {variant.name!r}: " if len(variants) > 1 else ""
        try:
            result = apply_settings(variant.experiment, settings)
        except ExperimentError as error:
            raise Refusal(f"{where}{error}") from error
        changed.append(Variant(variant.name, result.experiment))
        notes += [where + note for note in result.notes]
    return changed, notes


def _shown(value: str | float | tuple[str, ...] | tuple[bool, ...]) -> str:
    return (",".join(map(_shown_one, value)) or "all") if isinstance(value, tuple) else _shown_one(value)


def _shown_one(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# Reading one value. Numbers are matched before they are converted: int() and float() also take 1_000, other scripts'
# digits, nan and inf.

_WHOLE = re.compile(r"[+-]?[0-9]{1,20}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def _text(name: str, value: str) -> str:
    return value


def _names(name: str, value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",")) if value else ()


def _whole(name: str, value: str) -> int:
    if not _WHOLE.fullmatch(value):
        raise ExperimentError(name, value, "it must be a whole number")
    return int(value)


def _wholes(name: str, value: str) -> tuple[int, ...]:
    return tuple(_whole(name, part) for part in _names(name, value))


def _number(name: str, value: str) -> float:
    if not _NUMBER.fullmatch(value):
        raise ExperimentError(name, value, "it must be a number, with a point for the decimals")
    return float(value)


def _flag(name: str, value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise ExperimentError(name, value, "it must be true or false")
    return value.lower() == "true"


def _flags(name: str, value: str) -> bool | tuple[bool, ...]:
    """One flag for all layers, or several."""
    return tuple(_flag(name, part) for part in _names(name, value)) if "," in value else _flag(name, value)


def _rows(name: str, value: str) -> int | str:
    return ALL_ROWS if value.lower() == ALL_ROWS else _whole(name, value)


def _layers(name: str, value: str) -> tuple[GivenLayer, ...]:
    try:
        return tuple(_layer(**layer) for layer in json.loads(value or "[]"))
    except (TypeError, ValueError, RecursionError) as error:
        allowed = 'it must be a JSON list of layers, [{"weights": [[…]], "biases": […]}, …]'
        raise ExperimentError(name, value, allowed) from error


def _layer(weights: list[list[float]], biases: Sequence[float] = ()) -> GivenLayer:
    return GivenLayer(tuple(tuple(row) for row in weights), tuple(biases))


_READERS: Mapping[str, Callable[[str, str], Any]] = {
    "points": _whole,
    "noise": _number,
    "data_seed": _whole,
    "turns": _number,
    "classes": _whole,
    "inputs": _names,
    "hidden": _wholes,
    "activation": _names,
    "bias": _flags,
    "learning_rate": _number,
    "momentum": _number,
    "weight_decay": _number,
    "schedule_epochs": _whole,
    "l1": _number,
    "l2": _number,
    "clip": _number,
    "batch_size": _rows,
    "shuffle": _flag,
    "given": _layers,
    "train_share": _number,
    "split_shuffled": _flag,
    "dropout": _number,
    "epochs": _whole,
    "patience": _whole,
    "seed": _whole,
}
