"""Pictures of networks without a pane: what is shown of a trainer, painted on an image."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui import theme
from gui.painting.edges import nice_scale
from gui.painting.network_layout import lay_out
from gui.painting.network_picture import NetworkPicture
from gui.painting.network_state import NetworkState, state_of
from gui.probe import Probe, probe_of_row
from gui.walk_focus import Focus, focus_of

SIZE = (1200, 800)


@dataclass(frozen=True)
class Painted:
    picture: NetworkPicture
    image: QImage

    def taken(self) -> list[QRectF]:
        """Where neurons and their texts are."""
        image = self.image.copy()
        with QPainter(image) as painter:
            return [self.picture._on_screen(box) for box in self.picture._paint_neurons(painter)]

    def colour_on(self, edge: Quantity, share: float) -> QColor:
        """The colour of a point on an edge, at a share of its way."""
        layout = self.picture.layout
        x, y = layout.point_on(layout.edge_number(edge.layer, edge.neuron, edge.input), share)
        return self.image.pixelColor(round(x), round(y))


def probe_of(trainer: Trainer) -> Probe:
    """The row that is walked through, else the first."""
    return probe_of_row(trainer.snapshot(), trainer.walk.table_row if trainer.walk else 0)


def state_at(trainer: Trainer, size: StepSize = StepSize.TERM) -> NetworkState:
    """What the picture shows of where a trainer stands, after a step of a size."""
    walk = trainer.walk
    focus = focus_of(walk, size) if walk else Focus()
    return state_of(trainer.snapshot(), probe_of(trainer).inputs, walk, focus)


def paint(
    trainer: Trainer,
    size: StepSize = StepSize.TERM,
    pane: tuple[int, int] = SIZE,
    progress: float = 1.0,
    all_labels: bool = False,
    lit: tuple[Quantity, ...] = (),
    zoom: float = 1.0,
) -> Painted:
    """The picture of where a trainer stands, after a step of a size."""
    state = state_at(trainer, size)
    picture = NetworkPicture(
        state=state,
        probe=probe_of(trainer),
        layout=lay_out(trainer.experiment.architecture.sizes, *pane, 120, 100),
        zoom=zoom,
        pan=QPointF(0, 0),
        scale=nice_scale(state.weights),
        progress=progress,
        all_labels=all_labels,
        lit=lit,
        room=QRectF(0, 0, *pane),
    )
    image = QImage(*pane, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.current().surface))
    with QPainter(image) as painter:
        picture.paint(painter)
    return Painted(picture, image)
