"""What is at a point of a network's picture."""

from PySide6.QtCore import QPointF

from engine.quantity import Quantity
from engine.snapshot import Snapshot
from gui.painting.network_layout import NetworkLayout
from gui.painting.neurons import bias_box


def quantity_at(layout: NetworkLayout, snapshot: Snapshot, point: QPointF, reach: float) -> Quantity | None:
    """A bias, a neuron's activation, or the weight of an edge within `reach`; None where there is nothing."""
    neuron = layout.neuron_at(point.x(), point.y())
    if neuron is not None:
        return _part_of_neuron(layout, snapshot, neuron, point)
    edge = layout.edge_at(point.x(), point.y(), reach)
    return None if edge is None else weight_of(snapshot, edge)


def weight_of(snapshot: Snapshot, edge: int) -> Quantity:
    """The weight that the edge of that number stands for."""
    for number, layer in enumerate(snapshot.layers, start=1):
        if edge < layer.W.size:
            return Quantity("weight", number, edge // layer.W.shape[1], edge % layer.W.shape[1])
        edge -= layer.W.size
    raise IndexError(edge)


def _part_of_neuron(layout: NetworkLayout, snapshot: Snapshot, place: tuple[int, int], point: QPointF) -> Quantity:
    layer, neuron = place
    centre = QPointF(*layout.layers[layer][neuron].tolist())
    has_bias = layer > 0 and snapshot.layers[layer - 1].has_bias
    if has_bias and bias_box(layout, place, centre).adjusted(-2, -2, 2, 2).contains(point):
        return Quantity("bias", layer, neuron)
    return Quantity("activation", layer, neuron)
