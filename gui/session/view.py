"""How all is looked at, as plain data and back: the layout of the panes, and the place in the lesson.

A file may hold anything: a part that is missing, or that says what cannot be, leaves the window as it is.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from PySide6.QtWidgets import QSplitter

from engine.goal import Goal, GoalKind
from engine.ladder import StepSize
from engine.network import Architecture
from engine.quantity import Quantity
from gui import figures
from gui.actions import ACTIONS
from gui.calculation import PANES
from gui.output_kinds import KINDS
from gui.pacing import PACES
from gui.probe import probe_of_values

if TYPE_CHECKING:
    from gui.main_window import MainWindow

# What may be checked or not. Of the calculation first: a change of the others must find it where it belongs.
CHECKED = ("calculation", "layer-buttons", "labels", "log-loss", "faces", "discrete", "test-rows")
SPLITTERS = ("body", "right-side", "network-and-calculation", "calculation-panes")
# Pixels that no pane is larger than.
LARGEST = 100_000
# Letters of a name.
LONGEST = 1000


@dataclass(frozen=True)
class Part:
    """One thing that is kept; `show` raises one of `UNSUITABLE` where what it is given cannot be meant."""

    name: str
    read: Callable[["MainWindow"], Any]
    show: Callable[["MainWindow", Any], object]


UNSUITABLE = (ValueError, TypeError, KeyError, IndexError)


def view_of(window: "MainWindow") -> dict[str, Any]:
    """How the window shows what is going on."""
    return {part.name: part.read(window) for part in PARTS}


def show_view(window: "MainWindow", view: Mapping[str, Any]) -> None:
    """Show what is going on as it was shown; asked for once it is there to be shown."""
    for part in PARTS:
        with suppress(*UNSUITABLE):
            part.show(window, view[part.name])


# How training is walked.


def _set_goal(window: "MainWindow", plain: Any) -> None:
    window.controller.set_goal(None if plain is None else _goal(plain, window.controller.experiment.architecture))


def _goal(plain: Any, architecture: Architecture) -> Goal:
    kind, value, parameter = plain["kind"], plain["value"], plain["parameter"]
    found = None if parameter is None else _parameter(parameter, architecture)
    if kind not in get_args(GoalKind) or (kind == "weight changes sign") != (found is not None):
        raise ValueError(kind)
    return Goal(kind, _number(value), found)


def _plain_goal(window: "MainWindow") -> Any:
    goal = window.controller.settings.goal
    if goal is None:
        return None
    return {"kind": goal.kind, "value": goal.value, "parameter": goal.parameter and _plain_parameter(goal.parameter)}


# What is looked at.


def _plain_parameter(parameter: Quantity) -> Any:
    return [parameter.kind, parameter.layer, parameter.neuron, parameter.input]


def _parameter(plain: Any, architecture: Architecture) -> Quantity:
    """A weight or a bias that the network has."""
    kind, layer, neuron, source = plain
    places = (layer, neuron, source)
    if kind not in ("weight", "bias") or not all(type(place) is int and place >= 0 for place in places):
        raise ValueError(plain)
    parameter = Quantity(kind, *places)
    architecture.place_of(parameter)
    return parameter


def _plain_chosen(window: "MainWindow") -> Any:
    chosen = window.controller.selection.parameter
    return None if chosen is None else _plain_parameter(chosen)


def _choose(window: "MainWindow", plain: Any) -> None:
    found = None if plain is None else _parameter(plain, window.controller.experiment.architecture)
    window.controller.selection.clear()
    window.controller.selection.choose(found)


def _plain_probe(window: "MainWindow") -> Any:
    probe = window.controller.probe
    if probe is None:
        return None
    return {"name": probe.name, "values": probe.inputs[0].tolist()} if probe.place is None else {"row": probe.place}


def _show_probe(window: "MainWindow", plain: Any) -> None:
    controller = window.controller
    table = controller.snapshot.data.dataset
    if "row" in plain:
        controller.show_row(_whole(plain["row"], table.row_count - 1))
        return
    values = tuple(_number(value) for value in plain["values"])
    if len(values) != len(table.input_names):
        raise ValueError(plain)
    controller.show_probe(probe_of_values(_text(plain["name"]), values))


def _choose_axes(window: "MainWindow", plain: Any) -> None:
    across, up = map(_text, plain)
    window.controller.output.change(axes=(across, up))


# How panes are laid out.


def _check(window: "MainWindow", name: str, on: Any) -> None:
    action = window.action(name)
    if type(on) is bool and on != action.isChecked():
        action.setChecked(on)
        # Not triggered: one that is greyed out now may count again with the next picture.
        next(row for row in ACTIONS if row.name == name).act(window)


def _sizes(window: "MainWindow", name: str) -> Any:
    by_hand = name != "network-and-calculation" or window.parted_by_hand
    return _splitter(window, name).sizes() if by_hand else None


def _resize(window: "MainWindow", name: str, sizes: Any) -> None:
    splitter = _splitter(window, name)
    if len(sizes) != splitter.count() or not any(sizes):
        raise ValueError(sizes)
    splitter.setSizes([_whole(size, LARGEST) for size in sizes])
    if name == "network-and-calculation":
        window.parted_by_hand = True


def _splitter(window: "MainWindow", name: str) -> QSplitter:
    return next(splitter for splitter in window.findChildren(QSplitter) if splitter.objectName() == name)


# What may stand in a file.


def _whole(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(value)
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError(value)
    return value


def _pick(known: Sequence[Any], value: Any) -> Any:
    """Numbers and truth values are equal to each other, and yet not the same."""
    if not any(type(one) is type(value) and one == value for one in known):
        raise ValueError(value)
    return value


# In the order in which they are shown. Whoever walks inside a batch has the calculation opened by that.
PARTS = (
    Part(
        "step_size",
        lambda window: window.controller.settings.step_size.value,
        lambda window, plain: window.controller.set_step_size(StepSize(plain)),
    ),
    Part(
        "pace",
        lambda window: window.controller.settings.pace,
        lambda window, plain: window.controller.set_speed(_pick(PACES, plain)),
    ),
    Part("goal", _plain_goal, _set_goal),
    Part("parameter", _plain_chosen, _choose),
    Part("probe", _plain_probe, _show_probe),
    Part(
        "picture",
        lambda window: window.controller.output.settings.kind,
        lambda window, plain: window.controller.output.change(kind=_pick(["", *(kind.name for kind in KINDS)], plain)),
    ),
    Part("axes", lambda window: list(window.controller.output.settings.axes), _choose_axes),
    *(
        Part(
            name,
            lambda window, name=name: window.action(name).isChecked(),  # type: ignore[misc]
            lambda window, plain, name=name: _check(window, name, plain),  # type: ignore[misc]
        )
        for name in CHECKED
    ),
    Part(
        "pane",
        lambda window: window.calculation.pane,
        lambda window, plain: window.calculation.show_pane(_pick(PANES, plain)),
    ),
    Part(
        "tab",
        lambda window: window.tabs.currentIndex(),
        lambda window, plain: window.tabs.setCurrentIndex(_whole(plain, window.tabs.count() - 1)),
    ),
    Part("digits", lambda window: figures.digits_now(), lambda window, plain: window.set_digits(_whole(plain, 99))),
    *(
        Part(
            f"sizes of {name}",
            lambda window, name=name: _sizes(window, name),  # type: ignore[misc]
            lambda window, plain, name=name: _resize(window, name, plain),  # type: ignore[misc]
        )
        for name in SPLITTERS
    ),
)
