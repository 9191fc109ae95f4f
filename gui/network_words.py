"""What is said of a number of the network that the mouse rests on: its name and every digit of it."""

import math

from PySide6.QtCore import QCoreApplication

from engine.quantity import Quantity, updated
from engine.snapshot import Snapshot
from gui.figures import exact
from gui.painting.network_names import name_of, symbol_of
from gui.painting.network_state import NetworkState


def described(thing: Quantity, snapshot: Snapshot, state: NetworkState | None) -> str:
    """A line or more about a weight, a neuron or a number of the walk."""
    if thing.kind in ("activation", "bias"):
        return _neuron(thing.layer, thing.neuron, snapshot, state)
    if thing.kind != "weight":
        walk = (state.walk or state.trail) if state else None
        return exact(walk.value(thing)) if walk else ""
    source, target = symbol_of(snapshot, thing.layer - 1, thing.input), symbol_of(snapshot, *thing[1:3])
    return f"{source} → {target}\nW[{thing.neuron + 1}, {thing.input + 1}] = {exact(_shown(thing, snapshot, state))}"


def value_of(parameter: Quantity, snapshot: Snapshot) -> float:
    """The value of a weight or bias in a snapshot."""
    layer = snapshot.layers[parameter.layer - 1]
    if parameter.kind == "bias":
        return float(layer.b[parameter.neuron])
    return float(layer.W[parameter.neuron, parameter.input])


def _shown(parameter: Quantity, snapshot: Snapshot, state: NetworkState | None) -> float:
    """The value of a weight or bias as the picture has it: in an update it may have moved already."""
    if state is not None and state.walk is not None and state.moved(parameter):
        return state.walk.value(updated(parameter))
    return value_of(parameter, snapshot)


def _neuron(layer: int, neuron: int, snapshot: Snapshot, state: NetworkState | None) -> str:
    lines = [name_of(snapshot, layer, neuron)]
    value = float(state.activations[layer][neuron]) if state else math.nan
    if not math.isnan(value):
        text = QCoreApplication.translate("NetworkView", "input x = {0}") if layer == 0 else "a = {0}"
        lines.append(text.format(exact(value)))
    walk = state.walk if state else None
    if state is not None and state.is_out((layer, neuron)):
        lines.append(QCoreApplication.translate("NetworkView", "left out by dropout, for this row"))
    for name, quantity in (("z", Quantity("z", layer, neuron)), ("δ", Quantity("delta", layer, neuron))):
        if layer > 0 and walk is not None and walk.known(quantity):
            lines.append(f"{name} = {exact(walk.value(quantity))}")
    if layer > 0 and snapshot.layers[layer - 1].has_bias:
        bias = _shown(Quantity("bias", layer, neuron), snapshot, state)
        lines.append(QCoreApplication.translate("NetworkView", "bias b = {0}").format(exact(bias)))
    return "\n".join(lines)
