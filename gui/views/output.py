"""What the network says: a map over two inputs, a curve over one, a strip of its predictions for all rows, and more."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.datasets import OWN
from engine.snapshot import Snapshot
from gui import theme
from gui.output_choice import OutputChoice
from gui.output_kinds import kind_of
from gui.painting.heat import Heat, Neuron
from gui.painting.markers import MarkerLayer
from gui.painting.output_bars import OutputBars, has_bars
from gui.painting.output_confusion import OutputConfusion
from gui.painting.output_curve import OutputCurve
from gui.painting.output_map import OutputMap
from gui.painting.output_picture import Bounds, OutputPicture
from gui.painting.output_strip import OutputStrip
from gui.probe import Probe
from gui.selection import Selection
from gui.tips import show_tip

# Pictures that need no more than what all have.
PLAIN: dict[str, type[OutputPicture]] = {"strip": OutputStrip, "bars": OutputBars, "confusion": OutputConfusion}

# Pixels between two points of a brush.
SPACING = 14.0


class OutputView(QWidget):
    """Draws the picture that suits the network, or the chosen one; a neuron that is pointed at has the map for itself.

    `picture` tells which picture it is, and where everything in it is.
    """

    row_chosen = Signal(int)
    # While points are drawn: where, shape (points, 2), whether Shift was held, and whether a stroke goes on.
    drawn = Signal(object, bool, bool)
    # The rows that were wiped over, and whether a stroke goes on.
    erased = Signal(object, bool)

    def __init__(
        self, choice: OutputChoice | None = None, selection: Selection | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("output")
        self.setAccessibleName(self.tr("Output"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._snapshot: Snapshot | None = None
        self._rival: Snapshot | None = None
        self._probe: Probe | None = None
        self._heat, self._markers = Heat(), MarkerLayer()
        self._picture: OutputPicture | None = None
        self._neuron: Neuron | None = None
        self._choice = choice or OutputChoice(self)
        self._choice.changed.connect(self._forget_picture)
        self._selection = selection or Selection(self)
        self._selection.changed.connect(self._follow)
        self._is_drawing = False
        # The bounds that are kept meanwhile, the place where a stroke stands, and whether it takes points away.
        self._frame: Bounds | None = None
        self._pen: QPointF | None = None
        self._erases = False

    def sizeHint(self) -> QSize:
        return QSize(320, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def show_snapshot(self, snapshot: Snapshot, rival: Snapshot | None = None) -> None:
        """The output of a network; where it is a curve, that of the rival beside it stays in the background."""
        if self._snapshot is None or not _may_be_drawn(self._snapshot, snapshot):
            self._frame = None
        if snapshot is not self._snapshot or rival is not self._rival:
            self._snapshot, self._rival = snapshot, rival
            self._forget_picture()

    def show_probe(self, probe: Probe) -> None:
        """Ring a row, or mark what was typed."""
        if probe is not self._probe:
            self._probe = probe
            self._forget_picture()

    def _follow(self) -> None:
        """Show what the neuron gives that is pointed at."""
        thing = self._selection.hovered
        is_neuron = thing is not None and thing.kind == "activation" and thing.layer > 0
        neuron = (thing.layer, thing.neuron) if thing is not None and is_neuron else None
        if neuron != self._neuron:
            self._neuron = neuron
            self._forget_picture()

    def _forget_picture(self) -> None:
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # Another theme has other inks.
            self._forget_picture()

    @property
    def picture(self) -> OutputPicture | None:
        """The picture as it is now, made when it is painted or pointed at; None before there is anything to draw."""
        if self._picture is None:
            self._picture = self._make_picture()
            if self._picture is not None and self._is_drawing and self._picture.takes_points:
                self._picture.frame = self._frame
                self._frame = self._picture.bounds
        return self._picture

    def _make_picture(self) -> OutputPicture | None:
        snapshot, settings, rect = self._snapshot, self._choice.settings, QRectF(self.rect())
        if snapshot is None:
            return None
        kind = kind_of(snapshot, settings)
        if kind == "curve":
            return OutputCurve(rect, snapshot, self._probe, self._rival, settings)
        if kind == "map":
            return OutputMap(
                rect, snapshot, self._probe, settings, self._heat, self._markers, self._neuron_of(snapshot)
            )
        if kind == "draw":
            kind = "bars" if has_bars(snapshot) else "strip"
        return PLAIN.get(kind, OutputStrip)(rect, snapshot, self._probe, settings)

    def _neuron_of(self, snapshot: Snapshot) -> Neuron | None:
        """The neuron that is pointed at, where this network has one there: it may be another's."""
        if self._neuron is None:
            return None
        layer, neuron = self._neuron
        sizes = snapshot.experiment.architecture.sizes
        return self._neuron if layer < len(sizes) and neuron < sizes[layer] else None

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour(theme.current().surface))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            picture = self.picture
            if picture is not None:
                picture.paint(painter)

    # Drawing.

    @property
    def shown(self) -> Snapshot:
        """The moment that one looks at, and clicks on."""
        assert self._snapshot is not None, "nothing is shown"
        return self._snapshot

    @property
    def takes_points(self) -> bool:
        """Whether points can be drawn into the picture."""
        return self.picture is not None and self.picture.takes_points

    def set_drawing(self, on: bool) -> None:
        """Let clicks draw points, or choose rows."""
        if on != self._is_drawing:
            self._is_drawing, self._frame = on, None
            self.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)
            self._forget_picture()

    def _draw(self, event: QMouseEvent) -> None:
        """One point, or without the nearest one; from here a brush goes on."""
        picture, position = self.picture, event.position()
        if picture is None or not picture.plot.contains(position):
            return
        self._erases = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not self._erases:
            self._pen = position
            self._emit_drawn([position], event, False)
            return
        nearest = picture.row_at(position, np.inf)
        if nearest is not None:
            self._pen = position
            self.erased.emit([nearest], False)

    def _brush(self, event: QMouseEvent) -> None:
        """Points along the way since the last one, evenly spaced, or without those that lie on it."""
        picture = self.picture
        assert self._pen is not None
        way = event.position() - self._pen
        count = int(np.hypot(way.x(), way.y()) / SPACING)
        if picture is None or not count:
            return
        step = way * (SPACING / np.hypot(way.x(), way.y()))
        places = [self._pen + step * number for number in range(1, count + 1)]
        self._pen = places[-1]
        if self._erases:
            self._emit_erased(places)
        else:
            self._emit_drawn([place for place in places if picture.plot.contains(place)], event, True)

    def _emit_erased(self, places: list[QPointF]) -> None:
        rows = [row for row in map(self.row_at, places) if row is not None]
        if rows:
            self.erased.emit(rows, True)

    def _emit_drawn(self, places: list[QPointF], event: QMouseEvent, go_on: bool) -> None:
        if places and self.picture is not None:
            points = np.array([self.picture.point_at(place) for place in places])
            self.drawn.emit(points, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier), go_on)

    # The mouse.

    def row_at(self, position: QPointF) -> int | None:
        """The row whose marker is at a point."""
        picture = self.picture
        return None if picture is None else picture.row_at(position)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pen is not None:
            self._brush(event)
            return
        picture = self.picture
        text = "" if picture is None else picture.reading(event.position())
        if text:
            show_tip(event.globalPosition().toPoint(), text, self)
        else:
            QToolTip.hideText()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pen = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_drawing and self.takes_points:
            if event.button() == Qt.MouseButton.LeftButton:
                self._draw(event)
            return
        row = self.row_at(event.position())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.row_chosen.emit(row)


def _may_be_drawn(before: Snapshot, after: Snapshot) -> bool:
    """Whether a table may have come of another by points that were drawn: its axes stay then."""
    same = after.data.table.input_names == before.data.table.input_names
    return same and after.experiment.data in (before.experiment.data, OWN)
