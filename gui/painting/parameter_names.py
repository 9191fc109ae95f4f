"""What weights and biases are called in plain text: w⁽¹⁾₁₂, b₁."""

from PySide6.QtCore import QCoreApplication

from engine.network import Architecture
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from gui.figures import SUPERSCRIPT, subscript
from gui.painting.network_names import symbol_of


def parameter_symbol(parameter: Quantity, architecture: Architecture) -> str:
    """The symbol as formulas have it: a weight's neuron and input below, its layer above where there are several."""
    _, layer, neuron, source = parameter[:4]
    above = f"⁽{layer}⁾".translate(SUPERSCRIPT) if len(architecture.sizes) > 2 else ""
    if parameter.kind == "bias":
        return "b" + above + (subscript(neuron + 1) if architecture.sizes[layer] > 1 else "")
    comma = "," if max(neuron, source) >= 9 else ""
    return "w" + above + subscript(neuron + 1) + comma + subscript(source + 1)


def parameter_path(parameter: Quantity, snapshot: Snapshot) -> str:
    """Which way a weight leads, or whose bias it is."""
    neuron = symbol_of(snapshot, parameter.layer, parameter.neuron)
    if parameter.kind == "bias":
        return QCoreApplication.translate("parameters", "bias of {0}").format(neuron)
    return f"{symbol_of(snapshot, parameter.layer - 1, parameter.input)} → {neuron}"


def parameter_or_first(parameter: Quantity | None, architecture: Architecture) -> Quantity:
    """The parameter that was chosen; the first weight where none was, or one that this network does not have."""
    return parameter if parameter is not None and architecture.has(parameter) else Quantity("weight", 1)
