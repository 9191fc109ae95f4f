"""The network: neurons with their values, biases, and edges as thick as their weights."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.arrays import Array
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import exact
from gui.painting.edges import draw_edges, draw_halo, nice_scale, strongest
from gui.painting.legend import draw_legend, legend_entries
from gui.painting.network_layout import NAMES_ABOVE, NetworkLayout, gap_of, lay_out
from gui.painting.network_names import name_of, symbol_of
from gui.painting.neurons import NAME_WIDTH, NeuronPainter
from gui.probe import Probe
from gui.theme import Theme

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

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network")
        self.setAccessibleName(self.tr("Network {0}").format(name).strip())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._snapshot: Snapshot | None = None
        self._probe: Probe | None = None
        self._layout: NetworkLayout | None = None
        self._weights: Array = np.zeros(0)
        self.scale = 1.0
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

    def show_snapshot(self, snapshot: Snapshot, scale: float | None = None) -> None:
        """Show a moment; `scale` is the |weight| drawn widest, where several networks are to be compared."""
        before = self._snapshot
        self._snapshot = snapshot
        self._weights = np.concatenate([layer.W.ravel() for layer in snapshot.layers])
        self.scale = nice_scale(self._weights) if scale is None else scale
        if before is None or _names(before) != _names(snapshot):
            # What the mouse rests on may not be there any more.
            self._layout = self._hovered = None
            self.fit()
        self._compute()

    def show_probe(self, probe: Probe) -> None:
        self._probe = probe
        self._compute()

    def _compute(self) -> None:
        snapshot, probe = self._snapshot, self._probe
        fits = snapshot and probe and probe.inputs.shape[1] == snapshot.experiment.architecture.sizes[0]
        self._activations = snapshot.activations(probe.inputs) if snapshot and probe and fits else []
        self.update()

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Whoever goes from network to network by Tab chooses them as a click does.
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.clicked.emit()

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
            source, target = (
                symbol_of(snapshot, thing.layer - 1, thing.input),
                symbol_of(snapshot, thing.layer, thing.neuron),
            )
            return f"{source} → {target}\nW[{thing.neuron + 1}, {thing.input + 1}] = {exact(weight)}"
        return self._describe_neuron(*thing)

    def _describe_neuron(self, layer: int, neuron: int) -> str:
        assert self._snapshot is not None
        lines = [name_of(self._snapshot, layer, neuron)]
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

    # Painting.

    def layout_now(self) -> NetworkLayout | None:
        """The layout for the present size; None while there is nothing to lay out."""
        if self._layout is None and self._snapshot is not None:
            sizes = self._snapshot.experiment.architecture.sizes
            left, right = self._side_margins(sizes)
            self._layout = lay_out(sizes, self.width(), self.height(), left, right)
        return self._layout

    def _side_margins(self, sizes: tuple[int, ...]) -> tuple[float, float]:
        """Room for the names: above their neurons where these are far apart, else to the left and right of them."""
        assert self._snapshot is not None
        metrics = QFontMetricsF(theme.font(theme.SMALL))
        data = self._snapshot.data.dataset
        margins = []
        for count, names in ((sizes[0], data.input_names), (sizes[-1], data.output_names)):
            widest = min(NAME_WIDTH, max(metrics.horizontalAdvance("ŷ " + name) for name in names))
            above = gap_of(count, self.height()) > NAMES_ABOVE
            margins.append(max(60.0, widest / 2 + 16) if above else widest + 44)
        return margins[0], margins[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colours = theme.current()
            painter.fillRect(self.rect(), theme.colour(colours.surface))
            layout = self.layout_now()
            if layout is not None and self._activations:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_network(painter, layout, colours)
                self._paint_legend(painter, layout, colours)

    def _paint_network(self, painter: QPainter, layout: NetworkLayout, colours: Theme) -> None:
        assert self._snapshot is not None
        assert self._probe is not None
        painter.setTransform(QTransform(self._zoom, 0, 0, self._zoom, self._pan.x(), self._pan.y()))
        hovered = self._hovered
        if isinstance(hovered, EdgePlace):
            edge = self._edge_number(hovered)
            draw_halo(painter, layout, edge, self._weights, self.scale, 8 / self._zoom, colours)
        shown = strongest(layout, self._weights)
        if isinstance(hovered, tuple):
            # Whoever points at a neuron wants to see all that comes in and goes out.
            shown |= layout.edges_of(*hovered)
        draw_edges(painter, layout, self._weights, shown, self.scale, colours)
        NeuronPainter(
            snapshot=self._snapshot,
            probe=self._probe,
            activations=self._activations,
            layout=layout,
            zoom=self._zoom,
            hovered=hovered if isinstance(hovered, tuple) else None,
            colours=colours,
        ).paint(painter)
        painter.resetTransform()

    def _paint_legend(self, painter: QPainter, layout: NetworkLayout, colours: Theme) -> None:
        assert self._snapshot is not None
        has_bias = any(layer.has_bias for layer in self._snapshot.layers)
        shown = int(strongest(layout, self._weights).sum())
        widest = layout.widest * self._zoom
        entries = legend_entries(self.scale, widest, has_bias, colours, shown, len(self._weights))
        draw_legend(painter, entries, self.width() - theme.GAP, self.height() - 14.0, colours)


def _names(snapshot: Snapshot) -> tuple[object, ...]:
    """What decides the layout."""
    data = snapshot.data.dataset
    return snapshot.experiment.architecture.sizes, data.input_names, data.output_names
