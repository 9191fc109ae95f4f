"""The loss over a plane as a picture: from above, where a click asks for a point, or as hills that can be turned."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme
from gui.painting.loss_hills import LossHills, Outlook
from gui.painting.loss_map import LossMap
from gui.painting.loss_scene import LossScene

# Degrees that the hills turn for a pixel, and for a key.
TURN, KEY_TURN = 0.5, 10.0
KEYS = {
    Qt.Key.Key_Left: (-KEY_TURN, 0.0),
    Qt.Key.Key_Right: (KEY_TURN, 0.0),
    Qt.Key.Key_Up: (0.0, KEY_TURN),
    Qt.Key.Key_Down: (0.0, -KEY_TURN),
}


class SurfacePlot(QWidget):
    """Draws one scene."""

    pointed = Signal(QPointF, object)  # where the mouse is, (x, y) of the plane
    chosen = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface-plot")
        self.setAccessibleName(self.tr("Loss over two weights"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._scene: LossScene | None = None
        self._instead = ""
        self._hills = False
        self.outlook = Outlook()
        self._held: QPointF | None = None

    def sizeHint(self) -> QSize:
        return QSize(320, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 100)

    @property
    def scene(self) -> LossScene | None:
        return self._scene

    @property
    def map(self) -> LossMap | None:
        """The picture from above, if that is shown."""
        scene = self._scene
        if scene is None or scene.terrain is None or self._hills:
            return None
        return LossMap(QRectF(self.rect()), scene, scene.terrain)

    def show_scene(self, scene: LossScene | None, instead: str = "") -> None:
        """Show a scene; where there is none, a text instead."""
        self._scene, self._instead = scene, instead
        self.update()

    def show_hills(self, on: bool) -> None:
        """Hills instead of the map, or the other way round."""
        self._hills = on
        # The arrow keys turn hills; a map has no use for them.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor if on else Qt.CursorShape.CrossCursor)
        self.update()

    # Mouse and keys.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._hills:
            self._held = event.position()
            return
        point = self.map.point_at(event.position()) if self.map else None
        if point is not None:
            self.chosen.emit(*point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            way = event.position() - self._held
            self._held = event.position()
            self._turn(way.x() * TURN, way.y() * TURN)
            return
        point = self.map.point_at(event.position()) if self.map else None
        if point is None:
            QToolTip.hideText()
        else:
            self.pointed.emit(event.globalPosition(), point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turn = KEYS.get(Qt.Key(event.key())) if self._hills else None
        if turn is None:
            super().keyPressEvent(event)
        else:
            self._turn(*turn)

    def _turn(self, around: float, above: float) -> None:
        self.outlook = self.outlook.turned(around, above)
        self.update()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            scene = self._scene
            if scene is None or scene.terrain is None:
                painter.setFont(theme.font(theme.SMALL))
                painter.setPen(theme.colour(theme.current().muted))
                painter.drawText(QRectF(self.rect()), int(Qt.TextFlag.TextWordWrap), self._instead)
            elif self._hills:
                LossHills(QRectF(self.rect()), scene, scene.terrain, self.outlook).paint(painter)
            elif self.map is not None:
                self.map.paint(painter)
