"""The network: neurons with their values, biases, and edges as thick as their weights."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui import theme
from gui.figures import exact
from gui.network_words import described, value_of
from gui.output_choice import OutputChoice
from gui.output_kinds import kind_of
from gui.painting.edge_choice import EdgeChoice
from gui.painting.edges import nice_scale
from gui.painting.faces import MOST_WEIGHTS, Faces
from gui.painting.network_hits import quantity_at
from gui.painting.network_layout import NAMES_ABOVE, NetworkLayout, gap_of, lay_out
from gui.painting.network_picture import NetworkPicture
from gui.painting.network_state import NetworkState, state_of
from gui.painting.neurons import NAME_WIDTH
from gui.painting.output_plane import plane_of
from gui.probe import Probe
from gui.selection import Selection
from gui.tips import show_tip
from gui.views.weight_drag import WeightDrag
from gui.walk_focus import Focus, focus_of

REACH = 6.0
OUTPUT_MARGIN, OUTPUT_SHARE = 92.0, 0.15
ZOOM_STEP = 1.25
ZOOM_RANGE = (0.5, 40.0)


class NetworkView(QWidget):
    """Draws one snapshot, for one row. Drag empty room to pan, wheel to zoom, hover for exact values. An edge or a bias
    is chosen by a click and changed by a drag; a click on a number asks where it comes from.
    """

    clicked = Signal()
    asked = Signal(object)  # Quantity
    dragged = Signal(object, float, bool)  # parameter, value, whether it goes on
    laid_out = Signal()  # the layers stand elsewhere

    def __init__(
        self,
        name: str = "",
        selection: Selection | None = None,
        output: OutputChoice | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("network")
        self.setAccessibleName(self.tr("Network {0}").format(name).strip())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._selection = selection or Selection(self)
        self._selection.changed.connect(self.update)
        self._output = output
        if output is not None:
            output.changed.connect(self.update)
        self._faces = Faces()
        self._snapshot: Snapshot | None = None
        self._probe: Probe | None = None
        self._walk: Walk | None = None
        self._size = StepSize.EPOCH
        self._known_state: NetworkState | None = None
        self._choice = EdgeChoice()
        self._layout: NetworkLayout | None = None
        self.picture: NetworkPicture | None = None
        self.scale = 1.0
        self.all_labels = False
        self._progress = 1.0
        self._zoom = 1.0
        self._pan = QPointF(0, 0)
        self._pressed: QPointF | None = None
        self._drag: WeightDrag | None = None

    def sizeHint(self) -> QSize:
        return QSize(560, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 180)

    # What is shown.

    @property
    def experiment(self) -> Experiment | None:
        """Of the network that is shown; None before there is one."""
        return self._snapshot.experiment if self._snapshot else None

    def show_snapshot(self, snapshot: Snapshot, scale: float | None = None) -> None:
        """Show a moment; `scale` is the |weight| drawn widest, where several networks are to be compared."""
        before = self._snapshot
        scale = nice_scale(snapshot.weights) if scale is None else scale
        if snapshot is before and scale == self.scale:
            return
        self._snapshot, self.scale = snapshot, scale
        if before is None or _names(before) != _names(snapshot):
            self._layout = self._drag = None
            self._choice = EdgeChoice()
            self.fit()
        self._forget_state()

    def show_probe(self, probe: Probe) -> None:
        if probe is not self._probe:
            self._probe = probe
            self._forget_state()

    def show_walk(self, walk: Walk | None, size: StepSize) -> None:
        """Show how far a walk through a row has come, by steps of that size; None for no walk."""
        if walk is not self._walk or size is not self._size:
            self._walk, self._size = walk, size
            self._forget_state()

    def show_progress(self, progress: float) -> None:
        """How far the values of the last step have travelled, from 0 to 1."""
        if progress != self._progress:
            self._progress = progress
            self.update()

    def show_labels(self, on: bool) -> None:
        """Labels on all edges, as far as they have room, or only on those at work."""
        self.all_labels = on
        self.update()

    def shown_numbers(self) -> dict[Quantity, str]:
        """Every number that was painted last, as it is written."""
        return dict(self.picture.shown) if self.picture else {}

    def _forget_state(self) -> None:
        self._known_state = None
        self.update()

    @property
    def _state(self) -> NetworkState | None:
        """What is shown, found out when it is painted or asked for; None where the row does not fit the network."""
        snapshot, probe = self._snapshot, self._probe
        fits = snapshot and probe and probe.inputs.shape[1] == snapshot.experiment.architecture.sizes[0]
        if self._known_state is None and snapshot and probe and fits:
            # Another row than that of the walk is shown as the network answers it.
            walk = self._walk if self._walk and self._walk.table_row == probe.place else None
            focus = focus_of(walk, self._size) if walk else Focus()
            self._known_state = state_of(snapshot, probe.inputs, walk, focus)
        return self._known_state

    # Zoom and pan.

    def fit(self) -> None:
        """The whole network, as large as the pane."""
        self._zoom, self._pan = 1.0, QPointF(0, 0)
        self._move()

    def zoom_by(self, factor: float, centre: QPointF | None = None) -> None:
        """Zoom so that the point under `centre` stays where it is."""
        centre = centre or QPointF(self.width() / 2, self.height() / 2)
        zoom = min(max(self._zoom * factor, ZOOM_RANGE[0]), ZOOM_RANGE[1])
        self._pan = centre - (centre - self._pan) * (zoom / self._zoom)
        self._zoom = zoom
        self._move()

    def _move(self) -> None:
        self.update()
        self.laid_out.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position()
        thing = self.thing_at(event.position())
        if self._snapshot is not None and thing is not None and thing.kind in ("weight", "bias"):
            self._drag = WeightDrag(thing, value_of(thing, self._snapshot), event.position().y(), self.scale)
        self.clicked.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        thing = self.thing_at(event.position())
        still = self._pressed is not None and (event.position() - self._pressed).manhattanLength() < 4
        if still and not (self._drag and self._drag.moving):
            self._click(thing, event.position())
        self._pressed = self._drag = None
        self.unsetCursor()

    def _click(self, thing: Quantity | None, position: QPointF) -> None:
        """An edge, a bias or nothing is chosen; a number is asked for."""
        if thing is None or (thing.kind in ("weight", "bias") and self._label_at(position) is None):
            self._selection.choose(thing)
        else:
            self.asked.emit(thing)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag_weight(event)
        elif self._pressed is not None:
            self._pan += event.position() - self._pressed
            self._pressed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._move()
        else:
            self._hover(event)

    def _drag_weight(self, event: QMouseEvent) -> None:
        assert self._drag is not None
        value = self._drag.to(event.position().y())
        if value is not None:
            self.dragged.emit(self._drag.parameter, value, self._drag.goes_on)
            QToolTip.showText(event.globalPosition().toPoint(), exact(value), self)

    def _hover(self, event: QMouseEvent) -> None:
        thing = self.thing_at(event.position())
        self._selection.hover(thing)
        held = thing is not None and thing.kind in ("weight", "bias")
        self.setCursor(Qt.CursorShape.SizeVerCursor if held else Qt.CursorShape.ArrowCursor)
        text = self.describe(event.position())
        if text:
            show_tip(event.globalPosition().toPoint(), text, self)
        else:
            QToolTip.hideText()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Whoever goes from network to network by Tab chooses them as a click does.
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.clicked.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._layout = None
        self.laid_out.emit()

    # What is under the mouse.

    def thing_at(self, position: QPointF) -> Quantity | None:
        """The number at a point of the pane: a label's, a bias, a neuron's activation, or the weight of an edge."""
        layout = self.layout_now()
        if layout is None or self._snapshot is None:
            return None
        label = self._label_at(position)
        if label is not None:
            return label
        point = (position - self._pan) / self._zoom
        return quantity_at(layout, self._snapshot, point, REACH / self._zoom, self._choice.edges)

    def _label_at(self, position: QPointF) -> Quantity | None:
        """The number of the label at a point."""
        labels = self.picture.labels if self.picture else []
        return next((label.quantity for label in labels if label.box.contains(position)), None)

    def column_at(self, layer: int) -> float:
        """How far to the right a layer stands in the pane."""
        return self.position_of(layer, 0).x()

    def position_of(self, layer: int, neuron: int) -> QPointF:
        """Where a neuron stands in the pane."""
        layout = self.layout_now()
        assert layout is not None
        return QPointF(*layout.layers[layer][neuron].tolist()) * self._zoom + self._pan

    def position_on(self, weight: Quantity, share: float = 0.5) -> QPointF:
        """A point on an edge in the pane, at a share of its way."""
        layout = self.layout_now()
        assert layout is not None
        edge = layout.edge_number(weight.layer, weight.neuron, weight.input)
        return QPointF(*layout.point_on(edge, share)) * self._zoom + self._pan

    def describe(self, position: QPointF) -> str:
        """The exact value of what is at a point of the pane; empty where there is nothing."""
        thing = self.thing_at(position)
        if thing is None or self._snapshot is None:
            return ""
        return described(thing, self._snapshot, self._state)

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
        # Below an output stand two numbers side by side, in a pane that is wide enough for them.
        return margins[0], max(margins[1], min(OUTPUT_MARGIN, OUTPUT_SHARE * self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour(theme.current().surface))
            layout, state = self.layout_now(), self._state
            if layout is not None and state is not None and self._probe is not None:
                self.picture = NetworkPicture(
                    state=state,
                    probe=self._probe,
                    layout=layout,
                    zoom=self._zoom,
                    pan=self._pan,
                    scale=self.scale,
                    progress=self._progress,
                    all_labels=self.all_labels,
                    lit=self._selection.lit,
                    room=QRectF(self.rect()),
                    choice=self._choice,
                    faces=self._faces_now(state),
                )
                self.picture.paint(painter)

    def _faces_now(self, state: NetworkState) -> Faces | None:
        """The neurons' own maps, where the output is a map too; who walks through a batch looks at its numbers."""
        snapshot, settings = state.snapshot, self._output.settings if self._output else None
        if settings is None or not settings.faces or state.walk is not None:
            return None
        if kind_of(snapshot, settings) != "map" or snapshot.experiment.architecture.weight_count > MOST_WEIGHTS:
            return None
        self._faces.update(snapshot, plane_of(snapshot, settings, self._probe), settings.discrete)
        return self._faces


def _names(snapshot: Snapshot) -> tuple[object, ...]:
    """What decides the layout."""
    data = snapshot.data.dataset
    return snapshot.experiment.architecture.sizes, data.input_names, data.output_names
