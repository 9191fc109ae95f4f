"""What is at a point of a network's picture."""

from PySide6.QtCore import QPointF

from engine.quantity import Quantity
from engine.snapshot import Snapshot
from gui.painting.biases import bias_box
from gui.painting.edge_choice import Edges
from gui.painting.network_layout import NetworkLayout

# So far from its disc a neuron's bias may be.
AROUND = 12.0


def quantity_at(
    layout: NetworkLayout, snapshot: Snapshot, point: QPointF, reach: float, drawn: Edges
) -> Quantity | None:
    """A bias, a neuron's activation, or the weight of an edge within `reach`; None where there is nothing. Of very many
    edges only those `drawn` are found.
    """
    near = layout.neuron_at(point.x(), point.y(), AROUND)
    if near is not None and _is_bias(layout, snapshot, near, point):
        return Quantity("bias", *near)
    neuron = layout.neuron_at(point.x(), point.y())
    if neuron is not None:
        return Quantity("activation", *neuron)
    edge = layout.edge_at(point.x(), point.y(), reach, drawn)
    return None if edge is None else weight_of(snapshot, edge)


def weight_of(snapshot: Snapshot, edge: int) -> Quantity:
    """The weight that the edge of that number stands for."""
    for number, layer in enumerate(snapshot.layers, start=1):
        if edge < layer.W.size:
            return Quantity("weight", number, edge // layer.W.shape[1], edge % layer.W.shape[1])
        edge -= layer.W.size
    raise IndexError(edge)


def _is_bias(layout: NetworkLayout, snapshot: Snapshot, place: tuple[int, int], point: QPointF) -> bool:
    """Whether a point is on the square of a neuron's bias."""
    layer, neuron = place
    has_bias = layer > 0 and snapshot.layers[layer - 1].has_bias and not layout.crowded(layer)
    centre = QPointF(*layout.layers[layer][neuron].tolist())
    return has_bias and bias_box(layout, place, centre).adjusted(-2, -2, 2, 2).contains(point)
