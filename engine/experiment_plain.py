"""Experiments as plain data, dict, list, str, int, float, bool, and the fields that such data describe."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from engine.datasets import Dataset, DatasetError
from engine.experiment_fields import ExperimentError, GivenLayer

if TYPE_CHECKING:
    from engine.experiment import Experiment


def plain_of(experiment: "Experiment", table: Callable[[Dataset], Any]) -> dict[str, Any]:
    """Every field as plain data; `table` writes a table of one's own."""
    plain = {field.name: _plain(getattr(experiment, field.name)) for field in fields(experiment)}
    plain["own"] = experiment.own and table(experiment.own)
    plain["given"] = [{"weights": _plain(layer.weights), "biases": _plain(layer.biases)} for layer in experiment.given]
    return plain


def fields_of(plain: Mapping[str, Any], known: Sequence[str]) -> dict[str, Any]:
    """The values of the fields that plain data describe; an unknown or missing field is an `ExperimentError`."""
    for name in plain:
        if name not in known:
            raise ExperimentError("field", name, f"known are {', '.join(known)}")
    if "data" not in plain:
        raise ExperimentError("data", None, "it must be the name of a data set")
    values = {name: _frozen(value) for name, value in plain.items()}
    if "given" in values:
        values["given"] = _given_layers(plain["given"])
    if values.get("own") is not None:
        values["own"] = _own_table(plain["own"])
    if isinstance(values.get("activation"), str):
        values["activation"] = (values["activation"],)
    return values


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _own_table(plain: Any) -> Dataset:
    if isinstance(plain, Dataset):
        return plain
    if not isinstance(plain, Mapping):
        raise ExperimentError("own", plain, "it must be a table")
    try:
        return Dataset.from_plain(plain)
    except DatasetError as error:
        raise ExperimentError("own", plain.get("name"), str(error)) from error


def _given_layers(plain: Any) -> tuple[GivenLayer, ...]:
    if not isinstance(plain, list | tuple):
        raise ExperimentError("given", plain, "it must be a list of layers")
    return tuple(_given_layer(layer) for layer in plain)


def _given_layer(plain: Any) -> GivenLayer:
    if not isinstance(plain, Mapping) or not set(plain) <= {"weights", "biases"} or "weights" not in plain:
        raise ExperimentError("given", plain, "a layer has weights and, with a bias, biases")
    return GivenLayer(_frozen(plain["weights"]), _frozen(plain.get("biases", ())))
