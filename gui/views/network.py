"""The network: neurons with their values, biases, and edges as thick as their weights."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.arrays import Array
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import exact, figure, plain, subscript
from gui.painting.edges import draw_edges, edge_path, nice_scale, pen, widths
from gui.painting.network_layout import NetworkLayout, lay_out
from gui.probe import Probe

# A value is written into a neuron from this radius on the screen, a name beside it from this gap.
RADIUS_FOR_VALUE = 17.0
GAP_FOR_NAME = 11.0
GAP_FOR_NAME_ABOVE = 96.0
NAME_WIDTH = 150.0
REACH = 6.0
ZOOM_STEP = 1.25
ZOOM_RANGE = (0.5, 40.0)


@dataclass(frozen=True)
class EdgePlace:
    """Which weight an edge is: W[neuron, input] of a layer (1 is the first after the inputs)."""

    layer: int
    neuron: int
    input: int


class NetworkView(QWidget):
    """Draws one snapshot, for one row. Drag to pan, wheel to zoom, hover for exact values."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network")
        self.setAccessibleName(self.tr("Network"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._snapshot: Snapshot | None = None
        self._probe: Probe | None = None
        self._layout: NetworkLayout | None = None
        self._weights: Array = np.zeros(0)
        self._activations: list[Array] = []
        self._zoom = 1.0
        self._pan = QPointF(0, 0)
        self._drag: QPointF | None = None
        self._hovered: EdgePlace | tuple[int, int] | None = None

    def sizeHint(self) -> QSize:
        return QSize(560, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 180)

    # What is shown.

    def show_snapshot(self, snapshot: Snapshot) -> None:
        before = self._snapshot
        self._snapshot = snapshot
        self._weights = np.concatenate([layer.W.ravel() for layer in snapshot.layers])
        if before is None or _names(before) != _names(snapshot):
            self._layout = None
            self.fit()
        self._compute()

    def show_probe(self, probe: Probe) -> None:
        self._probe = probe
        self._compute()

    def _compute(self) -> None:
        snapshot, probe = self._snapshot, self._probe
        if snapshot is None or probe is None:
            return
        if probe.inputs.shape[1] != snapshot.experiment.architecture.sizes[0]:
            return
        self._activations = snapshot.activations(probe.inputs)
        self.update()

    @property
    def scale(self) -> float:
        """The |weight| that is drawn widest in this picture."""
        return nice_scale(self._weights)

    # Zoom and pan.

    def fit(self) -> None:
        """The whole network, as large as the pane."""
        self._zoom, self._pan = 1.0, QPointF(0, 0)
        self.update()

    def zoom_by(self, factor: float, centre: QPointF | None = None) -> None:
        """Zoom so that the point under `centre` stays where it is."""
        centre = centre or QPointF(self.width() / 2, self.height() / 2)
        zoom = min(max(self._zoom * factor, ZOOM_RANGE[0]), ZOOM_RANGE[1])
        self._pan = centre - (centre - self._pan) * (zoom / self._zoom)
        self._zoom = zoom
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position()
            self.clicked.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.unsetCursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._pan += event.position() - self._drag
            self._drag = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()
            return
        self._hover(event.position())
        text = self.describe(event.position())
        if text:
            QToolTip.showText(event.globalPosition().toPoint(), text, self)
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._layout = None

    # What is under the mouse.

    def _hover(self, position: QPointF) -> None:
        found = self.thing_at(position)
        if found != self._hovered:
            self._hovered = found
            self.update()

    def thing_at(self, position: QPointF) -> EdgePlace | tuple[int, int] | None:
        """The edge, or the neuron as (layer, number), at a point of the pane."""
        layout = self.layout_now()
        if layout is None:
            return None
        point = (position - self._pan) / self._zoom
        neuron = layout.neuron_at(point.x(), point.y())
        if neuron is not None:
            return neuron
        edge = layout.edge_at(point.x(), point.y(), REACH / self._zoom)
        return None if edge is None else self._edge_place(edge)

    def position_of(self, layer: int, neuron: int) -> QPointF:
        """Where a neuron stands in the pane."""
        layout = self.layout_now()
        assert layout is not None
        return QPointF(*layout.layers[layer][neuron].tolist()) * self._zoom + self._pan

    def describe(self, position: QPointF) -> str:
        """The exact value of what is at a point of the pane; empty where there is nothing."""
        thing = self.thing_at(position)
        snapshot = self._snapshot
        if thing is None or snapshot is None:
            return ""
        if isinstance(thing, EdgePlace):
            weight = snapshot.layers[thing.layer - 1].W[thing.neuron, thing.input]
            source, target = self._short_name(thing.layer - 1, thing.input), self._short_name(thing.layer, thing.neuron)
            return f"{source} → {target}\nW[{thing.neuron + 1}, {thing.input + 1}] = {exact(weight)}"
        return self._describe_neuron(*thing)

    def _describe_neuron(self, layer: int, neuron: int) -> str:
        assert self._snapshot is not None
        lines = [self._name(layer, neuron)]
        if self._activations:
            value = exact(self._activations[layer][0, neuron])
            lines.append(self.tr("input x = {0}").format(value) if layer == 0 else f"a = {value}")
        if layer > 0 and self._snapshot.layers[layer - 1].has_bias:
            lines.append(self.tr("bias b = {0}").format(exact(self._snapshot.layers[layer - 1].b[neuron])))
        return "\n".join(lines)

    def _edge_place(self, edge: int) -> EdgePlace:
        assert self._snapshot is not None
        for number, layer in enumerate(self._snapshot.layers, start=1):
            if edge < layer.W.size:
                return EdgePlace(number, edge // layer.W.shape[1], edge % layer.W.shape[1])
            edge -= layer.W.size
        raise IndexError(edge)

    def _edge_number(self, place: EdgePlace) -> int:
        assert self._snapshot is not None
        before: int = sum(layer.W.size for layer in self._snapshot.layers[: place.layer - 1])
        return before + place.neuron * self._snapshot.layers[place.layer - 1].W.shape[1] + place.input

    # Names.

    def _name(self, layer: int, neuron: int) -> str:
        assert self._snapshot is not None
        data = self._snapshot.data.dataset
        if layer == 0:
            return data.input_names[neuron]
        if layer == len(self._snapshot.layers):
            return "ŷ " + data.output_names[neuron]
        return self._short_name(layer, neuron)

    def _short_name(self, layer: int, neuron: int) -> str:
        assert self._snapshot is not None
        if layer == 0:
            return self._snapshot.data.dataset.input_names[neuron]
        if layer == len(self._snapshot.layers):
            return "ŷ" if len(self._snapshot.data.dataset.output_names) == 1 else "ŷ" + subscript(neuron + 1)
        hidden_layers = len(self._snapshot.layers) - 1
        return ("h" if hidden_layers == 1 else f"h{subscript(layer)},") + subscript(neuron + 1)

    # Painting.

    def layout_now(self) -> NetworkLayout | None:
        """The layout for the present size; None while there is nothing to lay out."""
        if self._layout is None and self._snapshot is not None:
            sizes = self._snapshot.experiment.architecture.sizes
            left, right = self._side_margins(sizes)
            self._layout = lay_out(sizes, self.width(), self.height(), left, right)
        return self._layout

    def _side_margins(self, sizes: tuple[int, ...]) -> tuple[float, float]:
        """Room for the names: above their neurons where there are few, else to the left and right of them."""
        assert self._snapshot is not None
        metrics = QFontMetricsF(theme.font(theme.SMALL))
        margins = []
        names = (self._snapshot.data.dataset.input_names, self._snapshot.data.dataset.output_names)
        for count, layer_names in zip((sizes[0], sizes[-1]), names, strict=True):
            widest = min(NAME_WIDTH, max(metrics.horizontalAdvance("ŷ " + name) for name in layer_names))
            above = self.height() / count > GAP_FOR_NAME_ABOVE
            margins.append(max(60.0, widest / 2 + 16) if above else widest + 44)
        return margins[0], margins[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.current()
        painter.fillRect(self.rect(), theme.colour(colours.surface))
        layout = self.layout_now()
        if layout is not None and self._activations:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(QTransform(self._zoom, 0, 0, self._zoom, self._pan.x(), self._pan.y()))
            self._paint_hovered_edge(painter, layout)
            draw_edges(painter, layout, self._weights, self.scale, colours)
            self._paint_neurons(painter, layout)
            painter.resetTransform()
            self._paint_legend(painter)
        painter.end()

    def _paint_hovered_edge(self, painter: QPainter, layout: NetworkLayout) -> None:
        if not isinstance(self._hovered, EdgePlace):
            return
        edge = self._edge_number(self._hovered)
        colours = theme.current()
        width = float(widths(self._weights[edge : edge + 1], self.scale, layout.widest)[0])
        halo = QPen(theme.blend(colours.surface, colours.accent, 0.35), width + 8 / self._zoom)
        painter.setPen(halo)
        x1, y1, x2, y2 = layout.edges[edge].tolist()
        if layout.curved:
            painter.drawPath(edge_path(x1, y1, x2, y2))
        else:
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def _paint_neurons(self, painter: QPainter, layout: NetworkLayout) -> None:
        for layer in range(len(layout.layers)):
            values = self._activations[layer][0]
            largest = float(np.abs(values).max(initial=0.0)) or 1.0
            for neuron, (x, y) in enumerate(layout.layers[layer].tolist()):
                centre = QPointF(x, y)
                value = float(values[neuron])
                self._paint_disc(painter, layout, (layer, neuron), centre, value, value / largest)
                self._paint_bias(painter, layout, layer, neuron, centre)
                self._paint_name(painter, layout, layer, neuron, centre)
        self._paint_target(painter, layout)

    def _paint_disc(
        self,
        painter: QPainter,
        layout: NetworkLayout,
        place: tuple[int, int],
        centre: QPointF,
        value: float,
        share: float,
    ) -> None:
        """A neuron: with its value written in where there is room, else filled by it."""
        colours = theme.current()
        radius = layout.radii[place[0]]
        readable = radius * self._zoom >= RADIUS_FOR_VALUE
        sign = colours.positive if share >= 0 else colours.negative
        strength = 0.10 if readable else 0.15 + 0.75 * abs(share)
        if not np.isfinite(share):
            strength = 0.0
        hovered = self._hovered == place
        outline = QPen(theme.colour(colours.accent if hovered else colours.muted), 2.0 if hovered else 1.2)
        outline.setCosmetic(True)
        painter.setPen(outline)
        painter.setBrush(theme.blend(colours.surface, sign, strength))
        painter.drawEllipse(centre, radius, radius)
        if readable:
            text = plain(value) if place[0] == 0 else figure(value)
            box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
            _draw_fitted(painter, box, text, radius * 0.5, colours.text)

    def _paint_bias(self, painter: QPainter, layout: NetworkLayout, layer: int, neuron: int, centre: QPointF) -> None:
        """A little square at the neuron's lower left: filled for a positive bias, hollow for a negative one."""
        if layer == 0:
            return
        assert self._snapshot is not None
        shown = self._snapshot.layers[layer - 1]
        if not shown.has_bias:
            return
        bias = float(shown.b[neuron])
        colours = theme.current()
        radius = layout.radii[layer]
        side = max(3.0, min(11.0, radius * 0.6))
        corner = QPointF(centre.x() - radius * 0.72 - side / 2, centre.y() + radius * 0.72 - side / 2)
        sign = theme.colour(colours.positive if bias >= 0 else colours.negative)
        painter.setPen(QPen(sign, min(2.0, side / 4)))
        painter.setBrush(sign if bias >= 0 else theme.colour(colours.surface))
        painter.drawRect(QRectF(corner.x(), corner.y(), side, side))
        if layout.gaps[layer] >= 2 * radius + 26 and radius * self._zoom >= RADIUS_FOR_VALUE:
            box = QRectF(centre.x() - 60, centre.y() + radius + 6, 120, 16)
            _draw_text(painter, box, f"b {figure(bias)}", theme.SMALL, colours.muted, Qt.AlignmentFlag.AlignCenter)

    def _paint_name(self, painter: QPainter, layout: NetworkLayout, layer: int, neuron: int, centre: QPointF) -> None:
        gap, radius = layout.gaps[layer], layout.radii[layer]
        if gap * self._zoom < GAP_FOR_NAME:
            return
        colours = theme.current()
        size = min(float(theme.SMALL), gap * 0.75)
        text = self._name(layer, neuron)
        last = len(layout.layers) - 1
        if self.height() / len(layout.layers[layer]) > GAP_FOR_NAME_ABOVE:
            box = QRectF(centre.x() - NAME_WIDTH / 2, centre.y() - radius - 24, NAME_WIDTH, 18)
            _draw_text(painter, box, text, size, colours.muted, Qt.AlignmentFlag.AlignCenter)
        elif layer in (0, last):
            side = -1 if layer == 0 else 1
            left = centre.x() + side * (radius + 8) - (NAME_WIDTH if side < 0 else 0)
            align = Qt.AlignmentFlag.AlignRight if side < 0 else Qt.AlignmentFlag.AlignLeft
            box = QRectF(left, centre.y() - 9, NAME_WIDTH, 18)
            _draw_text(painter, box, text, size, colours.muted, align | Qt.AlignmentFlag.AlignVCenter)

    def _paint_target(self, painter: QPainter, layout: NetworkLayout) -> None:
        """Below the outputs: what the row should give."""
        probe = self._probe
        if probe is None or probe.target is None or len(probe.target) > 1:
            return
        x, y = layout.layers[-1][0].tolist()
        radius = layout.radii[-1]
        assert self._snapshot is not None
        lines = 24 if self._snapshot.layers[-1].has_bias else 6
        box = QRectF(x - 60, y + radius + lines, 120, 16)
        text = self.tr("target {0}").format(plain(float(probe.target[0])))
        _draw_text(painter, box, text, theme.SMALL, theme.current().text, Qt.AlignmentFlag.AlignCenter)

    def _paint_legend(self, painter: QPainter) -> None:
        """What the widths and the dashes mean, at the scale of this picture."""
        colours = theme.current()
        layout = self.layout_now()
        assert layout is not None
        x, y = float(theme.MARGIN), self.height() - 16.0
        painter.setFont(theme.font(theme.SMALL))
        metrics = QFontMetricsF(theme.font(theme.SMALL))
        scale = plain(self.scale)
        entries: list[tuple[str, bool | None]] = [
            (self.tr("width = |w|"), None),
            ("+" + scale, False),
            ("−" + scale, True),
        ]
        for text, negative in entries:
            if negative is not None:
                painter.setPen(pen(colours, layout.widest * self._zoom, negative))
                painter.drawLine(QPointF(x, y - 4), QPointF(x + 48, y - 4))
                x += 54
            painter.setPen(theme.colour(colours.muted))
            painter.drawText(QPointF(x, y), text)
            x += metrics.horizontalAdvance(text) + 16
        if any(layer.has_bias for layer in self._snapshot.layers if self._snapshot):  # type: ignore[union-attr]
            self._paint_bias_legend(painter, x, y, metrics)

    def _paint_bias_legend(self, painter: QPainter, x: float, y: float, metrics: QFontMetricsF) -> None:
        colours = theme.current()
        for text, sign, filled in (("b ≥ 0", colours.positive, True), ("b < 0", colours.negative, False)):
            painter.setPen(QPen(theme.colour(sign), 2.0))
            painter.setBrush(theme.colour(sign if filled else colours.surface))
            painter.drawRect(QRectF(x, y - 9, 9, 9))
            painter.setPen(theme.colour(colours.muted))
            painter.drawText(QPointF(x + 15, y), text)
            x += 15 + metrics.horizontalAdvance(text) + 14


def _names(snapshot: Snapshot) -> tuple[object, ...]:
    """What decides the layout."""
    data = snapshot.data.dataset
    return snapshot.experiment.architecture.sizes, data.input_names, data.output_names


def _draw_text(painter: QPainter, box: QRectF, text: str, size: float, colour: str, align: Qt.AlignmentFlag) -> None:
    face = theme.font(theme.SMALL)
    face.setPixelSize(max(1, round(size)))
    painter.setFont(face)
    painter.setPen(theme.colour(colour))
    elided = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(align), elided)


def _draw_fitted(painter: QPainter, box: QRectF, text: str, size: float, colour: str) -> None:
    """Text in the middle of a box, smaller where it would not fit."""
    face = theme.font(theme.SMALL, bold=True)
    face.setPixelSize(max(1, round(min(size, 15.0))))
    width = QFontMetricsF(face).horizontalAdvance(text)
    room = box.width() - 8
    if width > room:
        face.setPixelSize(max(1, int(face.pixelSize() * room / width)))
    painter.setFont(face)
    painter.setPen(theme.colour(colour))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
