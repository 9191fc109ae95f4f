"""The loss as a surface: over two chosen weights, two random directions or those of the path, with the path on it."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from engine.arrays import Array
from engine.loss_surface import (
    ParameterPlane,
    Survey,
    plane_of_directions,
    plane_of_parameters,
    plane_of_path,
    survey,
)
from engine.metrics import has_targets
from engine.snapshot import Snapshot
from engine.trail import MOST_PARAMETERS
from gui import theme
from gui.figures import number, whole
from gui.labels import make_label
from gui.painting.calm_limits import Limits
from gui.painting.loss_scene import LossScene, Route, Terrain
from gui.painting.parameter_names import parameter_symbol
from gui.painting.surface_limits import limits_of
from gui.sliced import SlicedWork
from gui.views.surface_choices import Cut, SurfaceChoices
from gui.views.surface_plot import SurfacePlot


class SurfaceView(QWidget):
    """Choices above, the picture below. A surface is made in slices, so that the window never waits for it."""

    chosen = Signal(object)  # {Quantity: value}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.setAccessibleName(self.tr("Loss surface"))
        self._snapshot: Snapshot | None = None
        self._survey: Survey | None = None
        self._of: tuple[object, ...] = ()
        self._limits: tuple[Limits | None, Limits | None] = (None, None)
        self._terrain: Terrain | None = None
        self._making = SlicedWork(self)
        self._making.worked.connect(self._take)
        self.choices = SurfaceChoices()
        self.choices.changed.connect(self._change_plane)
        self.solid = self._make_solid()
        self.plot = self._make_plot()
        self._caption = make_label("caption", name="surface-caption", wrap=True)
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(360, 260)

    # Layout.

    def _make_solid(self) -> QCheckBox:
        solid = QCheckBox(self.tr("&3-D"))
        solid.setObjectName("surface-solid")
        solid.setAccessibleName(self.tr("Three dimensions"))
        solid.setToolTip(self.tr("Show the surface as hills; drag or use the arrow keys to turn them"))
        solid.toggled.connect(self._show_solid)
        return solid

    def _make_plot(self) -> SurfacePlot:
        plot = SurfacePlot()
        plot.pointed.connect(self._read)
        plot.chosen.connect(self._choose)
        plot.show_hills(False)
        return plot

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.choices)
        row.addStretch(1)
        row.addWidget(self.solid)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, 8, theme.MARGIN, 8)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        column.addWidget(self._caption)

    # What the learner does.

    def _change_plane(self) -> None:
        """Another plane has other limits and another surface."""
        self._limits = (None, None)
        self._terrain = None
        self._show()

    def _show_solid(self, on: bool) -> None:
        self.plot.show_hills(on)
        self._show_caption()

    def _choose(self, x: float, y: float) -> None:
        request = self.choices.request
        if request.cut is Cut.WEIGHTS:
            self.chosen.emit({request.first: x, request.second: y})

    def _read(self, at: QPointF, point: tuple[float, float]) -> None:
        """Say the loss at a point of the plane, found anew for it."""
        scene = self.plot.scene
        # Where another plane is asked for already, the picture is still of its own.
        found = scene.terrain.surface.survey if scene is not None and scene.terrain is not None else self._survey
        if found is None or scene is None:
            return
        loss = float(found.losses(np.array([point]))[0])
        first, second = scene.names
        values = (first, number(point[0]), second, number(point[1]), number(loss))
        QToolTip.showText(at.toPoint(), self.tr("{0} = {1}, {2} = {3}: loss {4}").format(*values), self.plot)

    # What is shown.

    def begin_anew(self) -> None:
        """Forget what was chosen: another lesson begins."""
        self._stop()
        self._snapshot = None
        self.solid.setChecked(False)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment. The path is drawn at once; the surface follows where other weights than its own moved."""
        before, self._snapshot = self._snapshot, snapshot
        if before is None or before.experiment.architecture != snapshot.experiment.architecture:
            self.choices.offer(snapshot.experiment.architecture)
            self._limits, self._terrain, self._of = (None, None), None, ()
        if before is None or before.experiment.dataset is not snapshot.experiment.dataset:
            self._limits = (None, None)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        # What is half made is begun anew when somebody looks again.
        self._stop()
        super().hideEvent(event)

    def _plane(self, snapshot: Snapshot) -> ParameterPlane | None:
        request = self.choices.request
        if request.cut is Cut.DIRECTIONS:
            return plane_of_directions(snapshot, request.seed)
        if request.cut is Cut.PATH:
            return plane_of_path(snapshot, snapshot.path) if snapshot.path is not None else None
        if request.first == request.second:
            return None
        return plane_of_parameters(snapshot, request.first, request.second)

    def _show(self) -> None:
        snapshot = self._snapshot
        if snapshot is None or not self.isVisible():
            return
        plane = self._plane(snapshot)
        found = survey(snapshot, plane) if plane is not None else None
        if plane is None or found is None:
            self._stop()
            self.plot.show_scene(None, self._why_nothing(snapshot))
            self._show_caption()
            return
        route = _route(snapshot, plane)
        self._limits = (
            limits_of(route.known[:, 0], self._least, self._limits[0]),
            limits_of(route.known[:, 1], self._least, self._limits[1]),
        )
        self._survey = found
        # An earlier surface is still that of its own plane.
        drawn = _route(snapshot, self._terrain.surface.survey.plane) if self._terrain else route
        self.plot.show_scene(LossScene(self._terrain, drawn, self._names(snapshot)), self.tr("Measuring the loss …"))
        self._follow(plane)
        self._show_caption()

    @property
    def _least(self) -> float:
        """How far an axis reaches to both sides at least."""
        return {Cut.WEIGHTS: 2.0, Cut.DIRECTIONS: 1.0, Cut.PATH: 0.1}[self.choices.request.cut]

    def _names(self, snapshot: Snapshot) -> tuple[str, str]:
        if self.choices.request.cut is Cut.WEIGHTS:
            request, architecture = self.choices.request, snapshot.experiment.architecture
            return parameter_symbol(request.first, architecture), parameter_symbol(request.second, architecture)
        return self.tr("direction 1"), self.tr("direction 2")

    def _why_nothing(self, snapshot: Snapshot) -> str:
        if not has_targets(snapshot.data.train):
            return self.tr("There are no targets, and so no loss.")
        if self.choices.request.cut is Cut.PATH and len(snapshot.parameters) > MOST_PARAMETERS:
            return self.tr("Where the weights of so large a network have been is not kept.")
        if self.choices.request.cut is Cut.PATH:
            return self.tr("A path of three moments or more has directions: train a little first.")
        return self.tr("This network has a single weight: the pane Try shows its loss as a curve.")

    # Making the surface.

    def _follow(self, plane: ParameterPlane) -> None:
        """Begin a new surface where it is of something else; one that is being made is made to its end first."""
        snapshot, found = self._snapshot, self._survey
        assert snapshot is not None
        assert found is not None
        held = (plane.origin.tobytes(), plane.across.tobytes(), plane.up.tobytes())
        of = (snapshot.experiment, snapshot.data, self._limits, held)
        if of == self._of and (self._terrain is not None or self._making.busy):
            return
        if self._making.busy and self._terrain is not None:
            return
        x, y = self._limits
        assert x is not None
        assert y is not None
        self._of = of
        self._making.begin(self._make(found, x, y))

    def finish(self) -> None:
        """Make what is being made at once, for whoever cannot wait: a picture of the window."""
        self._making.finish()

    def _make(self, found: Survey, x: Limits, y: Limits) -> Iterator[None]:
        """A surface with its contours, bit by bit; it is there when all of it is made."""
        for surface in found.surface(x, y):
            yield
            if surface is not None:
                terrain = Terrain(surface)
                yield from terrain.make_contours()
                self._terrain = terrain

    def _take(self) -> None:
        """Show what is made; what has moved meanwhile asks for another one."""
        if not self._making.busy:
            self._show()

    def _stop(self) -> None:
        if self._making.busy:
            self._making.stop()
            self._of = ()

    def _show_caption(self) -> None:
        snapshot, found = self._snapshot, self._survey
        texts = []
        if self.plot.scene is not None and snapshot is not None and found is not None:
            if self.choices.request.cut is not Cut.WEIGHTS:
                texts.append(self.tr("A cut through all weights at once; the path is seen from above."))
            elif snapshot.experiment.architecture.parameter_count > 2:
                texts.append(self.tr("All other weights are held; the path is seen from above."))
            if found.rows < found.all_rows:
                texts.append(self.tr("Seen on {0} of {1} rows.").format(whole(found.rows), whole(found.all_rows)))
            if self.choices.request.cut is Cut.WEIGHTS and not self.solid.isChecked():
                texts.append(self.tr("Click to put the weights there."))
        self._caption.setText(" ".join(texts))
        self._caption.setVisible(bool(texts))


def _route(snapshot: Snapshot, plane: ParameterPlane) -> Route:
    """The path as it lies on the plane, parted at the present moment."""
    now = plane.places_of(snapshot.parameters[None])
    path = snapshot.path
    if path is None or not len(path.epochs):
        return Route(now, np.zeros((0, 2)))
    places = plane.places_of(path.parameters)
    later = path.epochs > snapshot.epoch
    past: Array = np.vstack([places[~later], now])
    return Route(past, np.vstack([now, places[later]]) if later.any() else np.zeros((0, 2)))
