"""What the neurons of a network are called."""

from engine.snapshot import Snapshot
from gui.figures import subscript


def name_of(snapshot: Snapshot, layer: int, neuron: int) -> str:
    """The full name: an input's, an output's with its hat, or a hidden neuron's symbol.

    Of several outputs each has its number, by which formulas call it, and its name: ŷ₄ (3).
    """
    data = snapshot.data.dataset
    if layer == len(snapshot.layers):
        own = data.output_names[neuron]
        return f"ŷ {own}" if len(data.output_names) == 1 else f"{symbol_of(snapshot, layer, neuron)} ({own})"
    return symbol_of(snapshot, layer, neuron)


def symbol_of(snapshot: Snapshot, layer: int, neuron: int) -> str:
    """The short name: an input's own, h₂ in the only hidden layer, h₁,₂ in the first of several, ŷ for an output."""
    data = snapshot.data.dataset
    if layer == 0:
        return data.input_names[neuron]
    if layer == len(snapshot.layers):
        return "ŷ" if len(data.output_names) == 1 else "ŷ" + subscript(neuron + 1)
    hidden_layers = len(snapshot.layers) - 1
    return "h" + ("" if hidden_layers == 1 else subscript(layer) + ",") + subscript(neuron + 1)
