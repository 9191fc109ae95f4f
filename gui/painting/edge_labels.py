"""Labels on edges: small pills with numbers, each where it covers nothing else, or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from engine.quantity import Quantity
from gui import theme
from gui.painting.network_layout import NetworkLayout

# Where along an edge a label may stand, the best place first.
PLACES = (0.5, 0.36, 0.64, 0.26, 0.74, 0.18, 0.82)
PADDING = 7.0
HEIGHT = 20.0
GAP = 3.0


@dataclass(frozen=True)
class Wanted:
    """A label that would be shown if there is room: which number, on which edge, its text and its ink.

    `short` is shown where the text itself is too long for the room there is.
    """

    quantity: Quantity
    edge: int
    text: str
    ink: str
    short: str = ""


@dataclass(frozen=True)
class Label:
    """A label that has found its place, in pixels of the pane."""

    quantity: Quantity
    text: str
    ink: str
    box: QRectF


def place_labels(
    layout: NetworkLayout, wanted: Iterable[Wanted], taken: list[QRectF], zoom: float, pan: QPointF, room: QRectF
) -> list[Label]:
    """Give each label, the first ones first, the first place along its edge that is free; leave out what has none."""
    placed: list[Label] = []
    boxes = list(taken)
    for label in wanted:
        if any(label.quantity == other.quantity for other in placed):
            continue
        for text in filter(None, (label.text, label.short)):
            box = _free_box(layout, label.edge, text, boxes, zoom, pan, room)
            if box is not None:
                placed.append(Label(label.quantity, text, label.ink, box))
                boxes.append(box)
                break
    return placed


def place_beside(centre: QPointF, radius: float, text: str, taken: list[QRectF], room: QRectF) -> QRectF | None:
    """Where a label beside a neuron is free: above, below, to the right or to the left of it; None for nowhere."""
    width = QFontMetricsF(theme.font(theme.SMALL, bold=True)).horizontalAdvance(text) + 2 * PADDING
    across, along = radius + width / 2 + 2 * GAP, radius + HEIGHT / 2 + 2 * GAP
    for far in (1.0, 1.6, 2.4):
        for x, y in ((0.0, -along * far), (0.0, along * far), (across * far, 0.0), (-across * far, 0.0)):
            box = QRectF(centre.x() + x - width / 2, centre.y() + y - HEIGHT / 2, width, HEIGHT)
            if room.contains(box) and not any(box.intersects(other) for other in taken):
                return box
    return None


def _free_box(
    layout: NetworkLayout, edge: int, text: str, taken: list[QRectF], zoom: float, pan: QPointF, room: QRectF
) -> QRectF | None:
    width = QFontMetricsF(theme.font(theme.SMALL, bold=True)).horizontalAdvance(text) + 2 * PADDING
    for share in PLACES:
        x, y = layout.point_on(edge, share)
        box = QRectF(x * zoom + pan.x() - width / 2, y * zoom + pan.y() - HEIGHT / 2, width, HEIGHT)
        around = box.adjusted(-GAP, -GAP, GAP, GAP)
        if room.contains(box) and not any(around.intersects(other) for other in taken):
            return box
    return None


def draw_label(painter: QPainter, label: Label, lit: bool) -> None:
    """A pill with its number."""
    colours = theme.current()
    painter.setPen(QPen(theme.colour(label.ink), 1.2))
    painter.setBrush(theme.colour(colours.highlight if lit else colours.surface))
    painter.drawRoundedRect(label.box, HEIGHT / 2, HEIGHT / 2)
    painter.setFont(theme.font(theme.SMALL, bold=True))
    painter.drawText(label.box, int(Qt.AlignmentFlag.AlignCenter), label.text)
