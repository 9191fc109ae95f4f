"""The squares of the biases: where they are, and which of them are pointed at."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.quantity import Quantity
from gui import theme
from gui.painting.network_layout import NetworkLayout
from gui.theme import Theme

# The numbers that light a bias.
BIAS_KINDS = ("bias", "row bias gradient", "bias gradient", "new bias")


def bias_box(layout: NetworkLayout, place: tuple[int, int], centre: QPointF) -> QRectF:
    """Where the square of a neuron's bias is."""
    radius = layout.radii[place[0]]
    side = max(3.0, min(11.0, radius * 0.6))
    corner = centre + QPointF(-radius * 0.72 - side / 2, radius * 0.72 - side / 2)
    return QRectF(corner.x(), corner.y(), side, side)


def lit_biases(lit: tuple[Quantity, ...]) -> set[tuple[int, int]]:
    """Layer and neuron of each bias that one of these numbers belongs to."""
    return {(quantity.layer, quantity.neuron) for quantity in lit if quantity.kind in BIAS_KINDS}


def ring_bias(painter: QPainter, box: QRectF, colours: Theme) -> None:
    """A frame around a bias that is pointed at."""
    painter.setPen(QPen(theme.colour(colours.accent), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(-3, -3, 3, 3))
